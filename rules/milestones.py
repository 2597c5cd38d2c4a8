"""Milestones that get a kind word, once each: months at home, a job that lasts; whoever wants none hears none."""

from collections.abc import Mapping
from datetime import date, timedelta

from rules.visits import months_later

# the due thing and its notice; and what a no to it is kept as
MILESTONE, PURPOSE = "milestone", "milestones"
MONTHS_AT_HOME = (3, 6, 12)
# a state that a place comes to when both said that it goes well → the words
AT_WORK = {"at_work": "job_30", "stayed": "job_90"}
# said a day or two later where the service stood still
LATE = timedelta(days=2)


def home_period(months: int) -> str:
    """Names the milestone of so many months at home: the key of its words, and what makes it one of a kind."""
    return f"home_{months}"


def job_period(state: str, interest_id: int) -> str:
    """Names the milestone of a place that lasts; each place has its own."""
    return f"{AT_WORK[state]}.{interest_id:x}"


def words_of(period: str) -> str:
    """Gives the key of the words for a milestone."""
    return period.partition(".")[0]


def home_since(months: int, today: date) -> tuple[date, date]:
    """Gives between which days those came home who have been there for so many months today, or a day or two more."""
    day = months_later(today, -months)
    return day - LATE, day


def is_off(given: Mapping[str, bool]) -> bool:
    """Says whether somebody has said that they want no such words; who never said anything hears them."""
    return given.get(PURPOSE) is False
