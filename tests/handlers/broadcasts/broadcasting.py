"""What tests of messages to many do: an officer writes one, the clock goes round, what waits leaves."""

from typing import Any

from sqlalchemy import select

from handlers.broadcasts import steps
from storage import broadcasts, outbox
from storage.broadcasts import Broadcast
from storage.outbox import sending
from tests.person import Talker, World

WORDS = "Sáng thứ Bảy 28/11 xã khám sức khỏe miễn phí ở trạm y tế, từ 7:30."


TO_PEOPLE = {"audience": "role", "role": "person"}


def writes(officer: Talker, words: Any = WORDS, **whom: str) -> str:
    """Up to the review: the words, and whom they are for."""
    return officer.fills("broadcast", words=words, until="review", **whom)


def sends(officer: Talker, words: Any = WORDS, **whom: str) -> str:
    return officer.fills("broadcast", words=words, **whom)


def ticks(world: World, times: int = 1, limit: int = 500) -> int:
    """Steps of the clock, four seconds apart; says how many messages were put on their way."""
    put = 0
    for _ in range(times):
        with world.store.transaction() as db:
            outcome = steps.go_on(db, world.deployment, limit)
        assert outcome.failed == 0, outcome.failures
        put += outcome.done
        world.clock.move(seconds=5)
    return put


def leave(world: World, most: int = 10_000) -> int:
    """What waits for the web leaves: answers and the like first, then of the many as many as asked for."""
    with world.store.transaction() as db:
        for lane in (outbox.ALERT, outbox.REPLY, outbox.REMINDER):
            _sent(db, sending.take(db, "web", lane, 10_000))
        many = sending.take(db, "web", outbox.BROADCAST, most)
        _sent(db, many)
    return len(many)


def _sent(db: object, sendings: list[sending.Sending]) -> None:
    sending.sent(db, [(one.id, str(one.body.get("edits") or one.id), db.now) for one in sendings])  # type: ignore[arg-type, attr-defined]


def only(world: World) -> Broadcast:
    """The one there is."""
    with world.look() as db:
        [found] = broadcasts.last_of(db, world.deployment.unit, 10)
        return found


def states(world: World) -> dict[int, list[str]]:
    """account → what became of what was written for it."""
    table = outbox.outbox
    with world.look() as db:
        found: dict[int, list[str]] = {}
        for row in db.execute(select(table.c.account_id, table.c.state).where(table.c.kind == "broadcast")):
            found.setdefault(row.account_id, []).append(row.state)
        return found


def got(talker: Talker) -> list[str]:
    talker.listen()
    return [heard.text for heard in talker.heard if heard.kind == "broadcast"]


def shown(officer: Talker) -> list[str]:
    """The message that changes itself, as it was each time."""
    officer.listen()
    return [heard.text for heard in officer.heard if heard.kind == "broadcast_progress"]
