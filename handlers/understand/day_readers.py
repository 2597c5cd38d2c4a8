"""What a date phrase means, once a pattern of `day_grammar` has taken it apart."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from handlers.understand.lunar import lunar_day, lunar_in_year, new_year_day, new_years_eve
from handlers.understand.numerals import number_of
from rules.local_time import DAY

Lean = Literal["past", "future"]
Match = re.Match[str]
Reader = Callable[[Match, date, Lean], date | None]

NEAR = timedelta(days=31)
FURTHEST = 400
# what «vừa rồi», «này» and the like do to the week, the month or the year that is named
LAST = frozenset(["truoc", "qua", "roi", "vua roi", "vua qua", "vua", "ngoai", "last"])
NEXT = frozenset(["sau", "toi", "tới", "sap toi", "sap tới", "next"])
THIS = frozenset(["nay", "ni", "this"])
_MONTHS = {"gieng": 1, "chap": 12, "mot chap": 11}
_ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = {
    "2": 0,
    "hai": 0,
    "3": 1,
    "ba": 1,
    "4": 2,
    "tu": 2,
    "5": 3,
    "nam": 3,
    "6": 4,
    "sau": 4,
    "sáu": 4,
    "7": 5,
    "bay": 5,
    "mon": 0,
    "tue": 1,
    "wed": 2,
    "thu": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}


def steps(which: str | None) -> int:
    """Counts how many weeks, months or years away a «trước», «này» or «sau nữa» is."""
    said = which or ""
    if said.endswith("nua"):
        return -2 if said.startswith("truoc") else 2
    return -1 if said in LAST else 1 if said in NEXT else 0


def offset(days: int) -> Reader:
    return lambda _match, today, _lean: today + days * DAY


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def leaning(day: int, month: int, today: date, lean: Lean) -> date | None:
    """Picks the near year where none is said, on the side that is leant to."""
    for year in (today.year, today.year - 1) if lean == "past" else (today.year, today.year + 1):
        there = day_of(year, month, day)
        if there and (there <= today + NEAR if lean == "past" else there >= today - NEAR):
            return there
    return day_of(today.year - 1 if lean == "past" else today.year + 1, month, day)


def _month(today: date, away: int) -> tuple[int, int]:
    year, month = divmod(today.year * 12 + today.month - 1 + away, 12)
    return year, month + 1


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _number(text: str) -> int:
    if text == "nua":
        return 0
    number = number_of(text)
    return -1 if number is None else number


def _year(match: Match, today: date) -> int | None:
    """Reads «năm 2025», «25», «năm ngoái», «sang năm»; None where no year is said."""
    said = match["year"]
    if not said:
        return None
    if said.isdigit():
        return int(said) + (2000 if len(said) == 2 else 0)
    return today.year + (1 if said.startswith("sang ") else steps(said.removeprefix("nam ")))


def _in_year(day: int, month: int, match: Match, today: date, lean: Lean) -> date | None:
    """Finds a day of the solar or, where «âm lịch» is said, of the lunar year."""
    year, which = _year(match, today), match.groupdict().get("which")
    lean = "past" if which in LAST else "future" if which in NEXT else lean
    if match.groupdict().get("lunar"):
        return lunar_day(day, month, today, lean) if year is None else lunar_in_year(day, month, year)
    if year is not None:
        return day_of(year, month, day)
    there = leaning(day, month, today, lean)
    if there and which in LAST and there > today:
        return day_of(there.year - 1, month, day)
    return there


def calendar(match: Match, today: date, lean: Lean) -> date | None:
    return _in_year(int(match["day"]), int(match["month"]), match, today, lean)


def iso(match: Match, _today: date, _lean: Lean) -> date | None:
    return day_of(int(match["year"]), int(match["month"]), int(match["day"]))


def named_month(match: Match, today: date, lean: Lean) -> date | None:
    day, name = _number(match["day"]), match["month"]
    if name in _MONTHS:
        year = _year(match, today)
        month = _MONTHS[name]
        return lunar_day(day, month, today, lean) if year is None else lunar_in_year(day, month, year)
    return _in_year(day, _number(name), match, today, lean)


def english_month(match: Match, today: date, lean: Lean) -> date | None:
    return _in_year(int(match["day"]), _ENGLISH.index(match["month"]) + 1, match, today, lean)


def ago_or_ahead(match: Match, today: date, _lean: Lean) -> date | None:
    """Counts days, weeks or months from today; half a month is fifteen days."""
    count, unit = _number(match["count"] or "1"), match["unit"]
    sign = 1 if match.groupdict().get("ahead") else -1
    if count == 0 and match["count"] == "nua":
        return today + sign * 15 * DAY if unit == "thang" else None
    if not 0 < count <= FURTHEST:
        return None
    if unit in ("thang", "month"):
        year, month = _month(today, sign * count)
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    return today + sign * count * DAY * (7 if unit in ("tuan", "week") else 1)


def weekday(match: Match, today: date, lean: Lean) -> date | None:
    """Finds a day of a Monday-first week; without a week, the near one on the side that is leant to."""
    said = match["day"] or match.groupdict().get("short")
    index = _WEEKDAYS[said] if said else 6
    here = today - today.weekday() * DAY + index * DAY
    if week := match["week"]:
        return here + steps(week) * 7 * DAY
    which = match["which"]
    if which in THIS:
        return here
    if which in LAST:
        return here if here < today else here - 7 * DAY
    if which in NEXT:
        return here if here > today else here + 7 * DAY
    if lean == "past":
        return here if here <= today else here - 7 * DAY
    return here if here >= today else here + 7 * DAY


def weekend(match: Match, today: date, lean: Lean) -> date | None:
    which = match["week"]
    saturday = today + (5 - today.weekday()) * DAY
    back = lean == "past" and not which and saturday > today
    return saturday + (steps(which) - back) * 7 * DAY


def part_of_week(match: Match, today: date, _lean: Lean) -> date | None:
    """Finds the Monday of a week for its beginning, the Wednesday for its middle, the Sunday for its end."""
    monday = today - today.weekday() * DAY
    return monday + steps(match["week"]) * 7 * DAY + {"dau": 0, "giua": 2, "het": 6}[match["part"]] * DAY


def day_of_month(match: Match, today: date, lean: Lean) -> date | None:
    day, which = _number(match["day"]), match["which"]
    if match["month"]:
        return day_of(*_month(today, steps(match["month"])), day)
    there = day_of(today.year, today.month, day)
    if which in LAST:
        return there if there and there < today else day_of(*_month(today, -1), day)
    if which in NEXT:
        return there if there and there > today else day_of(*_month(today, 1), day)
    if lean == "past" and which not in THIS and (there is None or there > today + 7 * DAY):
        return day_of(*_month(today, -1), day)
    if lean == "future" and (there is None or there < today):
        return day_of(*_month(today, 1), day)
    return there


def part_of_month(match: Match, today: date, lean: Lean) -> date | None:
    """Finds the 1st, the 15th or the last day of a month that is named, counted from this one, or not said."""
    if name := match["month"]:
        month = _number(name)
        if not 1 <= month <= 12:
            return None
        first = _in_year(1, month, match, today, lean)
        year = first.year if first else today.year
    else:
        year, month = _month(today, steps(match["which"]))
    part = match["part"]
    if part in ("cuoi", "het"):
        return _last_of(year, month)
    return date(year, month, 1 if part == "dau" else 15)


def part_of_year(match: Match, today: date, _lean: Lean) -> date | None:
    year = _year(match, today) or today.year
    return date(year, 12, 31) if match["part"] in ("cuoi", "het") else date(year, 1, 1)


def full_moon(match: Match, today: date, lean: Lean) -> date | None:
    """Finds the 15th of a lunar month, or the last or next one where none is named."""
    which = match["which"]
    lean = "past" if which in LAST else "future" if which in (*NEXT, *THIS) else lean
    if match["month"]:
        return lunar_day(15, _MONTHS.get(match["month"]) or _number(match["month"]), today, lean, near=timedelta())
    beyond = today + (DAY if which in NEXT else -DAY if which in LAST else timedelta())
    near = [lunar_day(15, month, beyond, lean, near=timedelta()) for month in range(1, 13)]
    days = [day for day in near if day]
    return (max if lean == "past" else min)(days, default=None)


def new_year(match: Match, today: date, lean: Lean) -> date | None:
    which = match["which"]
    lean = "past" if which in LAST else "future" if which in NEXT else lean
    return new_year_day(_number(match["day"]), today, lean)


def eve_of_new_year(_match: Match, today: date, lean: Lean) -> date | None:
    return new_years_eve(today, lean)


def feast(day: int, month: int, *, lunar: bool = False) -> Reader:
    def reader(match: Match, today: date, lean: Lean) -> date | None:
        which = match["which"]
        leant: Lean = "past" if which in LAST else "future" if which in NEXT else lean
        return lunar_day(day, month, today, leant) if lunar else leaning(day, month, today, leant)

    return reader


def month_alone(match: Match, today: date, lean: Lean) -> date | None:
    """Gives the first day of a month."""
    return _in_year(1, _number(match["month"]), match, today, lean)
