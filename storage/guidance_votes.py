"""How often an answer was called useful or not, by month: no account, no chat, no words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Db, metadata

guidance_votes = Table(
    "guidance_votes",
    metadata,
    Column("entry", String(48), nullable=False),
    Column("month", String(7), nullable=False),
    Column("useful", Boolean, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("entry", "month", "useful"),
    Index("ix_guidance_votes_month", "month"),
)
SUMS = (
    select(guidance_votes.c.entry, guidance_votes.c.useful, func.sum(guidance_votes.c.count))
    .group_by(guidance_votes.c.entry, guidance_votes.c.useful)
    .order_by(guidance_votes.c.entry, guidance_votes.c.useful)
)


@dataclass(frozen=True, slots=True)
class Votes:
    entry: str
    useful: bool
    count: int


def count(db: Db, entry: str, *, useful: bool) -> None:
    """Counts one more for this month."""
    insert = sqlite.insert if db.store.sqlite else postgresql.insert
    added = insert(guidance_votes).on_conflict_do_update(
        index_elements=["entry", "month", "useful"], set_={"count": guidance_votes.c.count + 1}
    )
    db.execute(added, {"entry": entry, "month": f"{db.today:%Y-%m}", "useful": useful, "count": 1})


def sums(db: Db) -> Sequence[Votes]:
    """Lists all that was counted, by entry."""
    return [Votes(entry, bool(useful), int(number)) for entry, useful, number in db.execute(SUMS)]
