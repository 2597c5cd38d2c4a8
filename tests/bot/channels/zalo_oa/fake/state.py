"""What the fake remembers: the account's tokens, its people, what was sent, and every request."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
OA_ID = "388613280878808645"
APP_ID = "360846524940903967"
APP_SECRET = "app-secret-of-the-tests"
ACCESS_LIFE = 90_000


class Refused(Exception):
    """The platform says no, with a code of its own and status 200."""

    def __init__(self, code: int, message: str):
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message

    def body(self) -> Json:
        return {"error": self.code, "message": self.message}


@dataclass(slots=True)
class Request:
    """One call and how it was answered: 0 is success here."""

    path: str
    content: Json
    at: float
    code: int = 0
    message: str = ""
    injected: bool = False


@dataclass(slots=True)
class OaMessage:
    """A message of the account as its reader sees it. `buttons`: what is shown, what a tap sends.

    `template`: the name of the approved form of words that it is.
    """

    user_id: str
    message_id: str
    text: str
    buttons: list[tuple[str, str]] = field(default_factory=list)
    asks_for_info: bool = False
    image: bytes = b""
    paid: bool = False
    template: str = ""

    @property
    def labels(self) -> list[str]:
        return [title for title, _ in self.buttons]


@dataclass(slots=True)
class Person:
    """`last_in`: the last interaction, in the platform's seconds; None for one who never had any.

    `phone` in the form 84…; `away`: not on Zalo for 45 days; `switched_off`: nothing reaches the phone.
    `replies_left`: free replies until the next interaction; None for as many as one likes.
    """

    id: str
    name: str
    follows: bool = True
    last_in: float | None = None
    phone: str = ""
    away: bool = False
    switched_off: bool = False
    replies_left: int | None = None
    refuses_templates: bool = False
    heard: list[OaMessage] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class State:
    """`refresh`: the one refresh token that works; `access`: when each access token ends."""

    now: Callable[[], float] = time.time
    per_minute: int = 4000
    paid_left: int = 1000
    refresh: str = "refresh-0"
    access: dict[str, float] = field(default_factory=dict)
    exchanges: int = 0
    people: dict[str, Person] = field(default_factory=dict)
    sent: list[OaMessage] = field(default_factory=list)
    uploads: dict[str, bytes] = field(default_factory=dict)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    calls: list[float] = field(default_factory=list)
    base: str = ""

    def exchange(self, refresh: str) -> Json:
        """The old refresh token is dead from here on, whether the answer arrives or not."""
        if refresh != self.refresh:
            raise Refused(-14014, "Invalid refresh token.")
        self.exchanges += 1
        self.refresh = f"refresh-{self.exchanges}-{secrets.token_hex(8)}"
        access = f"access-{self.exchanges}-{secrets.token_hex(8)}"
        self.access[access] = self.now() + ACCESS_LIFE
        return {"access_token": access, "refresh_token": self.refresh, "expires_in": str(ACCESS_LIFE)}

    def admit(self, access: str) -> None:
        end = self.access.get(access)
        if end is None:
            raise Refused(-216, "Access token is invalid")
        if end <= self.now():
            raise Refused(-220, "Access token has expired")

    def count(self) -> None:
        self.calls = [at for at in self.calls if at > self.now() - 60]
        if len(self.calls) >= self.per_minute:
            raise Refused(-32, "App rate limit exceeded")
        self.calls.append(self.now())

    def keep(self, content: bytes, media_type: str, ending: str) -> str:
        path = f"/media/{secrets.token_hex(8)}.{ending}"
        self.media[path] = (media_type, content)
        return f"{self.base}{path}"


def new_user_id() -> str:
    return str(10**17 + secrets.randbelow(8 * 10**17))


def new_message_id() -> str:
    return secrets.token_hex(10)
