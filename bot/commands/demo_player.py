"""Plays one account of the demo commune: presses and types as on a web phone, through the same turns as everybody's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from bot.clock import Clock
from bot.commands.demo_stage import link_phone
from bot.intake import turns
from bot.web.demo.page import phone_address
from handlers.kit import Choice, Choices, Form, Incoming, Question
from handlers.kit.deployment import Deployment
from handlers.kit.keywords import ButtonPress, press
from handlers.kit.messages import Kind
from storage import conversations
from storage.accounts import Account
from storage.database import Store

MOST_QUESTIONS = 40
# as fast as a thumb, so that nobody is asked to slow down
PACE = timedelta(seconds=5)


class StuckPlayer(RuntimeError):
    """A form asks on and on, or again what was just answered. Its id and the question's stand in the message."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the players play. `numbers` makes each message the only one of its id."""

    store: Store
    deployment: Deployment
    clock: Clock
    numbers: "count[int]" = field(default_factory=count)


@dataclass(frozen=True, slots=True)
class Player:
    stage: Stage
    account: Account

    def says(self, text: str) -> None:
        self._send("text", text=text)

    def presses(self, pressed: str) -> None:
        self._send("press", press=pressed)

    def fills(self, start: str, wanted: Mapping[str, Any]) -> None:
        """Starts a form by its press and answers it: what is wanted by the questions' ids, for the rest the plainest.

        Raises StuckPlayer.
        """
        self.presses(start)
        for _ in range(MOST_QUESTIONS):
            form, question, offered = self._open_question()
            if form is None:
                return
            if question is None:
                self.presses(press(form.id, "*", "!send"))
            else:
                self._answer(form, question, offered, wanted.get(question.id))
        form, question, _ = self._open_question()
        raise StuckPlayer(f"{form.id if form else start}: {question.id if question else 'the review'} is asked again")

    def _answer(self, form: Form, question: Question, offered: tuple[str, ...], value: Any) -> None:
        if isinstance(question, Choices) and (value or not question.optional):
            for code in value or ():
                self.presses(press(form.id, question.id, code))
            self.presses(press(form.id, question.id, "!done"))
        elif value is None and question.optional:
            self.presses(press(form.id, question.id, "!skip"))
        elif isinstance(question, Choice):
            self.presses(press(form.id, question.id, str(value)) if value else _first(offered))
        elif isinstance(value, date) or (value is None and offered):
            self.says(f"{value:%d/%m/%Y}" if value else "hôm nay")
        else:
            self.says(str(value or "Ổn"))
            if question.gathers:
                self.presses(press(form.id, question.id, "!done"))

    def _open_question(self) -> tuple[Form | None, Question | None, tuple[str, ...]]:
        """Finds the open form, what it asks now (None: the review), and the presses that are offered."""
        with self.stage.store.transaction() as db:
            talk = conversations.get(db, self.account.id)
        form = self.stage.deployment.registry.forms.get(talk.form or "") if talk else None
        if talk is None or form is None:
            return None, None, ()
        return form, form.walk(talk.answers)[1], tuple(talk.offered)

    def _send(self, kind: Kind, **said: Any) -> None:
        self.stage.clock.move_to(self.stage.clock.now() + PACE)
        number = f"played-{next(self.stage.numbers)}-{self.account.id}"
        message = Incoming("web", number, phone_address(self.account.id), kind, **said)
        with self.stage.store.transaction() as db:
            turns.take(db, self.stage.deployment, [message])


def _first(offered: tuple[str, ...]) -> str:
    """Finds the first answer among what is offered."""
    return next(each for each in offered if (read := ButtonPress.of(each)) and read.value and not read.command)


def give_phone(stage: Stage, account: Account) -> Player:
    """Gives who plays the account, on its phone of the demo's page."""
    with stage.store.transaction() as db:
        link_phone(db, account.id)
    return Player(stage, account)
