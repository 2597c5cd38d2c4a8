"""Forms of words that a platform has approved beforehand; rules/notices.py says which notices go as which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

# where a parameter comes from: the reader as called, their commune, today, the matter in a few words, a number
Source = Literal["reader", "place", "day", "matter", "number"]
SOURCES: frozenset[str] = frozenset(get_args(Source))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A gap in a template.

    `type` is what the platform calls this kind of parameter; `longest` how many characters the platform takes.
    """

    name: str
    type: str
    longest: int
    source: Source


@dataclass(frozen=True, slots=True)
class Template:
    """An approved form of words.

    `registered_as`: the name by which it is found among those that the account has registered.
    """

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
        """Fills the body with its parameters, as on the reader's phone."""
        text = self.body
        for name, value in parameters.items():
            text = text.replace(f"<{name}>", value)
        return text


def shortened(text: str, longest: int) -> str:
    """Cuts a text to so many characters, at a space where there is one."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    space = text.rfind(" ", 0, longest + 1)
    return text[:space] if space > 0 else text[:longest]
