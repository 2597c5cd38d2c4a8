"""What the kernel and the database driver say of a process at work: resident memory, statements."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event

from storage.database import Db, Store

PAGE = os.sysconf("SC_PAGE_SIZE")
MIB = 2**20


def resident(pid: int | str = "self") -> float:
    """MiB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / MIB


def machine() -> str:
    """How busy it is: the load says more than a word."""
    one, five, _ = os.getloadavg()
    return f"{os.cpu_count()} cores, load {one:.1f} (last minute), {five:.1f} (last five)"


@dataclass(slots=True)
class Statements:
    """Counts what is sent to the database, however many rows a statement carries."""

    count: int = field(default=0)

    def listen(self, store: Store) -> None:
        def heard(*_: Any) -> None:
            self.count += 1

        event.listen(store.engine, "before_cursor_execute", heard)


class _Undo(Exception):
    pass


@contextmanager
def undone(store: Store) -> Iterator[Db]:
    """A transaction that leaves no trace."""
    try:
        with store.transaction() as db:
            yield db
            raise _Undo
    except _Undo:
        return


def milliseconds(store: Store, work: Callable[[Db], object], times: int = 30) -> float:
    """The median of so many runs, each undone."""
    taken = []
    for _ in range(times):
        with undone(store) as db:
            began = time.perf_counter()
            work(db)
            taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000
