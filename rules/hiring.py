"""From asking for a place to ninety days in it: how an interest may stand, who has the next step, and by when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from rules.deadlines import MORNING
from rules.local_time import at, local_day

Owner = Literal["person", "partner", "officer", "both"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A state with a next step: whose it is, on which day they are reminded, on which the stage ends, and as what.

    Days count from `counts_from`; that they are own rules, of no law, stands in docs/decisions/0052-hiring.md.
    """

    owner: Owner
    remind_days: int
    days: int
    then: str
    counts_from: Literal["change", "meeting", "start"] = "change"


STAGES = {
    "new": Stage("partner", 3, 7, "with_officer"),
    "contacted": Stage("person", 2, 5, "with_officer"),
    "other_day": Stage("partner", 2, 5, "with_officer"),
    "coming": Stage("partner", 1, 7, "with_officer", "meeting"),
    "missed": Stage("person", 2, 7, "lapsed"),
    "met": Stage("partner", 4, 10, "with_officer"),
    "with_officer": Stage("officer", 5, 14, "lapsed"),
    "taken_on": Stage("both", 30, 40, "at_work", "start"),
    "at_work": Stage("both", 90, 100, "unheard", "start"),
}
ENDS = ("stayed", "left", "unheard", "turned_down", "withdrawn", "lapsed", "closed")
STATES = (*STAGES, *ENDS)
EMPLOYED = ("taken_on", "at_work")
# hired at some time, whatever came of it
HIRED = (*EMPLOYED, "stayed", "left", "unheard")
# before anybody is hired
SEEKING = tuple(state for state in STAGES if state not in EMPLOYED)
# both have agreed to meet: an offer that is filled meanwhile lets them
BETWEEN_TWO = ("coming", "met")
UNMET = tuple(state for state in SEEKING if state not in BETWEEN_TWO)
# the partner has the next step
WAITING_FOR_PARTNER = tuple(state for state, stage in STAGES.items() if stage.owner == "partner")
# may be asked for anew
ASKED_ANEW = ("withdrawn", "lapsed", "closed")
ANSWERED = ("contacted", "turned_down", "taken_on")
MOVES: dict[str, Collection[str]] = {
    "new": (*ANSWERED, "with_officer", "withdrawn", "closed"),
    "contacted": (*ANSWERED, "coming", "other_day", "met", "missed", "with_officer", "withdrawn", "closed"),
    "other_day": (*ANSWERED, "coming", "met", "missed", "with_officer", "withdrawn", "closed"),
    "coming": (*ANSWERED, "other_day", "met", "missed", "with_officer", "withdrawn", "closed"),
    "missed": (*ANSWERED, "other_day", "met", "lapsed", "withdrawn", "closed"),
    "met": (*ANSWERED, "with_officer", "withdrawn", "closed"),
    "with_officer": (*ANSWERED, "new", "met", "lapsed", "withdrawn", "closed"),
    "taken_on": ("at_work", "left"),
    "at_work": ("stayed", "left", "unheard"),
    **dict.fromkeys(ASKED_ANEW, ("new",)),
}

# how it goes after 30 and 90 days, as either of the two says
FINE, TROUBLE, LEFT = CHECKS = ("fine", "trouble", "left")
CHECK_DAYS = {"taken_on": 30, "at_work": 90}
REASONS = ("filled", "far", "skills", "hours", "other")
LATEST_START = 60
EARLIEST_START = 60
FURTHEST_MEETING = timedelta(days=60)


def may_move(state: str, to: str) -> bool:
    """Says whether an interest may go from one state to another; an invitation may be made anew."""
    return to in MOVES.get(state, ())


def counts_from(state: str, changed_at: datetime, meets_at: datetime | None, starts_on: date | None) -> date:
    """Finds the day from which the days of a stage count; the day of the change where nothing else is known."""
    counted = STAGES[state].counts_from
    if counted == "meeting" and meets_at is not None:
        return max(local_day(meets_at), local_day(changed_at))
    if counted == "start" and starts_on is not None:
        return starts_on
    return local_day(changed_at)


def due_on(state: str, changed_at: datetime, meets_at: datetime | None, starts_on: date | None) -> date | None:
    """Finds the day by which the next step is due; None for what has ended."""
    if state not in STAGES:
        return None
    stage = STAGES[state]
    days = stage.remind_days if stage.owner == "both" else stage.days
    return counts_from(state, changed_at, meets_at, starts_on) + timedelta(days=days)


def clocks(state: str, since: date) -> tuple[datetime, datetime]:
    """Gives when the owner is reminded and when the stage ends, each in the morning of its day."""
    stage = STAGES[state]
    remind, end = (at(since + timedelta(days=days), MORNING) for days in (stage.remind_days, stage.days))
    return remind, end


def after_check(state: str, person: str | None, partner: str | None, *, over: bool = False) -> str | None:
    """Says how it stands after what both have said of the 30th or 90th day; None while an answer is awaited.

    Whoever has left has left, and of that the person knows best. `over`: nobody is waited for any longer.
    """
    if person == LEFT or (partner == LEFT and person is None):
        return "left"
    if not over and (person is None or partner is None):
        return None
    if state == "taken_on":
        return "at_work"
    return "stayed" if person or partner else "unheard"


def meeting_problem(moment: datetime, now: datetime) -> str | None:
    """Says what is wrong with a time to meet: in_past, too_far (60 days), or None."""
    if moment <= now:
        return "in_past"
    return "too_far" if moment - now > FURTHEST_MEETING else None


def start_problem(day: date, today: date) -> str | None:
    """Says what is wrong with a first day at work: too_long_ago, too_far (60 days each), or None."""
    if (today - day).days > EARLIEST_START:
        return "too_long_ago"
    return "too_far" if (day - today).days > LATEST_START else None
