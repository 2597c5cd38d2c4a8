"""Takes turns in transactions, on whichever thread it is called; what fails is only stored, or tried again alone."""

from dataclasses import dataclass

import structlog

from bot.intake import sent_marks, turns
from bot.intake.executor import Executor
from bot.intake.sent_marks import SentMark
from bot.logs import where
from handlers.kit import Incoming
from handlers.kit.deployment import Deployment

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TurnTaker:
    """The synchronous half of the desk."""

    executor: Executor
    deployment: Deployment

    def take(self, messages: list[Incoming], marks: list[SentMark]) -> list[int]:
        """Stores messages and takes their turns in one commit; if that fails, they are only stored.

        Gives the ids of the chats whose turns are still to be taken.
        """
        store = self.executor.store
        try:
            with store.transaction() as db:
                sent_marks.write(db, marks)
                waiting = turns.take(db, self.deployment, messages)
            self.executor.hand_over(db)
        except Exception as problem:  # noqa: BLE001  whatever one turn raises must not keep the others waiting
            log.warning("desk.batch_failed", failure=type(problem).__name__, messages=len(messages))
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
            if outcome is not turns.Outcome.DONE:
                return

    def _failed(self, chat_id: int, problem: Exception) -> turns.Outcome:
        log.error("desk.turn_failed", chat=chat_id, failure=type(problem).__name__, where=where(problem))
        with self.executor.store.transaction() as db:
            outcome = turns.failed(db, self.deployment, chat_id, problem)
        self.executor.hand_over(db)
        return outcome
