"""Files as tests hand them in: workbooks with whatever cells, fonts and merges, and comma-separated text."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

PERSONS = ("Họ và tên", "Năm sinh", "SĐT", "Xóm, bản", "Diện", "Ngày về", "ĐT người giúp đỡ")


def workbook(*rows: Sequence[Any], title: str = "Danh sách", merged: Sequence[str] = (), font: str = "") -> bytes:
    """A workbook of one sheet; its first row is the first of `rows`."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for place in merged:
        sheet.merge_cells(place)
    if font:
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.font = Font(name=font)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def persons(*rows: Sequence[Any]) -> bytes:
    return workbook(PERSONS, *rows)
