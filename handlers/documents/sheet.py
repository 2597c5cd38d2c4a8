"""Writes lists as Excel workbooks or comma-separated text: what we are given, as text and never as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float
COLOURS = {"refused": "#F8D7D3", "ask": "#FBE8C8", "told": "#E7EEF7", "heading": "#DCE9E3"}
WEIGHTS = ("refused", "ask", "told")
MOST_CHOICES, LAST_OFFERED = 250, 1999
LONGEST_CELL = 32_767
WIDTH = 24
A4 = 9
HEAD = {"bold": True, "text_wrap": True, "valign": "top"}
NOTE: dict[str, Any] = {"author": "Đồng Hành", "width": 320, "font_size": 9}


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
    rows: Sequence[Sequence[Value]] = ()
    notes: Sequence[str] = ()
    marks: Sequence[Mark] = ()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    guide_title: str = ""
    guide: Sequence[Sequence[str]] = ()


def as_text(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Writes comma-separated UTF-8, with the mark that Excel wants."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(headings)
    table.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Value) -> Value:
    """Quotes a cell that would be a formula to the program that opens it; a phone number with + is none."""
    if not isinstance(cell, str):
        return cell
    formula = cell.startswith(("=", "-", "@", "\t", "\r")) or (cell.startswith("+") and not cell[1:].isdigit())
    return f"'{cell}" if formula else cell


def as_workbook(sheet: Sheet) -> bytes:
    """Writes an .xlsx, every cell as text: Excel keeps the nought a phone number begins with and runs no formula."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        page = workbook.add_worksheet(_title(sheet.title))
        _lay_out(workbook, page, sheet)
        _set_up_print(page)
        _mark(workbook, page, sheet)
        _offer(workbook, page, sheet.choices)
        if sheet.guide:
            _guide(workbook, sheet)
    return out.getvalue()


def _title(said: str) -> str:
    """Makes what may stand on a tab: 31 characters at most, none of those that Excel forbids."""
    return re.sub(r"[\[\]:*?/\\]", " ", said).strip(" '")[:31]


def _lay_out(workbook: "Workbook", page: "Worksheet", sheet: Sheet) -> None:
    head = workbook.add_format({**HEAD, "bg_color": COLOURS["heading"]})
    text = workbook.add_format({"num_format": "@"})
    page.freeze_panes(1, 0)
    page.set_column(0, len(sheet.headings) - 1, WIDTH, text)
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, head)
    for column, note in enumerate(sheet.notes):
        page.write_comment(0, column, note, {**NOTE, "height": 120})
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            _write(page, number, column, cell, text)


def _set_up_print(page: "Worksheet") -> None:
    """Prints all columns beside each other on A4, the headings and the page's number on each page."""
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&R&P / &N")


def _write(page: "Worksheet", row: int, column: int, cell: Value, look: "Format") -> None:
    """Writes a number as one that can be added up, anything else as text."""
    if isinstance(cell, str):
        page.write_string(row, column, cell[:LONGEST_CELL], look)
    else:
        page.write_number(row, column, cell, look)


def _mark(workbook: "Workbook", page: "Worksheet", sheet: Sheet) -> None:
    fills = {name: workbook.add_format({"num_format": "@", "bg_color": colour}) for name, colour in COLOURS.items()}
    notes: dict[tuple[int, int], list[Mark]] = {}
    for mark in sheet.marks:
        notes.setdefault((mark.row, mark.column), []).append(mark)
    for (row, column), marks in notes.items():
        heaviest = min((mark.weight for mark in marks), key=WEIGHTS.index)
        cell = sheet.rows[row][column] if column < len(sheet.rows[row]) else ""
        _write(page, row + 1, column, cell, fills[heaviest])
        page.write_comment(row + 1, column, "\n".join(mark.note for mark in marks), {**NOTE, "height": 90})


def _offer(workbook: "Workbook", page: "Worksheet", choices: Mapping[int, Sequence[str]]) -> None:
    """Gives columns a drop-down; what may be chosen stands on a hidden sheet, for its commas."""
    from xlsxwriter.utility import xl_col_to_name

    if not choices:
        return
    hidden = workbook.add_worksheet("_")
    hidden.hide()
    for at, (column, every) in enumerate(choices.items()):
        offered = every[:MOST_CHOICES]
        for row, choice in enumerate(offered):
            hidden.write_string(row, at, choice)
        letter = xl_col_to_name(at)
        source = f"=_!${letter}$1:${letter}${len(offered)}"
        rule = {"validate": "list", "source": source, "ignore_blank": True, "error_type": "warning"}
        page.data_validation(1, column, LAST_OFFERED, column, rule)


def _guide(workbook: "Workbook", sheet: Sheet) -> None:
    page = workbook.add_worksheet(_title(sheet.guide_title))
    plain = workbook.add_format({"text_wrap": True, "valign": "top"})
    head = workbook.add_format(HEAD)
    for column, width in enumerate((30, 34, 80)):
        page.set_column(column, column, width)
    for number, row in enumerate(sheet.guide):
        for column, cell in enumerate(row):
            page.write_string(number, column, cell, plain if number else head)
