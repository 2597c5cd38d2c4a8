"""What ails the service, as a process of it tells, in the words of whoever looks after it: and what is to be done."""

from dataclasses import dataclass

from handlers.kit.wording import Wording

# how the code of what ails a channel begins; what begins otherwise is the platform's
OF_CHANNEL = {
    "token_lost": "consent",
    "token": "token",
    "operator_": "account",
    "failing": "part",
    "silent": "part",
}
AWAY, ELSEWHERE, WELL = "away", "elsewhere", "well"
# parts of a process that have words of their own
PARTS = ("clock", "database", "desk", "disk", "keys")


@dataclass(frozen=True, slots=True)
class Ailment:
    """How something stands, in `words`; `cure`: what to do, empty where nothing is to be done."""

    words: str
    cure: str = ""


def of_channel(wording: Wording, *, is_here: bool, code: str) -> Ailment:
    """Says how a channel's account is, by the code that its delivery gives; empty where nothing ails it."""
    if not is_here or not code:
        return Ailment(wording.text(f"desk.state.channel.{WELL if is_here else ELSEWHERE}"))
    kind = next((kind for begins, kind in OF_CHANNEL.items() if code.startswith(begins)), AWAY)
    shown = code.removeprefix("operator_")
    cure = wording.text(f"desk.state.channel.{kind}.cure")
    return Ailment(wording.text(f"desk.state.channel.{kind}", code=shown), cure)


def of_part(wording: Wording, part: str, code: str) -> Ailment:
    """Says what ails a part of the process."""
    kind = part if part in PARTS else "other"
    cure = wording.text(f"desk.state.part.{kind}.cure")
    return Ailment(wording.text(f"desk.state.part.{kind}", part=part, code=code), cure)
