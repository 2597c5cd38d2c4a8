"""Messages to many as they stand: one, the last ones of a commune, those that have something to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from rules import record_letters
from rules.broadcasts import LIFE
from storage.broadcasts.tables import GOING, broadcasts
from storage.columns import Instant, SealedCell
from storage.database import Db


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message to many, and how far it is.

    `audience` is a role, hamlet, families (a hamlet with its guardians) or list; `whom` names hamlets or accounts.

    `total` and `foreseen` (seconds) come from the dry run; `put` messages, `refused` and `to_call` people so far.
    `shown_id` is the message in the officer's chat that shows how far it is, `told_id` the last
    change of it, `told` how many had gone by then.
    """

    id: int
    unit: str
    number: int
    by_account: int
    chat_id: int
    attachment_id: int | None
    audience: str
    state: str
    why: str | None
    total: int
    foreseen: int
    put: int
    refused: int
    to_call: int
    reached_up_to: int
    all_put: bool
    next_at: datetime
    created_at: datetime
    began_at: datetime | None
    expires_at: datetime
    ended_at: datetime | None
    shown_id: int | None
    told_id: int | None
    told_at: datetime | None
    told: int
    sealed_text: SealedCell
    sealed_whom: SealedCell | None

    @property
    def code(self) -> str:
        """Gives the number as people read it."""
        return record_letters.written("broadcast", self.number)

    @property
    def planned_for(self) -> datetime:
        """Gives the moment before which none of it may leave."""
        return self.expires_at - LIFE

    @property
    def text(self) -> str:
        return self.sealed_text.open(self.id)

    @property
    def whom(self) -> list[Any]:
        named: list[Any] = self.sealed_whom.open_json(self.id) if self.sealed_whom else []
        return named


COLUMNS = tuple(broadcasts.c[name.removeprefix("sealed_")] for name in Broadcast.__slots__)
BY_ID = select(*COLUMNS).where(broadcasts.c.id == bindparam("id"))
LOCKED = BY_ID.with_for_update()
BY_NUMBER = select(*COLUMNS).where(broadcasts.c.unit == bindparam("unit"), broadcasts.c.number == bindparam("number"))
LAST = (
    select(*COLUMNS)
    .where(broadcasts.c.unit == bindparam("unit"))
    .order_by(broadcasts.c.number.desc())
    .limit(bindparam("most"))
)
PAGE = LAST.where(broadcasts.c.number < bindparam("before"))
DUE = (
    select(*COLUMNS)
    .where(GOING, broadcasts.c.next_at <= bindparam("now", type_=Instant))
    .order_by(broadcasts.c.next_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
GOING_OF = select(*COLUMNS).where(GOING, broadcasts.c.by_account == bindparam("account"))
NEXT = select(func.min(broadcasts.c.next_at)).where(GOING)


def get(db: Db, broadcast_id: int, *, lock: bool = False) -> Broadcast | None:
    """Reads a message to many, locked if asked; None if there is none of this id."""
    row = db.execute(LOCKED if lock else BY_ID, {"id": broadcast_id}).first()
    return Broadcast(*row) if row else None


def by_number(db: Db, unit: str, number: int) -> Broadcast | None:
    """Reads the one with this number in the commune; None if there is none."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return Broadcast(*row) if row else None


def last_of(db: Db, unit: str, most: int) -> list[Broadcast]:
    """Lists the commune's latest, the newest first."""
    return [Broadcast(*row) for row in db.execute(LAST, {"unit": unit, "most": most})]


def page_of(db: Db, unit: str, *, before: int, most: int) -> list[Broadcast]:
    """Lists the next of the commune's with a number below `before`, the newest first."""
    return [Broadcast(*row) for row in db.execute(PAGE, {"unit": unit, "before": before, "most": most})]


def due(db: Db, most: int) -> list[Broadcast]:
    """Lists those that have something to do now, held for this transaction."""
    return [Broadcast(*row) for row in db.execute(DUE, {"now": db.now, "most": most})]


def going_of(db: Db, account_id: int) -> list[Broadcast]:
    """Lists those that this account wrote and that have not ended."""
    return [Broadcast(*row) for row in db.execute(GOING_OF, {"account": account_id})]


def next_at(db: Db) -> datetime | None:
    """Tells when one has something to do next; None if none is going."""
    moment: datetime | None = db.execute(NEXT).scalar()
    return moment
