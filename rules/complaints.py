"""Complaints about those who help or decide: their states, and by when somebody of the unit above takes and answers."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from rules.deadlines import add_working_days, next_working_day

# whom it is about; «above» is somebody of the very unit that would read it
ABOUT = ("officer", "guardian", "partner", "above")
WAITING, TAKEN, ANSWERED = "sent", "taken", "answered"
OPEN_STATES = (WAITING, TAKEN)


@dataclass(frozen=True, slots=True)
class ComplaintTable:
    """Limits in force from a day on: working days until it is taken, then days until it is answered, at the longest."""

    valid_from: date
    take_days: int
    answer_days: int
    longest_days: int
    source: str
    checked_on: date


def take_by(table: ComplaintTable, sent_on: date, free_days: Set[date], extra_days: Set[date] = frozenset()) -> date:
    """Finds the last day to take a complaint on: NĐ 155/2026/NĐ-CP art. 10."""
    return add_working_days(sent_on, table.take_days, free_days, extra_days)


def answer_by(table: ComplaintTable, taken_on: date, *, longer: bool = False) -> date:
    """Finds the last day to answer a complaint that was taken; `longer`: an intricate one. Luật Khiếu nại art. 28."""
    return taken_on + timedelta(days=table.longest_days if longer else table.answer_days)


def late_on(last_day: date, free_days: Set[date]) -> date:
    """Finds the working day on which it is said that a limit was missed."""
    return next_working_day(last_day + timedelta(days=1), free_days)
