"""Writes lists as Excel workbooks or comma-separated text: what we are given, as text and never as a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

COLOURS = {"refused": "F8D7D3", "ask": "FBE8C8", "told": "E7EEF7", "heading": "DCE9E3"}
MOST_CHOICES = 250


@dataclass(frozen=True, slots=True)
class Mark:
    """A coloured cell with a note: `row` and `column` from nought below the heading; `weight`: a colour's name."""

    row: int
    column: int
    weight: str
    note: str


@dataclass(slots=True)
class Sheet:
    """A list to be written. `notes`: at each heading; `choices`: column → what its cells may be chosen from.

    `guide`: a second sheet that says how to fill in the first, row by row.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]] = ()
    notes: Sequence[str] = ()
    marks: Sequence[Mark] = ()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    guide_title: str = ""
    guide: Sequence[Sequence[str]] = ()


def as_text(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Writes comma-separated UTF-8, with the mark that Excel wants."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(headings)
    table.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """Quotes a cell that would be a formula to the program that opens it; a phone number with + is none."""
    formula = cell.startswith(("=", "-", "@", "\t", "\r")) or (cell.startswith("+") and not cell[1:].isdigit())
    return f"'{cell}" if formula else cell


def as_workbook(sheet: Sheet) -> bytes:
    """Writes an .xlsx."""
    from openpyxl import Workbook

    workbook = Workbook()
    page = workbook.active
    page.title = sheet.title[:31]
    page.append(list(sheet.headings))
    for row in sheet.rows:
        page.append(list(row))
    _make_text(page)
    _head(page, sheet)
    _mark(page, sheet.marks)
    _offer(workbook, page, sheet.choices)
    if sheet.guide:
        _guide(workbook, sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _make_text(page) -> None:  # type: ignore[no-untyped-def]
    """Makes every cell text, so that Excel keeps the nought a phone number begins with and runs no formula."""
    for column in page.columns:
        for cell in column:
            cell.number_format, cell.data_type = "@", "s" if cell.value else "n"
        page.column_dimensions[column[0].column_letter].width = 24


def _head(page, sheet: Sheet) -> None:  # type: ignore[no-untyped-def]
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    for cell in page[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=COLOURS["heading"])
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell, note in zip(page[1], sheet.notes, strict=False):
        cell.comment = Comment(note, "Đồng Hành", height=120, width=320)
    page.freeze_panes = "A2"


def _mark(page, marks: Sequence[Mark]) -> None:  # type: ignore[no-untyped-def]
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fills = {name: PatternFill("solid", fgColor=colour) for name, colour in COLOURS.items()}
    for mark in marks:
        cell = page.cell(mark.row + 2, mark.column + 1)
        cell.fill = fills[mark.weight]
        cell.comment = Comment(mark.note, "Đồng Hành", height=90, width=320)


def _offer(workbook, page, choices: Mapping[int, Sequence[str]]) -> None:  # type: ignore[no-untyped-def]
    """Gives columns a drop-down; what may be chosen stands on a hidden sheet, for its commas."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if not choices:
        return
    hidden = workbook.create_sheet("_")
    hidden.sheet_state = "hidden"
    for at, (column, offered) in enumerate(choices.items(), 1):
        for row, choice in enumerate(offered[:MOST_CHOICES], 1):
            hidden.cell(row, at, choice)
        letter = get_column_letter(at)
        rule = DataValidation(
            "list", formula1=f"_!${letter}$1:${letter}${len(offered[:MOST_CHOICES])}", allow_blank=True
        )
        rule.errorStyle = "warning"
        rule.add(f"{get_column_letter(column + 1)}2:{get_column_letter(column + 1)}2000")
        page.add_data_validation(rule)


def _guide(workbook, sheet: Sheet) -> None:  # type: ignore[no-untyped-def]
    from openpyxl.styles import Alignment, Font

    page = workbook.create_sheet(sheet.guide_title[:31])
    for row in sheet.guide:
        page.append(list(row))
    for letter, width in zip("ABC", (30, 34, 80), strict=True):
        page.column_dimensions[letter].width = width
    for row in page.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in page[1]:
        cell.font = Font(bold=True)
