"""Who does what only one node may do: a lock of the database, and how long its holder may be sure of it."""

import hashlib
import time
from typing import Protocol

from sqlalchemy import BigInteger, Column, Connection, String, Table, bindparam, literal_column, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Db, Store, metadata
from storage.processes import has_ended, own_name
from storage.upsert import insert

# Seconds. A holder acts for SURE after it asked for its last confirmation, and not a moment longer. The server frees
# the lock after LIFE without a word. Who takes it waits until SURE and MARGIN are over for the one before.
SURE = 5.0
LIFE = 6.0
MARGIN = 1.0
# how often to call `hold`
RENEW = 2.0
RETRY = 2.0

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(120), nullable=False),
    Column("confirmed_at", BigInteger, nullable=False),
)
# the server's clock, for nodes compare what they read here
NOW = literal_column("(extract(epoch FROM clock_timestamp()) * 1000)::bigint", BigInteger)
LAST = select(leases.c.holder, (NOW - leases.c.confirmed_at).label("age")).where(leases.c.name == bindparam("lease"))
_NEW = insert(leases).values(name=bindparam("lease"), holder=bindparam("me"), confirmed_at=NOW)
TAKE = _NEW.on_conflict_do_update(
    index_elements=["name"], set_={"holder": _NEW.excluded.holder, "confirmed_at": _NEW.excluded.confirmed_at}
)
OURS = (leases.c.name == bindparam("lease"), leases.c.holder == bindparam("me"))
CONFIRM = update(leases).where(*OURS).values(confirmed_at=NOW)
GIVE_BACK = update(leases).where(*OURS).values(holder="")
TRY_LOCK = text("SELECT pg_try_advisory_lock(:key)")
CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def now() -> float:
    """Tells seconds that go on while the machine sleeps, where the system counts them."""
    return time.clock_gettime(CLOCK)


class Lease(Protocol):
    """A right that one process has at a time. `had_holder`: another process had it before this one.

    `needs_renewal`: it ends by itself unless it is confirmed.
    """

    had_holder: bool
    needs_renewal: bool

    def hold(self) -> bool:
        """Takes the lease, or confirms it; to be called every two seconds. True if this process may act now."""
        ...

    def sure(self) -> bool:
        """Tells whether this process may act at this moment. Asks nobody."""
        ...

    def release(self) -> None:
        """Gives the lease back, if it is held."""
        ...


class OnlyProcess:
    """SQLite has one process: it holds everything."""

    had_holder = False
    needs_renewal = False

    def hold(self) -> bool:
        return True

    def sure(self) -> bool:
        return True

    def release(self) -> None:
        return None


class SharedLease:
    """An advisory lock and a row. The lock says who; the row, whose every write the standbys confirm, says since when.

    A primary that lost its standbys confirms nothing, so its holder stops before a promoted one gives the lease away.
    """

    needs_renewal = True

    def __init__(self, store: Store, name: str):
        self._store = store
        self._keys = {"lease": name, "me": own_name()}
        self._key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        self._connection: Connection | None = None
        self._from = self._until = 0.0
        self.had_holder = False

    def sure(self) -> bool:
        return self._from <= now() < self._until

    def hold(self) -> bool:
        if self._connection is None:
            self._take()
        else:
            self._confirm(self._connection)
        return self.sure()

    def _take(self) -> None:
        connection = self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            if not connection.execute(TRY_LOCK, {"key": self._key}).scalar():
                connection.close()
                return
            connection.execute(text(f"SET idle_session_timeout = {int(LIFE * 1000)}"))
            wait = self._grace(connection)
            began = now()
            connection.execute(TAKE, self._keys)
        except BaseException:
            _end(connection)
            raise
        self._from, self._until, self._connection = began + wait, began + SURE, connection

    def _grace(self, connection: Connection) -> float:
        """Seconds until whoever held it before cannot think so any more."""
        last = connection.execute(LAST, self._keys).first()
        self.had_holder = last is not None and last.holder != self._keys["me"]
        if last is None or last.holder in ("", self._keys["me"]) or has_ended(last.holder):
            return 0.0
        age: int = last.age
        return min(max(SURE + MARGIN - age / 1000, 0.0), SURE + MARGIN)

    def _confirm(self, connection: Connection) -> None:
        began = now()
        try:
            is_ours = connection.execute(CONFIRM, self._keys).rowcount > 0
        except SQLAlchemyError:
            is_ours = False
        if is_ours:
            self._until = began + SURE
        else:
            self._until, self._connection = 0.0, None
            _end(connection)

    def release(self) -> None:
        """Gives the lease back in good order: the next need not wait."""
        connection, self._connection, self._until = self._connection, None, 0.0
        if connection is None:
            return
        try:
            connection.execute(text("SET synchronous_commit = local"))
            connection.execute(GIVE_BACK, self._keys)
        except SQLAlchemyError:
            pass
        finally:
            _end(connection)


def _end(connection: Connection) -> None:
    """Ends the connection, and the lock with it; it never returns to the pool."""
    connection.invalidate()
    connection.close()


def open_lease(store: Store, name: str) -> Lease:
    """Makes a lease of this name, not held yet; on SQLite one that its only process always holds."""
    return OnlyProcess() if store.sqlite else SharedLease(store, name)


HELD = select(((NOW - leases.c.confirmed_at) < int(LIFE * 1000)) & (leases.c.holder != "")).where(
    leases.c.name == bindparam("lease")
)


def is_held(db: Db, name: str) -> bool | None:
    """Tells whether some process has confirmed the lease lately; None where that cannot be seen."""
    return None if db.store.sqlite else bool(db.execute(HELD, {"lease": name}).scalar())
