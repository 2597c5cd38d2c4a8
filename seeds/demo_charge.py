"""How the people of the demo commune were taken in charge, and the plan that one of them has agreed to."""

from datetime import timedelta

from rules.taking_charge import DONE, steps_of
from storage import goals, intakes, persons, taking_charge
from storage.database import Db
from storage.goals import Wanted
from storage.persons import Person

CHAIRMAN = "Chủ tịch UBND xã"
# days after the first meeting
AFTER = {"met": 0, "proposed": 1, "decided": 2, "filed": 2, "planned": 2}
GOALS = (("Làm lại căn cước", "officer", 12), ("Có việc phụ hồ đều", "guardian", 30))
SITUATION = {"agreed": "chat", "lodging": "family", "papers": ["id_card"], "family": "close", "wishes": ["job"]}


def met(db: Db, person_id: int, officer_id: int) -> None:
    """Notes the first meeting of today; what follows it is still to come."""
    taking_charge.note(db, _person(db, person_id), "met", db.today, by=officer_id)


def taken_in(db: Db, person_id: int, guardian_id: int, officer_id: int) -> None:
    """Notes every step, from a first meeting the day after they came home."""
    person = _person(db, person_id)
    first = person.came_home_on + timedelta(days=1)
    for step in steps_of(person.case_type):
        taking_charge.note(
            db,
            person,
            step.code,
            min(first + timedelta(days=AFTER[step.code]), db.today),
            by=officer_id,
            guardian_id=guardian_id if step.names_guardian else None,
            decided_by=CHAIRMAN if step.code == "decided" else None,
        )
    taking_charge.note(db, person, DONE, db.today, by=officer_id)


def planned_with(db: Db, person_id: int, account_id: int, officer_id: int) -> None:
    """Keeps what somebody told of their situation, and two goals that they agreed to."""
    person = _person(db, person_id)
    intakes.add(db, person, SITUATION, by=account_id)
    for what, helper, days in GOALS:
        wanted = Wanted(what, helper, None, db.today + timedelta(days=days))
        goals.agree(db, person, goals.propose(db, person, wanted, by=officer_id), account_id)


def _person(db: Db, person_id: int) -> Person:
    person = persons.get(db, person_id)
    assert person is not None
    return person
