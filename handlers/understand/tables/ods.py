"""Reads .ods, the tables of LibreOffice: with types where the cells say them, else as text."""

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import ZipFile

from handlers.understand.tables.cells import MOST_COLUMNS, MOST_ROWS, Cell, Merge, Table, Unreadable

LARGEST_PART = 300_000_000


def read(archive: ZipFile) -> list[Table]:
    """Gives the sheets in their order. Raises Unreadable."""
    if "content.xml" not in archive.namelist():
        raise Unreadable("not_a_table")
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Unreadable("password")
    if archive.getinfo("content.xml").file_size > LARGEST_PART:
        raise Unreadable("too_big")
    with archive.open("content.xml") as head:
        if b"<!DOCTYPE" in head.read(2000):
            raise Unreadable("not_a_table")
    return list(_tables(archive))


def _tables(archive: ZipFile) -> Iterator[Table]:
    with archive.open("content.xml") as content:
        try:
            for _event, element in iterparse(content):
                if _tag(element) == "table":
                    yield _table(element)
                    element.clear()
        except ParseError:
            raise Unreadable("cut") from None


def _table(element: Element) -> Table:
    table = Table(_attribute(element, "name"))
    number = 1
    for row in element.iter():
        if _tag(row) != "table-row":
            continue
        times = _times(row, "number-rows-repeated")
        cells = list(_cells(row))
        for again in range(times if cells else 0):
            if again > MOST_ROWS:
                raise Unreadable("too_many_rows")
            for column, cell, element_of in cells:
                table.put(number + again, column, cell)
                _merge(table, number + again, column, element_of)
        number += times
    return table


def _cells(row: Element) -> Iterator[tuple[int, Cell, Element]]:
    column = 0
    for element in row:
        if _tag(element) not in ("table-cell", "covered-table-cell"):
            continue
        times = _times(element, "number-columns-repeated")
        cell = _cell(element)
        for again in range(min(times, MOST_COLUMNS) if cell.text else 0):
            yield column + again, cell, element
        column += times


def _cell(element: Element) -> Cell:
    text = "\n".join(_text_of(part) for part in element if _tag(part) == "p")
    kind = _attribute(element, "value-type")
    if kind == "date":
        try:
            day = date.fromisoformat(_attribute(element, "date-value")[:10])
        except ValueError:
            return Cell(text)
        shown_whole = text.count("/") != 1 and not (text.isdigit() and len(text) == 4)
        return Cell(f"{day:%d/%m/%Y}", day=day) if shown_whole else Cell(text)
    if kind in ("float", "currency"):
        try:
            number = float(_attribute(element, "value"))
        except ValueError:
            return Cell(text)
        return Cell(str(int(number)) if number.is_integer() else repr(number), number=number)
    return Cell(text)


def _merge(table: Table, row: int, column: int, element: Element) -> None:
    down, across = _times(element, "number-rows-spanned"), _times(element, "number-columns-spanned")
    if down > 1 or across > 1:
        table.merges.append(Merge(row, row + down - 1, column, column + across - 1))


def _text_of(element: Element) -> str:
    """Joins what is written in a paragraph; several spaces stand there as one element."""
    written = element.text or ""
    for part in element:
        tag = _tag(part)
        inside = " " if tag in ("s", "tab", "line-break") else "" if tag == "annotation" else _text_of(part)
        written += inside + (part.tail or "")
    return written


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _times(element: Element, name: str) -> int:
    said = _attribute(element, name)
    return int(said) if said.isdigit() and len(said) < 8 else 1
