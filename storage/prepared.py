"""Statements that every message needs: compiled once for each database, and run on the driver's own cursor.

SQLAlchemy makes the text, the types and the errors, as for all others; what is saved is its way there and back, which
takes several times what SQLite does for such a statement. Why these and no more: docs/decisions/0039.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, Executable, Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from storage.database import Db
from storage.driver import on_cursor, without_waiting

Process = Callable[[Any], Any]
Given = Mapping[str, Any]


class Prepared:
    """A statement whose parameters always have the same names, none of them a list."""

    __slots__ = ("_statement",)

    def __init__(self, statement: Executable):
        self._statement = statement

    def rows(self, db: Db, given: Given) -> list[tuple[Any, ...]]:
        """Reads all rows of a SELECT."""
        ready = self._ready(db, given)
        with closing(on_cursor(db.connection, ready.text, ready.bound(given))) as cursor:
            return [ready.opened(row) for row in cursor.fetchall()]

    def run(self, db: Db, rows: Sequence[Given]) -> int:
        """Runs a change once for each of the parameters. Gives how many rows it touched."""
        return int(self._start(db, rows).rowcount)

    def note(self, db: Db, rows: Sequence[Given], *, at_end: bool) -> None:
        """Runs a change as `run` does, now or at the end of the transaction, which is for what nothing reads before."""
        if not rows:
            return
        if at_end:
            db.at_end.append(lambda: self._start(db, rows))
        else:
            self._start(db, rows)

    def _start(self, db: Db, rows: Sequence[Given]) -> Any:
        ready = self._ready(db, rows[0])
        if len(rows) == 1:
            return on_cursor(db.connection, ready.text, ready.bound(rows[0]))
        return on_cursor(db.connection, ready.text, [ready.bound(given) for given in rows], many=True)

    def _ready(self, db: Db, given: Given) -> "_Ready":
        ready: _Ready | None = db.store.prepared.get(self)
        if ready is None:
            ready = db.store.prepared[self] = _ready(self._statement, db.store.engine.dialect, list(given))
        return ready


def read_together(db: Db, statements: Sequence[Prepared], given: Given) -> list[list[tuple[Any, ...]]]:
    """Reads the rows of several SELECTs with the same parameters, run in their order, in one way to the database."""
    cursors: list[Any] = []
    try:
        with without_waiting(db.connection):
            ready = [statement._ready(db, given) for statement in statements]
            for each in ready:
                cursors.append(on_cursor(db.connection, each.text, each.bound(given)))
            return [[each.opened(row) for row in cursor] for each, cursor in zip(ready, cursors, strict=True)]
    finally:
        # where a later one fails, an unfinished read would hold SQLite's snapshot beyond the transaction
        for cursor in cursors:
            cursor.close()


@dataclass(frozen=True, slots=True)
class _Ready:
    """Text for one database. `places`: for each parameter its name in the text, its name as given, what turns it into
    the driver's, and where nothing is given what stands there always. `columns`: what turns a row's values into ours.
    """

    text: str
    places: tuple[tuple[str, str, Process | None, Any], ...]
    columns: tuple[tuple[int, Process], ...]
    by_position: bool

    def bound(self, given: Given) -> Any:
        values = [
            constant if not name else process(given[name]) if process else given[name]
            for _, name, process, constant in self.places
        ]
        if self.by_position:
            return tuple(values)
        return {place[0]: value for place, value in zip(self.places, values, strict=True)}

    def opened(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for place, process in self.columns:
            values[place] = process(values[place])
        return tuple(values)


def _ready(statement: Executable, dialect: Dialect, names: list[str]) -> _Ready:
    compiled = statement.compile(dialect=dialect, column_keys=names)  # type: ignore[attr-defined]
    assert isinstance(compiled, SQLCompiler)
    assert not compiled.post_compile_params, "a list among the parameters has another text each time"
    places = []
    for name in compiled.positiontup or compiled.binds:
        bind = compiled.binds[name]
        process = _dialect_type(bind.type, dialect).bind_processor(dialect)
        if bind.required or name in names:
            places.append((name, name, process, None))
        else:
            places.append((name, "", None, process(bind.value) if process else bind.value))
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    read = (
        (place, _dialect_type(column.type, dialect).result_processor(dialect, None))
        for place, column in enumerate(columns)
    )
    return _Ready(
        str(compiled), tuple(places), tuple((place, process) for place, process in read if process), dialect.positional
    )


def _dialect_type(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)
