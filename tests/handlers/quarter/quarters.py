"""What tests of quarterly reports do: the clock put on the first days of a quarter, visits filed, the morning run."""

from datetime import date
from typing import Any

from storage import accounts, visits
from storage.quarter_reports import QuarterReport, of_person
from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all
from tests.person import Talker, World

FIRST = date(2027, 1, 1)
# the first of January is a holiday, and the two days after it a weekend's
MORNING = date(2027, 1, 2)
CALM: dict[str, Any] = {"work": "steady", "mood": "good", "concerns": [], "needs": [], "note": None, "place": None}


def visited(world: World, guardian: Talker, person: int, on: date, **answers: Any) -> None:
    """Somebody was met at home that day, and all was well, but for what is stated."""
    said = {**CALM, **answers}
    outcome, kind = said.pop("outcome", "met"), said.pop("kind", "home")
    with world.store.transaction() as db:
        account = accounts.get(db, guardian.account_id)
        assert account is not None
        visits.add(db, guardian=account, person_id=person, visited_on=on, kind=kind, outcome=outcome, answers=said)


def morning(world: World, clock: StandingClock, day: date = MORNING) -> None:
    """The scheduler's morning of a day, all of what was due before included."""
    clock.move_to(moment(day, 7, 31))
    run_all(world)


def report_on(world: World, person: int) -> QuarterReport:
    with world.look() as db:
        return of_person(db, person)[0]
