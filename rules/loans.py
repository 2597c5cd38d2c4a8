"""Pre-check of a loan under QĐ 22/2023/QĐ-TTg: conditions seem met, what is missing, or not this programme.

Never a decision: the list is drawn up by Công an xã, confirmed by UBND xã, and the bank appraises.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from rules.visits import months_later

CERTIFICATES = ("finished", "amnesty", "lost", "parole", "suspended", "community", "none")
PURPOSES = ("business", "training")
SIGNERS = ("household", "alone", "nobody")
Verdict = Literal["eligible", "nearly", "not"]

CLOSING_MONTHS = 3


@dataclass(frozen=True, slots=True)
class LoanTable:
    """The figures of one period of validity; the rate stays None until the bank has confirmed it."""

    valid_from: date
    business_most: int
    business_months: int
    training_month_most: int
    years_since_release: int
    list_day: int
    enterprise_most: int
    enterprise_worker_most: int
    enterprise_share_percent: int
    other_most: int
    other_months: int
    yearly_rate: Decimal | None = None
    source: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class LoanAnswers:
    certificate: str
    purpose: str
    ended_on: date | None = None
    signer: str = "household"
    lives_here: bool = True
    same_debt: bool = False
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class PreCheck:
    verdict: Verdict
    missing: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    most: int = 0
    months: int = 0
    other_way: bool = False
    list_by: date | None = None


def check(answers: LoanAnswers, today: date, table: LoanTable) -> PreCheck:
    """Checks a wish to borrow against QĐ 22/2023/QĐ-TTg art. 3, 5, 6 and 8; amounts in đồng.

    Where it closes for good, NĐ 338/2025 is the other way for work and business.
    """
    reasons = _why_not(answers, today, table)
    business = answers.purpose == "business"
    if reasons:
        return PreCheck("not", reasons=reasons, other_way=business)
    missing = _missing(answers)
    over = business and answers.amount is not None and answers.amount > table.business_most
    return PreCheck(
        "nearly" if missing else "eligible",
        missing=missing,
        notes=_notes(answers, today, table, over=over),
        most=table.business_most if business else table.training_month_most,
        months=table.business_months if business else 0,
        other_way=over,
        list_by=list_by(today, table),
    )


def _why_not(answers: LoanAnswers, today: date, table: LoanTable) -> tuple[str, ...]:
    """Lists why it is not this programme: art.

    3.1 wants a certificate of completion or amnesty, art. 3.2 five years at most.
    """
    reasons: list[str] = []
    if answers.certificate in ("parole", "suspended", "community"):
        reasons.append("not_finished")
    if answers.certificate == "none":
        reasons.append("no_certificate")
    if answers.ended_on is not None and today > closes_on(answers.ended_on, table):
        reasons.append("too_late")
    return tuple(reasons)


def _missing(answers: LoanAnswers) -> tuple[str, ...]:
    missing = {
        "certificate_copy": answers.certificate == "lost",
        "end_date": answers.ended_on is None,
        "residence": not answers.lives_here,
        "same_debt": answers.same_debt,
        "signer": answers.signer == "nobody",
    }
    return tuple(code for code, lacks in missing.items() if lacks)


def _notes(answers: LoanAnswers, today: date, table: LoanTable, *, over: bool) -> tuple[str, ...]:
    ended = answers.ended_on
    notes = {
        "over_most": over,
        "signs_alone": answers.signer == "alone",
        "closing": ended is not None and closes_on(ended, table) < months_later(today, CLOSING_MONTHS),
    }
    return tuple(code for code, applies in notes.items() if applies)


def closes_on(ended_on: date, table: LoanTable) -> date:
    """Finds the last day to borrow: five years from finishing the sentence (QĐ 22/2023/QĐ-TTg art. 3.2)."""
    return months_later(ended_on, table.years_since_release * 12)


def list_by(today: date, table: LoanTable) -> date:
    """Finds the day of the next list: Công an xã sends it on the 5th of every month (art. 14.2c)."""
    this_month = today.replace(day=table.list_day)
    return this_month if today < this_month else months_later(this_month, 1)


@dataclass(frozen=True, slots=True)
class Instalment:
    principal: int
    first_interest: int | None


def instalment(amount: int, months: int, table: LoanTable) -> Instalment:
    """Splits a loan into equal parts of the principal, in đồng a month; interest only when the rate is confirmed.

    Raises ValueError unless amount and months are above nought.
    """
    if amount <= 0 or months <= 0:
        raise ValueError("amount and months are above nought")
    return Instalment(_whole(Decimal(amount) / months), monthly_interest(amount, table))


def monthly_interest(amount: int, table: LoanTable) -> int | None:
    """Works out the first month's interest in đồng at the rate for poor households (art. 9); None while unconfirmed."""
    if table.yearly_rate is None:
        return None
    return _whole(Decimal(amount) * table.yearly_rate / 100 / 12)


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def check_enterprise(workers: int, of_them: int, amount: int | None, *, same_debt: bool, table: LoanTable) -> PreCheck:
    """Checks what an enterprise may borrow, in đồng (QĐ 22/2023/QĐ-TTg art. 3.2 and 6.2).

    A tenth of its `workers` must be people come home (`of_them`); so much a project, and so much a worker.
    """
    if of_them <= 0 or workers <= 0:
        return PreCheck("not", reasons=("no_such_workers",), other_way=True)
    most = min(table.enterprise_most, table.enterprise_worker_most * of_them)
    lacks = {"share": of_them * 100 < workers * table.enterprise_share_percent, "same_debt": same_debt}
    missing = tuple(code for code, true in lacks.items() if true)
    over = amount is not None and amount > most
    return PreCheck(
        "nearly" if missing else "eligible",
        missing=missing,
        notes=("over_most",) if over else (),
        most=most,
        months=table.business_months,
        other_way=over,
    )
