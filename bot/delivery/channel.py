"""Defines a channel: one platform's account that takes a message, or fails in one of five ways."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from handlers.kit import Outgoing
from rules.channel_limits import ChannelLimits


class SendFailed(Exception):
    """A channel did not take a message; the kind says what happens next. `code` names the cause, never a text."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Retry(SendFailed):
    """Not now: again after so many seconds; `everybody` if the whole account must wait, not this chat alone."""

    def __init__(self, after: float, code: str = "rate", *, everybody: bool = False):
        super().__init__(code)
        self.after = after
        self.everybody = everybody


class Blocked(SendFailed):
    """This chat cannot be reached any more: the reader blocked us or is gone."""


class WindowClosed(SendFailed):
    """The platform lets us write only after the reader has; another way must be found."""


class Rejected(SendFailed):
    """The platform will never take this message: our fault, or the set-up's."""


class Down(SendFailed):
    """The platform does not answer, or answers nonsense: again later, longer apart."""


# the code of a refusal of the account itself: only somebody with a new token helps
TOKEN = "token"
EVERYTHING = frozenset(("photo", "voice", "file"))


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Says what a channel can do and how much its platform allows; the only place where rates and windows stand.

    `text` in UTF-16 units, as the platforms count. `buttons`: how many fit under a message, 0 for none.
    Rates are messages a second; `burst` for one chat. `per_month` and `people`: the account's allowance, 0 for none.
    `shows`: what of photos, voice notes and files can be shown, with so long a `caption`.
    `free_for`, `open_for`: how long after the reader's last word an answer is free, and is taken at all; None for ever.
    """

    text: int
    buttons: int
    edits: bool = False
    per_second: float = 30.0
    per_chat_second: float = 1.0
    burst: int = 3
    at_once: int = 64
    per_month: int = 0
    people: int = 0
    shows: frozenset[str] = frozenset()
    caption: int = 1024
    free_for: timedelta | None = None
    open_for: timedelta | None = None

    @property
    def limits(self) -> ChannelLimits:
        """Gives what rules and handlers reckon with before anything is sent."""
        spans = (self.free_for, self.open_for)
        return ChannelLimits(
            self.per_second, self.per_month, self.edits, *spans, text=self.text, caption=self.caption, shows=self.shows
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    platform_id: str


class Channel(Protocol):
    """One platform's account. `send` gets messages already fitted to the capabilities."""

    name: str
    capabilities: Capabilities

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, address: str, out: Outgoing, outbox_id: int) -> Receipt: ...

    async def fetch(self, ref: str, most: int) -> bytes:
        """Gets what somebody sent along, up to `most` bytes. Raises Rejected (too large, gone) or Down."""
        ...
