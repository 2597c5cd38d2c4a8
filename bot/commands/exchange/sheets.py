"""Reads and writes lists, in Excel or as comma-separated text, as rows of texts."""

import csv
import io
import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

LARGEST = 20_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 50
KINDS = (".csv", ".xlsx")


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row by its number in the file, as the reader's eyes count: the headings are row 1."""

    number: int
    cells: tuple[str, ...]


def read(path: Path) -> tuple[tuple[str, ...], list[Row]]:
    """Gives the headings, and the rows that hold anything. Raises Unreadable."""
    if path.stat().st_size > LARGEST:
        raise Unreadable("it is larger than a list can be")
    rows = iter(_of_excel(path) if kind_of(path) == ".xlsx" else _of_text(path))
    headings = next(rows, None)
    if headings is None:
        raise Unreadable("it is empty")
    filled = [row for row in rows if any(row.cells)]
    if len(filled) > MOST_ROWS:
        raise Unreadable(f"it has more than {MOST_ROWS} rows: divide it")
    return headings.cells, filled


def kind_of(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise Unreadable("it must end in .xlsx or .csv")
    return kind


def _of_text(path: Path) -> Iterator[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("it is not in UTF-8: save it as «CSV UTF-8», or as .xlsx") from None
    first = text.partition("\n")[0]
    # Excel writes what the machine's language calls a list separator
    separator = max(",;\t", key=first.count)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
            yield Row(number, tuple(cell.strip() for cell in cells[:MOST_COLUMNS]))
    except csv.Error:
        raise Unreadable("it is not comma-separated text") from None


def _of_excel(path: Path) -> Iterator[Row]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise Unreadable("it is not an Excel file (.xlsx)") from None
    try:
        sheet = workbook.worksheets[0]
        rows = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 2, values_only=True)
        for number, cells in enumerate(rows, 1):
            yield Row(number, tuple(_said(cell) for cell in cells))
    finally:
        workbook.close()


def _said(cell: object) -> str:
    """Gives a cell's number or day as it is read on the screen."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]], notes: Sequence[str] = ()) -> None:
    """Writes a new file, readable by its owner only; `notes` say at the headings what belongs under each."""
    content = _excel(headings, rows, notes) if kind_of(path) == ".xlsx" else _text(headings, rows)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _text(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(headings)
    table.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """Quotes a cell that would be a formula to the program that opens it; a phone number with + is none."""
    formula = cell.startswith(("=", "-", "@", "\t", "\r")) or (cell.startswith("+") and not cell[1:].isdigit())
    return f"'{cell}" if formula else cell


def _excel(headings: Sequence[str], rows: Iterable[Sequence[str]], notes: Sequence[str]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    workbook = Workbook()
    sheet = workbook.active
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    for column in sheet.columns:
        for cell in column:
            # text, so that Excel keeps the nought a phone number begins with and runs no formula
            cell.number_format, cell.data_type = "@", "s" if cell.value else "n"
        sheet.column_dimensions[column[0].column_letter].width = 24
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for cell, note in zip(sheet[1], notes, strict=False):
        cell.comment = Comment(note, "Đồng Hành", height=120, width=320)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
