"""Dialogues that were set aside for another matter, until they are gone on with: of each form the last one first."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Column, Index, String, Table, bindparam, delete, select, update
from sqlalchemy.sql import Select

from storage.columns import EPOCH, Id, Instant, Sealed, SealedCell, seal_json
from storage.database import Db, metadata
from storage.prepared import Prepared

drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("party_id", BigInteger, nullable=False),
    Column("form", String(40), nullable=False),
    Column("answers", Sealed("drafts.answers"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("nudge_at", Instant),
    Index("ix_drafts_party", "party_id", "form"),
    Index("ix_drafts_nudge", "nudge_at"),
    Index("ix_drafts_expiry", "expires_at"),
)


class Parked(NamedTuple):
    """A dialogue that was set aside, with its answers by question id."""

    id: int
    party_id: int
    form: str
    chat_id: int
    sealed_answers: SealedCell
    nudge_at: datetime | None

    @property
    def is_to_be_offered(self) -> bool:
        """Says whether its party has not been asked about it yet."""
        return self.nudge_at is not None

    @property
    def answers(self) -> dict[str, Any]:
        content: dict[str, Any] = self.sealed_answers.open_json(self.id)
        return content


COLUMNS = (drafts.c.id, drafts.c.party_id, drafts.c.form, drafts.c.chat_id, drafts.c.answers, drafts.c.nudge_at)
OF_PARTY = select(*COLUMNS).where(drafts.c.party_id == bindparam("party"))
OF_FORM = Prepared(OF_PARTY.where(drafts.c.form == bindparam("form")).order_by(drafts.c.id.desc()).limit(1))
THESE = drafts.c.id.in_(bindparam("ids", expanding=True))


def park(
    db: Db,
    party_id: int,
    form: str,
    answers: dict[str, Any],
    *,
    chat_id: int,
    expires_at: datetime,
    nudge_at: datetime | None,
) -> None:
    """Sets a dialogue aside, beside others of the same form; of those the one with the same answers makes room."""
    same_drafts = [
        parked.id for parked in of_party(db, party_id) if parked.form == form and parked.answers in ({}, answers)
    ]
    if same_drafts:
        dropped(db, same_drafts)
    draft_id = db.new_id()
    row = {"id": draft_id, "party_id": party_id, "form": form, "answers": seal_json(draft_id, answers)}
    db.execute(drafts.insert(), row | {"chat_id": chat_id, "expires_at": expires_at, "nudge_at": nudge_at})


def take(db: Db, party_id: int, form: str) -> Parked | None:
    """Takes the last dialogue of this form up again: it is set aside no more. None if there is none."""
    parked = of_form(db, party_id, form)
    if parked is not None:
        dropped(db, [parked.id])
    return parked


def last(db: Db, party_id: int) -> Parked | None:
    """Finds what the party has set aside last."""
    return max(of_party(db, party_id), key=lambda parked: parked.id, default=None)


def of_party(db: Db, party_id: int) -> list[Parked]:
    """Lists what the party has set aside."""
    return [Parked(*row) for row in db.execute(OF_PARTY, {"party": party_id})]


def of_form(db: Db, party_id: int, form: str) -> Parked | None:
    """Finds what the party has set aside last of this form; it stays so."""
    return next((Parked(*row) for row in OF_FORM.rows(db, {"party": party_id, "form": form})), None)


def _due(column: Column[datetime]) -> Select[Any]:
    return (
        select(*COLUMNS)
        .where(column <= bindparam("now"))
        .order_by(column, drafts.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )


TO_NUDGE, TO_EXPIRE = _due(drafts.c.nudge_at), _due(drafts.c.expires_at)
NEXT_NUDGE, NEXT_END = (
    select(column).where(column >= EPOCH).order_by(column).limit(1)
    for column in (drafts.c.nudge_at, drafts.c.expires_at)
)


def to_nudge(db: Db, limit: int) -> list[Parked]:
    """Lists those that were set aside a day ago; locked for this process until the transaction ends."""
    return [Parked(*row) for row in db.execute(TO_NUDGE, {"now": db.now, "most": limit})]


def to_expire(db: Db, limit: int) -> list[Parked]:
    """Lists those whose time is over; locked for this process until the transaction ends."""
    return [Parked(*row) for row in db.execute(TO_EXPIRE, {"now": db.now, "most": limit})]


def nudged(db: Db, ids: list[int]) -> None:
    """Notes that these were asked about: once for each."""
    db.execute(update(drafts).where(THESE).values(nudge_at=None), {"ids": ids})


def dropped(db: Db, ids: list[int]) -> None:
    """Deletes these: gone on with, or over."""
    db.execute(delete(drafts).where(THESE), {"ids": ids})


def next_at(db: Db) -> datetime | None:
    """Tells when one is next to be asked about or ended; None if there is none."""
    moments = (db.execute(query).scalar() for query in (NEXT_NUDGE, NEXT_END))
    return min((moment for moment in moments if moment is not None), default=None)
