"""The driver's own cursor, for what must not take SQLAlchemy's longer way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection


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


@contextmanager
def without_waiting(connection: Connection) -> Iterator[None]:
    """Sends the statements within one after the other without waiting for the answer to each, where the driver can.

    An error may come at the end of the block only. SQLite has nobody to wait for.
    """
    pipeline = getattr(connection.connection.driver_connection, "pipeline", None)
    if pipeline is None:
        yield
        return
    try:
        with pipeline():
            yield
    except connection.dialect.loaded_dbapi.Error as problem:
        connection._handle_dbapi_exception(problem, None, None, None, None)
