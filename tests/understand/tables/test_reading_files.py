"""Files of every kind, whole, broken or no lists at all: they are read, or one sentence says why not."""

import io
import struct
import unicodedata
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.texts import Texts
from handlers.understand.tables import files, headings, rows
from handlers.understand.tables.cells import Cell, Table, Unreadable
from handlers.understand.tables.fonts import _TCVN3, _VNI, mended
from tests.handlers.enrolment.files import PERSONS, workbook

NAMES = ("Nguyễn Văn Hùng", "Trần Thị Hợi", "Đặng Thị Ánh Tuyết", "Lường Văn Ưởng", "Vi Thị Mỷ", "Phạm Quỳnh Giao")
ROW = ("Đặng Văn Đông", "1987", "0912000013", "xóm 6", "Án treo", "05/10/2025", "")
CSV = "\n".join(";".join(row) for row in (PERSONS, ROW, ROW)) + "\n"


def backwards(table: dict[str, str], text: str) -> str:
    """Writes a text in an old font."""
    of_letter = {letter: signs for signs, letter in sorted(table.items(), key=lambda pair: -len(pair[0]))}
    return "".join(of_letter.get(letter, letter) for letter in text)


def texts_of(table: Table) -> list[list[str]]:
    return [mended(list(row.values())) for row in table.rows.values()]


def first_person(content: bytes) -> list[str]:
    table, head = headings.best_of(files.read(content), {})
    return next(list(entry.texts.values()) for entry in rows.entries(table, head) if entry.about_somebody)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_text_is_read_in_each_encoding_and_with_each_separator(encoding: str, separator: str) -> None:
    content = CSV.replace(";", separator).replace("Xóm, bản", "Xóm").replace("Xóm" + separator + " bản", "Xóm")
    assert first_person(content.encode(encoding))[0] == "Đặng Văn Đông"


def test_windows_1258_is_read_with_its_loose_marks() -> None:
    apart = "".join(
        letter if letter in "ăâêôơưđĂÂÊÔƠƯĐ" else unicodedata.normalize("NFD", letter) if ord(letter) > 255 else letter
        for letter in CSV
    )
    content = apart.translate({0x1EBF: "ê\u0301"}).encode("cp1258", errors="ignore")
    assert first_person(content)[4] == "Án treo"


@pytest.mark.parametrize("table", [_TCVN3, _VNI], ids=["TCVN3", "VNI"])
@pytest.mark.parametrize("name", NAMES)
def test_names_in_old_fonts_are_read_as_they_looked(table: dict[str, str], name: str) -> None:
    assert mended([Cell(backwards(table, name)), Cell(backwards(table, "xóm 6"))])[0] == name


def test_the_name_of_an_old_font_decides_where_the_letters_alone_do_not() -> None:
    assert mended([Cell("xãm 6", font=".VnTime")]) == ["xóm 6"]
    assert mended([Cell("xãm 6", font="Arial")]) == ["xãm 6"]
    assert mended([Cell("nguyÔn v¨n hïng", font=".VnTimeH")]) == ["NGUYỄN VĂN HÙNG"]


@pytest.mark.parametrize("name", NAMES)
def test_utf8_that_was_read_as_windows_1252_is_mended_once_or_twice(name: str) -> None:
    def wrongly(text: str) -> str:
        return "".join(bytes([octet]).decode("cp1252", "ignore") or chr(octet) for octet in text.encode())

    assert mended([Cell(wrongly(name))]) == [name]
    assert mended([Cell(wrongly(wrongly(name)))]) == [name]


@given(st.text(max_size=40))
def test_mended_text_stays_as_it_is(text: str) -> None:
    (once,) = mended([Cell(text)])
    assert mended([Cell(once)]) == [once] or not once.isascii()


@pytest.mark.parametrize("name", NAMES)
def test_good_names_stay_as_they_are(name: str) -> None:
    assert mended([Cell(name), Cell("Nhóm hộ"), Cell("cô Hà"), Cell("tổ 3")]) == [name, "Nhóm hộ", "cô Hà", "tổ 3"]


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of 512-octet sectors with streams of at least 4,096 octets."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def lay(content: bytes) -> int:
        first = len(sectors)
        parts = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        sectors.extend(parts)
        chain.extend([*range(first + 1, first + len(parts)), 0xFFFFFFFE])
        return first

    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    entries += [
        (name, 2, lay(content.ljust(4096, b"\0")), max(len(content), 4096)) for name, content in streams.items()
    ]
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HB", 2 * len(name) + 2, kind).ljust(52, b"\0")
        + struct.pack("<II", first, size).ljust(12, b"\0")
        for name, kind, first, size in entries
    )
    at_directory = lay(directory.ljust(512, b"\0"))
    at_fat = len(sectors)
    chain.append(0xFFFFFFFD)
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6).ljust(
        20, b"\0"
    )
    head += struct.pack("<IIIIIIIII", 1, at_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, at_fat)
    return head.ljust(512, b"\xff") + b"".join(sectors) + fat


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def old_workbook(*lines: tuple[object, ...], extra: bytes = b"", cut: int = 8000) -> bytes:
    """An .xls: texts shared, days in style 1, a shared string table that goes on in a second record at `cut`."""
    strings = list(dict.fromkeys(cell for line in lines for cell in line if isinstance(cell, str)))
    shared = struct.pack("<II", len(strings), len(strings))
    shared += b"".join(struct.pack("<HB", len(one), 1) + one.encode("utf-16-le") for one in strings)
    font = record(0x31, bytes(14) + bytes([5, 0]) + b"Arial")
    styles = record(0xE0, struct.pack("<HH", 0, 0)) + record(0xE0, struct.pack("<HH", 0, 14))
    parts = record(0xFC, shared[:cut]) + (record(0x3C, b"\x01" + shared[cut:]) if shared[cut:] else b"")
    begin, end = record(0x809, struct.pack("<HH", 0x600, 5)), record(0x0A)
    name = b"\x05\x00Sheet"
    size = (
        len(begin) + len(extra) + len(font) + len(styles) + len(record(0x85, bytes(6) + name)) + len(parts) + len(end)
    )
    globals_ = begin + extra + font + styles + record(0x85, struct.pack("<IBB", size, 0, 0) + name) + parts + end
    cells = b""
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                cells += record(0xFD, struct.pack("<HHHI", row, column, 0, strings.index(cell)))
            elif isinstance(cell, date):
                days = float((cell - date(1899, 12, 30)).days)
                cells += record(0x203, struct.pack("<HHHd", row, column, 1, days))
            elif isinstance(cell, int):
                cells += record(0x27E, struct.pack("<HHHI", row, column, 0, (cell << 2 | 2) & 0xFFFFFFFF))
    return compound({"Workbook": globals_ + begin + cells + end})


def test_xls_of_excel_97_is_read_with_its_days_and_numbers() -> None:
    row = ("Đặng Văn Đông", 1987, "0912000013", "xóm 6", "Án treo", date(2025, 10, 5))
    (table,) = files.read(old_workbook(PERSONS[:6], row))
    assert texts_of(table)[1] == ["Đặng Văn Đông", "1987", "0912000013", "xóm 6", "Án treo", "05/10/2025"]


def test_a_text_of_xls_that_goes_on_in_the_next_record_is_whole() -> None:
    cut = 8 + sum(3 + 2 * len(word) for word in PERSONS[:6]) + 3 + 8
    (table,) = files.read(old_workbook(PERSONS[:6], ("Đặng Văn Đông", 1987), cut=cut))
    assert texts_of(table)[1][0] == "Đặng Văn Đông"


def test_xls_with_a_password_says_so() -> None:
    with pytest.raises(Unreadable, match="password"):
        files.read(old_workbook(PERSONS, extra=record(0x2F, bytes(54))))
    with pytest.raises(Unreadable, match="password"):
        files.read(compound({"EncryptedPackage": b"x" * 5000}))


def test_a_web_page_that_is_called_xls_is_read() -> None:
    lines = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in (PERSONS, ROW))
    assert first_person(f"<html><table>{lines}</table>".encode())[0] == "Đặng Văn Đông"


def repacked(content: bytes, **changes: tuple[str, str]) -> bytes:
    """The same workbook with words changed in its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            for one, other in changes.values():
                text = text.replace(one.encode(), other.encode())
            new.writestr(part, text)
    return out.getvalue()


def test_strict_workbooks_are_read() -> None:
    strict = repacked(
        workbook(PERSONS, ROW),
        main=(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        of=(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    assert first_person(strict)[0] == "Đặng Văn Đông"


HOPELESS = {
    "empty": b"",
    "too_big": b"a," * 10_000_001,
    "not_a_table": b"%PDF-1.7 \x00\x01",
    "cut": workbook(PERSONS, ROW)[:3000],
    "no_headings": b"1;2;3\n4;5;6\n",
    "too_many_rows": ("\n".join(["Họ và tên;Diện", *(["a;b"] * 100_001)])).encode(),
}


@pytest.mark.parametrize("code", HOPELESS)
def test_what_cannot_be_read_gets_one_sentence(code: str, texts: Texts) -> None:
    with pytest.raises(Unreadable) as problem:
        headings.best_of(files.read(HOPELESS[code]), {})
    assert problem.value.code == code
    assert texts.find("vi", f"list.file.{code}").endswith(".")


WHOLE = [workbook(PERSONS, ROW), old_workbook(PERSONS[:6], ROW[:6]), CSV.encode(), f"<table><tr><td>{CSV}".encode()]


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 20_000), st.binary(max_size=4)), max_size=6),
    st.integers(0, 20_000),
)
def test_no_broken_file_ends_in_anything_but_a_sentence(
    whole: bytes, breaks: list[tuple[int, bytes]], length: int
) -> None:
    content = bytearray(whole)
    for at, octets in breaks:
        content[at % len(content) : at % len(content) + len(octets)] = octets
    with suppress(Unreadable):
        table, head = headings.best_of(files.read(bytes(content[: length or None])), {})
        list(rows.entries(table, head))


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_no_octets_end_in_anything_but_a_sentence(content: bytes) -> None:
    with suppress(Unreadable):
        headings.best_of(files.read(content), {})
