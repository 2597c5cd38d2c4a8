"""What the fake remembers: chats, messages, callback queries, files, and every request."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
CHAT_FIELDS = ("id", "first_name", "last_name", "username")


class Refused(Exception):
    """The Bot API says no: a code, a description, sometimes parameters."""

    def __init__(self, code: int, description: str, **parameters: int):
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


@dataclass(frozen=True, slots=True)
class Button:
    """A button as the user sees it. `raw` is the whole button as the bot sent it."""

    text: str
    data: str
    raw: Json


@dataclass(slots=True)
class BotMessage:
    """A message of the bot, with its present text and buttons. `times` counts the original and every edit."""

    chat_id: int
    message_id: int
    date: int
    text: str
    markup: Json
    kind: str = "text"
    params: Json = field(default_factory=dict)
    file: bytes = b""
    times: int = 1
    deleted: bool = False

    @property
    def rows(self) -> list[list[Button]]:
        """Rows of inline buttons, or of the reply keyboard."""
        keyboard = self.markup.get("inline_keyboard") or self.markup.get("keyboard") or []
        return [[_button(button) for button in row] for row in keyboard]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.text for button in self.buttons]

    @property
    def inline(self) -> bool:
        return "inline_keyboard" in self.markup

    def button(self, label: str) -> Button:
        """The button of this label; a part of the label will do when only one button has it."""
        exact = [button for button in self.buttons if button.text == label]
        close = exact or [button for button in self.buttons if label in button.text]
        if len(close) != 1:
            raise AssertionError(f"{len(close)} buttons say {label!r}; there are {self.labels} under {self.text!r}")
        return close[0]


def _button(raw: Json | str) -> Button:
    whole: Json = {"text": raw} if isinstance(raw, str) else raw
    return Button(str(whole["text"]), str(whole.get("callback_data", "")), whole)


@dataclass(slots=True)
class Request:
    """One call of a Bot API method and how it was answered (0: not at all)."""

    method: str
    params: Json
    at: float
    files: dict[str, bytes] = field(default_factory=dict)
    status: int = 0
    description: str = ""
    injected: bool = False

    @property
    def chat_id(self) -> int | None:
        try:
            return int(self.params["chat_id"])
        except (KeyError, ValueError, TypeError):
            return None


@dataclass(slots=True)
class Person:
    """The platform's side of a user: the private chat, and whether the bot may write to it."""

    user: Json
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    events: list[BotMessage] = field(default_factory=list)  # what came in, edits again, in order
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def chat(self) -> Json:
        fields: Json = {key: self.user[key] for key in CHAT_FIELDS if key in self.user}
        return {**fields, "type": "private"}


@dataclass(slots=True)
class Query:
    """A press of a button, waiting for its answerCallbackQuery."""

    id: str
    user_id: int
    at: float
    answered: bool = False
    answer: Json = field(default_factory=dict)


@dataclass(slots=True)
class State:
    bot: Json
    now: Callable[[], float]
    callback_life: float
    people: dict[int, Person] = field(default_factory=dict)
    messages: dict[tuple[int, int], BotMessage] = field(default_factory=dict)
    sent: list[BotMessage] = field(default_factory=list)
    queries: dict[str, Query] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # id → (path, content)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    last_message_id: int = 0

    def new_message_id(self) -> int:
        self.last_message_id += 1
        return self.last_message_id

    def keep_file(self, folder: str, extension: str, content: bytes) -> Json:
        number = len(self.files)
        file_id = f"AgACAgUAAxk-{folder}-{number:06d}"
        self.files[file_id] = (f"{folder}/file_{number}.{extension}", content)
        return {"file_id": file_id, "file_unique_id": f"AQAD{number:06d}", "file_size": len(content)}

    def as_json(self, message: BotMessage) -> Json:
        body: Json = {
            "message_id": message.message_id,
            "from": self.bot,
            "chat": self.people[message.chat_id].chat,
            "date": message.date,
            ("text" if message.kind == "text" else "caption"): message.text,
        }
        if message.times > 1:
            body["edit_date"] = int(self.now())
        if message.inline:
            body["reply_markup"] = message.markup
        return body
