"""Loans from the wish to the last payment: one open case a person, and each step that was taken, by whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    select,
    text,
    update,
)

from rules import record_letters
from rules.loan_cases import BY_CODE, WITH_MONEY
from rules.repayment import Part, parts
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal, seal_json
from storage.database import Db, metadata
from storage.units import next_number

IS_OPEN = text("ended_at IS NULL")
loan_cases = Table(
    "loan_cases",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("list_month", String(7)),
    Column("group_id", BigInteger),
    Column("back_to", String(12)),
    Column("paid_out_on", Date),
    Column("paid", Integer, nullable=False),
    Column("reason", String(12)),
    Column("ended_at", Instant),
    Column("wish", Sealed("loan_cases.wish"), nullable=False),
    Column("terms", Sealed("loan_cases.terms")),
    Column("why", Sealed("loan_cases.why")),
    UniqueConstraint("unit", "number"),
    Index("uq_loan_cases_open", "person_id", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_loan_cases_person", "person_id", "asked_at"),
    Index("ix_loan_cases_state", "unit", "state", "due_on"),
    Index("ix_loan_cases_list", "unit", "list_month"),
)
loan_case_steps = Table(
    "loan_case_steps",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("case_id", BigInteger, ForeignKey("loan_cases.id"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("by", BigInteger),
    Column("at", Instant, nullable=False),
    Index("ix_loan_case_steps_case", "case_id", "at"),
)


@dataclass(frozen=True, slots=True)
class LoanCase:
    """A loan. `state` is a code of `rules.loan_cases`, since when and by when the next step is to be taken.

    `shared`: the person agreed that the group and the bank read of it. `list_month`: of the list it stands on, as
    «2026-12». `group_id`: the organisation that has taken it up. `back_to`: the step to which it goes when mended.
    `paid`: payments noted. `wish` holds the form's answers, `terms` what was decided: amount, months, every, rate.
    """

    id: int
    unit: str
    number: int
    person_id: int
    state: str
    asked_at: datetime
    since: datetime
    due_on: date
    shared: bool
    list_month: str | None
    group_id: int | None
    back_to: str | None
    paid_out_on: date | None
    paid: int
    reason: str | None
    ended_at: datetime | None
    sealed_wish: SealedCell
    sealed_terms: SealedCell | None
    sealed_why: SealedCell | None

    @property
    def code(self) -> str:
        """Gives the number as people read it."""
        return record_letters.written("loan", self.number)

    @property
    def wish(self) -> dict[str, Any]:
        answers: dict[str, Any] = self.sealed_wish.open_json(self.id)
        return answers

    @property
    def terms(self) -> dict[str, Any]:
        """Opens what was decided; empty before."""
        decided: dict[str, Any] = self.sealed_terms.open_json(self.id) if self.sealed_terms else {}
        return decided

    @property
    def why(self) -> str:
        return opened(self.sealed_why, self.id) or ""

    @property
    def payments(self) -> tuple[Part, ...]:
        """Works out what is to be paid back and when; nothing before it was decided."""
        terms = self.terms
        if not terms:
            return ()
        rate = Decimal(terms["rate"]) if terms.get("rate") else None
        return parts(terms["amount"], terms["months"], rate, every=terms.get("every", 1), paid_out_on=self.paid_out_on)

    @property
    def next_payment(self) -> Part | None:
        """Gives the first payment that nobody has noted."""
        payments = self.payments
        return payments[self.paid] if self.state == "repaying" and self.paid < len(payments) else None


NAMES = tuple(name for name in LoanCase.__slots__ if not name.startswith("sealed_"))
COLUMNS = (*(loan_cases.c[name] for name in NAMES), loan_cases.c.wish, loan_cases.c.terms, loan_cases.c.why)
ONE = select(*COLUMNS).where(loan_cases.c.id == bindparam("id"))
SEVERAL = select(*COLUMNS).where(loan_cases.c.id.in_(bindparam("ids", expanding=True)))
BY_NUMBER = select(*COLUMNS).where(loan_cases.c.unit == bindparam("unit"), loan_cases.c.number == bindparam("number"))
OF_PERSON = (
    select(*COLUMNS)
    .where(loan_cases.c.person_id == bindparam("person_id"))
    .order_by(loan_cases.c.asked_at, loan_cases.c.id)
)
IN_STATES = (
    select(*COLUMNS)
    .where(loan_cases.c.unit == bindparam("unit"), loan_cases.c.state.in_(bindparam("states", expanding=True)))
    .order_by(loan_cases.c.due_on, loan_cases.c.id)
)
ON_LIST = (
    select(*COLUMNS)
    .where(loan_cases.c.unit == bindparam("unit"), loan_cases.c.list_month == bindparam("month"))
    .order_by(loan_cases.c.number)
)
STEPS_OF = (
    select(loan_case_steps.c.state, loan_case_steps.c.by, loan_case_steps.c.at)
    .where(loan_case_steps.c.case_id == bindparam("case_id"))
    .order_by(loan_case_steps.c.at, loan_case_steps.c.id)
)


def open_case(
    db: Db, *, unit: str, person_id: int, wish: Mapping[str, Any], shared: bool, due_on: date, by: int
) -> LoanCase:
    """Opens the case of a wish to borrow; the caller sees to it that there is none open. Raises IntegrityError."""
    case_id = db.new_id()
    row = {
        "id": case_id,
        "unit": unit,
        "number": next_number(db, unit, "loan_case"),
        "person_id": person_id,
        "state": "to_list",
        "asked_at": db.now,
        "since": db.now,
        "due_on": due_on,
        "shared": shared,
        "paid": 0,
        "wish": seal_json(case_id, dict(wish)),
    }
    db.execute(loan_cases.insert(), row)
    _note(db, unit, case_id, person_id, "to_list", by)
    return _reread(db, case_id)


def move(db: Db, case: LoanCase, state: str, due_on: date, by: int | None, **more: Any) -> bool:
    """Takes the next step; False where somebody has taken one since the case was read.

    `more`: list_month, group_id, back_to, paid_out_on, paid, reason as they are; terms and why as they read, to seal.
    """
    values = {name: _bound(case.id, name, value) for name, value in more.items()}
    ended_at = None if state in BY_CODE else db.now
    unchanged = (loan_cases.c.state == case.state, loan_cases.c.paid == case.paid, loan_cases.c.due_on == case.due_on)
    moved = update(loan_cases).where(loan_cases.c.id == case.id, *unchanged)
    if not db.execute(moved.values(state=state, since=db.now, due_on=due_on, ended_at=ended_at, **values)).rowcount:
        return False
    _note(db, case.unit, case.id, case.person_id, state, by)
    return True


def _bound(case_id: int, name: str, value: Any) -> Any:
    if value is None or name not in ("terms", "why"):
        return value
    return seal_json(case_id, value) if name == "terms" else seal(case_id, value)


def _note(db: Db, unit: str, case_id: int, person_id: int, state: str, by: int | None) -> None:
    db.execute(
        loan_case_steps.insert(), {"id": db.new_id(), "case_id": case_id, "state": state, "by": by, "at": db.now}
    )
    db.audit(unit, by, f"loan.{state}", person_id, f"loan {case_id}")


def share(db: Db, case: LoanCase, shared: bool) -> None:
    """Notes whether the group and the bank may read of it."""
    db.execute(update(loan_cases).where(loan_cases.c.id == case.id).values(shared=shared))


def mend(db: Db, case: LoanCase, wish: Mapping[str, Any]) -> None:
    """Puts the answers right."""
    db.execute(update(loan_cases).where(loan_cases.c.id == case.id).values(wish=seal_json(case.id, dict(wish))))


def goes_with(db: Db, person_id: int, to_unit: str, by: int | None) -> LoanCase | None:
    """Hands the open case of somebody who moves to the new commune, under its next number; gives it as it is there.

    Each commune has a list of its own: what has not been paid out waits for the new one's.
    """
    case = open_of(db, person_id)
    if case is None:
        return None
    values: dict[str, Any] = {"unit": to_unit, "number": next_number(db, to_unit, "loan_case")}
    if case.state not in WITH_MONEY:
        values |= {"state": "to_list", "list_month": None, "group_id": None, "back_to": None, "due_on": db.today}
    db.execute(update(loan_cases).where(loan_cases.c.id == case.id).values(since=db.now, **values))
    moved = _reread(db, case.id)
    _note(db, to_unit, case.id, person_id, moved.state, by)
    return moved


def get(db: Db, case_id: int) -> LoanCase | None:
    """Reads a case; None if there is none of this id."""
    row = db.execute(ONE, {"id": case_id}).first()
    return LoanCase(*row) if row else None


def several(db: Db, ids: Collection[int]) -> dict[int, LoanCase]:
    """Reads cases by id; whatever is not there is left out."""
    return {row.id: LoanCase(*row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def by_number(db: Db, unit: str, number: int) -> LoanCase | None:
    """Reads the case of this number in the commune; None if there is none."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return LoanCase(*row) if row else None


def of_person(db: Db, person_id: int) -> list[LoanCase]:
    """Lists somebody's loans, the earliest first."""
    return [LoanCase(*row) for row in db.execute(OF_PERSON, {"person_id": person_id})]


def open_of(db: Db, person_id: int) -> LoanCase | None:
    """Finds somebody's open case."""
    return next((case for case in of_person(db, person_id) if case.ended_at is None), None)


def in_states(db: Db, unit: str, states: tuple[str, ...]) -> list[LoanCase]:
    """Lists the commune's cases in these states, the most urgent first."""
    return [LoanCase(*row) for row in db.execute(IN_STATES, {"unit": unit, "states": list(states)})]


def on_list(db: Db, unit: str, month: str) -> list[LoanCase]:
    """Lists the cases on a month's list, by their numbers."""
    return [LoanCase(*row) for row in db.execute(ON_LIST, {"unit": unit, "month": month})]


def steps_of(db: Db, case_id: int) -> list[tuple[str, int | None, datetime]]:
    """Lists (state, who, when) of each step that was taken."""
    return [(row[0], row[1], row[2]) for row in db.execute(STEPS_OF, {"case_id": case_id})]


def _reread(db: Db, case_id: int) -> LoanCase:
    return LoanCase(*db.execute(ONE, {"id": case_id}).one())
