"""Describes one message as the pages show it and as the stream carries it to them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from handlers.kit import Outgoing


@dataclass(slots=True)
class Line:
    """One bubble of a chat. `id` names it on the page: ours by its row, theirs by the id that the page gave it."""

    id: str
    mine: bool
    at: datetime
    text: str
    kind: str = "text"
    pressed: str = ""
    buttons: list[dict[str, Any]] = field(default_factory=list)
    edits: str = ""
    asks: str = ""
    attachment: dict[str, str] = field(default_factory=dict)
    last_word: bool = False

    def to_json(self) -> dict[str, Any]:
        line: dict[str, Any] = {
            "id": self.id,
            "side": "me" if self.mine else "bot",
            "at": stamp(self.at),
            "text": self.text,
        }
        for name in ("kind", "pressed", "buttons", "edits", "asks", "attachment", "last_word"):
            if value := getattr(self, name):
                line[name] = value
        return line


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def line_of(message_id: int, at: datetime, out: Outgoing) -> Line:
    buttons = _buttons(out)
    shown = shown_attachment(out.attachment, out.shows) if out.attachment else {}
    return Line(str(message_id), False, at, out.text, "", "", buttons, out.edits, out.asks, shown, out.last_word)


def _buttons(out: Outgoing) -> list[dict[str, Any]]:
    """Describes the buttons; choices carry the number that means the same when it is typed."""
    numbers = {button: number for number, button in out.numbered()}
    return [
        {"label": button.label, "press": button.press, "role": button.role, "number": numbers.get(button, 0)}
        for button in out.buttons
    ]


def shown_attachment(attachment_id: int, shows: str) -> dict[str, str]:
    return {"id": str(attachment_id), "kind": shows}
