"""The officers' board of loans: the open cases of a commune, step by step, what is late first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, Integer, Select, bindparam, case, func, select, tuple_

from storage.database import Db
from storage.loan_cases import COLUMNS, LoanCase, loan_cases

AT_STEP = (
    select(*COLUMNS)
    .where(loan_cases.c.unit == bindparam("unit"), loan_cases.c.state == bindparam("state"))
    .order_by(loan_cases.c.due_on, loan_cases.c.id)
    .limit(bindparam("most"))
)
BEYOND = tuple_(loan_cases.c.due_on, loan_cases.c.id) > tuple_(
    bindparam("last_on", type_=Date), bindparam("last_id", type_=BigInteger)
)
IS_LATE = case((loan_cases.c.due_on < bindparam("today", type_=Date), 1), else_=0)
OPEN = (
    select(loan_cases.c.id, loan_cases.c.state, loan_cases.c.due_on, loan_cases.c.wish)
    .where(loan_cases.c.unit == bindparam("unit"), loan_cases.c.state.in_(bindparam("states", expanding=True)))
    .order_by(loan_cases.c.due_on, loan_cases.c.id)
)
BY_STEP = (
    select(loan_cases.c.state, func.count(), func.sum(IS_LATE).cast(Integer))
    .where(loan_cases.c.unit == bindparam("unit"), loan_cases.c.state.in_(bindparam("states", expanding=True)))
    .group_by(loan_cases.c.state)
)


# the place of a case in its column: by when the next step is to be taken, and its id
Place = tuple[date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of the open cases: at a step since before a moment, due before a day. What is empty asks for all."""

    since_before: datetime | None = None
    due_before: date | None = None

    def within(self, query: Select[Any]) -> Select[Any]:
        """Narrows a query of cases."""
        if self.since_before:
            query = query.where(loan_cases.c.since < self.since_before)
        return query.where(loan_cases.c.due_on < self.due_before) if self.due_before else query


def at_step(db: Db, unit: str, state: str, wanted: Wanted, *, most: int, after: Place | None = None) -> list[LoanCase]:
    """Lists the cases that wait at a step, what is due soonest first, from the one `after` (due, id) on."""
    query, keys = wanted.within(AT_STEP), {"unit": unit, "state": state, "most": most}
    if after is None:
        return [LoanCase(*row) for row in db.execute(query, keys)]
    beyond = {**keys, "last_on": after[0], "last_id": after[1]}
    return [LoanCase(*row) for row in db.execute(query.where(BEYOND), beyond)]


def by_step(db: Db, unit: str, states: Collection[str], wanted: Wanted, today: date) -> dict[str, tuple[int, int]]:
    """Maps state → how many cases wait there, and how many of them are late."""
    rows = db.execute(wanted.within(BY_STEP), {"unit": unit, "states": list(states), "today": today})
    return {state: (count, late) for state, count, late in rows}


def for_purpose(db: Db, unit: str, states: Collection[str], wanted: Wanted, purpose: str) -> dict[str, list[Place]]:
    """Maps state → the places of the cases for a purpose of `rules.loans`, what is due soonest first.

    What a loan is for is sealed: the wishes of the commune's open cases are opened, which are few.
    """
    places: dict[str, list[Place]] = {}
    rows = db.execute(wanted.within(OPEN), {"unit": unit, "states": list(states)})
    for case_id, state, due_on, wish in rows:
        if wish.open_json(case_id).get("purpose") == purpose:
            places.setdefault(state, []).append((due_on, case_id))
    return places
