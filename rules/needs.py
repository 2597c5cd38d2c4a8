"""Needs: the kinds of help, the steps of a need to its end, who may say what of it, and by when it goes on."""

from collections.abc import Mapping, Set
from datetime import date, datetime, time, timedelta

from rules.deadlines import MORNING, add_working_days
from rules.local_time import at, local_day
from rules.quiet import BEFORE_DIGEST
from rules.visits import NEEDS

KINDS = (*NEEDS, "family", "tools", "tuition")
RAISED, OFFERED, ACCEPTED, DONE = STEPS = ("raised", "offered", "accepted", "done")
# the state of a need that is over
CLOSED = "closed"
# step → what may become of it → the step after that
MOVES: Mapping[str, Mapping[str, str]] = {
    RAISED: {"offer": OFFERED, "take": ACCEPTED},
    OFFERED: {"accept": ACCEPTED, "refuse": RAISED, "lapse": RAISED, "recall": RAISED, "leave": RAISED},
    ACCEPTED: {"finish": DONE, "give_back": RAISED, "recall": RAISED, "leave": RAISED},
    DONE: {"missed": RAISED, "partly": RAISED},
}
# what ends a need at any step; the code is kept as its outcome
MET, NOT_WANTED, ENDED = OUTCOMES = ("met", "not_wanted", "ended")
# why a need comes back, as whoever gives it back says
REASONS = ("too_much", "not_mine", "too_far", "no_contact", "other")
# the steps at which somebody of their own has it; else it is with those on duty
WITH_ONE = (OFFERED, ACCEPTED)
END_OF_DAY = time(17, 0)
# where no table says otherwise, in working days
DAYS: Mapping[str, int] = {RAISED: 3, OFFERED: 2, ACCEPTED: 10, DONE: 3}
AGAIN_DAYS = 2
Clocks = Mapping[str, Mapping[str, int]]


def day_of(moment: datetime) -> date:
    """Gives the day here of a moment by which something goes on."""
    return local_day(moment)


def after(step: str, move: str) -> str | None:
    """Finds the step that a move leads to; None where it cannot be made."""
    return MOVES.get(step, {}).get(move)


def pledge_problem(day: date, today: date) -> str | None:
    """Says what is wrong with the last day of a pledge: past, too_far (ten years), or None."""
    if day < today:
        return "past"
    return "too_far" if day.year > today.year + 10 else None


def days_for(clocks: Clocks, kind: str, step: str) -> int:
    """Gives the working days that a step of such a need may take; those of every kind where it has none of its own."""
    return clocks.get(kind, DAYS).get(step, DAYS[step])


def due_at(now: datetime, days: int, free_days: Set[date]) -> datetime:
    """Gives the moment by which something goes on: the end of the working day so many working days after today."""
    return at(add_working_days(local_day(now), days, free_days), END_OF_DAY)


def late_told_at(due_at: datetime) -> datetime:
    """Gives the moment at which it is told that nothing went on: before the next morning, whose digest says it."""
    return at(local_day(due_at) + timedelta(days=1), BEFORE_DIGEST)


def soon_at(now: datetime, days: int, free_days: Set[date]) -> datetime:
    """Gives the morning on which whoever has it is reminded: of the working day before the last, or of the last."""
    return at(add_working_days(local_day(now), max(days - 1, 1), free_days), MORNING)
