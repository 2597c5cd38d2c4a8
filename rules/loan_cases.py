"""A loan from the wish to the last payment: what each step waits for, whose turn it is, and what may follow.

The way is that of QĐ 22/2023/QĐ-TTg art. 3, 4 and 14: Công an xã draws up the monthly list (Mẫu số 01), UBND xã
confirms it, it is lent through the entrusted organisations, and the bank decides. The limits are our own
(seeds/tables/loan_steps.csv); only the day of the list is the decision's.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.deadlines import add_working_days, is_working_day, next_working_day
from rules.loans import LoanTable, list_by
from rules.local_time import DAY

Agency = Literal["police", "committee", "group", "bank", "person", ""]


@dataclass(frozen=True, slots=True)
class Step:
    """A step by what it waits for. `code` is stored; `then`: the step after it, empty at an end.

    `owner`: whose turn it is. `on_list`: the case stands on the month's list or is to. `may_end`: the person may take
    the wish back, or the owner say no.
    """

    code: str
    owner: Agency
    then: str = ""
    on_list: bool = False
    may_end: bool = True


STEPS = (
    Step("to_list", "police", "to_confirm", on_list=True),
    Step("to_confirm", "committee", "to_group", on_list=True),
    Step("to_group", "group", "to_appraise"),
    Step("to_appraise", "bank", "to_decide"),
    Step("to_decide", "bank", "to_pay_out"),
    Step("to_pay_out", "bank", "to_visit"),
    Step("to_visit", "group", "repaying", may_end=False),
    Step("repaying", "bank", "repaid", may_end=False),
    # something is missing, which only the person can bring
    Step("to_mend", "person"),
)
# `ended`: the person is no longer in the commune's care
ENDS = ("repaid", "refused", "withdrawn", "ended")
BY_CODE: Mapping[str, Step] = {step.code: step for step in STEPS}
STATES = (*BY_CODE, *ENDS)
# the money is with the person: what is left is theirs and the bank's
WITH_MONEY = ("to_visit", "repaying")
# what the group and the bank may read of, once it has come to them
OF_LENDERS = ("to_group", "to_appraise", "to_decide", "to_pay_out", "to_visit", "repaying", "repaid")
REASONS = ("conditions", "residence", "same_debt", "signer", "plan", "papers", "other")
# who takes a turn where there is nobody of the agency
IN_STEAD: Mapping[str, tuple[Agency, ...]] = {
    "police": ("police",),
    "committee": ("committee",),
    "group": ("group", "bank"),
    "bank": ("bank", "group"),
    "person": ("person",),
}
REMIND_BEFORE = (5, 1)
# days after the day of a payment until it is asked whether it came
NOTED_AFTER = 3


@dataclass(frozen=True, slots=True)
class StepTable:
    """Working days for each step, from a day on; `nudge_every`: working days between reminders to who is late."""

    valid_from: date
    days: Mapping[str, int]
    nudge_every: int


def is_open(state: str) -> bool:
    """Says whether a case in this state waits for anything."""
    return state in BY_CODE


def owner_of(state: str) -> Agency:
    """Says whose turn it is; empty for what has ended."""
    return BY_CODE[state].owner if is_open(state) else ""


def may_withdraw(state: str) -> bool:
    """Says whether the person may still take the wish back: until the money is with them."""
    return is_open(state) and BY_CODE[state].may_end


def may_refuse(state: str) -> bool:
    """Says whether whoever's turn it is may say no, or send it back to be mended."""
    return may_withdraw(state) and state != "to_mend"


def due_on(state: str, today: date, table: LoanTable, steps: StepTable, free_days: Set[date]) -> date:
    """Finds the day by which a step that begins today is to be taken.

    The list of the 5th (art. 14.2c) is drawn up and confirmed by the last working day before it, or on it.
    """
    if BY_CODE[state].on_list:
        return _last_working_day_before(list_by(today, table), today, free_days)
    return add_working_days(today, steps.days[state], free_days)


def _last_working_day_before(day: date, today: date, free_days: Set[date]) -> date:
    before = day - DAY
    while before > today and not is_working_day(before, free_days):
        before -= DAY
    return max(before, today)


def next_nudge(today: date, steps: StepTable, free_days: Set[date]) -> date:
    """Finds the day on which whoever is still late is reminded again."""
    return add_working_days(today, steps.nudge_every, free_days)


def asked_whether_paid(due: date, free_days: Set[date]) -> date:
    """Finds the day on which the bank is asked whether a payment has come."""
    return next_working_day(due + DAY * NOTED_AFTER, free_days)


def list_month(today: date, table: LoanTable) -> str:
    """Names the month of the list that is being drawn up, «2026-12»: the one that is sent next."""
    return f"{list_by(today, table):%Y-%m}"
