"""What passes between the channels and the rest: a message in, a message out, buttons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from handlers.understand.fold import bare

Kind = Literal[
    "text",
    "press",
    "start",
    "photo",
    "voice",
    "file",
    "place",
    "contact",
    "sticker",
    "edited",
    "unsupported",
    "stopped",
    "returned",
]
JsonValue = Any
Answers = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Media:
    """A photo, voice note or file, by the platform's own reference. `attachment` is our id once it is noted."""

    ref: str
    kind: Literal["photo", "voice", "file"]
    size: int | None = None
    name: str = ""
    attachment: int = 0


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of one person. `source` (an address of the network) serves limits only and is never stored.

    `quote`: the platform's name for this message, where an answer may quote it. `album`: the platform's name for
    several pictures sent as one message, of which each comes by itself. `forwarded`: somebody else has written it.
    """

    channel: str
    external_id: str
    address: str
    kind: Kind
    text: str = ""
    press: str = ""
    pressed_message: str = ""
    media: Media | None = None
    place: tuple[float, float] | None = None
    contact: str = ""
    sent_at: datetime | None = None
    source: str = ""
    quote: str = ""
    album: str = ""
    forwarded: bool = False

    def to_json(self) -> dict[str, JsonValue]:
        body: dict[str, JsonValue] = {"kind": self.kind}
        for name in ("text", "press", "pressed_message", "contact", "quote", "album", "forwarded"):
            if value := getattr(self, name):
                body[name] = value
        if self.media:
            body["media"] = [self.media.ref, self.media.kind, self.media.size, self.media.name]
        if self.place:
            body["place"] = list(self.place)
        if self.sent_at is not None:
            body["sent_at"] = self.sent_at.timestamp()
        return body

    @classmethod
    def from_json(cls, body: dict[str, JsonValue], *, channel: str, external_id: str, address: str) -> "Incoming":
        place, sent_at = body.get("place"), body.get("sent_at")
        return cls(
            channel,
            external_id,
            address,
            body["kind"],
            text=body.get("text", ""),
            press=body.get("press", ""),
            pressed_message=body.get("pressed_message", ""),
            media=Media(*body["media"]) if "media" in body else None,
            place=(place[0], place[1]) if place else None,
            contact=body.get("contact", ""),
            sent_at=datetime.fromtimestamp(sent_at, UTC) if sent_at is not None else None,
            quote=body.get("quote", ""),
            album=body.get("album", ""),
            forwarded=body.get("forwarded", False),
        )


class Option(NamedTuple):
    """A choice: its stored value and what people read."""

    value: str
    label: str


class Button(NamedTuple):
    """A button under a message.

    `option` buttons are numbered where there are no buttons; for `command` buttons the words `typed` are shown.
    """

    label: str
    press: str
    role: Literal["option", "command"] = "option"
    typed: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one chat. `edits` names the message that it replaces, where the channel can do that.

    `only_edits`: it is not sent anew where the other cannot be changed any more. `last_word`: an open page of the web
    chat ends with it.

    `attachment` is our id of something sent along, which `shows` a photo, a voice or a file, the text its caption;
    `instead` is said where the channel cannot show it. `quotes`: the reader's own message that this answers, by the
    platform's name for it. `template`: a form of words that the platform has approved, with its `parameters`.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    edits: str = ""
    asks: Literal["", "contact", "place"] = ""
    attachment: int = 0
    shows: Literal["", "photo", "voice", "file"] = ""
    instead: str = ""
    quotes: str = ""
    template: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    only_edits: bool = False
    last_word: bool = False

    def to_json(self) -> dict[str, JsonValue]:
        body: dict[str, JsonValue] = {"text": self.text}
        if self.buttons:
            body["buttons"] = [list(button) for button in self.buttons]
        if self.edits:
            body["edits"] = self.edits
        if self.only_edits:
            body["only_edits"] = True
        if self.last_word:
            body["last_word"] = True
        if self.asks:
            body["asks"] = self.asks
        if self.attachment:
            body["attachment"] = [self.attachment, self.shows, self.instead]
        if self.quotes:
            body["quotes"] = self.quotes
        if self.template:
            body["template"] = [self.template, dict(self.parameters)]
        return body

    @classmethod
    def from_json(cls, body: dict[str, JsonValue]) -> "Outgoing":
        attachment, shows, instead = body.get("attachment", (0, "", ""))
        template, parameters = body.get("template", ("", {}))
        return cls(
            body["text"],
            tuple(map(Button._make, body.get("buttons", ()))),
            body.get("edits", ""),
            body.get("asks", ""),
            attachment,
            shows,
            instead,
            body.get("quotes", ""),
            template,
            parameters,
            body.get("only_edits", False),
            body.get("last_word", False),
        )

    def offered(self) -> list[str]:
        """Lists what the numbers 1, 2, 3 … stand for after this message."""
        presses: list[str] = []
        for number, button in self.numbered():
            presses += [""] * (number - 1 - len(presses))
            presses.append(button.press)
        return presses

    def numbered(self) -> list[tuple[int, Button]]:
        """Lists the choices with their numbers: a page of a long list goes on counting, and so does what follows."""
        choices: list[tuple[int, Button]] = []
        for button in self.buttons:
            if button.role == "option":
                choices.append((button.number or (choices[-1][0] + 1 if choices else 1), button))
        return choices

    def labels(self) -> dict[str, str]:
        """Gives folded words → press of the lines that begin something; a question reads its own."""
        return {
            words: button.press
            for button in self.buttons
            if button.press.startswith(("go:", "do:"))
            for words in (bare(button.typed), bare(button.label))
            if words
        }


@dataclass(frozen=True, slots=True)
class Said:
    """Words by key, with their fields and buttons: what a form or a command answers."""

    key: str
    fields: dict[str, JsonValue] | None = None
    buttons: tuple[Button, ...] = ()
