"""The demo commune, sown once in each process and copied from then on: to sow it takes longer than most tests."""

import sqlite3
from datetime import date
from functools import cache
from typing import Any

from rules.local_time import local_day
from seeds import demo
from storage.database import Store
from storage.keyring import Keyring
from storage.tables import metadata

KEYRING = Keyring.fresh()
"""What is copied is sealed: every store it is copied to has this keyring."""
# by the commune, and by the day on which it was sown
Sown = tuple[str, date]
_in_sqlite: dict[Sown, sqlite3.Connection] = {}
_in_postgresql: dict[Sown, dict[str, bytes]] = {}


def sow(store: Store, unit: str) -> None:
    """As `seeds.demo` does, on the day of the store's clock, at the moment of the first that was sown on it."""
    assert store.keyring is KEYRING
    with store.engine.connect() as connection:
        (_copy_file if store.sqlite else _copy_rows)(store, unit, connection.connection.driver_connection)


def _copy_file(store: Store, unit: str, into: Any) -> None:
    sown = unit, local_day(store.now())
    if sown in _in_sqlite:
        _in_sqlite[sown].backup(into)
        return
    _sow(store, unit)
    _in_sqlite[sown] = sqlite3.connect(":memory:")
    into.backup(_in_sqlite[sown])


def _copy_rows(store: Store, unit: str, into: Any) -> None:
    sown = unit, local_day(store.now())
    if sown not in _in_postgresql:
        _sow(store, unit)
        _in_postgresql[sown] = {name: rows for name in _tables() if (rows := _read(into, name))}
        return
    for name, rows in _in_postgresql[sown].items():
        with into.cursor().copy(f"COPY {name} FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(rows)
    into.commit()


def _read(connection: Any, table: str) -> bytes:
    with connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as copy:
        return b"".join(copy)


def _sow(store: Store, unit: str) -> None:
    with store.transaction() as db:
        demo.sow(db, unit)


@cache
def _tables() -> list[str]:
    """Those that are referred to before those that refer to them."""
    return [table.name for table in metadata.sorted_tables]
