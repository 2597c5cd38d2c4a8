"""Figures of a period: which days it has, which visits were on time, what a small count hides, how sure a share is."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from operator import itemgetter
from statistics import NormalDist
from typing import NamedTuple

from rules.deadlines import quarter_of
from rules.duty import monday_of
from rules.local_time import DAY
from rules.visits import OLDEST_DAYS, met, next_visit_on

KINDS = ("week", "month", "quarter", "year")
# a visit this long before a period sets no day in it any more
LOOKED_BACK = timedelta(days=400)
# a visit as it is read: of whom, when, its outcome
Made = tuple[int, date, str]
# a smaller count could point at somebody
LEAST_SHOWN = 5
SURE = NormalDist().inv_cdf(0.975)
# with fewer on either side nothing can be said
LEAST_COMPARED = 10


@dataclass(frozen=True, slots=True)
class Period:
    """A week, month, quarter or year, by its first and last day, both in it."""

    kind: str
    first: date
    last: date

    @property
    def before(self) -> "Period":
        return period_of(self.kind, self.first - DAY)


def is_settled(period: Period, today: date) -> bool:
    """Says whether nobody can report on a period any more, nor correct what was reported."""
    return period.last + DAY * (OLDEST_DAYS + 2) < today


def period_of(kind: str, day: date) -> Period:
    """Finds the period of a kind that a day lies in."""
    if kind == "week":
        monday = monday_of(day)
        return Period(kind, monday, monday + DAY * 6)
    if kind == "quarter":
        quarter = quarter_of(day)
        return Period(kind, quarter.first, quarter.last)
    if kind == "year":
        return Period(kind, date(day.year, 1, 1), date(day.year, 12, 31))
    following = (day.replace(day=1) + DAY * 32).replace(day=1)
    return Period("month", day.replace(day=1), following - DAY)


class Visited(NamedTuple):
    """A visit as it counts: when, and its outcome, a code of `rules.visits`."""

    on: date
    outcome: str


class InCare(NamedTuple):
    """Somebody as their visits are counted: home since, and how often they are visited if not by the rules."""

    came_home_on: date
    visit_every: int | None = None


@dataclass(slots=True)
class Course:
    """How somebody's visits stand as a period is gone through: the last visit, None if there is none that counts."""

    in_care: InCare
    last: Visited | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Punctuality:
    on_time: int = 0
    late: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """The visits of a period. `met`: people met in it. Of those who are not on record any more no day was set."""

    made: int
    met: int
    punctuality: Punctuality


def count_visits(
    courses: Mapping[int, Course], visits: Sequence[Made], periods: Sequence[Period], today: date
) -> list[VisitCounts]:
    """Counts the visits of periods that follow each other, up to today, and moves the courses on to their end.

    `visits` are in the order of their days. A visit is on time that came by the day which the one before had set, as
    the first of all does; overdue is whoever's next was due on a day before the end and has not come.
    """
    told, start = [], 0
    for period in periods:
        last = min(period.last, today)
        end = bisect_right(visits, last, lo=start, key=itemgetter(1))
        told.append(_of_period(courses, visits[start:end], period.first - LOOKED_BACK, last))
        start = end
    return told


def _of_period(courses: Mapping[int, Course], visits: Sequence[Made], earliest: date, last: date) -> VisitCounts:
    for each in courses.values():
        if each.last is not None and each.last.on < earliest:
            each.last = None
    on_time, counted, people_met = 0, 0, set()
    for person, on, outcome in visits:
        if met(outcome):
            people_met.add(person)
        if (course := courses.get(person)) is not None:
            visit = Visited(on, outcome)
            counted += 1
            on_time += is_on_time(course.in_care, course.last, visit)
            course.last = visit
    overdue = sum(_is_overdue(course, course.last, last) for course in courses.values() if course.last is not None)
    return VisitCounts(len(visits), len(people_met), Punctuality(on_time, counted - on_time, overdue))


def _is_overdue(course: Course, visit: Visited, until: date) -> bool:
    is_over = course.ended_on is not None and course.ended_on <= until
    return not is_over and _due_after(course.in_care, visit) < until


def is_on_time(person: InCare, previous: Visited | None, visit: Visited) -> bool:
    """Says whether a visit came by the day that the one before had set; the first of all does."""
    return previous is None or visit.on <= _due_after(person, previous)


def _due_after(person: InCare, visit: Visited) -> date:
    return next_visit_on(visit.on, person.came_home_on, person.visit_every, outcome=visit.outcome)


def is_shown(count: int) -> bool:
    """Says whether a count may be told to the province: none, or at least five."""
    return count == 0 or count >= LEAST_SHOWN


def told_to_province(counts: Mapping[str, int]) -> tuple[dict[str, int | None], int]:
    """Gives each commune's count, None where it is too small, and the sum of those that are shown.

    A sum of all would tell what is hidden by what is missing from it.
    """
    shown = {unit: count if is_shown(count) else None for unit, count in counts.items()}
    return shown, sum(count for count in shown.values() if count)


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many needs of a kind were asked for, how many of them somebody took on, and how many were met."""

    asked: int = 0
    accepted: int = 0
    done: int = 0

    def stages(self, *, all_shown: bool) -> dict[str, int | None]:
        """Gives stage → count, in their order; None for one that is too small, unless all may be shown."""
        counts = {"asked": self.asked, "accepted": self.accepted, "done": self.done}
        return {stage: count if all_shown or is_shown(count) else None for stage, count in counts.items()}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of a whole."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else 0.0

    def bounds(self) -> tuple[float, float]:
        """Gives the interval that holds the true share with 95 %, after Wilson (1927)."""
        if not self.whole:
            return 0.0, 1.0
        spread = SURE**2 / self.whole
        middle = (self.value + spread / 2) / (1 + spread)
        width = SURE / (1 + spread) * sqrt(self.value * (1 - self.value) / self.whole + spread / (4 * self.whole))
        return max(middle - width, 0.0), min(middle + width, 1.0)


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much one share is larger than another, with the bounds that hold it with 95 %."""

    value: float
    least: float
    most: float

    @property
    def is_sure(self) -> bool:
        """Says whether nought lies outside the bounds."""
        return self.least > 0 or self.most < 0


def difference(share: Share, other: Share) -> Difference | None:
    """Compares two shares, after Newcombe (1998, method 10); None where one of them is of too few to say anything."""
    if min(share.whole, other.whole) < LEAST_COMPARED:
        return None
    value = share.value - other.value
    (low, high), (other_low, other_high) = share.bounds(), other.bounds()
    least = value - sqrt((share.value - low) ** 2 + (other_high - other.value) ** 2)
    most = value + sqrt((high - share.value) ** 2 + (other.value - other_low) ** 2)
    return Difference(value, least, most)


def median(numbers: Iterable[float]) -> float | None:
    """Finds the middle of some numbers; None of none."""
    ordered = sorted(numbers)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
