"""At night the visits of a commune that has many are counted, and its figures are read from there until the next."""

from pathlib import Path

import pytest

from bot.files.blobs import Folder
from bot.files.store import FileStore
from bot.intake.desk import Desk
from bot.scheduler import Scheduler
from handlers.desk import figures
from handlers.reports import visit_counting
from rules.figures import KINDS
from storage import remapping, visit_counts
from storage.remapping import Mapping
from tests.conftest import StandingClock
from tests.handlers.desk.opened import opened
from tests.person import Talker, World


def visits_shown(officer: Talker, period: str = figures.DEFAULT) -> int:
    return sum(map(int, opened(officer, figures.gather, period=period).charts[0].rows[0][1:3]))


async def test_figures_of_a_large_commune_are_those_of_last_night(
    world: World, clock: StandingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("FEW_PEOPLE", "MOST_AT_ONCE"):
        monkeypatch.setattr(visit_counting, limit, 0)
    hung, tu = world.officer(), world.guardian()
    nam = world.person(guardian=tu)
    tu.reports(nam)
    desk = Desk(world.store, world.deployment, lambda _sendings: None)
    await desk.start()
    scheduler = Scheduler(desk, FileStore(Folder(tmp_path), world.store.keyring))
    await scheduler.count_visits()
    tu.reports(nam)
    assert visits_shown(hung) == 1
    with world.store.transaction() as db:
        stored = visit_counts.of_unit(db, world.deployment.unit)
        assert len(stored) == len(KINDS) * visit_counting.MOST_PERIODS
    clock.move(days=1)
    await scheduler.count_visits()
    assert visits_shown(hung) == 2
    with world.store.transaction() as db:
        again = visit_counts.of_unit(db, world.deployment.unit)
        kept = [period for period, counted in stored.items() if again[period] == counted]
        assert all((db.today - period.last).days > 30 for period in kept)
        assert kept
    clock.move(days=2)
    tu.reports(nam)
    assert visits_shown(hung) == 3
    with world.store.transaction() as db:
        remapping.remap(db, Mapping(world.deployment.unit, "17792"))
        assert not visit_counts.of_unit(db, world.deployment.unit)
    scheduler.lease.release()
    await desk.stop()
