"""The figures of a period of a commune: counts by code, of the period and of the one before it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from handlers.reports import visit_counting
from rules import groups, loan_cases
from rules.deadlines import quarter_of
from rules.figures import Difference, Period, Punctuality, Share, VisitCounts, difference, median, period_of
from rules.local_time import DAY, local_day
from storage import figures
from storage.database import Db
from storage.figures import AlertFacts, Hired

# section → code → count, in the order in which they are told
Counts = Mapping[str, Mapping[str, int]]
REMINDER = "visit_soon"
UNHEARD = "unheard"


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted; `minutes_to_take`: level of alert → middle of the minutes until somebody took it."""

    period: Period
    counts: Counts
    minutes_to_take: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReminderEffect:
    """Visits by their day where the guardian was reminded before it, and where no reminder could leave.

    `difference` is None where there are too few of either to say anything.
    """

    reminded: Share
    not_reminded: Share
    difference: Difference | None


def gather(db: Db, unit: str, period: Period, today: date, visits: VisitCounts | None = None) -> Figures:
    """Counts a period, up to today where it is not over; its visits only where they are not counted yet."""
    first, last = period.first, min(period.last, today)
    raised = figures.alerts_opened(db, unit, first, last)
    opened, closed = figures.needs_opened(db, unit, first, last), figures.needs_met(db, unit, first, last, "met")
    hired = figures.hired(db, unit)
    counts: dict[str, Mapping[str, int]] = {
        "people": {"managed": figures.managed(db, unit)},
        "visits": _visits(visits or visit_counting.of_periods(db, unit, [period])[0]),
        "roll_call": figures.roll_called(db, unit, first, last),
        "needs": {"opened": sum(opened.values()), "met": sum(closed.values())},
        "alerts": {"raised": len(raised), "false_alarm": sum(alert.state == "false_alarm" for alert in raised)},
        "reasons": dict(Counter(alert.reason for alert in raised).most_common()),
        "work": _taken_on(hired, first, last),
        "at_work": _at_work(hired, first, last),
        "loans": _loans(db, unit, first, last, {"opened": opened.get("loan", 0), "met": closed.get("loan", 0)}),
        "groups": _groups(db, unit, period),
        "ended": figures.ended(db, unit, first, last),
    }
    return Figures(period, {name: dict(rows) for name, rows in counts.items()}, _minutes(raised))


def _loans(db: Db, unit: str, first: date, last: date, needs: Mapping[str, int]) -> dict[str, int]:
    """Counts wishes for a loan, and by step the cases that came to it, in the order of the way."""
    steps = figures.loan_steps(db, unit, first, last)
    return {**needs, **{state: steps[state] for state in loan_cases.STATES if state in steps}}


def _visits(counted: VisitCounts) -> dict[str, int]:
    punctuality = {part: getattr(counted.punctuality, part) for part in ("on_time", "late", "overdue")}
    return {"made": counted.made, "met": counted.met, **punctuality}


def _taken_on(hired: list[Hired], first: date, last: date) -> dict[str, int]:
    """Counts by kind of offer (job, course) who was taken on between two days."""
    return dict(sorted(Counter(hire.kind for hire in hired if first <= local_day(hire.at) <= last).items()))


def _at_work(hired: list[Hired], first: date, last: date) -> dict[str, int]:
    """Counts what was said of the 30th or 90th day at work, of the days between two: «30_fine», «90_left».

    Nothing heard, or not yet, counts as unheard.
    """
    counts: dict[str, int] = {}
    for days, answer in ((30, attrgetter("said_at_30")), (90, attrgetter("said_at_90"))):
        began = first - DAY * days, last - DAY * days
        said = sorted(answer(hire) or "" for hire in hired if hire.starts_on and began[0] <= hire.starts_on <= began[1])
        counts |= Counter(f"{days}_{each or UNHEARD}" for each in said)
    return counts


def _groups(db: Db, unit: str, period: Period) -> dict[str, int]:
    """Counts the groups of a quarter; of another period there are none."""
    if period.kind != "quarter":
        return {}
    return dict(sorted(figures.grouped(db, unit, groups.written(quarter_of(period.first))).items()))


def _minutes(raised: list[AlertFacts]) -> dict[str, int]:
    by_level: dict[str, list[float]] = {}
    for alert in raised:
        if alert.taken_at is not None:
            minutes = (alert.taken_at - alert.opened_at).total_seconds() / 60
            by_level.setdefault(alert.level, []).append(minutes)
    middles = {level: median(minutes) for level, minutes in by_level.items()}
    return {level: round(middle) for level, middle in middles.items() if middle is not None}


def trend(db: Db, unit: str, period: Period) -> list[tuple[Period, Punctuality]]:
    """Counts visits on time, late and overdue of the last periods of this kind, the earliest first."""
    periods = visit_counting.last_periods(period)
    counts = visit_counting.of_periods(db, unit, periods)
    return [(of_period, counted.punctuality) for of_period, counted in zip(periods, counts, strict=True)]


def reminder_effect(db: Db, unit: str, today: date) -> ReminderEffect:
    """Compares visits by their day after a reminder with those for which none could leave, of what is kept of them.

    Nobody was left without a reminder on purpose: who could not be reminded differs in other ways, too.
    """
    reminders = [row for row in figures.reminded(db, figures.people(db, unit), REMINDER) if row[1] < today]
    if not reminders:
        return ReminderEffect(Share(0, 0), Share(0, 0), None)
    since = min(day for _, day, _ in reminders) - DAY * 2
    days_of: dict[int, list[date]] = {}
    for person, on, _ in figures.visits_made(db, unit, since, today):
        days_of.setdefault(person, []).append(on)
    kept: dict[bool, list[bool]] = {True: [], False: []}
    for person, day, was_reminded in reminders:
        kept[was_reminded].append(any(day - DAY * 2 <= on <= day for on in days_of.get(person, [])))
    with_it, without = (Share(sum(kept[which]), len(kept[which])) for which in (True, False))
    return ReminderEffect(with_it, without, difference(with_it, without))


def shown_period(argument: str, today: date) -> Period:
    """Reads which period a button means, `quarter-2` for two quarters ago; this month for nonsense."""
    kind, _, ago = argument.partition("-")
    period = period_of(kind if kind in ("week", "month", "quarter", "year") else "month", today)
    for _ in range(int(ago) if ago.isdecimal() and len(ago) < 3 else 0):
        period = period.before
    return period
