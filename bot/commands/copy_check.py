"""Looks whether an unpacked copy can be used: its kind, its version, its database, and the keys that it needs."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.commands.archive import DATABASE, BrokenArchive, Manifest
from storage import migrations, resealing, tables
from storage.keyring import CellTampered, KeyMissing, Keyring


def check_manifest(manifest: Manifest, *, sqlite: bool) -> None:
    """Raises BrokenArchive for a copy of another kind of database, or of a newer program."""
    if (manifest.database == "sqlite") != sqlite:
        raise BrokenArchive(f"it is of a {manifest.database} database, and DONGHANH_DATABASE_URL names another kind")
    if manifest.version > migrations.latest():
        raise BrokenArchive(f"its database is at version {manifest.version}, newer than this program")


def check_database(folder: Path) -> None:
    """Raises BrokenArchive when SQLite finds the database damaged."""
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BrokenArchive("its database is damaged")


def check_keys(folder: Path, keyring: Keyring) -> int:
    """Opens a cell of each key that sealed any. Gives how many keys those are; raises BrokenArchive."""
    opened: set[int] = set()
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        for table in resealing.sealed_tables():
            for column in resealing.sealed_columns(table):
                _open_one_of_each(database, keyring, (table.name, column), opened)
    return len(opened)


def _open_one_of_each(database: sqlite3.Connection, keyring: Keyring, place: tuple[str, str], opened: set[int]) -> None:
    table, column = place
    (key,) = tables.metadata.tables[table].primary_key
    query = f"SELECT {key.name}, {column}, min({key.name}) FROM {table} WHERE {column} IS NOT NULL"
    try:
        rows = database.execute(f"{query} GROUP BY substr({column}, 1, 2)").fetchall()
    except sqlite3.OperationalError:
        return  # a database of before this table
    for row_id, blob, _ in rows:
        try:
            keyring.open(f"{table}.{column}:{row_id}", blob)
        except KeyMissing:
            number = Keyring.key_of(blob)
            raise BrokenArchive(f"its cells need key {number}, which the keys file lacks: bring an older one") from None
        except CellTampered:
            raise BrokenArchive("the keys file is not the one of its database") from None
        opened.add(Keyring.key_of(blob))
