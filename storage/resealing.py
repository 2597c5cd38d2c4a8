"""Sealing everything anew after a key was added, while the service runs: table by table, batch by batch."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, bindparam, func, select, type_coerce, update

from storage.columns import Sealed, SealedCell, seal
from storage.database import Db, Store
from storage.keyring import Keyring
from storage.tables import metadata

BATCH = 500


def sealed_tables() -> list[Table]:
    """Lists the tables that have sealed columns."""
    return [table for table in metadata.sorted_tables if sealed_columns(table)]


def sealed_columns(table: Table) -> list[str]:
    """Names the sealed columns of a table."""
    return [column.name for column in table.columns if isinstance(column.type, Sealed)]


def _key(table: Table) -> Column[int]:
    return next(iter(table.primary_key))


def cells(store: Store, batch: int = BATCH) -> Iterator[tuple[str, int]]:
    """Seals each table's cells anew and yields (table, how many). Rows that somebody writes just now are passed over:
    call it until `key_numbers` tells of the present key only."""
    for table in sealed_tables():
        total = 0
        for numbers in _numbers_of_rows(store, table, batch):
            old = [row for row, used in numbers.items() if used - {store.keyring.current}]
            if old:
                with store.transaction() as db:
                    total += sum(_reseal(db, table, row) for row in _locked(db, table, old))
        yield table.name, total


def key_numbers(store: Store, batch: int = 2000) -> dict[str, Counter[int]]:
    """Counts each table's rows by the numbers of the keys that sealed their cells."""
    counts: dict[str, Counter[int]] = {}
    for table in sealed_tables():
        counted = counts[table.name] = Counter()
        for numbers in _numbers_of_rows(store, table, batch):
            for used in numbers.values():
                counted.update(used)
    return counts


def uses_old_keys(store: Store) -> bool:
    """Tells whether any cell is sealed with another key than the present one."""
    return any(
        used - {store.keyring.current}
        for table in sealed_tables()
        for numbers in _numbers_of_rows(store, table, 2000)
        for used in numbers.values()
    )


def _numbers_of_rows(store: Store, table: Table, batch: int) -> Iterator[dict[int, set[int]]]:
    """Reads, in short transactions, which keys sealed the cells of the next `batch` rows."""
    key, after = _key(table), 0
    heads = [func.substr(type_coerce(table.c[name], LargeBinary), 1, 2) for name in sealed_columns(table)]
    part = select(key, *heads).where(key > bindparam("after")).order_by(key).limit(batch)
    while True:
        with store.transaction() as db:
            rows = db.execute(part, {"after": after}).all()
        if not rows:
            return
        yield {row[0]: {Keyring.key_of(bytes(head)) for head in row[1:] if head is not None} for row in rows}
        after = rows[-1][0]


def _locked(db: Db, table: Table, ids: list[int]) -> list[Any]:
    columns = [table.c[name] for name in sealed_columns(table)]
    # whoever holds a row may want one of ours next: nobody waits for the other
    rows = select(_key(table), *columns).where(_key(table).in_(ids)).with_for_update(skip_locked=True)
    return list(db.execute(rows).all())


def _is_old(cell: SealedCell | None, current: int) -> bool:
    return cell is not None and Keyring.key_of(cell.blob) != current


def _reseal(db: Db, table: Table, row: Any) -> int:
    current = db.store.keyring.current
    names = sealed_columns(table)
    old = {name: cell for name, cell in zip(names, row[1:], strict=True) if _is_old(cell, current)}
    if old:
        fresh = {name: seal(row[0], cell.open(row[0])) for name, cell in old.items() if cell is not None}
        db.execute(update(table).where(_key(table) == bindparam("row")).values(fresh), {"row": row[0]})
    return len(old)
