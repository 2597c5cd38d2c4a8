"""The guardian's report of a quarter, form HCD-08: its parts, its states, when it is asked for and when it is late."""

from collections.abc import Set
from datetime import date, datetime, time, timedelta

from rules.deadlines import MORNING, Quarter, is_rest_day, quarter_of, report_window
from rules.local_time import DAY, at

# what a report tells, in the order in which it is read; the last holds what no other does
PARTS = ("visits", "work", "health", "needs", "checkins", "worries", "remarks")
STATES = ("waiting", "sent", "returned", "accepted")
# with the guardian, who has to send it
OPEN_STATES = ("waiting", "returned")
# days of the month on which a guardian hears of it while it is not sent
NUDGES = (1, 3, 5)
# a service that stood still at the start of the month still plans it
PLANNED_UNTIL_DAY = 10
ROMAN = ("I", "II", "III", "IV")


def period_of(quarter: Quarter) -> str:
    """Writes a quarter as it is stored: `2026-4`."""
    return f"{quarter.year}-{quarter.number}"


def quarter_in(period: str) -> Quarter | None:
    """Reads a stored quarter; None for what is none."""
    year, _, number = period.partition("-")
    if len(year) != 4 or not year.isdecimal() or number not in ("1", "2", "3", "4"):
        return None
    # its neighbours are looked at too
    return Quarter(int(year), int(number)) if date.min.year < int(year) < date.max.year else None


def to_plan(today: date) -> Quarter | None:
    """Finds the quarter whose reports are begun on this day; None outside the first ten days of one."""
    quarter = quarter_of(today).previous
    return quarter if (today - quarter.following.first).days < PLANNED_UNTIL_DAY else None


def nudges(quarter: Quarter, free_days: Set[date]) -> dict[int, datetime]:
    """Maps number of the reminder → its morning: days 1, 3 and 5, a rest day's on the next that is none, till day 5."""
    first, last = report_window(quarter)
    mornings: dict[date, int] = {}
    for number, day_of_month in enumerate(NUDGES, 1):
        day = first.replace(day=day_of_month)
        while is_rest_day(day, free_days):
            day += DAY
        if day <= last:
            mornings[day] = number  # two that meet on one day are one, the later
    return {number: at(day, MORNING) for day, number in mornings.items()}


def late_from(quarter: Quarter) -> datetime:
    """Gives the moment from which a report that is not sent is late: day 6 (TT 10/2024/TT-BCA art. 10.4a)."""
    return at(report_window(quarter)[1] + timedelta(days=1), time.min)


def few_visits(met: int, quarter: Quarter, came_home_on: date) -> bool:
    """Says whether they met less than once a month, of the months of the quarter that the person was home.

    How often to meet is the service's own rule; the circular names no number.
    """
    last = quarter.last
    home_since = max(came_home_on, quarter.first)
    months = (last.year - home_since.year) * 12 + last.month - home_since.month + (home_since.day <= 15)
    return met < months
