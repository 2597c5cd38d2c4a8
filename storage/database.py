"""The store (engine, keys, clock) and a transaction on it: the one place that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, CursorResult, Engine, Executable, MetaData, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from storage.database_file import DatabaseFile
from storage.driver import Change, on_cursor, run_all
from storage.ids import Ids
from storage.keyring import Keyring
from storage.name_book import NameBook
from storage.private_files import make_private

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BUSY_MS = 5_000
# what is committed outlives a power cut
SYNCHRONOUS = "FULL"
# connections between two transactions; the pool has room for more
MOST_KEPT = 4
# the execution option of a connection whose transaction takes no turn among those that write
READS = "donghanh_reads"
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def utc_now() -> datetime:
    """Tells the machine's time, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line for the audit: who did what to whom."""

    unit: str
    actor: int | None
    action: str
    subject: int | None
    detail: str = ""


@dataclass(slots=True)
class Db:
    """One transaction. `now` stands still in it; audit entries and outgoing rows are written at its end.

    `at_end`: changes that nothing in the transaction reads again, made last of all and together.
    """

    store: "Store"
    connection: Connection
    now: datetime
    entries: list[AuditEntry] = field(default_factory=list)
    outgoing: list[dict[str, Any]] = field(default_factory=list)
    signals: set[str] = field(default_factory=set)
    at_end: list[Change] = field(default_factory=list)

    @property
    def today(self) -> date:
        """Tells the day in Viet Nam."""
        return self.now.astimezone(VIETNAM).date()

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[*tuple[Any, ...]]:
        """Runs a statement; given a list of parameters, once for each."""
        return self.connection.execute(statement, parameters)

    def new_id(self, after: int = 0) -> int:
        """Makes the id of a row that is still to be written."""
        return self.store.ids.next(after)

    def blind(self, column: str, value: str) -> bytes:
        """Makes the look-up value for `value` in a column, as `Keyring.blind` does."""
        return self.store.keyring.blind(column, value)

    @contextmanager
    def whole_or_not(self, *, writes: bool = True) -> Iterator[None]:
        """Leaves nothing behind of what fails within: no row, nothing to be said, no audit entry.

        What only says something (not `writes`) needs no savepoint, which would cost two queries each.
        """
        messages, entries, changes = len(self.outgoing), len(self.entries), len(self.at_end)
        try:
            with self.connection.begin_nested() if writes else nullcontext():
                yield
        except BaseException:
            del self.outgoing[messages:], self.entries[entries:], self.at_end[changes:]
            raise

    def signal(self, name: str) -> None:
        """Tells whoever waits for it (`storage.signals`) once this transaction is committed."""
        self.signals.add(name)

    def audit(self, unit: str, actor: int | None, action: str, subject: int | None = None, detail: str = "") -> None:
        """Adds a line to the commune's audit; `actor` and `subject` are ids, `detail` holds no personal word."""
        self.entries.append(AuditEntry(unit, actor, action, subject, detail))


@dataclass(slots=True)
class Store:
    """Engine, keyring and clock, opened once and handed to everyone.

    `prepared`: what `storage.prepared` has compiled; `names`: what was opened to search and sort people; `counted`:
    figures that `storage.counted` keeps for some minutes.
    """

    engine: Engine
    keyring: Keyring
    now: Callable[[], datetime]
    ids: Ids = field(default_factory=Ids)
    before_commit: list[Callable[[Db], None]] = field(default_factory=list)
    committed: list[Callable[[frozenset[str]], None]] = field(default_factory=list)
    sending_channels: frozenset[str] = frozenset()
    prepared: dict[Any, Any] = field(default_factory=dict)
    counted: dict[Any, Any] = field(default_factory=dict)
    names: NameBook = field(init=False)
    _kept: list[Connection] = field(default_factory=list, init=False)
    _closed: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.names = NameBook(self.keyring)

    @property
    def sqlite(self) -> bool:
        """Tells whether this is the embedded database, which has one writer."""
        return self.engine.dialect.name == "sqlite"

    def sends(self, channel: str) -> bool:
        """Tells whether this process holds the delivery of the channel (`bot.delivery.dispatcher` says so)."""
        return channel in self.sending_channels

    @contextmanager
    def transaction(self) -> Iterator[Db]:
        """Opens a transaction: commits at its end, after what every transaction writes last, or undoes all of it."""
        connection = self._connection()
        db = Db(self, connection, self.now())
        try:
            connection.begin()
            yield db
            for finish in self.before_commit:
                finish(db)
            if db.at_end:
                run_all(connection, db.at_end)
            connection.commit()
        except BaseException:
            self._end(connection)
            raise
        finally:
            db.at_end.clear()  # they hold the transaction that holds them, and with it all that it has written
        self._keep(connection)
        if db.signals:
            for tell in self.committed:
                tell(frozenset(db.signals))

    def _connection(self) -> Connection:
        """Gives a connection that an earlier transaction was through with: to take one from the pool is dearer."""
        try:
            return self._kept.pop()
        except IndexError:
            return self.engine.connect()

    def _keep(self, connection: Connection) -> None:
        if len(self._kept) < MOST_KEPT and isinstance(self.engine.pool, QueuePool):
            self._kept.append(connection)
        else:
            connection.close()
        if self._closed:
            self._give_back()

    def _end(self, connection: Connection) -> None:
        """Undoes a transaction. What is kept goes back to the pool, which knows whether it is still good."""
        try:
            connection.rollback()
        finally:
            connection.close()
            self._give_back()

    def _give_back(self) -> None:
        with suppress(IndexError):  # several threads may come here at once
            while True:
                self._kept.pop().close()

    @contextmanager
    def reading(self) -> Iterator[Db]:
        """Opens a transaction that only reads, of the rows as they are now: it holds up nobody who writes."""
        with self.engine.connect() as connection:
            connection = connection.execution_options(**{READS: True})
            with connection.begin() as transaction:
                yield Db(self, connection, self.now())
                transaction.rollback()

    def forget_written(self) -> None:
        """Empties SQLite's log beside the file, which still has what was deleted since; others clean up themselves."""
        if not self.sqlite:
            return
        connection = self.engine.raw_connection()  # the engine's own would begin a transaction, which holds the log
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def close(self) -> None:
        """Closes the connections; one that a thread still works with is closed when it comes back."""
        self._closed = True
        event.listen(self.engine, "checkin", _close_returned)
        self._give_back()
        self.engine.dispose()


def _close_returned(_driver: Any, entry: ConnectionPoolEntry) -> None:
    entry.close()


def kind_of(url: str) -> str | None:
    """Tells which database the address names, sqlite or postgresql; None if neither."""
    if url.startswith("postgresql:"):
        from storage import postgresql

        try:
            postgresql.parameters(url)
        except ValueError:
            return None
        return "postgresql"
    try:
        return "sqlite" if make_url(url).drivername == "sqlite" else None
    except (ArgumentError, ValueError):
        return None


def connect(url: str) -> Engine:
    """Makes the engine for `sqlite:///…`, or `postgresql://…` with one host or several."""
    if url.startswith("postgresql:"):
        from storage import postgresql  # its driver, which SQLite's service is spared

        return postgresql.connect(url)
    return _connect_sqlite(url)


def _connect_sqlite(url: str) -> Engine:
    in_memory = make_url(url).database in (None, "", ":memory:")
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False},
        hide_parameters=True,
        # the connection that was used last has in its cache what is read next, and the others' caches stay small
        **({} if in_memory else {"poolclass": QueuePool, "pool_use_lifo": True}),
    )

    @event.listens_for(engine, "do_connect", once=True)
    def make_first(_dialect: Any, _record: Any, arguments: list[Any], _parameters: Any) -> None:
        if not in_memory:
            make_private(Path(arguments[0]))

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={SYNCHRONOUS}",
            f"busy_timeout={BUSY_MS}",
            "foreign_keys=ON",
            "cache_size=-8000",
            "wal_autocheckpoint=4000",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    if not in_memory:
        DatabaseFile(Path(str(make_url(url).database))).guard(engine)

    # the driver's own BEGIN is deferred: two writers would then meet as "database is locked" instead of waiting
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        on_cursor(connection, "BEGIN" if connection.get_execution_options().get(READS) else "BEGIN IMMEDIATE")

    return engine
