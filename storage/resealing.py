"""Sealing everything anew after a key was added: table by table, batch by batch, from where an earlier run stopped."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Table, bindparam, select, update

from storage.columns import Sealed, SealedCell, seal
from storage.database import Db, Store, metadata
from storage.keyring import Keyring


def begin(store: Store, keys_file: Path, *, files_done: bool) -> Keyring:
    """Adds a key, saved before anything is sealed with it; after an interrupted run, gives the key of that run."""
    keyring = store.keyring
    if files_done and _everything_current(store):
        keyring = keyring.rotated()
        keyring.save(keys_file)
    store.engine.dialect.keyring = keyring  # type: ignore[attr-defined]
    return keyring


def _everything_current(store: Store) -> bool:
    if store.keyring.current == 1:
        return True
    with store.transaction() as db:
        return not any(_has_old_cells(db, table) for table in sealed_tables())


def sealed_tables() -> list[Table]:
    """Lists the tables that have sealed columns."""
    return [table for table in metadata.sorted_tables if _sealed_columns(table)]


def _sealed_columns(table: Table) -> list[str]:
    return [column.name for column in table.columns if isinstance(column.type, Sealed)]


def cells(store: Store, batch: int) -> Iterator[tuple[str, int]]:
    """Seals each table's cells anew and yields (table, how many)."""
    for table in sealed_tables():
        total, after = 0, 0
        while True:
            with store.transaction() as db:
                rows = _rows(db, table, batch, after)
                total += sum(_reseal(db, table, row) for row in rows)
            if not rows:
                break
            after = rows[-1][0]
        yield table.name, total


def _rows(db: Db, table: Table, batch: int, after: int) -> list[Any]:
    key = next(iter(table.primary_key))
    columns = [table.c[name] for name in _sealed_columns(table)]
    return list(db.execute(select(key, *columns).where(key > after).order_by(key).limit(batch)).all())


def _has_old_cells(db: Db, table: Table) -> bool:
    current, after = db.store.keyring.current, 0
    while rows := _rows(db, table, 1000, after):
        if any(_is_old(cell, current) for row in rows for cell in row[1:]):
            return True
        after = rows[-1][0]
    return False


def _is_old(cell: SealedCell | None, current: int) -> bool:
    return cell is not None and Keyring.key_of(cell.blob) != current


def _reseal(db: Db, table: Table, row: Any) -> int:
    key = next(iter(table.primary_key))
    current = db.store.keyring.current
    names = _sealed_columns(table)
    old = {name: cell for name, cell in zip(names, row[1:], strict=True) if _is_old(cell, current)}
    if old:
        fresh = {name: seal(row[0], cell.open(row[0])) for name, cell in old.items() if cell is not None}
        db.execute(update(table).where(key == bindparam("row")).values(fresh), {"row": row[0]})
    return len(old)
