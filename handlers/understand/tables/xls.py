"""Reads .xls of Excel 97 to 2003, MS-XLS: its cells, merges, days and fonts."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from handlers.understand.tables.cells import Cell, Merge, Table, Unreadable, number_cell
from handlers.understand.tables.compound import streams
from handlers.understand.tables.xlsx import BUILT_IN_DAYS, Styles

EOF, FILE_PASSWORD, DATE_MODE, FONT, CONTINUE, SHEET = 0x0A, 0x2F, 0x22, 0x31, 0x3C, 0x85
MERGED, MANY_SMALL, STRINGS, LABEL_OF_STRINGS, STYLE, FORMAT = 0xE5, 0xBD, 0xFC, 0xFD, 0xE0, 0x41E
NUMBER, LABEL, TRUTH_OR_ERROR, FORMULA_TEXT, SMALL, FORMULA, BEGIN = 0x203, 0x204, 0x205, 0x207, 0x27E, 0x06, 0x809
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


@dataclass(slots=True)
class Workbook:
    """What holds for all sheets; `places`: for each sheet where it begins, its name and whether it is hidden."""

    places: list[tuple[int, str, bool]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    styles: Styles = field(default_factory=Styles)
    since_1904: bool = False


def read(content: bytes) -> list[Table]:
    """Gives the sheets in their order. Raises Unreadable."""
    inside = streams(content)
    if "EncryptedPackage" in inside or "EncryptionInfo" in inside:
        raise Unreadable("password")
    if "Workbook" not in inside:
        raise Unreadable("old_workbook" if "Book" in inside else "not_a_table")
    stream = inside["Workbook"]
    try:
        workbook = _workbook(stream)
        return [_sheet(stream, at, Table(name, hidden=hidden), workbook) for at, name, hidden in workbook.places]
    except (struct.error, IndexError):
        raise Unreadable("cut") from None


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yields kind and content of each record up to the end of its part; a nested part, as of a chart, is left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        at += 4
        depth += (kind == BEGIN) - (kind == EOF)
        if depth == 1 or kind == EOF:
            yield kind, stream[at : at + length]
        at += length
        if depth <= 0:
            return


def _workbook(stream: bytes) -> Workbook:
    workbook, formats, fonts, styles = Workbook(), dict(BUILT_IN_DAYS), [], []
    strings: list[bytes] = []
    last = 0
    for kind, record in _records(stream, 0):
        if kind == FILE_PASSWORD:
            raise Unreadable("password")
        if kind == DATE_MODE:
            workbook.since_1904 = record[:1] == b"\x01"
        elif kind == FONT:
            fonts.append(_text(record[14:], wide_length=False))
        elif kind == FORMAT:
            formats[struct.unpack_from("<H", record)[0]] = _text(record[2:])
        elif kind == STYLE:
            styles.append(struct.unpack_from("<HH", record))
        elif kind == SHEET and record[5] == 0:
            workbook.places.append(
                (struct.unpack_from("<I", record)[0], _text(record[6:], wide_length=False), record[4] > 0)
            )
        elif kind == STRINGS or (kind == CONTINUE and last == STRINGS):
            strings.append(record)
        last = last if kind == CONTINUE else kind
    workbook.strings = _Strings(strings).read() if strings else []
    for font, pattern in styles:
        # the fifth font is never written
        at = font - (font > 4)
        workbook.styles.formats.append(formats.get(pattern, ""))
        workbook.styles.fonts.append(fonts[at] if at < len(fonts) else "")
    return workbook


def _text(record: bytes, *, wide_length: bool = True) -> str:
    """Reads a short text: its length, a flag for two octets a letter, the letters."""
    length, start = (struct.unpack_from("<H", record)[0], 2) if wide_length else (record[0], 1)
    wide = record[start] & 1
    letters = record[start + 1 : start + 1 + length * (1 + wide)]
    return letters.decode("utf-16-le" if wide else "latin-1", errors="replace")


class _Strings:
    """Reads the shared texts, which run on over records; a text that is cut begins anew with its flag."""

    def __init__(self, records: list[bytes]):
        self.records = records
        self.at = 0
        self.place = 8

    def read(self) -> list[str]:
        count = struct.unpack_from("<I", self.records[0], 4)[0]
        texts = []
        for _text in range(count):
            if self.at >= len(self.records) - 1 and self.place >= len(self.records[-1]):
                break
            texts.append(self._next_string())
        return texts

    def _next_string(self) -> str:
        length, flags = struct.unpack("<HB", self._octets(3))
        runs = struct.unpack("<H", self._octets(2))[0] if flags & 8 else 0
        more = struct.unpack("<I", self._octets(4))[0] if flags & 4 else 0
        text = self._letters(length, flags & 1)
        self._octets(4 * runs + more)
        return text

    def _octets(self, count: int) -> bytes:
        taken = b""
        while count > len(taken):
            self._turn_page()
            part = self.records[self.at][self.place : self.place + count - len(taken)]
            self.place += len(part)
            taken += part
        return taken

    def _letters(self, count: int, wide: int) -> str:
        text = ""
        while len(text) < count:
            if self.place >= len(self.records[self.at]):
                self._turn_page()
                wide = self.records[self.at][0] & 1
                self.place = 1
            size = 1 + wide
            part = self.records[self.at][self.place : self.place + (count - len(text)) * size]
            self.place += len(part)
            text += part.decode("utf-16-le" if wide else "latin-1", errors="replace")
            if not part:
                raise Unreadable("cut")
        return text

    def _turn_page(self) -> None:
        while self.place >= len(self.records[self.at]):
            self.at, self.place = self.at + 1, 0


def _sheet(stream: bytes, at: int, table: Table, workbook: Workbook) -> Table:
    waits: tuple[int, int, str] | None = None
    for kind, record in _records(stream, at):
        if kind == FORMULA_TEXT and waits:
            table.put(waits[0], waits[1], Cell(_text(record), font=waits[2]))
        elif kind == MERGED:
            for place in range(struct.unpack_from("<H", record)[0]):
                top, bottom, left, right = struct.unpack_from("<4H", record, 2 + 8 * place)
                table.merges.append(Merge(top + 1, bottom + 1, left, right))
        elif kind == FORMULA and record[12:14] == b"\xff\xff" and record[6] == 0:
            row, column, style = struct.unpack_from("<3H", record)
            waits = row + 1, column, workbook.styles.of(str(style))[1]
            continue
        elif kind in (NUMBER, SMALL, MANY_SMALL, LABEL_OF_STRINGS, LABEL, TRUTH_OR_ERROR, FORMULA):
            for row, column, cell in _cells(kind, record, workbook):
                table.put(row + 1, column, cell)
        waits = None
    return table


def _cells(kind: int, record: bytes, workbook: Workbook) -> Iterator[tuple[int, int, Cell]]:
    row, column, style = struct.unpack_from("<3H", record)
    pattern, font = workbook.styles.of(str(style))
    if kind == LABEL_OF_STRINGS:
        at = struct.unpack_from("<I", record, 6)[0]
        yield row, column, Cell(workbook.strings[at] if at < len(workbook.strings) else "", font=font)
    elif kind == LABEL:
        yield row, column, Cell(_text(record[6:]), font=font)
    elif kind == TRUTH_OR_ERROR:
        yield row, column, Cell(ERRORS.get(record[6], "#N/A") if record[7] else str(record[6]), font=font)
    elif kind == FORMULA and record[12:14] == b"\xff\xff":
        yield row, column, Cell(ERRORS.get(record[8], "#N/A") if record[6] == 2 else "")
    elif kind in (NUMBER, FORMULA):
        number = struct.unpack_from("<d", record, 6)[0]
        yield row, column, number_cell(number, pattern, font, since_1904=workbook.since_1904)
    else:
        for at in range((len(record) - 4) // 6):
            style, small = struct.unpack_from("<HI", record, 4 + 6 * at)
            pattern, font = workbook.styles.of(str(style))
            yield row, column + at, number_cell(_small(small), pattern, font, since_1904=workbook.since_1904)


def _small(packed: int) -> float:
    """Unpacks a number of four octets: a whole one, or the upper half of a long one, perhaps in hundredths."""
    if packed & 2:
        signed = packed - (1 << 32) if packed & 0x80000000 else packed
        number = float(signed >> 2)
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0])
    return number / 100 if packed & 1 else number
