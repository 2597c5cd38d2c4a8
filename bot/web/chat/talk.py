"""A chat as its reader sees it: both sides in order, changed messages in their place, presses by their labels."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from bot.channels.web.lines import Line, line_of, shown_attachment
from handlers.kit.messages import Incoming, Outgoing
from handlers.people.attachments import shown_as
from rules.notices import outliving
from storage import access, accounts, attachments, chats, inbox
from storage.chats import Chat
from storage.database import Db
from storage.outbox.shown import sent_to

LAST = 100
BEGIN = "/start"
MENU = "do:menu"


@dataclass(frozen=True, slots=True)
class Talk:
    lines: list[Line]
    cursor: int
    now: datetime


def own_line(name: str, at: datetime, message: Incoming) -> Line:
    return Line(name, True, at, message.text, message.kind, message.pressed_message)


def external_id(address: str, page_id: str) -> str:
    """Makes an id unique among all chats, so that nobody can take an id before its owner does."""
    return f"{address[:16]}:{page_id}"


def sent_since(db: Db, address: str, after: int, most: int = LAST) -> list[Line]:
    chat = chats.at(db, "web", address)
    return [line for _, line in _sent_lines(db, chat, after, most)] if chat else []


def _sent_lines(db: Db, chat: Chat, after: int, most: int) -> list[tuple[int, Line]]:
    """Gives what we have said; of a talk whose account has ended nothing but that it has."""
    rows = sent_to(db, chat, after, most, outliving() if has_ended(db, chat) else None)
    return [(row_id, line_of(row_id, at, Outgoing.from_json(body))) for row_id, at, body in rows]


def has_ended(db: Db, chat: Chat | None) -> bool:
    """Says whether the chat speaks for an account that is closed or has moved."""
    return chat is not None and chat.account_id is not None and not access.acts(accounts.get(db, chat.account_id))


def whole(db: Db, address: str, say: Callable[[str], str]) -> Talk:
    """Gives the last messages of both sides; presses are told by the label of the button that was pressed."""
    chat = chats.at(db, "web", address)
    if chat is None:
        return Talk([], 0, db.now)
    sent = _sent_lines(db, chat, 0, LAST)
    said = [] if has_ended(db, chat) else inbox.said_by(db, chat.id, LAST)
    labels = {MENU: say("menu.button")} | {
        button["press"]: button["label"] for _, line in sent for button in line.buttons
    }
    received = {row_id: _read(at, body, external, address, labels, say) for row_id, at, body, external in said}
    for row_id, (attachment_id, media_type) in attachments.sent_with(db, received).items():
        received[row_id].attachment = shown_attachment(attachment_id, shown_as(media_type))
    lines = _in_place([line for _, line in sorted(chain(sent, received.items()), key=lambda pair: pair[0])])
    return Talk(lines[-LAST:], max((row_id for row_id, _ in sent), default=0), db.now)


def _read(
    at: datetime, body: dict[str, Any], external: str, address: str, labels: dict[str, str], say: Callable[[str], str]
) -> Line:
    message = Incoming.from_json(body, channel="web", external_id=external, address=address)
    line = own_line(external.rpartition(":")[2], at, message)
    if message.press:
        line.text = labels.get(message.press, "…")
    elif message.kind == "start" and not message.text:
        line.text = say("page.js.begin")
    return line


def _in_place(lines: list[Line]) -> list[Line]:
    """Leaves changed messages where they first stood; the press that changed one has no line of its own."""
    shown: dict[str, Line] = {}
    for line in lines:
        earlier = shown.get(line.edits)
        if earlier is None:
            shown[line.id] = line
            continue
        earlier.text, earlier.buttons, earlier.asks = line.text, line.buttons, line.asks
        pressed = next((said.id for said in reversed(shown.values()) if said.mine and said.pressed == line.edits), None)
        if pressed:
            del shown[pressed]
    return list(shown.values())
