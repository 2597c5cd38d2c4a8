"""The driver's own cursor, for what must not take SQLAlchemy's longer way."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Connection

if TYPE_CHECKING:
    from psycopg import pq

    from storage.libpq import Request


def on_cursor(connection: Connection, text: str, given: Any = (), *, many: bool = False) -> Any:
    """Runs a text on the driver's cursor, and gives the cursor. Raises SQLAlchemy's errors, parameters left out.

    Whoever listens for statements hears of it; a connection that broke is taken out of the pool.
    """
    cursor = connection.connection.cursor()
    for heard in connection.dispatch.before_cursor_execute:
        heard(connection, cursor, text, given, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(text, given)
    except Exception as problem:  # noqa: BLE001  SQLAlchemy tells its own from others
        connection._handle_dbapi_exception(problem, text, None, cursor, None)
    return cursor


class Change(Protocol):
    """What is changed at the end of a transaction: run by itself, or in one way to the server with others."""

    def run(self) -> object: ...

    def requests(self) -> "Sequence[Request]": ...


def run_all(connection: Connection, changes: Sequence[Change]) -> None:
    """Runs changes that are the last of a transaction. PostgreSQL commits it in the same way to the server."""
    if connection.dialect.driver == "psycopg":
        ask(connection, [request for change in changes for request in change.requests()], ends=True)
        return
    for change in changes:
        change.run()


def ask(connection: Connection, requests: "Sequence[Request]", *, ends: bool = False) -> "list[pq.abc.PGresult]":
    """Runs statements on PostgreSQL as `storage.libpq` does. Raises SQLAlchemy's errors, parameters left out."""
    from storage import libpq  # with its driver, which SQLite's service is spared

    try:
        return libpq.ask(connection, requests, ends=ends)
    except connection.dialect.loaded_dbapi.Error as problem:
        connection._handle_dbapi_exception(problem, None, None, None, None)
