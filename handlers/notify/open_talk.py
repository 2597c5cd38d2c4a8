"""A talk that stays open: what is typed or sent next goes to whoever is on the other side, until something else."""

from datetime import timedelta

from handlers.kit import Button, Incoming, JsonValue, Said
from handlers.kit.questions import sent
from handlers.notify import pass_on

LONGEST = 2000
# after this long without a word, what is typed is for the service again
GOES_ON = timedelta(minutes=30)


def said_in(message: Incoming) -> JsonValue:
    """Reads what is to be passed on: words, or what was sent along; empty for anything else."""
    if answer := sent(message):
        return answer
    return message.text.strip() if message.kind == "text" else ""


def refused(said: JsonValue, end: Button) -> Said | None:
    """Says why this is not passed on: it carries a code that opens an account, or is too long; None if it may."""
    if pass_on.carries_code(said):
        return Said("talk_to_officer.code", buttons=(end,))
    if isinstance(said, str) and len(said) > LONGEST:
        return Said("dialogue.problem.too_long", {"longest": LONGEST}, (end,))
    return None
