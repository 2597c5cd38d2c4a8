"""Reads .csv and .tsv in whatever encoding and with whatever separator a machine has written them."""

import csv
import io
import re
from itertools import islice

from handlers.understand.tables.cells import MOST_COLUMNS, Cell, Table, Unreadable
from handlers.understand.tables.fonts import of_tcvn3, of_vni, plain
from handlers.understand.tables.syllables import odd_words

_SEPARATORS = "\t;,|"
_SAID = re.compile(r'\s*"?sep=(.)"?\s*\r?\n', re.IGNORECASE)
_LOOKED_AT = 20_000
_BINARY = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def read(content: bytes) -> Table:
    """Gives the one table of a text. Raises Unreadable."""
    text = decoded(content)
    if len(_BINARY.findall(text[:_LOOKED_AT])) > 5:
        raise Unreadable("not_a_table")
    text = text.replace("\x00", "")
    separator = None
    if said := _SAID.match(text):
        separator, text = said[1], text[said.end() :]
    table = Table("")
    csv.field_size_limit(1_000_000)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text))
    try:
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row[:MOST_COLUMNS]):
                table.put(number, column, Cell(cell.strip()))
    except csv.Error:
        raise Unreadable("not_a_table") from None
    return table


def _separator(text: str) -> str:
    """Picks what makes most of the first rows equally long, line breaks within quotes left aside."""

    def evenness(sign: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text[:_LOOKED_AT], newline=""), delimiter=sign)
        try:
            lengths = [len(row) for row in islice(reader, 40) if len(row) > 1]
        except csv.Error:
            return 0, 0
        usual = max(set(lengths), key=lengths.count) if lengths else 0
        return lengths.count(usual) * bool(usual), usual

    return max(_SEPARATORS, key=evenness)


def decoded(content: bytes) -> str:
    """Reads a text in UTF-8, UTF-16, Windows-1258 or Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    head = content[:2000]
    for odd, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 20 and head[odd::2].count(0) > len(head) // 6 and head[1 - odd :: 2].count(0) < len(head) // 20:
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _of_one_octet(content)


def _of_one_octet(content: bytes) -> str:
    """Reads it as Windows-1258, where marks stand by themselves, or as Windows-1252, as old fonts are read too."""
    as_1258 = plain(content[:_LOOKED_AT].decode("cp1258", errors="replace"))
    as_1252 = content[:_LOOKED_AT].decode("cp1252", errors="replace")
    least_1252 = min(odd_words(reading) for reading in (as_1252, of_tcvn3(as_1252), of_vni(as_1252)))
    if odd_words(as_1258) <= least_1252:
        return content.decode("cp1258", errors="replace")
    return "".join(bytes([octet]).decode("cp1252", errors="ignore") or chr(octet) for octet in content)
