"""What the fake remembers: people, messages, media, and every request."""

import asyncio
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """The platform says no: a code and a description."""

    def __init__(self, code: int, description: str, *, spelt: str = "error_code"):
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.spelt = spelt

    def body(self) -> Json:
        return {"ok": False, self.spelt: self.code, "description": self.description}


@dataclass(slots=True)
class BotMessage:
    """A message of the bot as its reader sees it: there is nothing to press."""

    chat_id: str
    message_id: str
    date: int
    kind: str
    text: str
    params: Json
    file: bytes = b""

    @property
    def options(self) -> list[tuple[int, str]]:
        """The numbered lines."""
        return [(int(found[1]), found[2]) for found in re.finditer(r"^(\d+)\. (.+)$", self.text, re.MULTILINE)]

    @property
    def words(self) -> list[tuple[str, str]]:
        """The words of the last line, as in `HUY (Thôi)`."""
        return re.findall(r"(?:^|· )([^·()\n]+?) \(([^()]+)\)", self.text.rsplit("\n", 1)[-1])


@dataclass(slots=True)
class Request:
    """One call of a method and how it was answered (0: not at all)."""

    method: str
    params: Json
    at: float
    code: int = 0
    description: str = ""
    injected: bool = False

    @property
    def chat_id(self) -> str:
        return str(self.params.get("chat_id", ""))


@dataclass(slots=True)
class Person:
    """The platform's side of a user: the bot may write to whoever has written to it."""

    id: str
    name: str
    wrote: bool = False
    heard: list[BotMessage] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class State:
    """`local`: addresses on this machine will do, where the platform wants public ones."""

    base: str = ""
    local: bool = True
    quota: int = 3000
    most_people: int = 50
    now: Callable[[], float] = time.time
    people: dict[str, Person] = field(default_factory=dict)
    sent: list[BotMessage] = field(default_factory=list)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    bot: Json = field(
        default_factory=lambda: {
            "id": "1459232241454765289",
            "account_name": "bot.DongHanhThu",
            "account_type": "BASIC",
            "can_join_groups": False,
        }
    )

    def date(self) -> int:
        return int(self.now() * 1000)

    def admit(self, person: Person) -> bool:
        """Whether the person's messages reach the bot: beyond the cap they do not."""
        if not person.wrote and sum(each.wrote for each in self.people.values()) >= self.most_people:
            return False
        person.wrote = True
        return True

    def keep(self, content: bytes, media_type: str, ending: str) -> str:
        """A public address for something that somebody sent."""
        path = f"/media/{secrets.token_hex(8)}.{ending}"
        self.media[path] = (media_type, content)
        return f"{self.base}{path}"


def new_id() -> str:
    return secrets.token_hex(10)
