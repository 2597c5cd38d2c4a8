"""Family members who help somebody: by whose yes, what they may see, until when; and who may write in a name.

What somebody may do in another's name is a row of its own: a guardian may hold one, too, for whoever has no phone. A
row is never changed but by its end, so that who said yes to what, when and how can be told later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, String, Table, bindparam, select, text, update

from storage.columns import Codes, Id, Instant
from storage.database import Db, metadata

IS_OPEN = text("ended_at IS NULL")
helpers = Table(
    "helpers",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("account_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("relation", String(8), nullable=False),
    Column("items", Codes, nullable=False),
    Column("said_yes_on", Date, nullable=False),
    Column("how", String(8), nullable=False),
    Column("noted_by", BigInteger, nullable=False),
    Column("noted_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", BigInteger),
    Index("ix_helpers_person", "person_id"),
    Index("uq_helpers_open", "account_id", "person_id", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
)


@dataclass(frozen=True, slots=True)
class Permission:
    """What somebody allows an account to see and do for them.

    `relation` is of rules/family.py, or `guardian` where a guardian only writes.
    """

    id: int
    unit: str
    person_id: int
    account_id: int
    relation: str
    items: tuple[str, ...]
    said_yes_on: date
    how: str
    noted_by: int
    noted_at: datetime
    ended_at: datetime | None
    ended_by: int | None


OF_PERSON = (
    select(helpers)
    .where(helpers.c.person_id == bindparam("person_id"), IS_OPEN)
    .order_by(helpers.c.noted_at, helpers.c.id)
)
OF_ACCOUNT = (
    select(helpers)
    .where(helpers.c.account_id == bindparam("account_id"), IS_OPEN)
    .order_by(helpers.c.noted_at, helpers.c.id)
)
ONE = select(helpers).where(helpers.c.id == bindparam("id"))
END = (
    update(helpers)
    .where(helpers.c.id == bindparam("helper"), IS_OPEN)
    .values(ended_at=bindparam("now"), ended_by=bindparam("by"))
)


def _read(row: Sequence[Any]) -> Permission:
    return Permission(*row)


def allow(
    db: Db,
    *,
    unit: str,
    person_id: int,
    account_id: int,
    relation: str,
    items: tuple[str, ...],
    said_yes_on: date,
    how: str,
    by: int,
) -> int:
    """Notes what the account may see and do for the person from now on, instead of what was allowed before."""
    for before in of_account(db, account_id):
        if before.person_id == person_id:
            db.execute(END, {"helper": before.id, "now": db.now, "by": by})
    helper_id = db.new_id()
    row = {"id": helper_id, "unit": unit, "person_id": person_id, "account_id": account_id, "relation": relation}
    yes = {"items": items, "said_yes_on": said_yes_on, "how": how, "noted_by": by, "noted_at": db.now}
    db.execute(helpers.insert(), {**row, **yes})
    db.audit(unit, by, "helper.allowed", person_id, f"account {account_id} items={','.join(items)} how={how}")
    return helper_id


def end(db: Db, helper: Permission, by: int | None) -> bool:
    """Ends it; False if it was over already."""
    if db.execute(END, {"helper": helper.id, "now": db.now, "by": by}).rowcount != 1:
        return False
    db.audit(helper.unit, by, "helper.ended", helper.person_id, f"account {helper.account_id}")
    return True


def get(db: Db, helper_id: int) -> Permission | None:
    """Reads one; None if there is none of this id."""
    row = db.execute(ONE, {"id": helper_id}).first()
    return _read(row) if row else None


def of_person(db: Db, person_id: int) -> list[Permission]:
    """Lists who helps the person now, the first in front."""
    return [_read(row) for row in db.execute(OF_PERSON, {"person_id": person_id})]


def of_account(db: Db, account_id: int) -> list[Permission]:
    """Lists whom the account helps now."""
    return [_read(row) for row in db.execute(OF_ACCOUNT, {"account_id": account_id})]
