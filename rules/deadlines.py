"""Quarters, working days and the days on which somebody is reminded."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time

from rules.local_time import DAY, at, local
from rules.notice_kind import Reader
from rules.notices import of_visits

MORNING = time(7, 30)
SATURDAY, SUNDAY = 5, 6
# reminders of one visit that a guardian gets before an officer hears that nobody has reported it
NUDGES_BEFORE_OFFICER = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last(self) -> date:
        return self.following.first - DAY

    @property
    def following(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)


def quarter_of(day: date) -> Quarter:
    """Finds the quarter of a day."""
    return Quarter(day.year, (day.month + 2) // 3)


def report_window(quarter: Quarter) -> tuple[date, date]:
    """Gives the first and last day to hand in form HCD-08 on a quarter: TT 10/2024/TT-BCA art. 10.4a."""
    first = quarter.following.first
    return first, first.replace(day=5)


def is_working_day(day: date, free_days: Set[date], extra_days: Set[date] = frozenset()) -> bool:
    """Says whether offices work on a day: Monday to Friday, but for holidays.

    `extra_days` are Saturdays worked in exchange for a bridge day.
    """
    if day in extra_days:
        return True
    return day.weekday() < SATURDAY and day not in free_days


def is_first_of_week(day: date, free_days: Set[date]) -> bool:
    """Says whether a day is the first of its week on which offices work."""
    monday = day - DAY * day.weekday()
    return day == next_working_day(monday, free_days)


def is_rest_day(day: date, free_days: Set[date]) -> bool:
    """Says whether a day is a Sunday or a public holiday, on which nobody is asked for anything."""
    return day.weekday() == SUNDAY or day in free_days


def next_working_day(day: date, free_days: Set[date], extra_days: Set[date] = frozenset()) -> date:
    """Finds the first working day from this day on."""
    while not is_working_day(day, free_days, extra_days):
        day += DAY
    return day


def add_working_days(day: date, count: int, free_days: Set[date], extra_days: Set[date] = frozenset()) -> date:
    """Finds the last day of a limit of `count` working days that starts the day after `day`."""
    for _ in range(count):
        day = next_working_day(day + DAY, free_days, extra_days)
    return day


def next_working_morning(after: datetime, free_days: Set[date], extra_days: Set[date] = frozenset()) -> datetime:
    """Finds the first working morning (07:30) strictly after a moment, in UTC."""
    local_after = local(after)
    day = local_after.date() if local_after.time() < MORNING else local_after.date() + DAY
    return at(next_working_day(day, free_days, extra_days), MORNING)


def reminder_day(day: date, free_days: Set[date]) -> date:
    """Moves a reminder from a Sunday or a holiday to the next working day."""
    return next_working_day(day, free_days) if is_rest_day(day, free_days) else day


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of a visit; `kind` is the id of a row of rules/notices.py."""

    kind: str
    reader: Reader
    on: date
    without_guardian: bool = False

    @property
    def at(self) -> datetime:
        return at(self.on, MORNING)


def visit_reminders(next_visit_on: date, free_days: Set[date]) -> list[Reminder]:
    """Lists the reminders of a visit, each on the day that its row of rules/notices.py sets.

    Long holidays push reminders together; of those that meet on one day only the last is kept.
    """
    kept: list[Reminder] = []
    for kind, visit in of_visits():
        # an officer hears of it with the digest, which there is none of on a Saturday
        moved = next_working_day if visit.reader == "officer" else reminder_day
        on = moved(next_visit_on + DAY * visit.days, free_days)
        kept = [reminder for reminder in kept if reminder.reader != visit.reader or reminder.on < on]
        kept.append(Reminder(kind, visit.reader, on, visit.without_guardian))
    return kept


def officer_hears(nudged: int, to_come: int) -> bool:
    """Says whether an officer is told of a visit nobody reports: after the third reminder, or when no other follows.

    Long holidays push reminders together, so that the day alone does not tell how many there have been.
    """
    return nudged >= NUDGES_BEFORE_OFFICER or to_come == 0
