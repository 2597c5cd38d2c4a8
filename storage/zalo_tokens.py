"""The tokens of a Zalo Official Account: a row a consent, the newest counts; one process at a time renews its pair."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, bindparam, or_, select, update

from storage.columns import Id, Instant, Sealed, opened, seal
from storage.database import Db, metadata
from storage.upsert import insert

zalo_tokens = Table(
    "zalo_tokens",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("oa_id", String(32), nullable=False),
    Column("consent", LargeBinary, nullable=False),
    Column("access", Sealed("zalo_tokens.access")),
    Column("refresh", Sealed("zalo_tokens.refresh"), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("renewed_at", Instant),
    Column("expires_at", Instant),
    Column("claimed_until", Instant),
    Column("lost_at", Instant),
    Column("failure", String(40)),
    Column("told_at", Instant),
    Index("ix_zalo_tokens_consent", "consent", unique=True),
    Index("ix_zalo_tokens_oa_id", "oa_id", "id"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """What there is of the newest consent. `generation` grows with every renewal; a refresh token works once."""

    id: int
    generation: int
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    renewed_at: datetime | None
    expires_at: datetime | None
    lost: bool

    def is_the_same_as(self, other: "Pair") -> bool:
        return (self.id, self.generation) == (other.id, other.generation)


NEWEST = (
    select(
        zalo_tokens.c.id,
        zalo_tokens.c.generation,
        zalo_tokens.c.access,
        zalo_tokens.c.refresh,
        zalo_tokens.c.renewed_at,
        zalo_tokens.c.expires_at,
        zalo_tokens.c.lost_at,
    )
    .where(zalo_tokens.c.oa_id == bindparam("oa"))
    .order_by(zalo_tokens.c.id.desc())
    .limit(1)
)
FAILURE = (
    select(zalo_tokens.c.failure)
    .where(zalo_tokens.c.oa_id == bindparam("oa"))
    .order_by(zalo_tokens.c.id.desc())
    .limit(1)
)
AS_KNOWN = (zalo_tokens.c.id == bindparam("pair"), zalo_tokens.c.generation == bindparam("known"))
CLAIM = (
    update(zalo_tokens)
    .where(*AS_KNOWN)
    .where(or_(zalo_tokens.c.claimed_until.is_(None), zalo_tokens.c.claimed_until <= bindparam("now", type_=Instant)))
    .values(claimed_until=bindparam("until"))
)
RELEASE = update(zalo_tokens).where(*AS_KNOWN).values(claimed_until=None)
TELL = (
    update(zalo_tokens)
    .where(zalo_tokens.c.oa_id == bindparam("oa"), zalo_tokens.c.lost_at.isnot(None), zalo_tokens.c.told_at.is_(None))
    .values(told_at=bindparam("at"))
)


def consent(db: Db, oa_id: str, refresh: str) -> None:
    """Notes the refresh token that a consent gave; one that was noted before changes nothing, however old it is."""
    row_id = db.new_id()
    noted = insert(zalo_tokens).on_conflict_do_nothing(index_elements=["consent"])
    row = {"id": row_id, "oa_id": oa_id, "consent": db.blind("zalo_tokens.consent", refresh), "generation": 0}
    db.execute(noted, {**row, "refresh": seal(row_id, refresh)})


def newest(db: Db, oa_id: str) -> Pair | None:
    """Reads the pair of tokens of the newest consent; None before the first."""
    row = db.execute(NEWEST, {"oa": oa_id}).first()
    if row is None:
        return None
    access, refresh = opened(row.access, row.id) or "", opened(row.refresh, row.id) or ""
    return Pair(row.id, row.generation, access, refresh, row.renewed_at, row.expires_at, row.lost_at is not None)


def claim(db: Db, pair: Pair, life: timedelta) -> bool:
    """Tells whether this process is the one to renew the pair, until the claim has outlived its holder."""
    asked = {"pair": pair.id, "known": pair.generation, "now": db.now, "until": db.now + life}
    return db.execute(CLAIM, asked).rowcount > 0


def release(db: Db, pair: Pair) -> None:
    """Gives the claim back, for nothing came of it: the next may try at once."""
    db.execute(RELEASE, {"pair": pair.id, "known": pair.generation})


def keep(db: Db, pair: Pair, access: str, refresh: str, life: timedelta) -> bool:
    """Stores the pair that `pair` was exchanged for; one thought lost is so no more. False: another is newer."""
    changed = db.execute(
        update(zalo_tokens)
        .where(*AS_KNOWN)
        .values(
            access=seal(pair.id, access),
            refresh=seal(pair.id, refresh),
            generation=pair.generation + 1,
            renewed_at=db.now,
            expires_at=db.now + life,
            claimed_until=None,
            lost_at=None,
            failure=None,
            told_at=None,
        ),
        {"pair": pair.id, "known": pair.generation},
    )
    return changed.rowcount > 0


def lose(db: Db, pair: Pair, code: str) -> None:
    """Notes that the refresh token is not taken any more: only a new consent helps."""
    fresh_loss = {} if pair.lost else {"lost_at": db.now}
    db.execute(
        update(zalo_tokens).where(*AS_KNOWN).values(claimed_until=None, failure=code[:40], **fresh_loss),
        {"pair": pair.id, "known": pair.generation},
    )


def failure_of(db: Db, oa_id: str) -> str:
    """Gives the platform's code for why the newest consent is not taken; empty where it is."""
    return db.execute(FAILURE, {"oa": oa_id}).scalar() or ""


def tell_once(db: Db, oa_id: str) -> bool:
    """Tells whether the loss of the newest consent's pair is still to be told; who asks first tells it."""
    pair = newest(db, oa_id)
    if pair is None or not pair.lost:
        return False
    return db.execute(TELL, {"oa": oa_id, "at": db.now}).rowcount > 0
