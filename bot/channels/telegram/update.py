"""Reads a Telegram update as a message of ours: only the fields we use, defensively."""

import re
from datetime import UTC, datetime
from typing import Any, Literal

from bot.intake.reading import Json, NotAnUpdate, plain, typed
from handlers.kit import Incoming, Media
from handlers.kit.messages import Kind

STOPPED = frozenset({"kicked", "left"})
# /menu@SomeBot: for whom a command is meant
COMMAND = re.compile(r"(/\w{1,32})@(\w{3,32})(?=\s|\Z)", re.ASCII)
# what people send and we cannot read; service messages (pins, timers, members, topics) are no words of anybody
UNREADABLE = ("video", "video_note", "contact", "venue", "poll", "story", "game", "invoice", "paid_media", "checklist")
GESTURES = ("sticker", "animation", "dice")
FORWARDED = ("forward_origin", "forward_date")
KINDS_OF_FILES: tuple[tuple[str, Literal["voice", "file"]], ...] = (
    ("voice", "voice"),
    ("audio", "voice"),
    ("document", "file"),
)
LARGEST_PHOTO = 20 * 1024 * 1024
LARGEST_SIZE = 2**31
NUMBERS = 2**63


def read_update(update: Any, channel: str, name: str = "") -> Incoming | None:
    """Gives the message in an update. None for what is not meant for us or says nothing. Raises NotAnUpdate.

    `name` is the bot's own, as commands are addressed to it; empty while it is not known.
    """
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise NotAnUpdate("no update_id")
    if abs(update["update_id"]) >= NUMBERS:
        raise NotAnUpdate("update_id")
    external_id = str(update["update_id"])
    try:
        return _read(update, channel, external_id, name)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError, OverflowError, OSError) as problem:
        raise NotAnUpdate(type(problem).__name__) from None


def _read(update: Json, channel: str, external_id: str, name: str) -> Incoming | None:
    if query := update.get("callback_query"):
        return _press(query, channel, external_id)
    if message := update.get("message"):
        return _message(message, channel, external_id, name)
    if message := update.get("edited_message"):
        # a live location moves by edits
        return None if "location" in message else _simple(message, channel, external_id, "edited")
    if member := update.get("my_chat_member"):
        gone = member["new_chat_member"]["status"] in STOPPED
        return _simple(member, channel, external_id, "stopped" if gone else "returned")
    return None


def _press(query: Json, channel: str, external_id: str) -> Incoming | None:
    message = query.get("message") or {}
    if query["from"].get("is_bot") or (message and message["chat"]["type"] != "private"):
        return None
    return Incoming(
        channel,
        external_id,
        _number(query["from"]["id"]),
        "press",
        press=plain(query.get("data", ""))[:64],
        pressed_message=_number(message["message_id"]) if "message_id" in message else "",
    )


def _message(message: Json, channel: str, external_id: str, name: str) -> Incoming | None:
    chat = message["chat"]
    if chat["type"] != "private" or message.get("from", {}).get("is_bot"):
        return None
    common: Json = {
        "channel": channel,
        "external_id": external_id,
        "address": _number(chat["id"]),
        "sent_at": datetime.fromtimestamp(message["date"], UTC),
        "album": plain(message.get("media_group_id", ""))[:64],
        "forwarded": any(sign in message for sign in FORWARDED),
    }
    if "text" in message:
        return _text(plain(message["text"]), name, common)
    return _content(message, plain(message.get("caption", "")), common)


def _content(message: Json, caption: str, common: Json) -> Incoming | None:
    if any(gesture in message for gesture in GESTURES):
        return Incoming(kind="sticker", text=caption, **common)
    if media := _media(message):
        return Incoming(kind=media.kind, text=caption, media=media, **common)
    if place := message.get("location"):
        coordinates = (_degrees(place["latitude"], 90), _degrees(place["longitude"], 180))
        return Incoming(kind="place", place=coordinates, **common)
    contact = message.get("contact")
    if contact and _is_own(contact, message):
        return Incoming(kind="contact", contact=plain(contact["phone_number"]), **common)
    return Incoming(kind="unsupported", text=caption, **common) if any(kind in message for kind in UNREADABLE) else None


def _text(text: str, name: str, common: Json) -> Incoming | None:
    """Reads words; a command for another bot is left alone, what is meant for us loses our name."""
    command = COMMAND.match(text)
    if command and name and command[2].lower() != name.lower():
        return None
    kind, words = typed(COMMAND.sub(r"\1", text, count=1) if command else text)
    return Incoming(kind=kind, text=words, **common)


def _media(message: Json) -> Media | None:
    if photos := message.get("photo"):
        fitting = [size for size in photos if size.get("file_size", 0) <= LARGEST_PHOTO] or photos
        best = max(fitting, key=lambda size: int(size.get("width", 0)))
        return Media(plain(best["file_id"]), "photo", _size(best))
    for name, kind in KINDS_OF_FILES:
        if item := message.get(name):
            return Media(plain(item["file_id"]), kind, _size(item), plain(item.get("file_name", ""))[:100])
    return None


def _is_own(contact: Json, message: Json) -> bool:
    """Says whether a contact is the sender's own; a forwarded one belongs to somebody else."""
    return contact.get("user_id") is not None and contact.get("user_id") == message.get("from", {}).get("id")


def _simple(message: Json, channel: str, external_id: str, kind: Kind) -> Incoming | None:
    if message["chat"]["type"] != "private":
        return None
    sent_at = datetime.fromtimestamp(message["date"], UTC) if "date" in message else None
    return Incoming(channel, external_id, _number(message["chat"]["id"]), kind, sent_at=sent_at)


def _number(value: int | str) -> str:
    number = int(value)
    if abs(number) >= NUMBERS:
        raise ValueError("no id")
    return str(number)


def _size(item: Json) -> int | None:
    size = item.get("file_size")
    return int(size) if size is not None and 0 <= int(size) < LARGEST_SIZE else None


def _degrees(value: object, most: int) -> float:
    degrees = float(str(value))
    if not abs(degrees) <= most:
        raise ValueError("not on earth")
    return degrees
