"""Statements that every message needs: compiled once for each database, and run on the driver's own cursor.

SQLAlchemy makes the text, the types and the errors, as for all others; what is saved is its way there and back, which
takes several times what SQLite does for such a statement. Why these and no more: docs/decisions/0039.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Dialect, Executable, Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from storage.database import Db
from storage.driver import ask, on_cursor

if TYPE_CHECKING:
    from psycopg import pq

    from storage.libpq import Request

Process = Callable[[Any], Any]
Given = Mapping[str, Any]
# a list of no more is worth a text of its own
FEW = 4


class Prepared:
    """A statement whose parameters always have the same names. `lists`: those that are lists, with a text for each
    length, so that only short ones or ones of the same length are worth it.
    """

    __slots__ = ("_lists", "_statement")

    def __init__(self, statement: Executable, *, lists: tuple[str, ...] = ()):
        self._statement = statement
        self._lists = lists

    def rows(self, db: Db, given: Given) -> list[tuple[Any, ...]]:
        """Reads all rows of a SELECT."""
        [rows] = read_together(db, [self], given)
        return rows

    def run(self, db: Db, rows: Sequence[Given]) -> int:
        """Runs a change once for each of the parameters. Gives how many rows it touched."""
        ready = self._ready(db, rows[0])
        if ready.numbered:
            return sum(result.command_tuples or 0 for result in ask(db.connection, ready.requests(db, rows)))
        if len(rows) == 1:
            return int(on_cursor(db.connection, ready.text, ready.bound(rows[0])).rowcount)
        return int(on_cursor(db.connection, ready.text, [ready.bound(given) for given in rows], many=True).rowcount)

    def note(self, db: Db, rows: Sequence[Given], *, at_end: bool) -> None:
        """Runs a change as `run` does, now or at the end of the transaction, which is for what nothing reads before."""
        if not rows:
            return
        if at_end:
            db.at_end.append(_Noted(self, db, rows))
        else:
            self.run(db, rows)

    def _ready(self, db: Db, given: Given) -> "_Ready":
        key = (self, *[len(given[name]) for name in self._lists]) if self._lists else self
        ready: _Ready | None = db.store.prepared.get(key)
        if ready is None:
            ready = db.store.prepared[key] = _ready(self._statement, db.store.engine.dialect, given, self._lists)
        return ready


@dataclass(frozen=True, slots=True)
class _Noted:
    """A change that waits for the end of its transaction."""

    change: Prepared
    db: Db
    rows: Sequence[Given]

    def run(self) -> int:
        return self.change.run(self.db, self.rows)

    def requests(self) -> Sequence["Request"]:
        return self.change._ready(self.db, self.rows[0]).requests(self.db, self.rows)


def read_together(db: Db, statements: Sequence[Prepared], given: Given) -> list[list[tuple[Any, ...]]]:
    """Reads the rows of several SELECTs with the same parameters, run in their order, in one way to the database."""
    ready = [statement._ready(db, given) for statement in statements]
    if ready[0].numbered:
        results = ask(db.connection, [request for each in ready for request in each.requests(db, [given])])
        return [each.read(db, result) for each, result in zip(ready, results, strict=True)]
    cursors: list[Any] = []
    try:
        for each in ready:
            cursors.append(on_cursor(db.connection, each.text, each.bound(given)))
        return [[each.opened(row) for row in cursor] for each, cursor in zip(ready, cursors, strict=True)]
    finally:
        # where a later one fails, an unfinished read would hold SQLite's snapshot beyond the transaction
        for cursor in cursors:
            cursor.close()


@dataclass(frozen=True, slots=True)
class _Ready:
    """Text for one database. `places`: for each parameter its name as given, its place in a list, what turns it into
    the driver's, and where nothing is given what stands there always. `columns`: what turns a row's values into ours.
    `names`: those in the text, in its order; `numbered`: the text as libpq has it, on PostgreSQL.
    """

    text: str
    places: tuple[tuple[str, int | None, Process | None, Any], ...]
    columns: tuple[tuple[int, Process], ...]
    names: tuple[str, ...]
    numbered: bytes

    def bound(self, given: Given) -> tuple[Any, ...]:
        values = []
        for name, at, process, constant in self.places:
            value = constant if not name else given[name] if at is None else given[name][at]
            values.append(process(value) if process else value)
        return tuple(values)

    def opened(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for place, process in self.columns:
            values[place] = process(values[place])
        return tuple(values)

    def requests(self, db: Db, rows: Sequence[Given]) -> "list[Request]":
        """Makes a request for each of the parameters. Whoever listens for statements hears of it as of any other."""
        from storage import libpq

        values = [self.bound(given) for given in rows]
        for heard in db.connection.dispatch.before_cursor_execute:
            named = [dict(zip(self.names, of_row, strict=True)) for of_row in values]
            many = len(named) > 1
            heard(db.connection, None, self.text, named if many else named[0], None, many)
        return [libpq.request(db.connection, self.numbered, of_row) for of_row in values]

    def read(self, db: Db, result: "pq.abc.PGresult") -> list[tuple[Any, ...]]:
        from storage import libpq

        return [self.opened(row) for row in libpq.rows_of(db.connection, result)]


def _ready(statement: Executable, dialect: Dialect, given: Given, lists: tuple[str, ...]) -> _Ready:
    compiled = statement.compile(dialect=dialect, column_keys=list(given))  # type: ignore[attr-defined]
    assert isinstance(compiled, SQLCompiler)
    assert {bind.key for bind in compiled.post_compile_params} <= {*lists}, "a list has another text each time"
    text, elements = str(compiled), {}
    order: Sequence[str] | None = compiled.positiontup
    if lists:
        expanded = compiled.construct_expanded_state(dict(given))
        text, order = expanded.statement, expanded.positiontup
        elements = {
            element: (name, at)
            for name, within in expanded.parameter_expansion.items()
            for at, element in enumerate(within)
        }
    numbered = b""
    if order is None:
        from storage import libpq

        numbered, order = libpq.numbered(text)
    places: list[tuple[str, int | None, Process | None, Any]] = []
    for element in order:
        name, at = elements.get(element, (element, None))
        bind = compiled.binds[name]
        is_given = bind.required or name in given
        process = _dialect_type(bind.type, dialect).bind_processor(dialect)
        places.append((name if is_given else "", at, process, None if is_given else bind.value))
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    read = (
        (place, _dialect_type(column.type, dialect).result_processor(dialect, None))
        for place, column in enumerate(columns)
    )
    processed = tuple((place, process) for place, process in read if process)
    return _Ready(text, tuple(places), processed, tuple(order), numbered)


def _dialect_type(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)
