"""After a crisis: which alerts are followed up, by when somebody rings, and when the person is asked how they are."""

from collections.abc import Set
from datetime import date, datetime, time, timedelta

from rules.deadlines import add_working_days
from rules.local_time import DAY, at, local, local_day

# the due things: nobody has rung, how is it today, no answer to that, nobody has said how it ended
CALL, ASK, SILENT, OPEN = "crisis_call", "crisis_next_day", "crisis_silent", "crisis_open"
# what is noted in the history of the alert
CALLED, NO_ANSWER, ANSWERED = "called", "no_answer", "answered"
FOLLOWED = ("self_harm", "overdose", "worry_unanswered")
# these are followed up where whoever writes is the one they happen to
OF_THEMSELF = ("violence", "medical")
# faces after which somebody looks again, and the level of an alert where the crisis is over already
WORRYING = {"bad": "high", "low": "normal"}
CALL_WITHIN = timedelta(hours=1)
TRY_AGAIN = timedelta(minutes=30)
# whoever took it has as long before somebody else is asked
TAKER_HAS = timedelta(minutes=90)
LONGEST_PAUSE = timedelta(hours=12)
ASKED_AT, SILENT_AT, MORNING = time(9, 0), time(18, 0), time(8, 30)
# a question that could not leave in time leaves within these hours of a day, or the next morning
DAYTIME = (time(8, 0), time(20, 0))
ASKED_WITHIN = timedelta(days=3)


def is_followed(reason: str, *, by_themself: bool) -> bool:
    """Says whether an alert is a crisis of somebody: of anybody, or of whoever raised it."""
    return reason in FOLLOWED or (by_themself and reason in OF_THEMSELF)


def told_again_at(opened_at: datetime, now: datetime) -> datetime:
    """Gives the moment at which it is told again that nobody has rung: after an hour, then after growing pauses."""
    return now + min(max(CALL_WITHIN, (now - opened_at) / 2), LONGEST_PAUSE)


def has_had_time(since: datetime, now: datetime) -> bool:
    """Says whether whoever has it, and knows of it `since` then, had time enough to ring: the next is asked."""
    return now - since >= TAKER_HAS


def ask_at(now: datetime) -> datetime:
    """Gives the moment at which the person is asked how they are: the next day, in the morning."""
    return at(local_day(now) + DAY, ASKED_AT)


def is_daytime(now: datetime) -> bool:
    """Says whether a question about yesterday may leave: not early, not at night."""
    first, last = DAYTIME
    return first <= local(now).time() < last


def silent_at(now: datetime) -> datetime:
    """Gives the moment on the day of the question at which no answer is told of."""
    return at(local_day(now), SILENT_AT)


def still_open_at(now: datetime, free_days: Set[date]) -> datetime:
    """Gives the moment at which it is told that nobody has said how it ended: each morning of a working day, later."""
    return at(add_working_days(local_day(now), 1, free_days), MORNING)
