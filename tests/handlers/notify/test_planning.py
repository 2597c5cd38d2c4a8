"""The day is planned in pages: a bounded piece at a time, none of them read twice, however many people there are."""

from datetime import date, timedelta

import pytest

from handlers.kit.deployment import Deployment
from handlers.notify import reminders
from storage import planning
from storage.database import Store
from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all, waiting
from tests.person import WITH_BUTTONS, World
from tests.storage.commune import waiting_for

VISIT = date(2026, 12, 9)


@pytest.fixture
def world(store: Store, deployment: Deployment, clock: StandingClock) -> World:
    clock.move_to(moment(VISIT - timedelta(days=3), 0, 5))
    return World(store, deployment, clock, WITH_BUTTONS)


def test_no_page_is_read_twice(world: World) -> None:
    guardian = world.guardian()
    people = [world.person(f"Lê Thị {name}", guardian=guardian, next_visit_on=VISIT) for name in "ABCDE"]
    planned, reached = [], []
    through = False
    while not through:
        with world.store.transaction() as db:
            through = reminders.plan_daily(db, world.deployment, size=2)
            planned.append(sum(bool(waiting_for(db, person)) for person in people))
            reached.append(planning.planned_up_to(db, "planning_visits", db.today.isoformat()))
    assert planned == [2, 4, 5]
    assert reached == [people[1], people[3], planning.ALL]


def test_who_comes_after_the_planning_is_planned_for_the_next_day(world: World, clock: StandingClock) -> None:
    guardian = world.guardian()
    run_all(world)
    late = world.person("Lê Thị Hoa", guardian=guardian, next_visit_on=VISIT)
    run_all(world)
    assert not waiting(world, late)
    clock.move_to(moment(VISIT - timedelta(days=2), 0, 5))
    run_all(world)
    assert waiting(world, late)
