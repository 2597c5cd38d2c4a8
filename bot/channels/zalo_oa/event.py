"""Reads a webhook event of a Zalo Official Account as a message, or as a sign that a human has taken over."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.channels.zalo_oa.signature import moment_of
from bot.intake.reading import Json, NotAnUpdate, plain, typed
from handlers.kit import Incoming, Media

LONGEST_ID = 128
LONGEST_ADDRESS = 2000
LARGEST_SIZE = 2**31
MOST_PICTURES = 20
# a tap comes back as text: what stands behind this sign is the press of that button
TAP = "#"
PRESS = re.compile(r"#([a-z_0-9]+:\S.{0,62})", re.ASCII)
MEDIA: Mapping[str, tuple[str, Literal["photo", "voice", "file"]]] = {
    "user_send_image": ("image", "photo"),
    "user_send_audio": ("audio", "voice"),
    "user_send_file": ("file", "file"),
}


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Says that somebody at the account's desk wrote to this chat by hand."""

    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Album:
    """Several pictures in one message: each a message of its own, the words with the first."""

    messages: tuple[Incoming, ...]


Event = Incoming | Album | TakenOver | None


@dataclass(frozen=True, slots=True)
class OaReader:
    """Reads events of one account. None for what needs nothing done: our own echoes, groups, management."""

    channel: str
    oa_id: str

    def read(self, event: object) -> Event:
        if not isinstance(event, dict) or not isinstance(event.get("event_name"), str):
            raise NotAnUpdate("no event_name")
        try:
            return self._read(event["event_name"], event)
        except (KeyError, TypeError, AttributeError, ValueError, IndexError, OverflowError) as problem:
            raise problem if isinstance(problem, NotAnUpdate) else NotAnUpdate(type(problem).__name__) from None

    def _read(self, name: str, event: Json) -> Event:
        if name.startswith("oa_send_"):
            return self._echo(name, event)
        if name in WITHOUT_MESSAGE:
            return self._happened(name, event)
        if not name.startswith("user_send_") or name.startswith("user_send_group_") or not self._is_for_us(event):
            return None
        message = event["message"]
        common = self._common(event, _id(event["sender"]["id"]), message.get("msg_id"))
        pictures = _attached(message, "image")[:MOST_PICTURES] if name == "user_send_image" else []
        if len(pictures) > 1:
            return _album(pictures, message, common)
        return _content(name, message, common)

    def _is_for_us(self, event: Json) -> bool:
        """Says whether an event concerns our account: one app may be linked with several."""
        recipient = event.get("recipient") or {}
        return not recipient.get("id") or str(recipient["id"]) == self.oa_id

    def _echo(self, name: str, event: Json) -> TakenOver | None:
        """Reads the echo of what the account sent; an admin's id on it means that a human wrote it."""
        sender = event.get("sender") or {}
        moment = moment_of(event.get("timestamp"))
        by_us = str(sender.get("id", "")) == self.oa_id
        if name.startswith("oa_send_group_") or not sender.get("admin_id") or not by_us or moment is None:
            return None
        return TakenOver(_id(event["recipient"]["id"]), moment)

    def _happened(self, name: str, event: Json) -> Incoming | None:
        if str(event.get("oa_id") or self.oa_id) != self.oa_id or not self._is_for_us(event):
            return None
        who = event.get("follower") or event.get("sender") or {"id": event.get("user_id")}
        return WITHOUT_MESSAGE[name](event, self._common(event, _id(who["id"]), None))

    def _common(self, event: Json, address: str, message_id: object) -> Json:
        """Gives the fields that all messages have; where there is no id, event, person and moment make one."""
        moment = moment_of(event.get("timestamp"))
        quote = _id(message_id) if message_id else ""
        if quote:
            external_id = quote
        elif moment is None:
            raise NotAnUpdate("neither id nor moment")
        else:
            external_id = f"{event['event_name']}:{address}:{event['timestamp']}"[:LONGEST_ID]
        about: Json = {"channel": self.channel, "external_id": external_id, "address": address}
        return {**about, "sent_at": moment, "quote": quote}


def _album(pictures: list[Json], message: Json, common: Json) -> Album:
    """Splits a message with several pictures; the first keeps its id, the others get their place appended to it."""
    common = {**common, "album": common["external_id"]}
    first = _content("user_send_image", {**message, "attachments": pictures[:1]}, common)
    rest = [
        _content("user_send_image", {"attachments": [picture]}, {**common, "external_id": _part(common, place)})
        for place, picture in enumerate(pictures[1:], 2)
    ]
    return Album((first, *rest))


def _part(common: Json, place: int) -> str:
    mark = f"#{place}"
    return f"{common['external_id'][: LONGEST_ID - len(mark)]}{mark}"


def _content(name: str, message: Json, common: Json) -> Incoming:
    words = plain(message.get("text") or "")
    if name in MEDIA:
        wanted, kind = MEDIA[name]
        media = _media(wanted, kind, message)
        return Incoming(kind=media.kind, text=words, media=media, **common)
    if name == "user_send_location":
        coordinates = _payload("location", message)["coordinates"]
        place = (_degrees(coordinates["latitude"], 90), _degrees(coordinates["longitude"], 180))
        return Incoming(kind="place", place=place, **common)
    if name in ("user_send_sticker", "user_send_gif"):
        return Incoming(kind="sticker", **common)
    if name in ("user_send_text", "user_send_link") and words:
        return _words(words, common)
    return Incoming(kind="unsupported", text=words, **common)


def _words(words: str, common: Json) -> Incoming:
    if tap := PRESS.fullmatch(words):
        # what a tap sends is hidden: quoted, it would stand in the chat after all
        return Incoming(kind="press", press=tap[1], **{**common, "quote": ""})
    kind, rest = typed(words)
    return Incoming(kind=kind, text=rest, **common)


def _attached(message: Json, wanted: str) -> list[Json]:
    """Gives the attachments of a type, and those that do not say theirs. Raises NotAnUpdate."""
    attachments = message.get("attachments") or []
    if not isinstance(attachments, list) or not all(isinstance(attachment, dict) for attachment in attachments):
        raise NotAnUpdate("attachments")
    return [attachment for attachment in attachments if attachment.get("type", wanted) == wanted]


def _payload(wanted: str, message: Json) -> Json:
    payload: Json = _attached(message, wanted)[0]["payload"]
    return payload


def _media(wanted: str, kind: Literal["photo", "voice", "file"], message: Json) -> Media:
    payload = _payload(wanted, message)
    if not isinstance(payload.get("url"), str) or len(payload["url"]) > LONGEST_ADDRESS:
        raise NotAnUpdate("no address")
    name = plain(payload.get("name") or "")[:100]
    return Media(plain(payload["url"]), kind, _size(payload.get("size")), name)


def _follow(_event: Json, common: Json) -> Incoming:
    return Incoming(kind="start", **common)


def _unfollow(_event: Json, common: Json) -> Incoming:
    return Incoming(kind="stopped", **common)


def _info(event: Json, common: Json) -> Incoming:
    """Reads the number that was asked for; name, birth and address that come along are left out."""
    phone = plain(event["info"].get("phone") or "").strip()
    if not phone:
        return Incoming(kind="unsupported", **common)
    return Incoming(kind="contact", contact=f"+{phone}" if phone.startswith("84") else phone, **common)


WITHOUT_MESSAGE: Mapping[str, Callable[[Json, Json], Incoming]] = {
    "follow": _follow,
    "user_click_chatnow": _follow,
    "unfollow": _unfollow,
    "user_submit_info": _info,
}


def _id(value: object) -> str:
    name = plain(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not name or len(name) > LONGEST_ID:
        raise NotAnUpdate("id")
    return name


def _size(value: object) -> int | None:
    """Reads a size in bytes from a string; None for anything else."""
    size = str(value or "")
    return int(size) if size.isascii() and size.isdigit() and len(size) < 11 and int(size) < LARGEST_SIZE else None


def _degrees(value: object, most: int) -> float:
    degrees = float(str(value))
    if not abs(degrees) <= most:
        raise NotAnUpdate("not on earth")
    return degrees
