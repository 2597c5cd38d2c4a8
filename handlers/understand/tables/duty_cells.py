"""Reads on which days somebody is on duty, as a roster writes it in a cell: «1/12, 3/12–5/12», «thứ Năm», «Có»."""

import re
from collections.abc import Iterator
from datetime import date

from handlers.understand.dates import read_day
from handlers.understand.fold import bare
from handlers.understand.tables.cells import Cell
from handlers.understand.tables.values import Doubtful
from rules.duty import FARTHEST, days_of_week, monday_of
from rules.local_time import DAY

NO = ("khong", "k", "no", "0", "false", "nghi")
YES = ("co", "x", "yes", "1", "true", "truc")
_BETWEEN = re.compile(r"[,;\n+]|\bvà\b")
_RANGE = re.compile(r"\s*(?:[-–—]|\bđến\b|\btới\b)\s*")
_BARE_DAY = re.compile(r"\d{1,2}")


def duty_days(cell: Cell, text: str, today: date) -> tuple[date, ...]:
    """Reads the days from today on; «Có» alone is what is left of this week. Raises Doubtful for what is no day."""
    said = bare(text)
    if said in NO or not said:
        return ()
    if said in YES:
        days: list[date] = days_of_week(monday_of(today))
    elif cell.day is not None:
        days = [cell.day]
    else:
        days = [day for part in _BETWEEN.split(text) if part.strip() for day in _days_in(part.strip(), today)]
    return tuple(sorted({day for day in days if today <= day}))


def _days_in(part: str, today: date) -> Iterator[date]:
    first, *more = _RANGE.split(part.removeprefix("từ ").removeprefix("Từ "))
    last = _day(more[-1] if more else first, today)
    begins = last.replace(day=min(int(first), last.day)) if _BARE_DAY.fullmatch(first) else _day(first, today)
    if len(more) > 1 or not begins <= last <= begins + FARTHEST:
        raise Doubtful("duty_days")
    while begins <= last:
        yield begins
        begins += DAY


def _day(said: str, today: date) -> date:
    day = read_day(said, today, "future")
    if day is None:
        raise Doubtful("duty_days")
    return day
