"""Reads an update of the Zalo Bot Platform as a message of ours, by the fields that are there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import structlog

from bot.intake.reading import Json, NotAnUpdate, plain, typed
from handlers.kit import Incoming, Media

log = structlog.get_logger()
LONGEST_ID = 128
LONGEST_ADDRESS = 2000

# documented and captured names of what holds the address of something sent along
MEDIA: Mapping[str, Literal["photo", "voice"]] = {
    "photo_url": "photo",
    "photo": "photo",
    "voice_url": "voice",
    "voice": "voice",
}


@dataclass(slots=True)
class ZaloBotReader:
    """Reads both shapes of an update: documentation and servers differ. Which of them is met is logged once."""

    channel: str
    met: set[tuple[str, str]] = field(default_factory=set)

    def read(self, update: Any) -> Incoming | None:
        """Gives the message in an update. None for groups and other bots. Raises NotAnUpdate."""
        try:
            return self._message(self._unwrapped(update))
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError, OSError) as problem:
            raise problem if isinstance(problem, NotAnUpdate) else NotAnUpdate(type(problem).__name__) from None

    def _unwrapped(self, update: Any) -> Json:
        if not isinstance(update, dict):
            raise NotAnUpdate("no object")
        wrapped = isinstance(update.get("result"), dict)
        inner: Json = update["result"] if wrapped else update
        if not isinstance(inner.get("message"), dict):
            raise NotAnUpdate("no message")
        self._meet("shape", "wrapped" if wrapped else "flat")
        return inner

    def _message(self, update: Json) -> Incoming | None:
        message = update["message"]
        sender, chat = message.get("from") or {}, message.get("chat") or {}
        if sender.get("is_bot") is True or str(chat.get("chat_type", "PRIVATE")).upper() != "PRIVATE":
            return None
        address = _id(chat.get("id") or sender["id"])
        common: Json = {"channel": self.channel, "external_id": _name_of(message, address), "address": address}
        if "date" in message:
            common["sent_at"] = datetime.fromtimestamp(int(message["date"]) / 1000, UTC)
        return self._content(message, common)

    def _content(self, message: Json, common: Json) -> Incoming:
        caption = plain(message.get("caption") or "")
        for name, kind in MEDIA.items():
            ref = message.get(name)
            if isinstance(ref, str) and ref:
                self._meet("field", name)
                if len(ref) > LONGEST_ADDRESS:
                    raise NotAnUpdate("address too long")
                return Incoming(kind=kind, text=caption, media=Media(plain(ref), kind), **common)
        if message.get("sticker"):
            return Incoming(kind="sticker", **common)
        text = message.get("text")
        if isinstance(text, str) and text:
            kind_of_text, words = typed(plain(text))
            return Incoming(kind=kind_of_text, text=words, **common)
        return Incoming(kind="unsupported", text=caption, **common)

    def _meet(self, what: str, which: str) -> None:
        if (what, which) not in self.met:
            self.met.add((what, which))
            log.info("zalo_bot.met", **{what: which})


def _name_of(message: Json, address: str) -> str:
    """Gives what tells a second delivery from a second message: the id, or address and moment where there is none."""
    if given := message.get("message_id"):
        return _id(given)
    return f"{address[:100]}@{int(message['date'])}"


def _id(value: object) -> str:
    name = plain(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not name or len(name) > LONGEST_ID:
        raise NotAnUpdate("id")
    return name
