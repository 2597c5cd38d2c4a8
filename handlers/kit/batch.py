"""A batch of due rows: what was done, what was dropped, and what failed and so is still due."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from storage import due
from storage.database import Db
from storage.due import Due


@dataclass(frozen=True, slots=True)
class Failure:
    """A due row that failed. `error` is the name of its type: its text could hold what somebody wrote."""

    kind: str
    subject_id: int
    error: str


@dataclass(frozen=True, slots=True)
class Outcome:
    done: int = 0
    dropped: int = 0
    failed: int = 0
    failures: tuple[Failure, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.done + other.done,
            self.dropped + other.dropped,
            self.failed + other.failed,
            self.failures + other.failures,
        )


@dataclass(slots=True)
class Batch:
    """Marks of one transaction, written together at its end."""

    db: Db
    done: list[int] = field(default_factory=list)
    dropped: dict[str, list[int]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def finish(self, rows: Iterable[Due]) -> None:
        self.done += [row.id for row in rows]

    def drop(self, rows: Iterable[Due], reason: str) -> None:
        self.dropped.setdefault(reason, []).extend(row.id for row in rows)

    @contextmanager
    def attempt(self, rows: Iterable[Due], *, writes: bool = True) -> Iterator[None]:
        """Marks the rows as done if nothing fails; else nothing of it is said or stored, and they come up again."""
        attempted = list(rows)
        try:
            with self.db.whole_or_not(writes=writes):
                yield
        except Exception as error:  # noqa: BLE001  one that fails must not hold up the others; it is reported
            self.failures += [Failure(row.kind, row.subject_id, type(error).__name__) for row in attempted]
        else:
            self.finish(attempted)

    def outcome(self) -> Outcome:
        """Writes the marks."""
        if self.done:
            due.finish(self.db, self.done)
        for reason, ids in self.dropped.items():
            due.drop(self.db, ids, reason)
        dropped = sum(map(len, self.dropped.values()))
        return Outcome(len(self.done), dropped, len(self.failures), tuple(self.failures))
