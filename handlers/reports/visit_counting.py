"""The visits of periods as they were counted at night, where a commune has many; and which are to be counted tonight.

A page or a chat that shows figures counts visits itself where they are few.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import takewhile

from rules import figures as rules
from rules.figures import KINDS, Period, VisitCounts, is_settled, period_of
from rules.local_time import local_day
from storage import figures, visit_counts
from storage.database import Db

MOST_PERIODS = 6
# people and visits together: so many are read and counted in some ten milliseconds
MOST_AT_ONCE = 5_000
# a commune of fewer people has no periods with so many visits
FEW_PEOPLE = 60
# a night and what it may be late
LASTS = timedelta(hours=26)
# what nobody can report on any more is looked at again, for the records it came from may be gone
AGAIN_AFTER = timedelta(days=30)


def last_periods(period: Period) -> list[Period]:
    """Lists a period and the ones before it that are told beside it, the earliest first."""
    periods = [period]
    while len(periods) < MOST_PERIODS:
        periods.insert(0, periods[0].before)
    return periods


def stored(db: Db, unit: str) -> dict[Period, tuple[VisitCounts, datetime]]:
    """Maps each period whose count still holds to it, with the moment it was made; empty for most communes."""
    at_night = visit_counts.of_unit(db, unit)
    return {period: counted for period, counted in at_night.items() if _holds(period, counted[1], db.now)}


def of_periods(db: Db, unit: str, periods: list[Period]) -> list[VisitCounts]:
    """Gives the counts of periods that follow each other; counts now from the first that was not counted at night."""
    at_night = stored(db, unit)
    counted_at_night = list(takewhile(lambda period: period in at_night, periods))
    rest = periods[len(counted_at_night) :]
    return [*(at_night[period][0] for period in counted_at_night), *(count(db, unit, rest) if rest else ())]


def _holds(period: Period, counted_at: datetime, now: datetime) -> bool:
    return is_settled(period, local_day(counted_at)) or now - counted_at < LASTS


def to_count(db: Db) -> list[tuple[str, Period]]:
    """Lists by commune the periods that are to be counted now, with the last ones of each kind among them."""
    return [
        (unit, period)
        for unit in visit_counts.large_units(db, FEW_PEOPLE)
        for period in sorted(_periods_of(db, unit), key=lambda each: (each.kind, each.first))
    ]


def _periods_of(db: Db, unit: str) -> Iterable[Period]:
    stored_counts = visit_counts.of_unit(db, unit)
    people = len(figures.people(db, unit))
    wanted = set(stored_counts)
    for kind in KINDS:
        periods = last_periods(period_of(kind, db.today))
        visits = visit_counts.how_many_visits(db, unit, periods[0].first, db.today)
        if people + visits > MOST_AT_ONCE:
            wanted.update(periods)
    return (
        period for period in wanted if period not in stored_counts or _is_old(period, stored_counts[period][1], db.now)
    )


def _is_old(period: Period, counted_at: datetime, now: datetime) -> bool:
    """Says whether to count again: what can still be reported on each night, all else once a month."""
    lasts = AGAIN_AFTER if is_settled(period, local_day(counted_at)) else timedelta(hours=12)
    return now - counted_at >= lasts


def count(db: Db, unit: str, periods: list[Period]) -> list[VisitCounts]:
    """Counts the visits of periods that follow each other, up to today, each visit read once."""
    first, last = periods[0].first, min(periods[-1].last, db.today)
    courses, made = figures.courses(db, unit, first), figures.visits_made(db, unit, first, last)
    return rules.count_visits(courses, made, periods, db.today)
