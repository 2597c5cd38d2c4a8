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
    """The last day to ask for an offer."""
    if day < today:
        return "past"
    return "too_far" if (day - today).days > LONGEST_OPEN_DAYS else None


def age(born: int | None, today: date) -> int | None:
    """By the year alone, which is all that is known."""
    return today.year - born if born else None
