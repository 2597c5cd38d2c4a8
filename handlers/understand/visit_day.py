"""The day of a visit that somebody tells of."""

from datetime import date

from handlers.understand.dates import find_days


def visited_on(text: str, today: date) -> date | None:
    """Finds the one day up to today that a told visit names; the day from which something goes on is none.

    A day to come is that of the next visit. Two different past days are none.
    """
    past = {(hit.day, hit.since) for hit in find_days(text, today, "past") if hit.day <= today}
    days = {day for day, since in past if not since} or {day for day, _ in past}
    return days.pop() if len(days) == 1 else None
