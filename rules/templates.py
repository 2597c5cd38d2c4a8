"""Forms of words that a platform has approved beforehand, and which of our notices may go as one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

# where a parameter comes from: the reader as called, their commune, today, the matter in a few words, a number
Source = Literal["reader", "place", "day", "matter", "number"]
SOURCES: frozenset[str] = frozenset(get_args(Source))


@dataclass(frozen=True, slots=True)
class Parameter:
    """`type` is what the platform calls this kind of parameter; `longest` how much of it the platform takes."""

    name: str
    type: str
    longest: int


@dataclass(frozen=True, slots=True)
class Template:
    """`registered_as`: the name by which it is found among those that the account has registered."""

    code: str
    registered_as: str
    tag: int
    title: str
    body: str
    button: str
    parameters: tuple[Parameter, ...]
    source: str
    checked_on: date

    def as_read(self, parameters: Mapping[str, str]) -> str:
        """The body with its parameters, as on the reader's phone."""
        text = self.body
        for name, value in parameters.items():
            text = text.replace(f"<{name}>", value)
        return text


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """How a kind of notice goes as a template: which, and where its parameters come from; or why it does not."""

    kind: str
    template: str
    sources: Mapping[str, str]
    reason: str


def shortened(text: str, longest: int) -> str:
    """At most so many characters, ending at a space where there is one."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    space = text.rfind(" ", 0, longest + 1)
    return text[:space] if space > 0 else text[:longest]
