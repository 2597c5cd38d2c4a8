"""The monthly check-in: a face, what would help, and when it is asked for."""

from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta

from rules.deadlines import next_working_day, reminder_day
from rules.visits import NEEDS

FACES = ("great", "good", "fair", "low", "bad")
# somebody to talk to, and a call: no kind of help that goes to a board
HELPS = (*NEEDS, "talk", "call")
# the due thing, and the reason of its alert
MISSING = "check_in_missing"
MISSING_AFTER = timedelta(days=10)
LATEST_DAY = 28
# what may be asked beside the face, in this order, each with its answers, the lightest first; nothing is asked for that
# would be owned up to
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "sleep": ("well", "broken", "badly"),
    "food": ("enough", "sometimes_short", "often_short"),
    "work": ("steady", "now_and_then", "looking", "not_now"),
    "money": ("enough", "tight", "short"),
    "home": ("warm", "some_words", "heavy", "alone"),
    "old_friends": ("no", "easy", "hard"),
    "drink": ("no", "little", "more_than_liked"),
    "craving": ("no", "passed", "hard"),
    "medicine": ("regular", "sometimes_missed", "ran_out"),
    "loneliness": ("rarely", "sometimes", "often"),
}
MOST_QUESTIONS = 3
# the report on a month is signed at the start of the next (NĐ 231/2026 art. 8: the police remark, too)
REPORTED_UNTIL_DAY = 10


def period_of(day: date) -> str:
    """Names the month of a day, such as 2026-11: one check-in is asked for in each."""
    return f"{day:%Y-%m}"


def month_in(period: str) -> date | None:
    """Reads a stored month, as its first day; None for what is none."""
    year, _, month = period.partition("-")
    if len(period) != 7 or not (year.isdecimal() and month.isdecimal()) or not 1 <= int(month) <= 12:
        return None
    return date(int(year), int(month), 1)


def month_to_report(day: date) -> str:
    """Names the month whose report is written on a day: the one before in its first ten days, then the present one."""
    return period_of(day.replace(day=1) - timedelta(days=1)) if day.day <= REPORTED_UNTIL_DAY else period_of(day)


def check_in_on(month: date, came_home_on: date | None, free_days: Set[date]) -> date:
    """Finds the day of a month on which this person is asked: spread over the month by the day of coming home.

    `month` is any day's month; a rest day gives way to the next working day.
    """
    day = min(came_home_on.day, LATEST_DAY) if came_home_on else 1
    return reminder_day(month.replace(day=day), free_days)


def missing_on(asked_on: date, free_days: Set[date]) -> date:
    """Finds the day on which a question that has no answer is told to those on duty: ten days on, a working day."""
    return next_working_day(asked_on + MISSING_AFTER, free_days)


def course_of(faces: Sequence[str]) -> str:
    """Says how the last month is beside the one before, the latest face first; `first` where there is but one.

    A code for a kind sentence: nobody is scored.
    """
    if len(faces) < 2:
        return "first"
    now, before = FACES.index(faces[0]), FACES.index(faces[1])
    if now != before:
        return "lighter" if now < before else "harder"
    return "well" if now <= FACES.index("good") else "steady" if faces[0] == "fair" else "hard"
