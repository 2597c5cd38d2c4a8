"""Messages passed on between a person and the officers, so that neither sees the other's number."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, String, Table, bindparam, select, update
from sqlalchemy import text as sql

from storage.columns import Id, Instant, Sealed, SealedCell, seal
from storage.database import Db, metadata

IS_WAITING = sql("from_person AND answered_at IS NULL")
relays = Table(
    "relays",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("person_account", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("officer_account", BigInteger, ForeignKey("accounts.id")),
    Column("from_person", Boolean, nullable=False),
    Column("text", Sealed("relays.text"), nullable=False),
    Column("attachment_id", BigInteger),
    Column("at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("answered_by", BigInteger),
    Index("ix_relays_thread", "person_account", "at"),
    Index("ix_relays_waiting", "unit", "at", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
    Index("ix_relays_officer", "officer_account"),
)


@dataclass(frozen=True, slots=True)
class Relay:
    id: int
    unit: str
    person_account: int
    officer_account: int | None
    from_person: bool
    attachment_id: int | None
    at: datetime
    answered_at: datetime | None
    answered_by: int | None
    sealed_text: SealedCell

    @property
    def text(self) -> str:
        return self.sealed_text.open(self.id)


COLUMNS = (
    relays.c.id,
    relays.c.unit,
    relays.c.person_account,
    relays.c.officer_account,
    relays.c.from_person,
    relays.c.attachment_id,
    relays.c.at,
    relays.c.answered_at,
    relays.c.answered_by,
    relays.c.text,
)
WAITING = select(*COLUMNS).where(relays.c.unit == bindparam("unit"), IS_WAITING).order_by(relays.c.at, relays.c.id)
THREAD = (
    select(*COLUMNS)
    .where(relays.c.person_account == bindparam("person_account"))
    .order_by(relays.c.at.desc(), relays.c.id.desc())
    .limit(bindparam("most"))
)
ANSWERED = (
    update(relays)
    .where(relays.c.person_account == bindparam("person"), IS_WAITING)
    .values(answered_at=bindparam("now"), answered_by=bindparam("officer"))
)
ONE_ANSWERED = ANSWERED.where(relays.c.id == bindparam("asked"))


def waiting(db: Db, unit: str) -> list[Relay]:
    """Lists what persons have written and nobody has answered, the oldest first."""
    return [Relay(*row) for row in db.execute(WAITING, {"unit": unit})]


def thread(db: Db, person_account: int, most: int = 20) -> list[Relay]:
    """Lists what was said between the person and the officers, the oldest of the last `most` first."""
    rows = db.execute(THREAD, {"person_account": person_account, "most": most})
    return [Relay(*row) for row in rows][::-1]


def ask(db: Db, *, unit: str, person_account: int, text: str, attachment_id: int | None = None) -> int:
    """Adds a message from a person to the officers; gives its id."""
    return _add(db, unit, person_account, None, text, attachment_id)


def answer(
    db: Db,
    *,
    unit: str,
    person_account: int,
    officer_account: int,
    text: str,
    attachment_id: int | None = None,
    only: int | None = None,
) -> int:
    """Adds an officer's message to a person and gives its id; it answers all that was asked, or `only` one message."""
    settled = {"person": person_account, "now": db.now, "officer": officer_account}
    db.execute(*((ANSWERED, settled) if only is None else (ONE_ANSWERED, {**settled, "asked": only})))
    return _add(db, unit, person_account, officer_account, text, attachment_id)


def _add(
    db: Db, unit: str, person_account: int, officer_account: int | None, text: str, attachment_id: int | None
) -> int:
    relay_id = db.new_id()
    db.execute(
        relays.insert(),
        {
            "id": relay_id,
            "unit": unit,
            "person_account": person_account,
            "officer_account": officer_account,
            "from_person": officer_account is None,
            "text": seal(relay_id, text),
            "attachment_id": attachment_id,
            "at": db.now,
        },
    )
    db.audit(unit, officer_account or person_account, "relay.sent", person_account, f"relay {relay_id}")
    return relay_id
