"""Due things: planned once, taken by one process, never lost and never done twice."""

from datetime import timedelta

from storage import due
from storage.database import Db, Store
from storage.due import Planned
from tests.storage.commune import UNIT, Commune, all_at_once, and_fail, waiting_for
from tests.storage.conftest import Clock

KINDS = ["visit_today", "visit_soon"]


def plan(db: Db, subject: int = 7, kind: str = "visit_today", minutes: float = 0, recipient: int | None = 1) -> None:
    due.plan(db, kind, subject, "2026-11-23", db.now + timedelta(minutes=minutes), unit=UNIT, recipient_id=recipient)


def test_planned_again_it_is_still_one(store: Store) -> None:
    with store.transaction() as db:
        plan(db)
        plan(db)
        assert len(waiting_for(db, 7)) == 1
        plan(db, minutes=60, recipient=2)
        (moved,) = waiting_for(db, 7)
        assert (moved.at, moved.recipient_id) == (db.now + timedelta(hours=1), 2)
        assert due.next_at(db) == moved.at


def test_planned_by_several_at_once_it_is_still_one(store: Store) -> None:
    all_at_once(
        store, 5, lambda db, _: due.plan_many(db, [Planned("digest", one, "p", db.now, UNIT) for one in (3, 2)])
    )
    with store.transaction() as db:
        assert len(due.take(db, db.now)) == 2


def test_it_is_taken_when_its_time_has_come(store: Store, clock: Clock) -> None:
    with store.transaction() as db:
        plan(db, minutes=1)
        assert due.take(db, db.now) == []
    clock.move(minutes=1)
    with store.transaction() as db:
        (taken,) = due.take(db, db.now)
        assert (taken.kind, taken.subject_id, taken.period, taken.recipient_id) == ("visit_today", 7, "2026-11-23", 1)
        assert taken.attempts == 1
        assert due.take(db, db.now) == []
        assert due.finish(db, [taken.id]) == 1
    clock.move(days=1)
    with store.transaction() as db:
        assert due.take(db, db.now) == []
        plan(db)
        assert due.take(db, db.now) == []


def test_what_fails_stays_due_and_comes_up_again(store: Store, clock: Clock) -> None:
    with store.transaction() as db:
        plan(db)
        planned_at = db.now
        due.take(db, db.now)
    clock.move(minutes=5)
    with store.transaction() as db:
        (again,) = due.take(db, db.now)
        assert (again.attempts, again.at) == (2, planned_at)


def test_planning_the_same_again_does_not_cut_the_pause_short(store: Store, clock: Clock) -> None:
    with store.transaction() as db:
        plan(db)
        due.take(db, db.now)
        plan(db)
        assert due.take(db, db.now) == []


def test_a_transaction_that_fails_has_taken_nothing(store: Store) -> None:
    with store.transaction() as db:
        plan(db)
    and_fail(store, lambda db: due.take(db, db.now))
    with store.transaction() as db:
        assert len(due.take(db, db.now)) == 1


def test_processes_that_poll_at_once_share_the_work(store: Store) -> None:
    with store.transaction() as db:
        due.plan_many(db, [Planned("digest", subject, "2026-11-23", db.now, UNIT, subject) for subject in range(100)])
    taken = all_at_once(store, 4, lambda db, _: [one.id for one in due.take(db, db.now, 30)])
    ids = [one for part in taken for one in part]
    assert len(ids) == len(set(ids))
    with store.transaction() as db:
        ids += [one.id for one in due.take(db, db.now)]
    assert len(set(ids)) == 100


def test_a_batch_is_never_larger_than_asked(store: Store) -> None:
    with store.transaction() as db:
        due.plan_many(db, [Planned("digest", subject, "p", db.now, UNIT, subject) for subject in range(50)])
        batches = []
        while batch := due.take(db, db.now, 20):
            batches.append(len(batch))
            due.finish(db, [one.id for one in batch])
    assert batches == [20, 20, 10]


def test_a_visit_clears_the_reminders_it_answers_and_no_others(store: Store) -> None:
    with store.transaction() as db:
        for kind in (*KINDS, "check_in"):
            plan(db, kind=kind)
            plan(db, subject=8, kind=kind)
        assert due.clear(db, 7, KINDS, "visit") == 2
        assert [one.kind for one in waiting_for(db, 7)] == ["check_in"]
        assert len(waiting_for(db, 8)) == 3
        plan(db)
        assert len(waiting_for(db, 7)) == 1


def test_what_a_correction_brings_back_waits_once_more(store: Store) -> None:
    with store.transaction() as db:
        plan(db)
        due.clear(db, 7, KINDS, "visit")
        wanted = [Planned("visit_today", 7, "2026-11-23", db.now, UNIT, 1)]
        due.plan_many(db, wanted, again=True)
        (back,) = due.take(db, db.now)
        due.finish(db, [back.id])
        due.plan_many(db, wanted, again=True)
        assert waiting_for(db, 7) == []


def test_one_recipient_has_everything_in_one_message(store: Store, clock: Clock) -> None:
    with store.transaction() as db:
        for subject in range(5):
            plan(db, subject, minutes=subject)
        plan(db, 9, recipient=2)
        plan(db, 9, kind="check_in")
        (first, *_) = due.take(db, db.now, 1)
        rest = due.take_for(db, [1], KINDS, db.now + timedelta(hours=1))
        assert {one.subject_id for one in (first, *rest)} <= {0, 1, 2, 3, 4, 9}
        assert {one.kind for one in rest} == {"visit_today"}
        assert {one.recipient_id for one in rest} == {1}
        assert due.take_for(db, [1], KINDS, db.now) == []


def test_the_new_guardian_gets_what_the_former_would_have(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        plan(db, commune.nam, recipient=commune.guardian)
        plan(db, commune.nam, kind="visit_overdue_officer", recipient=commune.officer)
        assert due.redirect(db, commune.nam, commune.guardian, commune.stand_in) == 1
        found = {one.kind: one.recipient_id for one in waiting_for(db, commune.nam)}
    assert found == {"visit_today": commune.stand_in, "visit_overdue_officer": commune.officer}


def test_what_comes_too_late_is_dropped_and_says_why(store: Store) -> None:
    with store.transaction() as db:
        plan(db)
        (taken,) = due.take(db, db.now)
        assert due.drop(db, [taken.id], "too_late") == 1
        assert due.finish(db, [taken.id]) == 0
        row = db.execute(due.due.select()).one()
    assert (row.state, row.reason) == ("dropped", "too_late")


def test_nothing_planned_is_nothing_next(store: Store) -> None:
    with store.transaction() as db:
        due.plan_many(db, [])
        assert due.next_at(db) is None
