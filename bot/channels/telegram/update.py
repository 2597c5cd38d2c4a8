"""Reads a Telegram update as a message of ours: only the fields we use, defensively."""

from datetime import UTC, datetime
from typing import Any, Literal

from bot.intake.reading import Json, NotAnUpdate, plain, typed
from handlers.kit import Incoming, Media

STOPPED = frozenset({"kicked", "left"})
KINDS_OF_FILES: tuple[tuple[str, Literal["voice", "file"]], ...] = (
    ("voice", "voice"),
    ("audio", "voice"),
    ("document", "file"),
)
LARGEST_PHOTO = 20 * 1024 * 1024
LARGEST_SIZE = 2**31
NUMBERS = 2**63


def read_update(update: Any, channel: str) -> Incoming | None:
    """Gives the message in an update. None for what is not meant for us: groups, channels, bots. Raises NotAnUpdate."""
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise NotAnUpdate("no update_id")
    if abs(update["update_id"]) >= NUMBERS:
        raise NotAnUpdate("update_id")
    external_id = str(update["update_id"])
    try:
        return _read(update, channel, external_id)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError, OverflowError, OSError) as problem:
        raise NotAnUpdate(type(problem).__name__) from None


def _read(update: Json, channel: str, external_id: str) -> Incoming | None:
    if query := update.get("callback_query"):
        return _press(query, channel, external_id)
    if message := update.get("message"):
        return _message(message, channel, external_id)
    if message := update.get("edited_message"):
        return _simple(message, channel, external_id, "edited")
    if (member := update.get("my_chat_member")) and member["new_chat_member"]["status"] in STOPPED:
        return _simple({**member, "message_id": 0}, channel, external_id, "stopped")
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


def _message(message: Json, channel: str, external_id: str) -> Incoming | None:
    chat = message["chat"]
    if chat["type"] != "private" or message.get("from", {}).get("is_bot"):
        return None
    common: Json = {"address": _number(chat["id"]), "sent_at": datetime.fromtimestamp(message["date"], UTC)}
    if "text" in message:
        return _text(plain(message["text"]), channel, external_id, common)
    caption = plain(message.get("caption", ""))
    if media := _media(message):
        return Incoming(channel, external_id, kind=media.kind, text=caption, media=media, **common)
    if place := message.get("location"):
        coordinates = (_degrees(place["latitude"], 90), _degrees(place["longitude"], 180))
        return Incoming(channel, external_id, kind="place", place=coordinates, **common)
    if contact := message.get("contact"):
        return _contact(message, contact, channel, external_id, common)
    kind = "sticker" if "sticker" in message else "unsupported"
    return Incoming(channel, external_id, kind=kind, text=caption, **common)  # type: ignore[arg-type]


def _text(text: str, channel: str, external_id: str, common: Json) -> Incoming:
    kind, words = typed(text)
    return Incoming(channel, external_id, kind=kind, text=words, **common)


def _media(message: Json) -> Media | None:
    if photos := message.get("photo"):
        fitting = [size for size in photos if size.get("file_size", 0) <= LARGEST_PHOTO] or photos
        best = max(fitting, key=lambda size: int(size.get("width", 0)))
        return Media(plain(best["file_id"]), "photo", _size(best))
    for name, kind in KINDS_OF_FILES:
        if item := message.get(name):
            return Media(plain(item["file_id"]), kind, _size(item), plain(item.get("file_name", ""))[:100])
    return None


def _contact(message: Json, contact: Json, channel: str, external_id: str, common: Json) -> Incoming:
    """Reads a contact; only the sender's own number counts, a forwarded one belongs to somebody else."""
    own = contact.get("user_id") is not None and contact.get("user_id") == message.get("from", {}).get("id")
    if not own:
        return Incoming(channel, external_id, kind="unsupported", **common)
    return Incoming(channel, external_id, kind="contact", contact=plain(contact["phone_number"]), **common)


def _simple(message: Json, channel: str, external_id: str, kind: str) -> Incoming | None:
    if message["chat"]["type"] != "private":
        return None
    return Incoming(channel, external_id, _number(message["chat"]["id"]), kind)  # type: ignore[arg-type]


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
