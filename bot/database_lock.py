"""Locks on files that end with their process: who serves an embedded database, and who changes the keys."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

ENDING = ".serving"


class HeldElsewhere(Exception):
    """Another process holds the lock."""


class FileLock:
    """A lock on a file beside what it protects, shared by several or held alone; it ends with the process at last."""

    def __init__(self, path: Path, *, alone: bool):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._opened: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if sys.platform == "win32":
            return
        try:
            fcntl.flock(self._opened, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            raise HeldElsewhere(str(path)) from None

    def close(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            os.close(opened)


def serving_lock(database: Path) -> FileLock:
    """Notes, for as long as it is open, that this process serves the database. Raises HeldElsewhere in a restore."""
    return FileLock(database.with_name(database.name + ENDING), alone=False)


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """Holds a lock that nobody else has. Raises HeldElsewhere."""
    lock = FileLock(path, alone=True)
    try:
        yield
    finally:
        lock.close()


@contextmanager
def nobody_serves(database: Path) -> Iterator[None]:
    """Lets nobody begin to serve the database meanwhile. Raises HeldElsewhere when somebody does."""
    with held_alone(database.with_name(database.name + ENDING)):
        yield
