"""What a person's plan is: at most five goals, agreed with them, each with who helps and by when."""

from datetime import date, timedelta

MOST_OPEN = 5
LONGEST_DAYS = 730
REMIND_DAYS_BEFORE = 3
LONGEST_GOAL = 200
# proposed: waits for the person's yes; over: given up, by whoever, with a reason
STATES = ("proposed", "agreed", "done", "over")
OPEN_STATES = ("proposed", "agreed")
HELPERS = ("self", "guardian", "officer", "family", "other")


def day_problem(day: date, today: date) -> str | None:
    """Says what is wrong with the day by which a goal is to be reached: past, too_far (two years), or None."""
    if day < today:
        return "past"
    return "too_far" if (day - today).days > LONGEST_DAYS else None


def reminders(due_on: date, today: date) -> list[date]:
    """Lists the days on which a goal is reminded of: three days before and on the day, not past ones."""
    return [day for day in (due_on - timedelta(days=REMIND_DAYS_BEFORE), due_on) if day > today]
