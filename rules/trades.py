"""The trades that offers are sorted by, and what is taken as an offer."""

from datetime import date

TRADES = (
    "building",
    "farming",
    "craft",
    "sewing",
    "driving",
    "repair",
    "welding",
    "wood",
    "cooking",
    "shop",
    "factory",
    "other",
)
HOURS = ("day", "half", "night", "season", "any")
PLACES = ("near", "commune", "away", "any")
LONGEST_OPEN_DAYS = 365


def closing_problem(day: date, today: date) -> str | None:
    """Says what is wrong with the last day to ask for an offer: past, too_far (a year), or None."""
    if day < today:
        return "past"
    return "too_far" if (day - today).days > LONGEST_OPEN_DAYS else None


def starting_problem(day: date, today: date) -> str | None:
    """Says what is wrong with the first day of work: past, too_far (a year), or None."""
    return closing_problem(day, today)


def age(born: int | None, today: date) -> int | None:
    """Works out an age by the year alone, which is all that is known; None without one."""
    return today.year - born if born else None
