"""Lists of many shapes, made by chance: headings, order of columns, layout, ways of writing, kind of file, encoding.

What every row says is known beforehand, so that any number of them can be read and compared.
"""

import io
import random
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Font

from handlers.understand.tables.fonts import _TCVN3, _VNI

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Vi", "Lô", "Hoàng", "Đặng", "Lường", "Moong", "Cụt", "Xồng")
MIDDLE = ("Văn", "Thị", "Đình", "Hữu", "Bá", "Quốc", "Ngọc", "Y")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Hà", "Lan", "Nam", "Oanh", "Phượng", "Tuyết", "Ưởng", "Mỷ", "Quý", "Thắng")
HAMLETS = (
    "xóm 6",
    "bản Khe Bần",
    "thôn Đông Thịnh",
    "khối 3",
    "bản Huồi Cọ",
    "xóm Đình",
    "tổ dân phố 2",
    "ấp Bình Hòa",
)
CASES = {
    "finished": ("Mãn hạn tù", "Chấp hành xong án phạt tù", "hết hạn tù", "CHXAPT", "Mãn hạn"),
    "amnesty": ("Đặc xá", "ĐX", "Được đặc xá", "đặc xá 2/9"),
    "parole": ("Tha tù trước thời hạn có điều kiện", "THTDK", "Tha tù TTH", "trước thời hạn"),
    "suspended": ("Án treo", "Hưởng án treo", "AT", "án treo"),
    "community": ("Cải tạo không giam giữ", "CTKGG", "không giam giữ"),
    "residence": ("Quản chế", "Cấm cư trú", "QC"),
}
HEADINGS = {
    "name": ("Họ và tên", "Họ tên", "HỌ VÀ TÊN", "Họ, tên", "Tên người chấp hành án", "Họ và tên đối tượng", "Hoten"),
    "born": ("Năm sinh", "Ngày sinh", "Ngày, tháng, năm sinh", "Sinh năm", "NS", "Ngày/tháng/năm sinh"),
    "phone": ("SĐT", "Số điện thoại", "Điện thoại", "ĐT", "Số ĐT liên hệ", "Điện thoại liên lạc", "Zalo"),
    "hamlet": ("Xóm", "Xóm, bản", "Thôn", "Bản", "Thôn/Bản", "Khối, xóm", "Thôn (xóm, bản)", "Tổ dân phố"),
    "case_type": ("Diện", "Diện đối tượng", "Loại đối tượng", "Đối tượng", "Hình thức chấp hành", "Thuộc diện"),
    "released_on": ("Ngày về", "Ngày về địa phương", "Ngày ra trại", "Ngày trở về", "Về ngày", "Ngày chấp hành xong"),
}
# columns that offices have, and no record: header → what stands in it
MORE = {
    "Quê quán": ("Nghệ An", "Thanh Chương, Nghệ An", ""),
    "Dân tộc": ("Kinh", "Thái", "Khơ Mú"),
    "Tội danh": ("Trộm cắp tài sản", "Cố ý gây thương tích"),
    "Số QĐ": ("12/QĐ-CA", "7/2025/QĐ", "145"),
    "Giới tính": ("Nam", "Nữ"),
    "Ghi chú": ("", "Đã có việc làm", "x", "Ở nhờ nhà anh trai"),
    "Nghề nghiệp": ("Làm ruộng", "Thợ xây", "Không"),
    "Trình độ văn hóa": ("9/12", "12/12", "5/12"),
}
HELPERS = (("Nguyễn Đình Tư", "+84912000001"), ("Vi Thị Hoa", "+84912000002"), ("Lô Văn Thắng", "+84912000003"))
TITLES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "UBND XÃ KIM BẢNG",
    "DANH SÁCH NGƯỜI CHẤP HÀNH XONG ÁN PHẠT TÙ VỀ ĐỊA PHƯƠNG",
    "(Kèm theo Công văn số 12/CV-CAX ngày 05/10/2026)",
    "Tháng 11 năm 2026",
)
ENDS = (
    "Tổng cộng: {count} người",
    "Kim Bảng, ngày 20 tháng 11 năm 2026",
    "NGƯỜI LẬP BIỂU",
    "TRƯỞNG CÔNG AN XÃ",
    "(Ký, ghi rõ họ tên)",
)
Cells = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Shape:
    """A list, what it is made like, and what is in it: name → facts."""

    content: bytes
    made: str
    people: dict[str, dict[str, Any]]


def shape(seed: int) -> Shape:
    """Makes the list of this number, always the same."""
    chance = random.Random(seed)
    people = _people(chance)
    kind = chance.choice(("xlsx", "xlsx", "xlsx", "csv", "csv", "ods", "html", "tcvn3", "vni"))
    typed = kind in ("xlsx", "tcvn3", "vni")
    columns = list(HEADINGS)
    if chance.random() < 0.5:
        chance.shuffle(columns)
    rows, layout = _laid_out(chance, people, columns, typed=typed)
    content = WRITERS[kind](chance, rows)
    facts = {str(person["name"]): person for person in people}
    return Shape(content, f"{seed}: {kind}, {', '.join(layout) or 'plain'}", facts)


def _people(chance: random.Random) -> list[dict[str, Any]]:
    people: dict[str, dict[str, Any]] = {}
    while len(people) < 6:
        name = " ".join((chance.choice(FAMILY), chance.choice(MIDDLE), chance.choice(GIVEN), chance.choice(GIVEN)))
        people[name] = {
            "name": name,
            "born": chance.randint(1955, 2005),
            "phone": f"+84{chance.choice((9, 3, 8, 7))}{chance.randint(10_000_000, 99_999_999)}",
            "hamlet": chance.choice(HAMLETS),
            "case_type": chance.choice(tuple(CASES)),
            "released_on": date(chance.choice((2024, 2025)), chance.randint(1, 12), chance.randint(1, 28)),
        }
        if not _is_number(people[name]["phone"]):
            del people[name]
    return list(people.values())


def _is_number(phone: str) -> bool:
    from handlers.understand.phones import read_phone

    return read_phone(phone) == phone


def _laid_out(
    chance: random.Random, people: list[dict[str, Any]], columns: list[str], *, typed: bool
) -> tuple[Cells, list[str]]:
    layout: list[str] = []

    def does(what: str, often: float) -> bool:
        happens = chance.random() < often
        if happens:
            layout.append(what)
        return happens

    sections = does("hamlets as sections", 0.15)
    if sections:
        columns = [column for column in columns if column != "hamlet"]
        people.sort(key=lambda person: str(person["hamlet"]))
    split = does("name in two columns", 0.15)
    capitals = does("capitals", 0.15)
    serial = does("numbered", 0.6)
    ways = {column: chance.randrange(10) for column in columns}
    head = [heading for column in columns for heading in _heading(chance, column, split=split)]
    more = chance.sample(tuple(MORE), chance.randint(1, 4)) if does("columns beside", 0.5) else []
    helped = chance.choice(("two columns", "one cell")) if does("helpers", 0.4) else ""
    head += more
    if helped == "two columns":
        head += chance.choice((["Người giúp đỡ", "SĐT người giúp đỡ"], ["Người được phân công giúp đỡ", "Điện thoại"]))
    elif helped:
        head.append(chance.choice(("Người giúp đỡ (SĐT)", "Người được phân công quản lý, giúp đỡ", "Người GĐ")))
    lines: Cells = []
    before = ""
    for number, person in enumerate(people, 1):
        if sections and person["hamlet"] != before:
            before = str(person["hamlet"])
            lines.append([f"{chance.choice(('I.', 'II.', '*', ''))} {before.upper() if capitals else before}".strip()])
        row = [
            cell
            for column in columns
            for cell in _written(chance, person, column, ways[column], split=split, capitals=capitals, typed=typed)
        ]
        row += [chance.choice(MORE[column]) for column in more]
        if helped:
            person["helper"] = name, phone = chance.choice(HELPERS)
            local = f"0{phone[3:]}"
            row += (
                [name, local]
                if helped == "two columns"
                else [chance.choice((f"{name} - {local}", f"{name} ({local})", f"{name}\n{local}"))]
            )
        lines.append([str(number), *row] if serial else row)
        if does("an empty row between", 0.05):
            lines.append([])
    if serial:
        head = [chance.choice(("STT", "TT", "Số TT")), *head]
        if sections:
            lines = [
                line if len(line) > 1 or not line else ["", *line] if chance.random() < 0.5 else line for line in lines
            ]
    rows: Cells = (
        [[title] for title in chance.sample(TITLES, chance.randint(1, 5))] if does("titles above", 0.5) else []
    )
    rows += [[]] * chance.randint(0, 2)
    rows.append(head)
    if does("columns numbered", 0.15):
        rows.append([f"({at})" for at in range(1, len(head) + 1)])
    if does("heading again", 0.1):
        lines.insert(len(lines) // 2, head)
    rows += lines
    if does("an end", 0.5):
        rows.append([])
        rows += [
            [end.format(count=len(people))] if chance.random() < 0.5 else ["", "", end.format(count=len(people))]
            for end in chance.sample(ENDS, chance.randint(1, 4))
        ]
    if does("moved to the right", 0.15):
        rows = [["", *row] if row else row for row in rows]
    return rows, sorted(set(layout))


def _heading(chance: random.Random, column: str, *, split: bool) -> list[str]:
    if column == "name" and split:
        return [chance.choice(("Họ đệm", "Họ và đệm", "Họ và tên đệm")), "Tên"]
    said = chance.choice(HEADINGS[column])
    return [chance.choice((said, said, said.upper(), f"{said} ", said.replace(" ", "\n", 1)))]


def _written(
    chance: random.Random, person: dict[str, Any], column: str, way: int, *, split: bool, capitals: bool, typed: bool
) -> list[Any]:
    value = person[column]
    if column == "name":
        said = value.upper() if capitals else value
        return [said.rpartition(" ")[0], said.rpartition(" ")[2]] if split else [said]
    if column == "born":
        day = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{value}"
        return [
            (value if typed else str(value), str(value), day, day.replace("/", "."), day.replace("/", "-"))[way % 5]
        ]
    if column == "phone":
        local = f"0{value[3:]}"
        return [
            (
                local,
                f"{local[:4]} {local[4:7]} {local[7:]}",
                f"{local[:4]}.{local[4:7]}.{local[7:]}",
                value,
                int(local) if typed else local,
                value[1:],
                f"'{local}",
            )[way % 7]
        ]
    if column == "case_type":
        return [CASES[value][way % len(CASES[value])]]
    if column == "hamlet":
        return [(value, value.upper() if capitals else value, value[0].upper() + value[1:], f" {value}  ")[way % 4]]
    ways = (
        value if typed else f"{value:%d/%m/%Y}",
        f"{value:%d/%m/%Y}",
        f"{value.day}/{value.month}/{value.year}",
        f"{value:%d.%m.%Y}",
        f"{value:%d-%m-%Y}",
        f"{value:%Y-%m-%d}",
        f"ngày {value.day} tháng {value.month} năm {value.year}",
        f"{value:%d/%m/%y}",
    )
    return [ways[way % 8]]


def _workbook(chance: random.Random, rows: Cells, font: str = "", spelt: Callable[[str], str] = str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = chance.choice(("Sheet1", "Danh sách", "DS 2026"))
    for row in rows:
        sheet.append([spelt(cell) if isinstance(cell, str) and cell else cell or None for cell in row])
    if font and chance.random() < 0.7:
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.font = Font(name=font)
    if chance.random() < 0.3:
        other = book.create_sheet(chance.choice(("Sheet2", "Ghi chú", "Mã")), chance.choice((0, 1)))
        other.append(["Ghi chú"])
        other.append(["Lưu hồ sơ"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _backwards(table: dict[str, str], text: str) -> str:
    of_letter = {letter: signs for signs, letter in sorted(table.items(), key=lambda pair: -len(pair[0]))}
    return "".join(of_letter.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def _tcvn3(chance: random.Random, rows: Cells) -> bytes:
    # the capitals of .VnTime have no marks of tone: what needs them is not typed in it
    letters = {letter for row in rows for cell in row if isinstance(cell, str) for letter in cell}
    if any(not letter.isascii() for letter in letters - set(_TCVN3.values())):
        return _workbook(chance, rows)
    return _workbook(chance, rows, ".VnTime", lambda text: _backwards(_TCVN3, text))


def _vni(chance: random.Random, rows: Cells) -> bytes:
    return _workbook(chance, rows, "VNI-Times", lambda text: _backwards(_VNI, text))


def _csv(chance: random.Random, rows: Cells) -> bytes:
    sign = chance.choice((",", ";", "\t", "|"))
    quoted = [
        sign.join(f'"{cell}"' if any(mark in str(cell) for mark in (sign, "\n", '"')) else str(cell) for cell in row)
        for row in rows
    ]
    said = f"sep={sign}\r\n" if chance.random() < 0.1 and sign != "\t" else ""
    text = said + "\r\n".join(quoted)
    form: Literal["NFC", "NFD"] = chance.choice(("NFC", "NFC", "NFD"))
    encoding = chance.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258", "cp1252 of .VnTime"))
    if encoding == "cp1258":
        return _of_windows_1258(text)
    letters = set(text) - set(_TCVN3.values())
    if encoding.startswith("cp1252") and all(letter.isascii() for letter in letters):
        return b"".join(bytes([ord(sign)]) for sign in _backwards(_TCVN3, text))
    return unicodedata.normalize(form, text).encode("utf-8" if " " in encoding else encoding)


def _of_windows_1258(text: str) -> bytes:
    """Writes the marks of tone behind their letters, as that code page has them."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            tones = [mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323"]
            plain = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
            out += (plain + "".join(tones)).encode("cp1258")
    return out


def _html(_chance: random.Random, rows: Cells) -> bytes:
    lines = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><meta charset=utf-8><table>{lines}</table></html>".encode()


def _ods(_chance: random.Random, rows: Cells) -> bytes:
    def cell(value: Any) -> str:
        parts = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
        return (
            f'<table:table-cell office:value-type="string">{parts}</table:table-cell>'
            if value != ""
            else "<table:table-cell/>"
        )

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    sheet = f'<table:table table:name="DS">{lines}</table:table>'
    inside = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    body = f"<office:document-content {spaces}>{inside}</office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{body}')
    return out.getvalue()


WRITERS: dict[str, Callable[[random.Random, Cells], bytes]] = {
    "xlsx": _workbook,
    "csv": _csv,
    "ods": _ods,
    "html": _html,
    "tcvn3": _tcvn3,
    "vni": _vni,
}
