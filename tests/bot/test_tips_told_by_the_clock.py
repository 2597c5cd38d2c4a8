"""The clock tells officers of tips at the quarters of the hour."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.files.blobs import Folder
from bot.files.store import FileStore
from bot.intake.desk import Desk
from bot.scheduler import Scheduler
from handlers.kit.deployment import Deployment
from storage import accounts, tips, units
from storage.database import Store

UNIT = "17791"


@pytest.fixture
async def scheduler(store: Store, deployment: Deployment, tmp_path: Path) -> AsyncIterator[Scheduler]:
    desk = Desk(store, deployment, lambda _sendings: None)
    await desk.start()
    scheduler = Scheduler(desk, FileStore(Folder(tmp_path), store.keyring))
    yield scheduler
    scheduler.lease.release()
    await desk.stop()


def comes(store: Store) -> None:
    with store.transaction() as db:
        units.put(db, code=UNIT, name="Kim Bảng", kind="xa")
        accounts.add(db, unit=UNIT, name="Lê Văn Hùng", roles=("officer",), on_duty=True)
        tips.add(db, unit=UNIT, about=UNIT, proof=b"1", written=tips.Written("Xe lạ sau chùa", (), b"1"))


async def test_at_the_quarters_of_the_hour_officers_are_told(scheduler: Scheduler, store: Store) -> None:
    (trigger,) = [trigger for part, trigger, _ in scheduler._jobs() if part.name == "scheduler.tips"]
    assert "minute='*/15'" in str(trigger)
    comes(store)
    await scheduler.hand_out_tips()
    with store.transaction() as db:
        assert tips.waiting(db) == []
        assert tips.how_many_open(db, UNIT) == 1
