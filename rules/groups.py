"""Groups A–D of those who have come home (Circular 10/2024/TT-BCA art. 12): the police choose, nothing proposes one."""

from datetime import date

from rules.case_types import BY_CODE
from rules.deadlines import Quarter, quarter_of

LETTERS = ("A", "B", "C", "D")


def are_for(case_type: str) -> bool:
    """Says whether somebody of this case type is put into a group at all."""
    row = BY_CODE.get(case_type)
    return row is not None and row.groups


def quarter_to_group(today: date) -> Quarter:
    """Finds the quarter for which groups are chosen now: the last one that has ended (art. 12.2, after each report)."""
    return quarter_of(today).previous


def written(quarter: Quarter) -> str:
    """Writes a quarter as it is stored: `2026-3`."""
    return f"{quarter.year}-{quarter.number}"


def read(text: str) -> Quarter | None:
    """Reads a quarter as it is stored; None for anything else."""
    year, _, number = text.partition("-")
    if not (year.isdecimal() and len(year) == 4 and number in ("1", "2", "3", "4")):
        return None
    return Quarter(int(year), int(number))
