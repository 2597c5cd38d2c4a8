"""Keeps an embedded database for its owner only: SQLite gives its -wal and -shm the mode that the database has."""

import contextlib
import os
from pathlib import Path

ENDINGS = ("", "-wal", "-shm")


def make_private(database: Path) -> None:
    """Makes the file of a new database, empty, for its owner only; one that is there stays as it is."""
    with contextlib.suppress(OSError):  # there already, or SQLite says better what is wrong
        os.close(os.open(database, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def others_may_read(path: Path) -> bool:
    """Tells whether anybody but the owner may read, write or enter; never on a system without such modes."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


def take_from_others(*paths: Path) -> list[Path]:
    """Takes all rights of others from files that are ours. Gives those that others had rights to."""
    open_to_others = [path for path in paths if path.exists() and others_may_read(path)]
    for path in open_to_others:
        with contextlib.suppress(PermissionError):
            path.chmod(path.stat().st_mode & 0o700)
    return open_to_others


def files_of(database: Path) -> list[Path]:
    """Lists the files of a database that are there."""
    return [file for ending in ENDINGS if (file := database.with_name(database.name + ending)).exists()]
