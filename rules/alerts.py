"""Alerts: their levels and reasons, how long each may wait, how they end."""

from collections.abc import Mapping, Set
from datetime import date, datetime, timedelta

from rules.deadlines import next_working_morning

LEVELS = ("urgent", "high", "normal")

# reason → the level it has unless the rule that raises it says otherwise
REASONS: Mapping[str, str] = {
    "self_harm": "urgent",
    "violence": "urgent",
    "overdose": "urgent",
    "fire": "urgent",
    "medical": "urgent",
    "alarm": "urgent",
    "worry_unanswered": "high",
    "low_mood": "high",
    "left_area": "high",
    "moved": "high",
    "custody": "high",
    "refused_again": "high",
    "away_again": "high",
    "many_concerns": "high",
    "drugs": "normal",
    "alcohol": "normal",
    "gambling": "normal",
    "debt": "normal",
    "family": "normal",
    "company": "normal",
    "health": "normal",
    "hospital": "normal",
    "setback": "normal",
    "visit_overdue": "normal",
    "check_in_missing": "normal",
    "roll_call_missing": "normal",
    "unreachable": "normal",
    "asks_to_talk": "normal",
}

STATES = ("open", "seen", "taken", "closed", "false_alarm")
OPEN_STATES = ("open", "seen", "taken")
OUTCOMES = ("helped_on_site", "spoke_by_phone", "passed_to_health", "passed_to_police", "nobody_there", "no_danger")

# state → states it may go to; giving an alert back makes it open again
MOVES: Mapping[str, tuple[str, ...]] = {
    "open": ("seen", "taken", "false_alarm"),
    "seen": ("taken", "false_alarm"),
    "taken": ("open", "closed", "false_alarm"),
    "closed": (),
    "false_alarm": (),
}

CLIMB_MINUTES: Mapping[str, int] = {"urgent": 10, "high": 120}
STEPS = ("roster", "unit", "admin")

JOIN_WINDOWS: Mapping[str, timedelta] = {
    "urgent": timedelta(hours=6),
    "high": timedelta(hours=24),
    "normal": timedelta(days=7),
}


def level_of(reason: str) -> str:
    """Finds the level of an alert's reason; normal for a reason of another version."""
    return REASONS.get(reason, "normal")


def higher(level: str, other: str) -> str:
    """Picks the more pressing of two levels."""
    return min(level, other, key=LEVELS.index)


def climb_at(
    level: str,
    since: datetime,
    free_days: Set[date],
    *,
    step: int = 0,
    minutes: Mapping[str, int] | None = None,
) -> datetime | None:
    """Says when an alert that nobody has taken goes a step up, in UTC; None on the last step.

    `minutes` by level are the commune's own; a level without any waits for the next working morning.
    """
    if step >= len(STEPS) - 1:
        return None
    wait = {**CLIMB_MINUTES, **(minutes or {})}.get(level)
    if wait is None:
        return next_working_morning(since, free_days)
    return since + timedelta(minutes=wait)


def joins(level: str, last_at: datetime, now: datetime) -> bool:
    """Says whether a repeat joins an open alert whose last raising was at `last_at`."""
    return now - last_at <= JOIN_WINDOWS[level]


def states_before(new: str) -> tuple[str, ...]:
    """Lists the states from which an alert may come to this one."""
    return tuple(state for state in STATES if new in MOVES[state])
