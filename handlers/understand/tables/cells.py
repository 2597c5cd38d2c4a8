"""Cells and tables as they come out of a file, whatever its kind."""

from dataclasses import dataclass, field
from datetime import date, timedelta

MOST_ROWS = 100_000
MOST_COLUMNS = 200
# a year typed into a cell that is formatted as a day: as a day it would lie in 1905
YEARS_TYPED_AS_DAYS = range(1900, 2101)


class Unreadable(ValueError):
    """The file as a whole cannot be read; `code` says why: there is a sentence for each in enrolment.po."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is read on the screen; `day` and `number` where the file says that it is one; `font`: its name."""

    text: str = ""
    day: date | None = None
    number: float | None = None
    font: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells shown as one: first and last row, first and last column, from nought."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(slots=True)
class Table:
    """A sheet: `rows` by their number in the file (from 1), each the cells by column (from 0); empty ones left out."""

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Adds a cell. Raises Unreadable where the table is longer than a list can be."""
        if not cell.text or column >= MOST_COLUMNS:
            return
        self.rows.setdefault(row, {})[column] = cell
        if len(self.rows) > MOST_ROWS:
            raise Unreadable("too_many_rows")


EMPTY = Cell()


def day_of(serial: float, *, since_1904: bool) -> date | None:
    """Gives the day of Excel's number of days, in either of its two epochs; None for what is none."""
    days = int(serial)
    if not 0 < days < 2_958_466:
        return None
    if since_1904:
        return date(1904, 1, 1) + timedelta(days=days) if days < 2_900_000 else None
    # 1900 has a 29th of February there
    return date(1899, 12, 30 if days >= 60 else 31) + timedelta(days=days)


def letters_of(column: int) -> str:
    """Names a column as it is named on the screen."""
    return (chr(64 + column // 26) if column > 25 else "") + chr(65 + column % 26)


def number_cell(number: float, pattern: str, font: str = "", *, since_1904: bool = False) -> Cell:
    """Makes a cell of a number that is shown by a pattern: a day, a month or a year where the pattern says so."""
    whole = number.is_integer()
    written = str(int(number)) if whole else repr(number)
    if is_of_days(pattern) and not (whole and int(number) in YEARS_TYPED_AS_DAYS):
        day = day_of(number, since_1904=since_1904)
        if day is not None:
            return day_cell(day, pattern, font)
    return Cell(written, number=number, font=font)


def day_cell(day: date, pattern: str, font: str = "") -> Cell:
    """Makes a cell of a day as precisely as its pattern shows it."""
    shown = _plain(pattern)
    if "d" in shown or not shown:
        return Cell(f"{day:%d/%m/%Y}", day=day, font=font)
    return Cell(f"{day:%m/%Y}" if "m" in shown else f"{day:%Y}", font=font)


def is_of_days(pattern: str) -> bool:
    """Says whether a number format shows days: it has a year, or a day with its month."""
    shown = _plain(pattern)
    return "y" in shown or ("d" in shown and "m" in shown)


def _plain(pattern: str) -> str:
    """Takes what is quoted, escaped or in brackets out of a number format."""
    shown, skip, quoted, bracket = [], False, False, False
    for sign in pattern.lower().partition(";")[0]:
        if skip:
            skip = False
        elif quoted:
            quoted = sign != '"'
        elif bracket:
            bracket = sign != "]"
        elif sign == "\\":
            skip = True
        elif sign == '"':
            quoted = True
        elif sign == "[":
            bracket = True
        else:
            shown.append(sign)
    return "".join(shown).replace("general", "")
