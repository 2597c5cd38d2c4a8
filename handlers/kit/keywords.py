"""The words and buttons that work in every form: back, skip, change, done, send, cancel, help."""

import re
from dataclasses import dataclass

from handlers.kit.messages import Incoming
from handlers.understand.fold import bare

WORDS = {
    "quay lai": "back",
    "lui": "back",
    "lui lai": "back",
    "back": "back",
    "bo qua": "skip",
    "qua": "skip",
    "skip": "skip",
    "huy": "cancel",
    "huy bo": "cancel",
    "thoi": "cancel",
    "cancel": "cancel",
    "xong": "done",
    "done": "done",
    "gui": "send",
    "gui di": "send",
    "send": "send",
    "tro giup": "help",
    "giup": "help",
    "help": "help",
    "doi": "change",
    "sua": "change",
    "change": "change",
    "xem them": "more",
    "xem tiep": "more",
    "more": "more",
    "bo tam anh": "take_off",
    "take off the photo": "take_off",
    "lam tiep": "go_on",
    "go on": "go_on",
    "nhu lan truoc": "shortcut",
    "nhu lan truoc khong co gi la": "shortcut",
    "as last time": "shortcut",
    "as last time nothing unusual": "shortcut",
}
# «gửi đi em», «thôi quay lại nhé»
POLITE = re.compile(
    r"(?:(?:da|vang|ok|uh|u|thoi|roi|cu|em|toi|cho toi|cho em) )*"
    r"(quay lai|lui lai|bo qua|skip|huy|huy bo|gui|gui di|xong|lam tiep|send|cancel|back|done)"
    r"(?: (?:a|nhe|nha|em|chau|di|luon|giup|voi|cau nay|anh|chi|bac|ban|bot|roi|please|this|it|it now))*"
)
CHANGE = re.compile(r"(?:doi|sua|change)(?: cau| so| question)? (\d{1,2})")


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A button of a form: `form:question:value`; a value that begins with `!` is a command of the kit."""

    form: str
    question: str
    value: str

    @classmethod
    def of(cls, press: str) -> "ButtonPress | None":
        form, _, rest = press.partition(":")
        question, colon, value = rest.partition(":")
        return cls(form, question, value) if form and colon else None

    @property
    def command(self) -> str:
        return self.value[1:] if self.value.startswith("!") else ""


def typed_command(message: Incoming) -> tuple[str, int]:
    """Reads the command that the whole message is, with the number of a question; ("", 0) if it is none."""
    if message.kind != "text" or message.forwarded or len(message.text) > 30:
        return "", 0
    words = bare(message.text)
    if change := CHANGE.fullmatch(words):
        return "change", int(change[1])
    if words not in WORDS and (polite := POLITE.fullmatch(words)):
        words = polite[1]
    return WORDS.get(words, ""), 0


def is_start(message: Incoming) -> bool:
    """Says whether it is `/start`, with a code or without, however the channel brings it."""
    return message.kind == "start" or (message.kind == "text" and message.text.lower().startswith("/start"))


def press(form_id: str, question_id: str, value: str) -> str:
    return f"{form_id}:{question_id}:{value}"
