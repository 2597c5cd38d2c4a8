"""The audit: a chain of rows for each commune, whole as long as nobody touched it."""

import pytest
from sqlalchemy import delete, select, update

from storage.audit import audit, broken_links, units
from storage.database import Db, Store
from tests.storage.commune import OTHER_UNIT, UNIT, all_at_once, and_fail


def note(store: Store, *actions: str, unit: str = UNIT) -> None:
    with store.transaction() as db:
        for action in actions:
            db.audit(unit, 1, action, 2, "why")


def broken(store: Store, unit: str = UNIT) -> list[int]:
    with store.transaction() as db:
        return list(broken_links(db, unit))


def actions(db: Db, unit: str = UNIT) -> list[str]:
    return list(db.execute(select(audit.c.action).where(audit.c.unit == unit).order_by(audit.c.seq)).scalars())


def fail_within(db: Db) -> None:
    with db.whole_or_not():
        db.audit(UNIT, 1, "never", 2)
        db.execute(delete(audit))
        raise RuntimeError


def test_each_commune_has_its_own_unbroken_chain(store: Store) -> None:
    note(store, "one", "two")
    note(store, "elsewhere", unit=OTHER_UNIT)
    note(store, "three")
    with store.transaction() as db:
        assert actions(db) == ["one", "two", "three"]
        assert units(db) == [UNIT, OTHER_UNIT]
    assert broken(store) == broken(store, OTHER_UNIT) == []


def test_what_is_rolled_back_leaves_no_entry(store: Store) -> None:
    note(store, "one")
    and_fail(store, lambda db: db.audit(UNIT, 1, "never", 2))
    note(store, "two")
    with store.transaction() as db:
        assert actions(db) == ["one", "two"]
    assert broken(store) == []


def test_transactions_that_end_at_once_stand_one_after_the_other(store: Store) -> None:
    all_at_once(store, 8, lambda db, index: db.audit(UNIT, index, "looked", 2))
    with store.transaction() as db:
        assert len(actions(db)) == 8
        assert list(db.execute(select(audit.c.seq).order_by(audit.c.seq)).scalars()) == list(range(1, 9))
    assert broken(store) == []


def test_a_changed_row_is_found(store: Store) -> None:
    note(store, "one", "two", "three")
    with store.transaction() as db:
        db.execute(update(audit).where(audit.c.seq == 2).values(actor=9))
    assert broken(store) == [2]


def test_a_part_that_fails_leaves_no_entry_and_the_rest_stands(store: Store) -> None:
    note(store, "before")
    with store.transaction() as db:
        db.audit(UNIT, 1, "one", 2)
        with pytest.raises(RuntimeError):
            fail_within(db)
        db.audit(UNIT, 1, "two", 2)
    with store.transaction() as db:
        assert actions(db) == ["before", "one", "two"]


def test_a_row_taken_out_is_found(store: Store) -> None:
    note(store, "one", "two", "three")
    with store.transaction() as db:
        db.execute(delete(audit).where(audit.c.seq == 2))
    assert 3 in broken(store)


def test_a_missing_end_is_found(store: Store) -> None:
    note(store, "one", "two", "three")
    with store.transaction() as db:
        db.execute(delete(audit).where(audit.c.seq == 3))
    assert broken(store) == [3]
