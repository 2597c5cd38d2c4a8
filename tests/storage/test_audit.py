"""The audit: a signed chain of rows for each commune, and what is found of whatever was done to it behind our back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from storage import accounts, audit_adoption, audit_verification
from storage.accounts import accounts as account_table
from storage.audit import GENESIS, Head, audit, audit_heads, heads, row_hash, units
from storage.audit_verification import Finding
from storage.columns import to_ms
from storage.database import Db, Store
from storage.keyring import Keyring
from tests.broken_chains import broken_chains
from tests.storage.commune import OTHER_UNIT, UNIT, all_at_once, and_fail
from tests.storage.conftest import Clock


def note(store: Store, *actions: str, unit: str = UNIT) -> None:
    with store.transaction() as db:
        for action in actions:
            db.audit(unit, 1, action, 2, "why")


def found(store: Store, anchors: Mapping[str, Sequence[Head]] | None = None) -> list[Finding]:
    return list(audit_verification.findings(store, anchors))


def kinds(store: Store, anchors: Mapping[str, Sequence[Head]] | None = None) -> list[tuple[str, int, int]]:
    return [(finding.kind, finding.first, finding.last) for finding in found(store, anchors)]


def anchored(store: Store) -> dict[str, list[Head]]:
    with store.transaction() as db:
        return {head.unit: [head] for head in heads(db)}


def actions(db: Db, unit: str = UNIT) -> list[str]:
    return list(db.execute(select(audit.c.action).where(audit.c.unit == unit).order_by(audit.c.seq)).scalars())


def change(store: Store, seq: int, **values: object) -> None:
    with store.transaction() as db:
        db.execute(update(audit).where(audit.c.seq == seq).values(**values))


def cut(store: Store, first: int, last: int) -> None:
    with store.transaction() as db:
        db.execute(delete(audit).where(audit.c.seq.between(first, last)))


def rehash(store: Store, first: int, keyring: Keyring | None = None) -> None:
    """Hashes the rows from this one on anew, as somebody would who holds the database and perhaps some other key."""
    with store.transaction() as db:
        rows = db.execute(select(audit).order_by(audit.c.seq)).all()
        previous = GENESIS
        for row in rows:
            if row.seq >= first:
                number = row.key_number if keyring else None
                fresh = {**row._mapping, "key_number": number}
                previous = row_hash(keyring or db.store.keyring, previous, fresh)
                db.execute(update(audit).where(audit.c.id == row.id).values(hash=previous, key_number=number))
            else:
                previous = row.hash
        db.execute(update(audit_heads).values(seq=rows[-1].seq, hash=previous))


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
    assert broken_chains(store) == []


def test_what_is_rolled_back_leaves_no_entry(store: Store) -> None:
    note(store, "one")
    and_fail(store, lambda db: db.audit(UNIT, 1, "never", 2))
    note(store, "two")
    with store.transaction() as db:
        assert actions(db) == ["one", "two"]
    assert broken_chains(store) == []


def test_transactions_that_end_at_once_stand_one_after_the_other(store: Store) -> None:
    all_at_once(store, 8, lambda db, index: db.audit(UNIT, index, "looked", 2))
    with store.transaction() as db:
        assert len(actions(db)) == 8
        assert list(db.execute(select(audit.c.seq).order_by(audit.c.seq)).scalars()) == list(range(1, 9))
    assert broken_chains(store) == []


def test_a_part_that_fails_leaves_no_entry_and_the_rest_stands(store: Store) -> None:
    note(store, "before")
    with store.transaction() as db:
        db.audit(UNIT, 1, "one", 2)
        with pytest.raises(RuntimeError):
            fail_within(db)
        db.audit(UNIT, 1, "two", 2)
    with store.transaction() as db:
        assert actions(db) == ["before", "one", "two"]


@pytest.mark.parametrize("changed", [{"actor": 9}, {"action": "x"}, {"subject": None}, {"detail": ""}, {"id": 5}])
def test_a_changed_row_is_found_and_since_when(store: Store, clock: Clock, changed: dict[str, Any]) -> None:
    note(store, "one")
    last_good = clock.moment
    clock.move(hours=1)
    note(store, "two", "three")
    change(store, 2, **changed)
    assert found(store) == [Finding(UNIT, "changed", last_good, 2, 2)]


def test_rows_hashed_anew_without_the_key_are_found(store: Store) -> None:
    note(store, "one", "two", "three", "four")
    change(store, 2, actor=9)
    rehash(store, 2)
    assert kinds(store) == [("rehashed", 2, 4)]


def test_rows_signed_with_somebody_elses_key_are_found(store: Store) -> None:
    note(store, "one", "two", "three", "four")
    change(store, 2, actor=9)
    rehash(store, 2, Keyring.fresh())
    assert kinds(store) == [("rehashed", 2, 4)]


def test_a_whole_chain_hashed_anew_as_before_there_were_keys_is_found(store: Store) -> None:
    note(store, "one", "two")
    anchors = anchored(store)
    change(store, 1, actor=9)
    rehash(store, 1)
    assert kinds(store) == [("unsigned", 1, 2)]
    assert kinds(store, anchors) == [("not_as_anchored", 2, 2), ("unsigned", 1, 2)]


def test_rows_cut_out_of_the_middle_are_found(store: Store) -> None:
    note(store, "one", "two", "three", "four", "five")
    cut(store, 2, 3)
    assert kinds(store) == [("missing", 2, 3)]


def test_rows_cut_off_at_the_beginning_are_found(store: Store) -> None:
    note(store, "one", "two", "three")
    cut(store, 1, 2)
    assert kinds(store) == [("cut_at_start", 1, 2)]


def test_rows_cut_off_at_the_end_are_found(store: Store) -> None:
    note(store, "one", "two", "three")
    cut(store, 3, 3)
    assert kinds(store) == [("cut_at_end", 3, 3)]


def test_rows_cut_off_together_with_the_head_are_found_by_the_anchor(store: Store, clock: Clock) -> None:
    note(store, "one", "two")
    last_good = clock.moment
    with store.transaction() as db:
        (head_then,) = heads(db)
    clock.move(hours=1)
    note(store, "three", "four")
    anchors = anchored(store)
    cut(store, 3, 4)
    with store.transaction() as db:
        db.execute(update(audit_heads).values(seq=head_then.seq, hash=head_then.hash))
    assert kinds(store) == [], "inside the database nothing tells"
    assert found(store, anchors) == [Finding(UNIT, "cut_at_end", last_good, 3, 4)]


def test_a_chain_that_is_gone_altogether_is_found_by_the_anchor(store: Store) -> None:
    note(store, "one", "two")
    anchors = anchored(store)
    with store.transaction() as db:
        db.execute(delete(audit))
        db.execute(delete(audit_heads))
    assert kinds(store, anchors) == [("cut_at_end", 1, 2)]


def test_rows_rewritten_by_somebody_who_has_the_key_are_found_by_the_anchor(store: Store) -> None:
    note(store, "one", "two", "three")
    anchors = anchored(store)
    change(store, 2, actor=9)
    rehash(store, 2, store.keyring)
    assert kinds(store) == []
    assert kinds(store, anchors) == [("not_as_anchored", 3, 3)]


def test_a_row_put_behind_the_end_is_found(store: Store) -> None:
    note(store, "one", "two")
    with store.transaction() as db:
        db.execute(update(audit_heads).values(seq=1))
    assert kinds(store) == [("added_at_end", 2, 2)]


def test_a_new_key_signs_and_what_an_older_one_signed_stays_whole(store: Store) -> None:
    store.keyring = Keyring(store.keyring.data_keys, store.keyring.blind_key, store.keyring.audit_keys)
    note(store, "one", "two")
    store.keyring.take_over(store.keyring.with_published())
    note(store, "three")
    store.keyring.take_over(store.keyring.with_current(2))
    store.keyring.take_over(store.keyring.without_old())
    note(store, "four")
    with store.transaction() as db:
        assert list(db.execute(select(audit.c.key_number).order_by(audit.c.seq)).scalars()) == [1, 1, 1, 2]
    assert broken_chains(store) == []
    change(store, 1, actor=9)
    assert kinds(store) == [("changed", 1, 1)]


def test_a_long_chain_is_read_in_parts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_verification, "BATCH", 3)
    note(store, *(f"step-{number}" for number in range(10)))
    change(store, 7, actor=9)
    assert kinds(store) == [("changed", 7, 7)]


class TestAccounts:
    def add(self, store: Store) -> int:
        with store.transaction() as db:
            return accounts.add(db, unit=UNIT, name="Trần Hùng", roles=("officer",))

    def test_whoever_changes_through_us_differs_from_no_entry(self, store: Store) -> None:
        hung = self.add(store)
        with store.transaction() as db:
            accounts.set_roles(db, hung, ("officer", "admin"), by=None)
            accounts.set_status(db, hung, "closed", by=None)
        assert found(store) == []

    @pytest.mark.parametrize("values", [{"roles": ("officer", "admin")}, {"status": "closed"}])
    def test_roles_or_status_changed_without_an_entry_are_found(
        self, store: Store, clock: Clock, values: dict[str, Any]
    ) -> None:
        hung = self.add(store)
        with store.transaction() as db:
            db.execute(update(account_table).where(account_table.c.id == hung).values(**values))
        assert found(store) == [Finding(UNIT, "account_changed", clock.moment, account=hung)]

    def test_an_account_put_in_without_an_entry_is_found(self, store: Store) -> None:
        hung = self.add(store)
        with store.transaction() as db:
            db.connection.exec_driver_sql(
                "INSERT INTO accounts (id, unit, name, pronoun, language, roles, on_duty, status, created_at) "
                "SELECT id + 1, unit, name, pronoun, language, ',officer,', on_duty, status, created_at FROM accounts"
            )
        assert found(store) == [Finding(UNIT, "account_without_entry", None, account=hung + 1)]

    def test_an_account_that_is_gone_is_found(self, store: Store, clock: Clock) -> None:
        hung = self.add(store)
        with store.transaction() as db:
            db.connection.exec_driver_sql("DELETE FROM account_changes")
            db.execute(delete(account_table))
        assert found(store) == [Finding("", "account_gone", clock.moment, account=hung)]


class TestDatabasesOfBefore:
    """Chains without a signature, and accounts that no entry tells of."""

    @pytest.fixture
    def old_store(self, store: Store) -> Store:
        with store.transaction() as db:
            accounts.add(db, unit=UNIT, name="Trần Hùng", roles=("officer", "admin"))
            db.entries.clear()
        with store.transaction() as db:
            accounts.set_status(db, db.execute(select(account_table.c.id)).scalar_one(), "closed", by=None)
            db.entries.clear()
        previous = GENESIS
        with store.transaction() as db:
            for seq in (1, 2, 3):
                line = [seq, to_ms(db.now), OTHER_UNIT, 1, "looked", 2, ""]
                previous = hashlib.sha256(previous + json.dumps(line).encode()).digest()
                values = {"actor": 1, "action": "looked", "subject": 2, "detail": "", "hash": previous}
                db.execute(audit.insert().values(id=seq, unit=OTHER_UNIT, seq=seq, at=db.now, **values))
            db.execute(audit_heads.insert().values(unit=OTHER_UNIT, seq=3, hash=previous))
        return store

    def test_they_are_signed_once_and_whole_from_then_on(self, old_store: Store) -> None:
        assert ("unsigned", 1, 3) in kinds(old_store)
        assert audit_adoption.adopt(old_store) == 2
        assert found(old_store) == []
        with old_store.transaction() as db:
            assert actions(db) == ["account.adopted"]
            assert actions(db, OTHER_UNIT)[3:] == ["audit.signed"]

    def test_old_rows_are_covered_by_the_first_signed_one(self, old_store: Store) -> None:
        audit_adoption.adopt(old_store)
        with old_store.transaction() as db:
            db.execute(update(audit).where(audit.c.unit == OTHER_UNIT, audit.c.seq == 2).values(actor=9))
        assert kinds(old_store) == [("changed", 2, 2)]

    def test_nobody_is_taken_in_a_second_time(self, old_store: Store) -> None:
        audit_adoption.adopt(old_store)
        with old_store.transaction() as db:
            db.execute(update(account_table).values(roles=("admin",)))
        assert audit_adoption.adopt(old_store) == 0
        assert [kind for kind, _, _ in kinds(old_store)] == ["account_changed"]
