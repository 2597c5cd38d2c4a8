"""What a typed number stands for: a line of the list that was shown last."""

from handlers.dialogue import Incoming
from storage.conversations import Conversation


def press_of(talk: Conversation, message: Incoming) -> str:
    """The press behind the number; empty if there is none, or if the list is the open question's own."""
    digits = message.text.strip().rstrip(".)")
    if message.kind != "text" or not digits.isdecimal() or len(digits) > 3:
        return ""
    if talk.form and any(press.startswith(f"{talk.form}:") for press in talk.offered):
        return ""
    number = int(digits)
    return talk.offered[number - 1] if 0 < number <= len(talk.offered) else ""
