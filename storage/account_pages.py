"""The accounts of a unit page by page, closed ones too: all, those of a role, those that are no longer in use."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from rules.tone_marks import comparable
from storage.accounts import COLUMNS, Account, accounts, from_row
from storage.database import Db
from storage.names import fits, folded

OF_UNIT = select(*COLUMNS).where(accounts.c.unit == bindparam("unit")).order_by(accounts.c.id)
HOW_MANY = select(func.count()).select_from(accounts).where(accounts.c.unit == bindparam("unit"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of them: those who hold a role (any without one), in use or not in use any more."""

    role: str = ""
    in_use: bool = True

    def within(self, query: Select[Any]) -> Select[Any]:
        """Narrows a query of accounts."""
        is_active = accounts.c.status == "active"
        query = query.where(is_active if self.in_use else ~is_active)
        return query.where(accounts.c.roles.has(self.role)) if self.role else query


def page_of(db: Db, unit: str, wanted: Wanted, *, most: int, skipped: int = 0) -> list[Account]:
    """Lists a page of the unit's accounts, in the order they were made."""
    query = wanted.within(OF_UNIT).limit(most).offset(skipped)
    return [from_row(row) for row in db.execute(query, {"unit": unit})]


def page_after(db: Db, unit: str, wanted: Wanted, after: int, most: int) -> list[Account]:
    """Lists the next of the unit's accounts that were made after the one of this id."""
    query = wanted.within(OF_UNIT).where(accounts.c.id > after).limit(most)
    return [from_row(row) for row in db.execute(query, {"unit": unit})]


def how_many(db: Db, unit: str, wanted: Wanted) -> int:
    """Counts the unit's accounts."""
    return int(db.execute(wanted.within(HOW_MANY), {"unit": unit}).scalar_one())


def every(db: Db, unit: str) -> list[Account]:
    """Lists all of the unit's accounts, closed ones too."""
    return [from_row(row) for row in db.execute(OF_UNIT, {"unit": unit})]


def matching(candidates: Iterable[Account], words: str) -> list[Account]:
    """Picks those whose name the words begin: as typed if that fits anybody, else without accents."""
    opened = [(account, account.name) for account in candidates]
    for spelt in (comparable, folded):
        wanted = spelt(words).split()
        fitting = [account for account, name in opened if fits(wanted, spelt(name).split())]
        if fitting:
            return fitting
    return []
