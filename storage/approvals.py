"""What waits for a second person's yes: who asks for what, for whom, and who has decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, bindparam, select, text, update

from rules import record_letters
from rules.approvals import LIFE
from storage.columns import Id, Instant, Sealed, SealedCell, seal_json
from storage.database import Db, metadata
from storage.units import next_number

IS_WAITING = text("state = 'waiting'")
approvals = Table(
    "approvals",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("what", String(8), nullable=False),
    Column("account_id", BigInteger),
    Column("asked_by", BigInteger, nullable=False),
    Column("wanted", Sealed("approvals.wanted")),
    Column("state", String(10), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("decided_by", BigInteger),
    Column("decided_at", Instant),
    Index("ix_approvals_number", "unit", "number", unique=True),
    Index("ix_approvals_waiting", "unit", "id", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
    Index("ix_approvals_account", "account_id"),
    Index("ix_approvals_asker", "asked_by"),
)


@dataclass(frozen=True, slots=True)
class Approval:
    """Something that one person asks for and another has to agree to.

    `what` is of rules/approvals.py. `state`: waiting, agreed, used (its code was made: each yes is good for one),
    declined, withdrawn, void (things had changed meanwhile) or expired. `account_id`: whom it concerns; None for an
    account that does not exist before the yes. `sealed_wanted`: the facts, as JSON, until it is decided.
    """

    id: int
    unit: str
    number: int
    what: str
    account_id: int | None
    asked_by: int
    state: str
    asked_at: datetime
    expires_at: datetime
    decided_by: int | None
    sealed_wanted: SealedCell | None

    @property
    def code(self) -> str:
        """Gives the number as people read it."""
        return record_letters.written("approval", self.number)

    @property
    def wanted(self) -> dict[str, Any]:
        """Opens what is asked for; empty once it was decided."""
        return dict(self.sealed_wanted.open_json(self.id)) if self.sealed_wanted else {}

    def is_waiting(self, now: datetime) -> bool:
        return self.state == "waiting" and now < self.expires_at


COLUMNS = (
    approvals.c.id,
    approvals.c.unit,
    approvals.c.number,
    approvals.c.what,
    approvals.c.account_id,
    approvals.c.asked_by,
    approvals.c.state,
    approvals.c.asked_at,
    approvals.c.expires_at,
    approvals.c.decided_by,
    approvals.c.wanted,
)
BY_NUMBER = select(*COLUMNS).where(approvals.c.unit == bindparam("unit"), approvals.c.number == bindparam("number"))
SEVERAL = select(*COLUMNS).where(approvals.c.id.in_(bindparam("ids", expanding=True)))
WAITING = (
    select(*COLUMNS)
    .where(approvals.c.unit == bindparam("unit"), IS_WAITING, approvals.c.expires_at > bindparam("now", type_=Instant))
    .order_by(approvals.c.id)
)
END = (
    update(approvals)
    .where(
        approvals.c.id == bindparam("approval"),
        IS_WAITING,
        approvals.c.expires_at > bindparam("now", type_=Instant),
    )
    .values(
        state=bindparam("after"),
        decided_by=bindparam("by"),
        decided_at=bindparam("now", type_=Instant),
        wanted=None,
        expires_at=bindparam("until", type_=Instant),
    )
)
LAPSE = (
    update(approvals)
    .where(
        approvals.c.id == bindparam("approval"), IS_WAITING, approvals.c.expires_at <= bindparam("now", type_=Instant)
    )
    .values(state="expired", wanted=None)
)
USE = (
    update(approvals)
    .where(
        approvals.c.id == bindparam("approval"),
        approvals.c.state == "agreed",
        approvals.c.expires_at > bindparam("now", type_=Instant),
    )
    .values(state="used")
)


def _read(row: Sequence[Any]) -> Approval:
    return Approval(*row)


def put(db: Db, *, unit: str, what: str, account_id: int | None, asked_by: int, wanted: Mapping[str, Any]) -> Approval:
    """Adds a request that waits, with the next number of the unit."""
    approval_id, number = db.new_id(), next_number(db, unit, "approval")
    db.execute(
        approvals.insert(),
        {
            "id": approval_id,
            "unit": unit,
            "number": number,
            "what": what,
            "account_id": account_id,
            "asked_by": asked_by,
            "wanted": seal_json(approval_id, dict(wanted)),
            "state": "waiting",
            "asked_at": db.now,
            "expires_at": db.now + LIFE,
        },
    )
    return several(db, [approval_id])[0]


def several(db: Db, ids: Sequence[int]) -> list[Approval]:
    """Reads requests by id; what is not there is left out."""
    return [_read(row) for row in db.execute(SEVERAL, {"ids": list(ids)})]


def by_number(db: Db, unit: str, number: int) -> Approval | None:
    """Reads the request with this number of the unit: nobody reaches into another."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return _read(row) if row else None


def waiting(db: Db, unit: str) -> list[Approval]:
    """Lists what waits for a yes in the unit, the oldest first."""
    return [_read(row) for row in db.execute(WAITING, {"unit": unit, "now": db.now})]


def end(db: Db, approval_id: int, state: str, by: int | None) -> bool:
    """Ends a waiting request: agreed, declined or withdrawn; the facts are forgotten. False: it waits no longer.

    A code may be made of what was agreed to for as long again.
    """
    keys = {"approval": approval_id, "after": state, "by": by, "now": db.now, "until": db.now + LIFE}
    return db.execute(END, keys).rowcount == 1


def lapse(db: Db, approval_id: int) -> bool:
    """Ends a request that waited its whole time; the facts are forgotten. False: it waits no longer, or still."""
    return db.execute(LAPSE, {"approval": approval_id, "now": db.now}).rowcount == 1


def made(db: Db, approval_id: int, account_id: int) -> None:
    """Notes which account was made of what was agreed to."""
    db.execute(update(approvals).where(approvals.c.id == approval_id).values(account_id=account_id))


def use(db: Db, approval_id: int) -> bool:
    """Marks an agreed one as used up: False if it was, or its time is over."""
    return db.execute(USE, {"approval": approval_id, "now": db.now}).rowcount == 1
