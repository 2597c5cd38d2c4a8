"""Reads days and years in cells: as they are typed, as programs write them out, and as far as they are known."""

import re
from collections.abc import Callable
from datetime import date

from handlers.understand.dates import read_day
from handlers.understand.fold import fold
from handlers.understand.tables.cells import Cell, day_of
from handlers.understand.tables.values import Doubtful

OLDEST, YOUNGEST = 110, 14
# days of 1927 to 2064: what is typed as figures and is no year
SERIALS = range(10_000, 60_000)
Born = int | date

_DAY = re.compile(r"(\d{1,2})\s*[/.\-\\ ,]\s*(\d{1,2})\s*[/.\-\\ ,]\s*(\d{4}|\d{2})(?:\s(?!\d{2}$).*)?")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:[ t].*)?")
_SPELLED_OUT = re.compile(r"(?:ngay )?(?:m[uo]ng )?(\d{1,2}) (?:thang )(\d{1,2}) (?:nam )?(\d{4})")
_MONTH = re.compile(r"(?:thang )?(\d{1,2})\s*[/.\- ]\s*(?:nam )?(\d{4})")
_TOGETHER = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})")
_YEAR = re.compile(r"(?:sinh |nam |sn |ns )*((?:19|20)\d{2})")
# day or month are left open: «//1987», «00/00/1987», «?/8/1987»
_IN_PART = re.compile(r"(?:[?x_.…0]*\s*/)?\s*([?x_.…0]*|\d{1,2})\s*/\s*((?:19|20)\d{2})")
_WRITTEN_OUT = re.compile(r"^(\d+)\.0$")
_ENGLISH_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# Excel's own «2-Aug-87», and «02-Thg8-87» of one that speaks Vietnamese
_NAMED_MONTH = re.compile(
    rf"(?<=\d[-/. ])(?:(?P<name>{'|'.join(_ENGLISH_MONTHS)})[a-z]*|thg?\s?(?P<number>\d{{1,2}}))(?=[-/. ])"
)


def born(cell: Cell, text: str, today: date) -> Born:
    """Reads a year, or a day where the cell has one. Raises Doubtful."""
    read = _born_in(cell, text, today)
    year = read if isinstance(read, int) else read.year
    if year > today.year - YOUNGEST:
        raise Doubtful("too_young" if year <= today.year else "born_in_future", refused=True)
    if year < today.year - OLDEST:
        raise Doubtful("too_old", refused=True)
    return read


def _born_in(cell: Cell, text: str, today: date) -> Born:
    if cell.day is not None:
        return cell.day
    said = _plain(text)
    if (year := _YEAR.fullmatch(said)) and int(year[1]) <= today.year:
        return int(year[1])
    if said.isdigit() and int(said) in SERIALS and (day := day_of(int(said), since_1904=False)):
        return day
    if len(said) == 2 and said.isdigit():
        raise Doubtful("year_short")
    if month := _MONTH.fullmatch(said) or _IN_PART.fullmatch(said):
        return int(month[2])
    day_found = _day_in(said, lambda short: 1900 + short if 2000 + short > today.year - YOUNGEST else 2000 + short)
    if day_found is None:
        raise Doubtful("no_birth")
    return day_found


def day(cell: Cell, text: str, today: date, *, future: bool = False) -> date:
    """Reads a day. Raises Doubtful for what is no whole day, or lies ahead."""
    read = cell.day or _any_day(text, today)
    if read is None:
        said = _plain(text)
        only_month = _MONTH.fullmatch(said) or _IN_PART.fullmatch(said) or _YEAR.fullmatch(said)
        raise Doubtful("day_partial" if only_month else "no_day")
    if read > today and not future:
        raise Doubtful("day_in_future")
    if read.year < 1950:
        raise Doubtful("no_day")
    return read


def _any_day(text: str, today: date) -> date | None:
    said = _plain(text)
    if said.isdigit() and int(said) in SERIALS:
        return day_of(int(said), since_1904=False)
    read = _day_in(said, lambda short: 2000 + short)
    if read or _MONTH.fullmatch(said) or said.isdigit():
        return read
    return read_day(text, today) if any(sign.isdigit() for sign in text) and re.search(r"\d{4}", text) else None


def _day_in(said: str, century: Callable[[int], int]) -> date | None:
    if match := _YEAR_FIRST.fullmatch(said):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    match = _DAY.fullmatch(said) or _SPELLED_OUT.fullmatch(said) or _TOGETHER.fullmatch(said)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if year < 100:
        year = century(year)
    # a machine set to American writes the month first: told by a day beyond the twelfth
    return _made(year, second, first) or (_made(year, first, second) if second > 12 else None)


def _made(year: int, month: int, day_: int) -> date | None:
    try:
        return date(year, month, day_)
    except ValueError:
        return None


def _plain(text: str) -> str:
    said = fold(text).strip(" .,;:'’`\"")
    said = _WRITTEN_OUT.sub(r"\1", re.sub(r"^(?:ngay|sinh ngay|ngay sinh|sn|ns)[ :]+(?=\d)", "", said))
    return " ".join(_NAMED_MONTH.sub(_month_number, said).split())


def _month_number(match: re.Match[str]) -> str:
    return match["number"] or str(_ENGLISH_MONTHS.index(match["name"]) + 1)
