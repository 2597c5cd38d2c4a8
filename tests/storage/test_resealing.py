"""A new key: all cells are sealed with it, in batches, from where an interrupted run stopped; look-ups still find."""

import subprocess
import sys
from datetime import date

import pytest
from sqlalchemy import Table, select

from storage import accounts, persons, relays, resealing, units
from storage.columns import SealedCell
from storage.database import Db, Store
from storage.keyring import KeyMissing, Keyring
from storage.tables import metadata
from tests.storage.commune import UNIT, Commune


def all_cells(db: Db) -> list[tuple[str, int, SealedCell]]:
    found = []
    for table in resealing.sealed_tables():
        for row in db.execute(table.select().order_by(*table.primary_key)):
            found += [(table.name, row[0], cell) for cell in row if isinstance(cell, SealedCell)]
    return found


@pytest.mark.parametrize("module", ["storage.resealing", "storage.clearing", "storage.remapping"])
def test_who_goes_through_all_tables_has_them_all_in_a_process_of_its_own(module: str) -> None:
    alone = f"import {module}; from storage.database import metadata; print(*sorted(metadata.tables))"
    ran = subprocess.run([sys.executable, "-c", alone], capture_output=True, text=True, check=True, timeout=120)
    assert ran.stdout.split() == sorted(metadata.tables)


def begin(store: Store) -> None:
    """A new key seals from now on."""
    store.keyring.take_over(store.keyring.with_published())
    store.keyring.take_over(store.keyring.with_current(store.keyring.newest))


def rotate(store: Store, batch: int = 3) -> dict[str, int]:
    begin(store)
    return dict(resealing.cells(store, batch))


def test_every_table_with_cells_is_known() -> None:
    named = {table.name for table in resealing.sealed_tables()}
    assert {"accounts", "persons", "visits", "outbox", "conversations", "relays", "attachments"} <= named
    assert all(len(list(table.primary_key)) == 1 for table in map(table_named, named))


def table_named(name: str) -> Table:
    return metadata.tables[name]


def test_all_cells_open_with_the_new_key_alone(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        relays.ask(db, unit=UNIT, person_account=commune.own_account, text="Em muốn gặp anh Hùng")
        before = [(table, row, cell.open(row)) for table, row, cell in all_cells(db)]
    done = rotate(store)
    assert sum(done.values()) == len(before) > 10
    store.keyring.take_over(store.keyring.without_old())
    assert list(store.keyring.data_keys) == [2]
    with store.transaction() as db:
        assert [(table, row, cell.open(row)) for table, row, cell in all_cells(db)] == before
        assert accounts.by_phone(db, "+84901000001") is not None
        assert len(persons.by_phone(db, UNIT, "+84901000002")) == 1


def test_what_is_written_meanwhile_is_sealed_with_the_new_key(store: Store, commune: Commune) -> None:
    begin(store)
    work = resealing.cells(store, 1)
    next(work)
    with store.transaction() as db:
        units.add_organisation(db, unit=UNIT, kind="school", name="Trường", phone="+84238000009")
    list(work)
    assert not resealing.uses_old_keys(store)
    assert {number for counts in resealing.key_numbers(store).values() for number in counts} == {2}


def test_an_interrupted_run_is_finished_by_the_next(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        for number in range(20):
            persons.add(
                db, unit=UNIT, name=f"Người {number}", hamlet="1", case_type="finished", came_home_on=date(2026, 1, 1)
            )
    begin(store)
    work = resealing.cells(store, 2)
    while next(work)[0] != "accounts":  # and the power goes
        pass
    with store.transaction() as db:
        assert {Keyring.key_of(cell.blob) for _, _, cell in all_cells(db)} == {1, 2}
    assert resealing.uses_old_keys(store)
    list(resealing.cells(store, 2))
    with store.transaction() as db:
        assert {Keyring.key_of(cell.blob) for _, _, cell in all_cells(db)} == {2}
    assert not resealing.uses_old_keys(store)


def test_a_row_that_somebody_is_writing_is_left_for_the_next_pass(store: Store, commune: Commune) -> None:
    if store.sqlite:
        return  # it has one writer: everybody waits for their turn
    begin(store)
    with store.transaction() as db:
        db.execute(select(persons.persons.c.id).where(persons.persons.c.id == commune.nam).with_for_update())
        list(resealing.cells(store))
        assert resealing.key_numbers(store)["persons"][1] > 0
    list(resealing.cells(store))
    assert not resealing.uses_old_keys(store)


def test_without_the_old_key_nothing_is_half_done(store: Store, commune: Commune) -> None:
    lost = Keyring({2: bytes(range(32))}, store.keyring.blind_key)
    store.keyring = lost
    store.engine.dialect.keyring = lost  # type: ignore[attr-defined]
    with pytest.raises(KeyMissing):
        list(resealing.cells(store, 5))
    with store.transaction() as db:
        assert {Keyring.key_of(cell.blob) for _, _, cell in all_cells(db)} == {1}
