"""The figures of a period of a commune: counts by code, of the period and of the one before it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rules import groups, loan_cases
from rules.deadlines import quarter_of
from rules.figures import Difference, Period, Punctuality, Share, Visited, difference, median, period_of, punctuality
from rules.visits import met
from storage import figures, person_groups
from storage.database import Db
from storage.figures import AlertFacts, Record

# section → code → count, in the order in which they are told
Counts = Mapping[str, Mapping[str, int]]
MOST_PERIODS = 6
REMINDER = "visit_soon"
DAY = timedelta(days=1)


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


def gather(db: Db, unit: str, period: Period, today: date) -> Figures:
    """Counts a period, up to today where it is not over."""
    first, last = period.first, min(period.last, today)
    people = figures.people(db, unit)
    ids = [one.id for one in people]
    raised = figures.alerts_opened(db, unit, first, last)
    opened, closed = figures.needs_opened(db, unit, first, last), figures.needs_met(db, unit, first, last, "met")
    ended = Counter(one.ended_as for one in people if one.ended_on and first <= one.ended_on <= last)
    counts: dict[str, Mapping[str, int]] = {
        "people": {"managed": sum(one.status == "managed" for one in people)},
        "visits": _visits(db, unit, people, period, today),
        "roll_call": figures.roll_called(db, ids, first, last),
        "needs": {"opened": sum(opened.values()), "met": sum(closed.values())},
        "alerts": {"raised": len(raised), "false_alarm": sum(one.state == "false_alarm" for one in raised)},
        "reasons": dict(Counter(one.reason for one in raised).most_common()),
        "work": figures.taken_on(db, ids, first, last),
        "at_work": figures.at_work(db, ids, first, last),
        "loans": _loans(db, unit, first, last, {"opened": opened.get("loan", 0), "met": closed.get("loan", 0)}),
        "groups": _groups(db, people, period),
        "ended": dict(ended),
    }
    return Figures(period, {name: dict(rows) for name, rows in counts.items()}, _minutes(raised))


def _loans(db: Db, unit: str, first: date, last: date, needs: Mapping[str, int]) -> dict[str, int]:
    """Counts wishes for a loan, and by step the cases that came to it, in the order of the way."""
    steps = figures.loan_steps(db, unit, first, last)
    return {**needs, **{state: steps[state] for state in loan_cases.STATES if state in steps}}


def _visits(db: Db, unit: str, people: list[Record], period: Period, today: date) -> dict[str, int]:
    last = min(period.last, today)
    in_period, before = figures.visited(db, unit, period.first, last)
    counted = _punctuality(people, in_period, before, last)
    made = [visit for visits in in_period.values() for visit in visits]
    return {
        "made": len(made),
        "met": len({person for person, visits in in_period.items() if any(met(one.outcome) for one in visits)}),
        "on_time": counted.on_time,
        "late": counted.late,
        "overdue": counted.overdue,
    }


def _punctuality(
    people: list[Record],
    in_period: Mapping[int, list[Visited]],
    before: Mapping[int, Visited],
    last: date,
) -> Punctuality:
    total = Punctuality()
    for one in people:
        counted = punctuality(one.in_care, before.get(one.id), in_period.get(one.id, []), last)
        over = one.ended_on is not None and one.ended_on <= last
        total += Punctuality(counted.on_time, counted.late) if over else counted
    return total


def _groups(db: Db, people: list[Record], period: Period) -> dict[str, int]:
    """Counts the groups of a quarter; of another period there are none."""
    if period.kind != "quarter":
        return {}
    quarter = quarter_of(period.first)
    chosen = person_groups.in_quarter(db, [one.id for one in people], groups.written(quarter))
    return dict(sorted(Counter(choice.letter for choice in chosen.values()).items()))


def _minutes(raised: list[AlertFacts]) -> dict[str, int]:
    by_level: dict[str, list[float]] = {}
    for alert in raised:
        if alert.taken_at is not None:
            minutes = (alert.taken_at - alert.opened_at).total_seconds() / 60
            by_level.setdefault(alert.level, []).append(minutes)
    middles = {level: median(minutes) for level, minutes in by_level.items()}
    return {level: round(middle) for level, middle in middles.items() if middle is not None}


def trend(db: Db, unit: str, period: Period, today: date) -> list[tuple[Period, Punctuality]]:
    """Counts visits on time, late and overdue of the last periods of this kind, the earliest first."""
    periods = [period]
    while len(periods) < MOST_PERIODS:
        periods.insert(0, periods[0].before)
    people = figures.people(db, unit)
    by_person, before = figures.visited(db, unit, periods[0].first, min(period.last, today))
    told = []
    for one in periods:
        last = min(one.last, today)
        within = {
            person: [visit for visit in visits if one.first <= visit.on <= last] for person, visits in by_person.items()
        }
        told.append((one, _punctuality(people, within, before, last)))
        before = before | {person: visits[-1] for person, visits in within.items() if visits}
    return told


def reminder_effect(db: Db, unit: str, today: date) -> ReminderEffect:
    """Compares visits by their day after a reminder with those for which none could leave, of what is kept of them.

    Nobody was left without a reminder on purpose: who could not be reminded differs in other ways, too.
    """
    people = [one.id for one in figures.people(db, unit)]
    reminders = [row for row in figures.reminded(db, people, REMINDER) if row[1] < today]
    if not reminders:
        return ReminderEffect(Share(0, 0), Share(0, 0), None)
    since = min(day for _, day, _ in reminders) - DAY * 2
    by_person, _ = figures.visited(db, unit, since, today)
    kept: dict[bool, list[bool]] = {True: [], False: []}
    for person, day, was_reminded in reminders:
        kept[was_reminded].append(any(day - DAY * 2 <= visit.on <= day for visit in by_person.get(person, [])))
    with_it, without = (Share(sum(kept[which]), len(kept[which])) for which in (True, False))
    return ReminderEffect(with_it, without, difference(with_it, without))


def shown_period(argument: str, today: date) -> Period:
    """Reads which period a button means, `quarter-2` for two quarters ago; this month for nonsense."""
    kind, _, ago = argument.partition("-")
    period = period_of(kind if kind in ("week", "month", "quarter", "year") else "month", today)
    for _ in range(int(ago) if ago.isdecimal() and len(ago) < 3 else 0):
        period = period.before
    return period
