"""Watches the file of the embedded database: one that was removed or swapped under us takes no more commits.

The open connections would write on into a file that nobody finds again, and what we acknowledge would be lost.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError, SQLAlchemyError

REMOVED = "removed"
SWAPPED = "swapped"


class FileGone(OperationalError):
    """The file is not the one that was opened. Put it back, or start the service again on the one that is there."""

    def __init__(self, code: str):
        super().__init__("COMMIT", None, Exception(code))
        self.trouble = code


@dataclass(slots=True)
class DatabaseFile:
    """The file as it was when the first connection opened it, by device and inode."""

    path: Path
    _opened: tuple[int, int] | None = field(default=None, init=False)

    def guard(self, engine: Engine) -> None:
        """Has every new connection and every commit of the engine look whether the file is still the same."""

        # a connection to another file would take over the log beside it, which belongs to the one that was opened
        @event.listens_for(engine, "do_connect")
        def look(_dialect: Any, _record: Any, _arguments: Any, _parameters: Any) -> None:
            if self._opened is not None:
                self._check()

        @event.listens_for(engine, "connect")
        def note(_connection: Any, _record: Any) -> None:
            if self._opened is None:
                self._opened = self._identity()
            self._check()

        @event.listens_for(engine, "commit")
        def check(_connection: Connection) -> None:
            self._check()

    def _check(self) -> None:
        now = self._identity()
        if now != self._opened:
            raise FileGone(SWAPPED if now else REMOVED)

    def _identity(self) -> tuple[int, int] | None:
        try:
            stat = self.path.stat()
        except OSError:
            return None
        return stat.st_dev, stat.st_ino


def trouble_of(problem: SQLAlchemyError) -> str:
    """Gives a code for why the database takes nothing: removed, swapped, read_only, full or away."""
    if isinstance(problem, FileGone):
        return problem.trouble
    words = str(getattr(problem, "orig", "")).lower()
    if "readonly" in words or "read-only" in words:
        return "read_only"
    return "full" if "is full" in words or "no space" in words else "away"
