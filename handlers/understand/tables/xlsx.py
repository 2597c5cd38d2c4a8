"""Reads .xlsx: the cells, what is merged, which numbers are days, in which font a text stands; nothing else of styles.

Read here and not by a library, because old fonts (.VnTime, VNI-Times) and merged hamlets are half of what a commune's
list says, and because broken styles must not keep a list out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from posixpath import join, normpath
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import ZipFile

from handlers.understand.tables.cells import MOST_COLUMNS, Cell, Merge, Table, Unreadable, day_cell, number_cell

# the built-in formats of days, ECMA-376 part 1, 18.8.30, and those of East Asia
BUILT_IN_DAYS = dict.fromkeys((14, 15, 16, 22, *range(27, 37), *range(50, 59)), "d/m/yyyy") | {17: "mm/yyyy"}
LARGEST_PART = 300_000_000
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Styles:
    """For each style of a cell its number format and the name of its font."""

    formats: list[str] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)

    def of(self, style: str | None) -> tuple[str, str]:
        at = int(style) if style and style.isdigit() else 0
        return (self.formats[at], self.fonts[at]) if at < len(self.formats) else ("", "")


def read(archive: ZipFile) -> list[Table]:
    """Gives the sheets in their order. Raises Unreadable."""
    workbook = _workbook(archive)
    targets = _relations(archive, workbook)
    strings = _strings(archive, _part(archive, "sharedstrings.xml"))
    styles = _styles(archive, _part(archive, "styles.xml"))
    tables, since_1904 = [], False
    sheets: list[tuple[str, str, bool]] = []
    for element in _elements(archive, workbook):
        tag = _tag(element)
        if tag == "workbookPr":
            since_1904 = element.get("date1904", "0") in ("1", "true")
        elif tag == "sheet":
            relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            sheets.append((element.get("name", ""), relation, element.get("state", "visible") != "visible"))
    for name, relation, hidden in sheets:
        target = targets.get(relation, "")
        if target in archive.namelist() and "sheet" in target.lower():
            table = Table(name, hidden=hidden)
            _Sheet(table, strings, styles, since_1904=since_1904).read(_elements(archive, target))
            tables.append(table)
    return tables


class _Sheet:
    """Fills a table from the elements of a sheet."""

    def __init__(self, table: Table, strings: list[str], styles: Styles, *, since_1904: bool):
        self.table = table
        self.strings = strings
        self.styles = styles
        self.since_1904 = since_1904

    def read(self, elements: Iterator[Element]) -> None:
        number = 0
        for element in elements:
            tag = _tag(element)
            if tag == "row":
                given = element.get("r", "")
                number = int(given) if given.isdigit() else number + 1
                self._row(number, element)
                element.clear()
            elif tag == "mergeCell":
                self._merge(element.get("ref", ""))

    def _row(self, number: int, row: Element) -> None:
        column = -1
        for element in row:
            place = _PLACE.fullmatch(element.get("r", ""))
            column = _column(place[1]) if place else column + 1
            if column < MOST_COLUMNS:
                self.table.put(number, column, self._cell(element))

    def _cell(self, element: Element) -> Cell:
        kind = element.get("t", "n")
        pattern, font = self.styles.of(element.get("s"))
        written = next((child.text or "" for child in element if _tag(child) == "v"), "")
        if kind == "inlineStr":
            return Cell(_text_of(element), font=font)
        if kind == "s":
            at = int(written) if written.strip().isdigit() else -1
            return Cell(self.strings[at] if 0 <= at < len(self.strings) else "", font=font)
        if kind == "d":
            return _iso(written, pattern, font)
        if kind in ("str", "e", "b"):
            return Cell(_ESCAPED.sub(_unescaped, written), font=font)
        return self._number(written, pattern, font)

    def _number(self, written: str, pattern: str, font: str) -> Cell:
        try:
            number = float(written)
        except ValueError:
            return Cell(written, font=font)
        if number != number or abs(number) > 1e18:
            return Cell(written, font=font)
        return number_cell(number, pattern, font, since_1904=self.since_1904)

    def _merge(self, reference: str) -> None:
        places = [_PLACE.fullmatch(place) for place in reference.replace("$", "").split(":")]
        if len(places) == 2 and places[0] and places[1]:
            (left, top), (right, bottom) = (place.groups() for place in places if place)
            self.table.merges.append(Merge(int(top), int(bottom), _column(left), _column(right)))


def _iso(written: str, pattern: str, font: str) -> Cell:
    try:
        return day_cell(date.fromisoformat(written[:10]), pattern, font)
    except ValueError:
        return Cell(written, font=font)


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at - 1


def _tag(element: Element) -> str:
    """Gives the name without its namespace: strict files have another."""
    return element.tag.rpartition("}")[2]


def _elements(archive: ZipFile, part: str) -> Iterator[Element]:
    """Yields the elements of a part as each ends. Raises Unreadable."""
    if archive.getinfo(part).file_size > LARGEST_PART:
        raise Unreadable("too_big")
    with archive.open(part) as head:
        if b"<!DOCTYPE" in head.read(2000):
            raise Unreadable("not_a_table")
    with archive.open(part) as content:
        try:
            for _event, element in iterparse(content):
                yield element
        except ParseError:
            raise Unreadable("cut") from None


def _part(archive: ZipFile, name: str) -> str | None:
    return next((part for part in archive.namelist() if part.lower().rpartition("/")[2] == name), None)


def _workbook(archive: ZipFile) -> str:
    part = _part(archive, "workbook.xml")
    if part is None:
        raise Unreadable("binary_workbook" if _part(archive, "workbook.bin") else "not_a_table")
    return part


def _relations(archive: ZipFile, workbook: str) -> dict[str, str]:
    """Maps the ids of relations to the parts they mean, whichever way their paths are written."""
    folder, _, name = workbook.rpartition("/")
    part = f"{folder}/_rels/{name}.rels".lstrip("/")
    if part not in archive.namelist():
        raise Unreadable("cut")
    names = {entry.lower(): entry for entry in archive.namelist()}
    targets = {}
    for element in _elements(archive, part):
        target = element.get("Target", "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
        targets[element.get("Id", "")] = names.get(path.lower(), path)
    return targets


def _strings(archive: ZipFile, part: str | None) -> list[str]:
    if part is None:
        return []
    strings = []
    for element in _elements(archive, part):
        if _tag(element) == "si":
            strings.append(_text_of(element))
            element.clear()
    return strings


def _text_of(element: Element) -> str:
    """Joins the runs of a text, without the reading aids of Japanese."""
    if _tag(element) == "rPh":
        return ""
    own = (element.text or "") if _tag(element) == "t" else ""
    return _ESCAPED.sub(_unescaped, own) + "".join(_text_of(child) for child in element)


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _styles(archive: ZipFile, part: str | None) -> Styles:
    """Reads number formats and fonts as far as they can be read: a broken style says nothing about people."""
    formats, fonts, styles = dict(BUILT_IN_DAYS), [], Styles()
    try:
        for element in _elements(archive, part) if part else ():
            tag = _tag(element)
            if tag == "numFmt" and element.get("numFmtId", "").isdigit():
                formats[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
            elif tag == "fonts":
                fonts = [
                    next((n.get("val", "") for n in entry if _tag(n) in ("name", "rFont")), "") for entry in element
                ]
            elif tag == "cellXfs":
                for entry in element:
                    number, font = entry.get("numFmtId", "0"), entry.get("fontId", "0")
                    styles.formats.append(formats.get(int(number) if number.isdigit() else 0, ""))
                    at = int(font) if font.isdigit() else 0
                    styles.fonts.append(fonts[at] if at < len(fonts) else "")
    except Unreadable:
        return Styles()
    return styles
