"""Alerts: their levels, how long each may wait, how they end; what raises one stands in rules/alert_rules.py."""

from collections.abc import Mapping, Set
from datetime import date, datetime, timedelta

from rules.deadlines import next_working_morning

LEVELS = ("urgent", "high", "normal")

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
