"""Steps, situations and goals as they are stored: the latest counts, all stay, and all go with the person."""

from datetime import date

from rules.goals import MOST_OPEN
from storage import goals, intakes, persons, taking_charge
from storage.database import Db, Store
from storage.goals import Wanted
from storage.persons import Person
from tests.storage.commune import UNIT, Commune, all_at_once
from tests.storage.conftest import Clock

DAY = date(2026, 11, 20)
GOAL = Wanted("làm căn cước", "self", None, date(2026, 12, 15))


def person(db: Db, person_id: int) -> Person:
    known = persons.get(db, person_id)
    assert known is not None
    return known


def test_the_latest_day_of_a_step_counts_and_all_stay(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        taking_charge.note(db, person(db, commune.nam), "met", DAY, by=commune.officer)
    clock.move(minutes=1)
    with store.transaction() as db:
        taking_charge.note(db, person(db, commune.nam), "met", date(2026, 11, 19), by=commune.officer)
        noted = taking_charge.facts_of(db, commune.nam)
        assert taking_charge.days_of(noted) == {"met": date(2026, 11, 19)}
        assert [fact.done_on for fact in taking_charge.history(db, commune.nam)] == [DAY, date(2026, 11, 19)]


def test_whoever_is_done_or_ended_is_not_being_taken_in(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        everybody = {one.id for one in taking_charge.open_of(db, UNIT, 99)}
        assert commune.nam in everybody
        taking_charge.done_on_paper(db, UNIT, [commune.nam], by=commune.officer)
        assert {one.id for one in taking_charge.open_of(db, UNIT, 99)} == everybody - {commune.nam}
        assert commune.nam not in taking_charge.untouched(db, UNIT, db.today)


def test_those_of_whom_a_step_is_noted_come_before_the_limit(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        oldest = min(taking_charge.open_of(db, UNIT, 99), key=lambda one: one.came_home_on)
        taking_charge.note(db, oldest, "met", DAY, by=commune.officer)
        assert [one.id for one in taking_charge.open_of(db, UNIT, 1)] == [oldest.id]


def test_a_situation_is_filed_once_for_each_message(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        for lodging in ("own", "rented"):
            told = {"lodging": lodging}
            intakes.add(db, person(db, commune.nam), told, by=commune.officer, filing="inbox 1")
        latest = intakes.latest(db, commune.nam)
        assert latest is not None
        assert latest.answers == {"lodging": "own"}
        assert intakes.forget(db, person(db, commune.nam), commune.officer) == 1
        assert intakes.latest(db, commune.nam) is None


def test_several_who_propose_at_once_do_not_overfill_the_plan(store: Store, commune: Commune) -> None:
    def propose(db: Db, _place: int) -> bool:
        goals.lock_plan(db, commune.nam)
        if len(goals.of_person(db, commune.nam)) >= MOST_OPEN:
            return False
        goals.propose(db, person(db, commune.nam), GOAL, by=commune.officer)
        return True

    added = all_at_once(store, MOST_OPEN + 3, propose)
    assert sum(added) == MOST_OPEN
    with store.transaction() as db:
        assert [goal.number for goal in goals.of_person(db, commune.nam)] == [1, 2, 3, 4, 5]


def test_a_goal_changed_waits_for_the_yes_again_and_remembers_how_it_read(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        nam = person(db, commune.nam)
        goal = goals.propose(db, nam, GOAL, by=commune.officer)
        goals.agree(db, nam, goal, commune.own_account)
        later = Wanted(GOAL.what, "other", "anh Bảy", date(2027, 1, 15))
        goals.change(db, nam, goal, later, by=commune.officer, before="như cũ")
        changed = goals.get(db, goal.id)
        assert changed is not None
        assert (changed.state, changed.agreed_at, changed.helper_named) == ("proposed", None, "anh Bảy")
        assert [(event.what, event.words) for event in goals.events(db, goal.id)] == [
            ("proposed", ""),
            ("agreed", ""),
            ("changed", "như cũ"),
        ]
