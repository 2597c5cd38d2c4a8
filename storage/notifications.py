"""Carries signals between the processes on one PostgreSQL, by its LISTEN and NOTIFY.

A commit with NOTIFY holds a lock that all such commits wait for, disk and standby included; so it is told after the
commit, in a transaction of its own that waits for no disk. What is lost by that is found a little later.
"""

from collections.abc import Iterable

import psycopg
from sqlalchemy import Connection, bindparam, func, select, text

from storage.database import Store
from storage.processes import own_name

NAME = "donghanh_signals"
# the setting holds for this one statement, which is a transaction
TELL = select(func.set_config("synchronous_commit", "off", True), func.pg_notify(NAME, bindparam("said")))


class Notifications:
    """What one process tells and hears; its own words it does not hear. A connection of the pool is kept for it."""

    def __init__(self, store: Store):
        self._store = store
        self._me = own_name()
        self._connection: Connection | None = None

    def open(self) -> int:
        """Begins to listen. Gives the file descriptor that becomes readable when there is something to hear."""
        self.close()
        connection = self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection = connection
        connection.execute(text(f"LISTEN {NAME}"))
        return self._driver(connection).fileno()

    def heard(self) -> set[str]:
        """Gives the signals that have come. Raises psycopg.Error where the connection has ended."""
        assert self._connection is not None, "open() comes first"
        said = [notify.payload.split(" ") for notify in self._driver(self._connection).notifies(timeout=0)]
        return {signal for by, *signals in said if by != self._me for signal in signals}

    def tell(self, signals: Iterable[str]) -> None:
        """Tells the other processes. Raises SQLAlchemyError."""
        with self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(TELL, {"said": " ".join([self._me, *sorted(signals)])})

    def close(self) -> None:
        """Ends the connection; one that has listened does not go back to the pool."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    @staticmethod
    def _driver(connection: Connection) -> "psycopg.Connection[object]":
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        return driver
