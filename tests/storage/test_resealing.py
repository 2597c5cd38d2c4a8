"""A new key: all cells are sealed with it, in batches, from where an interrupted run stopped; look-ups still find."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Table

from storage import accounts, persons, relays, resealing, units
from storage.columns import SealedCell
from storage.database import Db, Store
from storage.keyring import KeyMissing, Keyring
from storage.tables import metadata
from tests.storage.commune import UNIT, Commune


@pytest.fixture
def keys_file(store: Store, tmp_path: Path) -> Path:
    file = tmp_path / "keys.json"
    store.keyring.save(file)
    return file


def all_cells(db: Db) -> list[tuple[str, int, SealedCell]]:
    found = []
    for table in resealing.sealed_tables():
        for row in db.execute(table.select().order_by(*table.primary_key)):
            found += [(table.name, row[0], cell) for cell in row if isinstance(cell, SealedCell)]
    return found


def rotate(store: Store, keys_file: Path, batch: int = 3) -> dict[str, int]:
    store.keyring = resealing.begin(store, keys_file, files_done=True)
    return dict(resealing.cells(store, batch))


def test_every_table_with_cells_is_known() -> None:
    named = {table.name for table in resealing.sealed_tables()}
    assert {"accounts", "persons", "visits", "outbox", "conversations", "relays", "attachments"} <= named
    assert all(len(list(table.primary_key)) == 1 for table in map(table_named, named))


def table_named(name: str) -> Table:
    return metadata.tables[name]


def test_all_cells_open_with_the_new_key_alone(store: Store, commune: Commune, keys_file: Path) -> None:
    with store.transaction() as db:
        relays.ask(db, unit=UNIT, person_account=commune.own_account, text="Em muốn gặp anh Hùng")
        before = [(table, row, cell.open(row)) for table, row, cell in all_cells(db)]
    done = rotate(store, keys_file)
    assert sum(done.values()) == len(before) > 10
    assert Keyring.load(keys_file).current == 2
    store.keyring.data_keys.pop(1)
    store.keyring = Keyring(store.keyring.data_keys, store.keyring.blind_key)
    store.engine.dialect.keyring = store.keyring  # type: ignore[attr-defined]
    with store.transaction() as db:
        assert [(table, row, cell.open(row)) for table, row, cell in all_cells(db)] == before
        assert accounts.by_phone(db, "+84901000001") is not None
        assert len(persons.by_phone(db, UNIT, "+84901000002")) == 1


def test_what_is_written_meanwhile_is_sealed_with_the_new_key(store: Store, commune: Commune, keys_file: Path) -> None:
    store.keyring = resealing.begin(store, keys_file, files_done=True)
    work = resealing.cells(store, 1)
    next(work)
    with store.transaction() as db:
        units.add_organisation(db, unit=UNIT, kind="school", name="Trường", phone="+84238000009")
    list(work)
    with store.transaction() as db:
        assert {Keyring.key_of(cell.blob) for _, _, cell in all_cells(db)} == {2}


def test_an_interrupted_run_is_finished_with_its_own_key(store: Store, commune: Commune, keys_file: Path) -> None:
    with store.transaction() as db:
        for number in range(20):
            persons.add(
                db, unit=UNIT, name=f"Người {number}", hamlet="1", case_type="finished", came_home_on=date(2026, 1, 1)
            )
    store.keyring = resealing.begin(store, keys_file, files_done=True)
    next(resealing.cells(store, 2))  # and the power goes
    with store.transaction() as db:
        assert {Keyring.key_of(cell.blob) for _, _, cell in all_cells(db)} == {1, 2}
    again = Keyring.load(keys_file)
    store.keyring = again
    rotate(store, keys_file)
    with store.transaction() as db:
        assert {Keyring.key_of(cell.blob) for _, _, cell in all_cells(db)} == {2}
    assert Keyring.load(keys_file).current == 2
    rotate(store, keys_file)
    assert Keyring.load(keys_file).current == 3


def test_files_of_an_earlier_key_count_as_not_finished(store: Store, commune: Commune, keys_file: Path) -> None:
    rotate(store, keys_file)
    store.keyring = resealing.begin(store, keys_file, files_done=False)
    assert store.keyring.current == 2


def test_the_key_is_saved_before_anything_is_sealed_with_it(
    store: Store, commune: Commune, keys_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_keyring: Keyring, _path: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Keyring, "save", full)
    with pytest.raises(OSError, match="no space"):
        resealing.begin(store, keys_file, files_done=True)
    with store.transaction() as db:
        assert {Keyring.key_of(cell.blob) for _, _, cell in all_cells(db)} == {1}


def test_without_the_old_key_nothing_is_half_done(store: Store, commune: Commune, keys_file: Path) -> None:
    lost = Keyring({2: bytes(range(32))}, store.keyring.blind_key)
    store.keyring = lost
    store.engine.dialect.keyring = lost  # type: ignore[attr-defined]
    with pytest.raises(KeyMissing):
        list(resealing.cells(store, 5))
    with store.transaction() as db:
        assert {Keyring.key_of(cell.blob) for _, _, cell in all_cells(db)} == {1}
