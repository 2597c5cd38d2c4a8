"""What has left stands in a file beside an embedded database until the store knows of it."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.intake import sent_marks
from bot.intake.desk import Desk
from bot.intake.sent_journal import ENDING, LONG, SentJournal, SentMark, journal_beside
from bot.intake.sent_marks import SentMarks
from handlers.kit import Incoming
from handlers.kit.deployment import Deployment
from storage.database import Store
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import outbox, sending
from storage.outbox.message_history import state_of
from tests.conftest import StandingClock
from tests.patience import until
from tests.warm import warmed

DAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
LATER = 10_000.0


@pytest.fixture
def store(sqlite_url: str, clock: StandingClock) -> Store:
    store = warmed(open_store(sqlite_url, Keyring.fresh(), clock.now))
    store.sending_channels = frozenset({"web"})
    return store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "donghanh.db"


def desk_of(store: Store, deployment: Deployment, file: Path) -> Desk:
    return Desk(store, deployment, lambda sendings: None, journal=journal_beside(file))


async def answered(desk: Desk, address: str) -> int:
    """Gives the id of the answer to a first message."""
    await desk.accept(Incoming("web", address, address, "text", text="chào"))
    with desk.store.transaction() as db:
        return int(db.execute(select(outbox.c.id).order_by(outbox.c.id.desc())).scalars().first() or 0)


def state(store: Store, message: int) -> str:
    with store.transaction() as db:
        return state_of(db, message)[0]


async def test_what_had_left_before_a_crash_is_not_sent_once_more(
    store: Store, deployment: Deployment, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_marks, "JOURNALLED_WAIT", LATER)
    crashes = desk_of(store, deployment, file)
    await crashes.start()
    left, ended = await answered(crashes, "one"), await answered(crashes, "two")
    for message in (left, ended):
        crashes.mark(message, "77", store.now(), patient=True)
    with store.transaction() as db:
        sending.end(db, ended, "dead", "told otherwise since")
    assert state(store, left) == "sending"
    starts = desk_of(store, deployment, file)
    await starts.start()
    assert [state(store, left), state(store, ended)] == ["sent", "dead"]
    assert not journal_beside(file).read()
    await starts.stop()
    with suppress(Exception):
        await crashes.stop()


async def test_a_mark_that_could_not_be_noted_is_written_soon(
    store: Store, deployment: Deployment, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_marks, "JOURNALLED_WAIT", LATER)
    file.with_name(file.name + ENDING).mkdir()
    desk = desk_of(store, deployment, file)
    await desk.start()
    left = await answered(desk, "one")
    desk.mark(left, "77", store.now(), patient=True)
    await until(lambda: state(store, left) == "sent")
    await desk.stop()


def test_a_line_that_was_cut_off_takes_no_other_with_it(file: Path) -> None:
    first, second = SentMark(1, "77", DAY), SentMark(2, "78", DAY, "zalo_oa")
    for mark in (first, second):
        journal = SentJournal(file)
        assert journal.add(mark)
        journal.close()
        with file.open("ab") as torn:
            torn.write(b'\n[3,"79')
    assert SentJournal(file).read() == [first, second]


async def test_a_long_file_is_emptied_when_the_store_knows_all(file: Path) -> None:
    journal = SentJournal(file)
    marks = SentMarks(lambda: None, journal)
    for number in range(LONG // 20):
        marks.add(SentMark(number, "77", DAY), patient=True)
    taken = marks.take()
    marks.written(taken[1:])
    assert journal.read()
    marks.written(taken[:1])
    assert not journal.read()
    journal.close()
