"""A stage for the form kit alone: words and a day, no store behind."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import cast

from handlers.kit import Button, Form, Incoming, Outgoing, Said, Turn, begin, take_turn
from handlers.kit.messages import Answers
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.texts import Texts

TODAY = date(2026, 11, 23)


@dataclass
class Words:
    """The kit's own texts are the real ones; a test's form brings its own, and what it lacks is its key."""

    wording: Wording
    own: dict[str, str] = field(default_factory=dict)
    today: date = TODAY
    now: datetime = datetime(2026, 11, 23, 2, tzinfo=UTC)

    @property
    def author(self) -> "Words":
        return self

    @property
    def is_author(self) -> bool:
        return True

    def may_see(self, _seen_by: tuple[str, ...]) -> bool:
        return True

    def template(self, key: str) -> str:
        if key in self.own:
            return self.own[key]
        return self.wording.template(key) if self.wording.has_text(key) else key

    def has_text(self, key: str) -> bool:
        return key in self.own or self.wording.has_text(key)

    def text(self, key: str, **fields: object) -> str:
        return self.template(key).format_map({**self.wording.address(), **fields})

    def day(self, day: date) -> str:
        return self.wording.day(day, self.today)

    def money(self, dong: int) -> str:
        return self.wording.money(dong)

    def say(self, said: Said) -> Outgoing:
        return Outgoing(self.text(said.key, **(said.fields or {})), said.buttons)

    def menu_button(self) -> Button:
        return Button("Về menu", "do:menu", "command", "MENU")


@dataclass
class Dialogue:
    """One form, played: every answer stands in `stored`, as the store would keep it."""

    form: Form
    own: dict[str, str] = field(default_factory=dict)
    stored: Answers = field(default_factory=dict)
    reply: Outgoing = field(default_factory=lambda: Outgoing(""))
    over: bool = False

    @property
    def scope(self) -> Scope:
        return cast(Scope, Words(Wording(Texts.load(), "vi"), self.own))

    def begins(self, **answers: object) -> str:
        return self._took(begin(self.form, answers, self.scope))

    def says(self, text: str) -> str:
        return self._took(take_turn(self.form, self.stored, message("text", text=text), self.scope))

    def presses(self, press: str) -> str:
        return self._took(take_turn(self.form, self.stored, message("press", press=press), self.scope))

    def gets(self, incoming: Incoming) -> str:
        return self._took(take_turn(self.form, self.stored, incoming, self.scope))

    def _took(self, turn: Turn) -> str:
        reply = self.scope.say(turn.reply) if isinstance(turn.reply, Said) else turn.reply
        assert isinstance(reply, Outgoing)
        self.stored, self.reply, self.over = turn.answers, reply, turn.over
        return reply.text

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.reply.buttons]


def message(kind: str, *, text: str = "", press: str = "") -> Incoming:
    return Incoming("test", "1", "somebody", kind, text=text, press=press)  # type: ignore[arg-type]
