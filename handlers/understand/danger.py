"""Whether a message tells of danger: learnt from sentences and their look-alikes, with what the word list finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import mul
from typing import Literal

from handlers.understand import emergency as listed
from handlers.understand import learnt
from handlers.understand.false_alarms import is_at_work, is_everyday, is_over, without_idioms

Verdict = Literal["yes", "maybe", "no"]
KINDS = ("suicide", "violence", "weapon", "overdose", "medical", "fire", "abuse")
# kind → what the list of words calls it, which is also the reason of the alert
REASON_OF: dict[str, listed.Kind] = {
    "suicide": "self_harm",
    "violence": "violence",
    "weapon": "violence",
    "overdose": "overdose",
    "medical": "medical",
    "fire": "fire",
    "abuse": "violence",
}


@dataclass(frozen=True, slots=True)
class Danger:
    """`verdict` yes: somebody is in danger; maybe: ask at once. `kind` is empty for no.

    `lean`: how far what was learnt is above what is asked about, in the units of the weights.
    """

    verdict: Verdict
    kind: str = ""
    lean: float = field(default=0.0, compare=False)

    @property
    def reason(self) -> listed.Kind:
        return REASON_OF[self.kind]


NONE = Danger("no")
FEW_WORDS = 6
FEWEST_WORDS = 3


def heard(text: str) -> Danger:
    """Reads a message; a listed word of not wanting to live, written with its accents, is at least asked about."""
    said = danger(text)
    is_listed = said.verdict == "no" and not text.isascii() and listed.emergency(without_idioms(text)) == "self_harm"
    return Danger("maybe", "suicide") if is_listed else said


@lru_cache(maxsize=8)
def danger(text: str) -> Danger:
    """Reads a message. Recall comes first: what may be danger is at least maybe.

    Remembered for the turn: distress is asked first and the typed wish asks again.
    """
    text = without_idioms(text)
    if is_everyday(text) or not any(map(str.isalpha, text)):
        return NONE
    said = learnt.sums(text)
    listed_kind = listed.emergency(text)
    marks = listed_marks(text, listed_kind)
    lean, sure = _leanings(said, marks)
    verdict = _verdict(lean, sure, marks)
    if verdict == "no":
        return NONE
    kind = _kind(said, listed_kind)
    # a word or two say too little to be certain by their letters alone
    if listed_kind is None and len(text.split()) < FEWEST_WORDS:
        return Danger("maybe", kind, lean) if verdict == "yes" else NONE
    if is_over(text) or (kind in ("weapon", "violence") and is_at_work(text)):
        verdict = "maybe"
    return Danger(verdict, kind, lean)


def _leanings(said: Mapping[str, float], marks: tuple[int, int]) -> tuple[float, float]:
    """Gives how far it is above what is asked about, and above what is certain."""
    doubts = learnt.weights().header["danger"]
    others = (said[intent] for intent in learnt.weights().header["intents"] if intent != "emergency")
    leaning = said["emergency"] - max(others)
    any_danger, sure = (
        said[outcome] + leaning + sum(map(mul, marks, doubts[f"listed.{outcome}"])) - doubts[verdict]
        for outcome, verdict in (("danger", "maybe"), ("danger.yes", "yes"))
    )
    return any_danger, sure


def _verdict(lean: float, sure: float, marks: tuple[int, int]) -> Verdict:
    # a few bare words leave little to learn from: those of the list are at least asked about
    in_few_words, leans_to_danger = marks == (0, 1), lean >= 0
    if sure >= 0 or (in_few_words and leans_to_danger):
        return "yes"
    return "maybe" if leans_to_danger or in_few_words else "no"


def listed_marks(text: str, listed_kind: listed.Kind | None) -> tuple[int, int]:
    """Says what the word list adds to the features: its words in a longer message; in one of a few words."""
    return (0, 0) if listed_kind is None else (0, 1) if len(text.split()) <= FEW_WORDS else (1, 0)


def _kind(said: Mapping[str, float], listed_kind: listed.Kind | None) -> str:
    """Picks the likeliest of those that the list of words allows, where it names a kind."""
    return max(
        (kind for kind in KINDS if listed_kind in (None, REASON_OF[kind])), key=lambda kind: said[f"kind.{kind}"]
    )
