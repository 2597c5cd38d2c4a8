"""Who does what only one process may do: a lock of the database that ends with its holder's connection."""

import hashlib
from typing import Protocol

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Db, Store


class Lease(Protocol):
    def hold(self) -> bool:
        """Takes it or keeps it; False if another process has it."""
        ...

    def release(self) -> None: ...


class OnlyProcess:
    """SQLite has one process: it holds everything."""

    def hold(self) -> bool:
        return True

    def release(self) -> None:
        return None


class AdvisoryLock:
    """PostgreSQL frees it when the connection ends, however the process does."""

    def __init__(self, store: Store, name: str):
        self._store = store
        self._key = key_of(name)
        self._connection: Connection | None = None

    def hold(self) -> bool:
        if self._connection is not None:
            return self._still_there(self._connection)
        connection = self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}).scalar():
            self._connection = connection
            return True
        connection.close()
        return False

    def _still_there(self, connection: Connection) -> bool:
        try:
            connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            self._connection = None
            connection.invalidate()
            connection.close()
            return False
        return True

    def release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


def key_of(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


def open_lease(store: Store, name: str) -> Lease:
    return OnlyProcess() if store.sqlite else AdvisoryLock(store, name)


IS_HELD = text(
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND (classid::bigint << 32) | objid::bigint = :key)"
)


def is_held(db: Db, name: str) -> bool | None:
    """Whether some process holds it now; None where that cannot be seen."""
    return None if db.store.sqlite else bool(db.execute(IS_HELD, {"key": key_of(name)}).scalar())
