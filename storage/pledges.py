"""What organisations have pledged to the commune: which help, for how many, until when; and how much was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    bindparam,
    func,
    select,
    update,
)

from storage.accounts import accounts
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata
from storage.needs import needs

pledges = Table(
    "pledges",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("organisation_id", BigInteger, ForeignKey("organisations.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("count", Integer, nullable=False),
    Column("until", Date, nullable=False),
    Column("words", Sealed("pledges.words")),
    Column("made_at", Instant, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", BigInteger),
    Index("ix_pledges_unit", "unit", "until"),
    Index("ix_pledges_organisation", "organisation_id", "until"),
)


@dataclass(frozen=True, slots=True)
class Pledge:
    """A pledge and how often it was kept: needs of its kind that this organisation met since it was made."""

    id: int
    unit: str
    organisation_id: int
    kind: str
    count: int
    until: date
    made_at: datetime
    ended_at: datetime | None
    sealed_words: SealedCell | None
    kept: int

    @property
    def words(self) -> str | None:
        return opened(self.sealed_words, self.id)


_KEPT = (
    select(func.count())
    .select_from(accounts)
    .join(needs, needs.c.helper_id == accounts.c.id)
    .where(
        accounts.c.unit == pledges.c.unit,
        accounts.c.organisation_id == pledges.c.organisation_id,
        needs.c.kind == pledges.c.kind,
        needs.c.outcome == "met",
        needs.c.closed_at >= pledges.c.made_at,
    )
    .correlate(pledges)
    .scalar_subquery()
)
COLUMNS = (
    *(pledges.c["words" if name == "sealed_words" else name] for name in Pledge.__slots__ if name != "kept"),
    _KEPT,
)
LATEST_LAST = (pledges.c.until.desc(), pledges.c.id)


def _page(*which: Any) -> Select[Any]:
    return select(*COLUMNS).where(*which).order_by(*LATEST_LAST).limit(bindparam("most")).offset(bindparam("skipped"))


OF_UNIT = _page(pledges.c.unit == bindparam("unit"))
OF_ORGANISATION = _page(pledges.c.organisation_id == bindparam("organisation"))
HOW_MANY = select(func.count()).where(pledges.c.unit == bindparam("unit"))
ONE = select(*COLUMNS).where(pledges.c.id == bindparam("id"))


def _read(row: Sequence[Any]) -> Pledge:
    return Pledge(*row)


def add(
    db: Db, *, unit: str, organisation_id: int, kind: str, count: int, until: date, words: str | None, by: int
) -> int:
    """Adds a pledge for so many people until a day, and gives its id."""
    pledge_id = db.new_id()
    row = {"id": pledge_id, "unit": unit, "organisation_id": organisation_id, "kind": kind, "count": count}
    db.execute(
        pledges.insert(), {**row, "until": until, "words": seal(pledge_id, words), "made_at": db.now, "made_by": by}
    )
    db.audit(unit, by, "pledge.added", organisation_id, f"{kind} {count} until {until}")
    return pledge_id


def get(db: Db, pledge_id: int) -> Pledge | None:
    """Reads a pledge; None if there is none of this id."""
    row = db.execute(ONE, {"id": pledge_id}).first()
    return _read(row) if row else None


def page_of(db: Db, unit: str, *, most: int, skipped: int = 0) -> list[Pledge]:
    """Lists a page of the commune's pledges, over ones too, what runs longest first."""
    return [_read(row) for row in db.execute(OF_UNIT, {"unit": unit, "most": most, "skipped": skipped})]


def of_organisation(db: Db, organisation_id: int, *, most: int = 20) -> list[Pledge]:
    """Lists what an organisation has pledged, what runs longest first."""
    keys = {"organisation": organisation_id, "most": most, "skipped": 0}
    return [_read(row) for row in db.execute(OF_ORGANISATION, keys)]


def how_many(db: Db, unit: str) -> int:
    """Counts the commune's pledges."""
    return int(db.execute(HOW_MANY, {"unit": unit}).scalar_one())


def end(db: Db, pledge: Pledge, by: int) -> bool:
    """Ends a pledge before its day; False if it was ended already."""
    still_open = update(pledges).where(pledges.c.id == pledge.id, pledges.c.ended_at.is_(None))
    if not db.execute(still_open.values(ended_at=db.now, ended_by=by)).rowcount:
        return False
    db.audit(pledge.unit, by, "pledge.ended", pledge.organisation_id, str(pledge.id))
    return True
