"""Takes turns in transactions, on whichever thread it is called; what fails is only stored, or tried again alone."""

from collections import Counter
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.intake import sent_marks, turns
from bot.intake.executor import Executor
from bot.intake.sent_journal import SentMark
from bot.logs import where
from handlers.kit import Incoming
from handlers.kit.deployment import Deployment

log = structlog.get_logger()
# the store's own troubles, whatever the message
AWAY = (OperationalError, InterfaceError, InternalError, NoConnection)
# failures of that kind in a chat, some minutes long, before its message counts as their cause
PATIENCE = 100


@dataclass(frozen=True, slots=True)
class TurnTaker:
    """The synchronous half of the desk. `_away`: how often in a row a chat's turn has met a store in trouble."""

    executor: Executor
    deployment: Deployment
    _away: Counter[int] = field(default_factory=Counter, init=False)

    def take(self, messages: list[Incoming], marks: list[SentMark]) -> list[int]:
        """Stores messages and takes their turns in one commit; if that fails, they are only stored.

        Gives the ids of the chats whose turns are still to be taken.
        """
        store = self.executor.store
        try:
            with store.transaction() as db:
                sent_marks.write(db, marks)
                waiting = turns.take(db, self.deployment, messages)
            self.executor.collect(db)
        except Exception as problem:  # noqa: BLE001  whatever one turn raises must not keep the others waiting
            log.warning("desk.batch_failed", failure=type(problem).__name__, messages=len(messages))
            if isinstance(problem, SQLAlchemyError):
                self.executor.doubt()
            with store.transaction() as db:
                sent_marks.write(db, marks)
                waiting = turns.store(db, messages)
        return waiting

    def answer_waiting(self, chat_id: int) -> None:
        """Takes the turns of a chat's waiting messages, one by one, until none is left or one must wait longer."""
        while True:
            outcome = turns.Outcome.NOTHING
            try:
                with self.executor.store.transaction() as db:
                    outcome = turns.take_next(db, self.deployment, chat_id)
                self.executor.hand_over(db)
            except Exception as problem:  # noqa: BLE001  the message stays, counted, and is set aside after a few tries
                outcome = self._failed(chat_id, problem)
            else:
                self._away.pop(chat_id, None)
            if outcome is not turns.Outcome.DONE:
                return

    def _failed(self, chat_id: int, problem: Exception) -> turns.Outcome:
        if isinstance(problem, SQLAlchemyError):
            self.executor.doubt()
        if isinstance(problem, AWAY) and self._away[chat_id] < PATIENCE:
            self._away[chat_id] += 1
            log.warning("desk.turn_waits", chat=chat_id, failure=type(problem).__name__)
            return turns.Outcome.LATER
        log.error("desk.turn_failed", chat=chat_id, failure=type(problem).__name__, where=where(problem))
        with self.executor.store.transaction() as db:
            outcome = turns.failed(db, self.deployment, chat_id, problem)
        self.executor.hand_over(db)
        return outcome
