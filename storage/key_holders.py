"""Which data keys are published and seal, and which keys each process of the service holds: rows it renews."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, Integer, String, Table, bindparam, delete, func, select, text, update

from storage.columns import Instant
from storage.database import Db, Store, metadata
from storage.keyring import Keyring
from storage.processes import has_ended
from storage.upsert import insert

# seconds: a process renews its row this often, and counts as gone after so long without a word
RENEW = 30.0
LIFE = 75.0
# of the newest keys only, so that the row holds them
MOST_TOLD = 20

published_keys = Table(
    "published_keys",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", String(12), nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("sealing_since", Instant),
)
key_holders = Table(
    "key_holders",
    metadata,
    Column("process", String(120), primary_key=True),
    Column("host", String(64), nullable=False),
    Column("keys", String(400), nullable=False),
    Column("seals", Integer, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)
_NEW = insert(key_holders)
TELL = _NEW.on_conflict_do_update(
    index_elements=["process"],
    set_={"keys": _NEW.excluded["keys"], "seals": _NEW.excluded.seals, "seen_at": _NEW.excluded.seen_at},
)
# the database's own clock, for the machines' clocks differ
CLOCK = {
    "sqlite": text("SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000"),
    "postgresql": text("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"),
}
HOW_MANY = select(func.count()).select_from(key_holders).where(key_holders.c.seen_at >= bindparam("oldest"))
FINGERPRINT = select(published_keys.c.fingerprint).where(published_keys.c.number == bindparam("of_number"))
SEALING = (
    select(published_keys.c.number, published_keys.c.fingerprint, published_keys.c.sealing_since)
    .where(published_keys.c.sealing_since.is_not(None))
    .order_by(published_keys.c.number.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class PublishedKey:
    number: int
    fingerprint: str
    sealing_since: datetime


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A running process, on which machine, and the fingerprints of its keys by number."""

    process: str
    host: str
    keys: Mapping[int, str]
    seals: int

    def __str__(self) -> str:
        return f"process {self.process.split('/')[1]} on {self.host}"


def tell(db: Db, process: str, host: str, keyring: Keyring) -> None:
    """Notes that the process runs, and which keys it holds now."""
    newest = sorted(keyring.data_keys)[-MOST_TOLD:]
    row = {
        "process": process,
        "host": host[:64],
        "keys": ",".join(f"{number}:{keyring.fingerprint(number)}" for number in newest),
        "seals": keyring.current,
        "seen_at": _now_ms(db),
    }
    db.execute(TELL, row)


def forget(db: Db, process: str) -> None:
    """Notes that the process has ended."""
    db.execute(delete(key_holders).where(key_holders.c.process == process))


def running(store: Store) -> list[KeyHolder]:
    """Lists the processes that serve this database; rows of those that have ended are taken away."""
    with store.transaction() as db:
        oldest = _now_ms(db) - int(LIFE * 1000)
        rows = db.execute(select(key_holders).order_by(key_holders.c.process)).all()
        for row in rows:
            if row.seen_at < oldest or has_ended(row.process):
                forget(db, row.process)
    alive = (row for row in rows if row.seen_at >= oldest and not has_ended(row.process))
    return [KeyHolder(row.process, row.host, _fingerprints(row.keys), row.seals) for row in alive]


def how_many(db: Db) -> int:
    """Counts the processes that serve this database and hold its keys."""
    oldest = _now_ms(db) - int(LIFE * 1000)
    return int(db.execute(HOW_MANY, {"oldest": oldest}).scalar_one())


def _fingerprints(keys: str) -> dict[int, str]:
    pairs = (pair.partition(":") for pair in keys.split(",") if pair)
    return {int(number): fingerprint for number, _, fingerprint in pairs}


def _now_ms(db: Db) -> int:
    return int(db.execute(CLOCK[db.store.engine.dialect.name]).scalar_one())


def publish(db: Db, number: int, fingerprint: str) -> bool:
    """Notes a key that is to be taken up by every process. False if another key has this number already."""
    new = insert(published_keys).values(number=number, fingerprint=fingerprint, published_at=db.now)
    db.execute(new.on_conflict_do_nothing(index_elements=["number"]))
    return bool(db.execute(FINGERPRINT, {"of_number": number}).scalar_one() == fingerprint)


def seal_with(db: Db, number: int) -> None:
    """Notes that the published key seals from now on."""
    sealing_since = func.coalesce(published_keys.c.sealing_since, bindparam("since", db.now, Instant))
    db.execute(update(published_keys).where(published_keys.c.number == number).values(sealing_since=sealing_since))


def sealing(db: Db) -> PublishedKey | None:
    """Names the newest published key that seals; None where no key was ever published."""
    row = db.execute(SEALING).first()
    return PublishedKey(row.number, row.fingerprint, row.sealing_since) if row else None
