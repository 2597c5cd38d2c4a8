"""Notes in a file beside an embedded database what has left: a mark that stands there may wait for a commit."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import orjson

from storage.columns import from_ms, to_ms

ENDING = "-sent"
# bytes; a file that long is emptied when the store knows all that stands in it
LONG = 64 * 1024
MOST = 2 * LONG


@dataclass(frozen=True, slots=True)
class SentMark:
    """Says that a message left. `counts_for`: the channel whose allowance it uses, "" for none."""

    message_id: int
    platform_id: str
    at: datetime
    counts_for: str = ""


@dataclass(slots=True)
class SentJournal:
    """A line of JSON a mark: ids and a moment, nothing personal. It outlives the process, not a power cut."""

    path: Path
    size: int = field(default=0, init=False)
    _file: int | None = field(default=None, init=False)

    @property
    def is_long(self) -> bool:
        return self.size >= LONG

    def add(self, mark: SentMark) -> bool:
        """Notes a mark. False if it could not be, or if the file is full of what the store does not know yet."""
        if self.size >= MOST:
            return False
        line = orjson.dumps([mark.message_id, mark.platform_id, to_ms(mark.at), mark.counts_for])
        try:
            # the line end comes first: a line that was cut off must not take the next one with it
            written = os.write(self._opened(), b"\n" + line)
        except OSError:
            return False
        self.size += written
        return written > len(line)

    def read(self) -> list[SentMark]:
        """Gives what an earlier process has noted, but what a crash has cut off."""
        try:
            return list(_marks(self.path.read_bytes().splitlines()))
        except OSError:
            return []

    def empty(self) -> None:
        """Forgets all: the store knows of it."""
        with suppress(OSError):
            os.ftruncate(self._opened(), 0)
            self.size = 0

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _opened(self) -> int:
        if self._file is None:
            self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return self._file


def journal_beside(database: Path) -> SentJournal:
    return SentJournal(database.with_name(database.name + ENDING))


def _marks(lines: list[bytes]) -> Iterator[SentMark]:
    for line in lines:
        try:
            message_id, platform_id, at, counts_for = orjson.loads(line)
            yield SentMark(int(message_id), str(platform_id), from_ms(int(at)), str(counts_for))
        except (ValueError, TypeError):
            continue
