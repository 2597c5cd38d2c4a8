"""What is paid back of a loan and when: equal parts of the principal, interest on what is still owed.

The rate is that for poor households on the day (QĐ 22/2023/QĐ-TTg art. 9), given by whoever calls; where it is not
confirmed no interest is worked out. The bank counts by days: what stands here is close to it, and says so.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rules.visits import months_later

SHORT_COURSE_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One payment, in đồng. `due_on` is None where nobody knows yet when the money comes; `left`: owed after it.

    `interest` is None while the rate is not confirmed.
    """

    number: int
    due_on: date | None
    principal: int
    interest: int | None
    left: int

    @property
    def total(self) -> int:
        return self.principal + (self.interest or 0)


def parts(
    amount: int, months: int, yearly_rate: Decimal | None = None, *, every: int = 1, paid_out_on: date | None = None
) -> tuple[Part, ...]:
    """Lists the payments of a loan of `amount` đồng over `months`, one each `every` months, the last possibly earlier.

    The principal is split evenly, the last part takes what rounding leaves. Raises ValueError unless all are above 0.
    """
    if min(amount, months, every) <= 0:
        raise ValueError("amount, months and pause between payments are above nought")
    ends = [*range(every, months, every), months]
    even = _whole(Decimal(amount) * every / months)
    listed, left, before = [], amount, 0
    for number, end in enumerate(ends, 1):
        principal = left if end == months else min(even, left)
        interest = None if yearly_rate is None else _interest(left, end - before, yearly_rate)
        left, before = left - principal, end
        due_on = months_later(paid_out_on, end) if paid_out_on else None
        listed.append(Part(number, due_on, principal, interest, left))
    return tuple(listed)


def total_interest(payments: tuple[Part, ...]) -> int | None:
    """Adds up the interest; None while the rate is not confirmed."""
    interests = [part.interest for part in payments]
    return None if None in interests else sum(interest or 0 for interest in interests)


def totals(payments: tuple[Part, ...], most: int) -> list[tuple[str, int, int]]:
    """Joins neighbouring payments into at most `most` groups: («1–10», principal, interest), in đồng."""
    each = max(1, -(-len(payments) // most))
    groups = [payments[first : first + each] for first in range(0, len(payments), each)]
    return [
        (
            f"{group[0].number}" if len(group) == 1 else f"{group[0].number}–{group[-1].number}",
            sum(part.principal for part in group),
            sum(part.interest or 0 for part in group),
        )
        for group in groups
    ]


def training_months(course_months: int) -> int:
    """Gives the most months to pay back a loan for a course, after it (QĐ 22/2023/QĐ-TTg art. 8.1).

    Twice the time of disbursement for a course of up to a year, the same time for a longer one.
    """
    return course_months * (2 if course_months <= SHORT_COURSE_MONTHS else 1)


def _interest(owed: int, months: int, yearly_rate: Decimal) -> int:
    return _whole(Decimal(owed) * yearly_rate / 100 / 12 * months)


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
