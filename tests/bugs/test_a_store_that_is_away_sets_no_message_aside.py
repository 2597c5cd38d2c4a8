"""Three failed syncs in a row set a stored message aside as dead, as if its words were to blame, and apologised."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.intake import turn_taker, turns
from bot.intake.executor import Executor
from bot.intake.turn_taker import TurnTaker
from bot.wake_ups import WakeUps
from handlers.kit import Incoming, router
from handlers.kit.deployment import Deployment
from storage.database import Store
from storage.inbox import inbox
from storage.outbox import outbox

SYNC_FAILED = OperationalError("commit", {}, Exception("disk I/O error"))


@pytest.fixture
def waits(store: Store, deployment: Deployment) -> tuple[TurnTaker, int]:
    """A message that is stored, and whose turn is still to be taken."""
    taker = TurnTaker(Executor(store, lambda _sendings: None, WakeUps(store)), deployment)
    with store.transaction() as db:
        [chat_id] = turns.store(db, [Incoming("web", "1", "khách", "text", text="chào")])
    return taker, chat_id


def fails(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    answer: Callable[..., None] = router.answer
    left = iter(range(times))

    def failing(*given: object) -> None:
        if next(left, None) is not None:
            raise SYNC_FAILED
        answer(*given)

    monkeypatch.setattr(router, "answer", failing)


def seen(store: Store) -> tuple[list[tuple[str, int]], list[str]]:
    """The states and attempts of messages, and the kinds of answers."""
    with store.transaction() as db:
        messages = [(row.state, row.attempts) for row in db.execute(select(inbox.c.state, inbox.c.attempts))]
        return messages, list(db.execute(select(outbox.c.kind)).scalars())


def test_a_turn_waits_until_the_store_is_back_and_is_answered_once(
    store: Store, waits: tuple[TurnTaker, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    taker, chat_id = waits
    fails(monkeypatch, 10)
    for _ in range(10):
        taker.answer_waiting(chat_id)
        assert seen(store) == ([("waiting", 0)], []), "nobody is to blame, nobody is apologised to"
    taker.answer_waiting(chat_id)
    assert seen(store) == ([("done", 0)], ["reply"])


def test_one_that_never_can_be_taken_is_set_aside_at_last(
    store: Store, waits: tuple[TurnTaker, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    taker, chat_id = waits
    fails(monkeypatch, 1000)
    for _ in range(turn_taker.PATIENCE + turns.TRIES):
        taker.answer_waiting(chat_id)
    [(state, _)], _ = seen(store)
    assert state == "dead"
