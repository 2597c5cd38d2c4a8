"""Tells rows about people from totals, sections, signatures and headings that come again."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from handlers.understand.fold import bare
from handlers.understand.tables import values
from handlers.understand.tables.cells import EMPTY, Cell, Table
from handlers.understand.tables.fonts import mended, usual_reading
from handlers.understand.tables.headings import Headings, is_again

_TOTAL = re.compile(
    r"^(?:[ivxlc]+ |\d+ |[a-h] )?(?:tong|cong|tong cong|tong so|cong trang|luy ke|"
    r"danh sach (?:nay )?(?:gom|co)|an dinh danh sach|mang sang|"
    r"chuyen trang)(?: |$)(?!van |thi |huu |dinh )"
)
_PAGE = re.compile(r"^(?:trang|to so|page)(?: so)? ?\d*(?: \d+)?$")
_SIGNED = re.compile(
    r"ngay (?:\d+ )?(?:thang|  )|^(?:nguoi|can bo) lap|lap (?:bieu|danh sach)|thu truong|"
    r"^t[ml] |^tuq |^kt |chu tich|truong (?:cong an|thon|xom|ban|khoi)|"
    r"ky (?:ten|ghi ro|va ghi)|dong dau|^xac nhan|noi nhan|phu trach bieu|^luu |"
    r"pho (?:chu tich|truong)|uy ban nhan dan|"
    r"^cong an (?:xa|phuong|tinh)|^ubnd|^ghi chu |^chu thich|^chu y|^luu y|^nguoi (?:ky|duyet)|doi truong|don truong"
)
_SECTION = re.compile(
    r"\W*(?:(?:[IVXLC]+|[A-H]|\d{1,2}|Phần\s+\w+|Mục\s+\w+)\s*[.)/:\-–]\s*)?(.+?)\s*[:.]?\s*", re.IGNORECASE
)
_OF_HAMLET = re.compile(r"(?:xom|thon|ban|khoi|ap|buon|lang|to dan pho|tdp|khu pho|khoi pho|khu dan cu|to|khu) .+")
_COUNT_BEHIND = re.compile(
    r"\s*[(:–-]\s*(?:tổng\s*(?:số)?\s*)?\d+\s*(?:người|đối tượng|trường hợp|đ/c|đồng chí)\s*\)?\s*$", re.IGNORECASE
)
NAMING = ("name", "family", "middle", "given")


@dataclass(slots=True)
class Entry:
    """A row below the heading. `cells` and `texts` by column; `about_somebody`: False for what is skipped.

    `section_hamlet`, `section_case`: what a section's row above says of all below it.
    """

    number: int
    cells: dict[int, Cell] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    about_somebody: bool = True
    section_hamlet: str | None = None
    section_case: str | None = None


def entries(table: Table, headings: Headings) -> Iterator[Entry]:
    """Yields what stands below the heading, row by row."""
    down = _shared_down(table, headings)
    usual = usual_reading(list(row.values()) for row in table.rows.values())
    of_section: dict[str, str] = {}
    is_signed = False
    for number in sorted(table.rows):
        if number <= headings.last_row:
            continue
        row = dict(sorted(table.rows[number].items()))
        texts = dict(zip(row, mended(list(row.values()), usual), strict=True))
        texts = {column: text for column, text in texts.items() if text}
        if not texts:
            continue
        section = _section(texts, headings)
        if section:
            of_section |= section
        entry = Entry(number, row, texts, section_hamlet=of_section.get("hamlet"), section_case=of_section.get("case"))
        is_about_somebody = not section and _is_about_somebody(texts, headings)
        is_signed = is_signed or (not is_about_somebody and any(_SIGNED.search(bare(text)) for text in texts.values()))
        # below «Người lập biểu» stand the names of those who have signed
        entry.about_somebody = is_about_somebody and not (is_signed and not _has_figures(texts))
        if entry.about_somebody:
            for column, cell in down.get(number, {}).items():
                if column not in entry.texts:
                    entry.cells[column], entry.texts[column] = cell, mended([cell], usual)[0]
        yield entry


def _has_figures(texts: Mapping[int, str]) -> bool:
    return any(map(str.isdigit, "".join(texts.values())))


def _shared_down(table: Table, headings: Headings) -> dict[int, dict[int, Cell]]:
    """Maps rows to the cells that they share with a row above, as one hamlet merged over its people."""
    shared: dict[int, dict[int, Cell]] = {}
    single = {column for code in (*NAMING, "phone", "id_number", "serial") for column in headings.columns(code)}
    for merge in table.merges:
        cell = table.rows.get(merge.top, {}).get(merge.left, EMPTY)
        if cell.text and merge.left == merge.right and merge.left not in single and merge.top > headings.last_row:
            for number in range(merge.top + 1, min(merge.bottom, merge.top + 5000) + 1):
                shared.setdefault(number, {})[merge.left] = cell
    return shared


def _section(texts: Mapping[int, str], headings: Headings) -> dict[str, str]:
    """Reads a row of one cell, «II. BẢN KHE BẦN», as what it says of the rows below it; empty for any other row."""
    words = {
        column: text for column, text in texts.items() if headings.codes.get(column) != "serial" or len(texts) == 1
    }
    if len(set(words.values())) != 1 or any(
        _TOTAL.match(bare(text)) or _SIGNED.search(bare(text)) for text in words.values()
    ):
        return {}
    said = _COUNT_BEHIND.sub("", next(iter(words.values())))
    match = _SECTION.fullmatch(said)
    said = match[1] if match else said
    if _OF_HAMLET.fullmatch(bare(said)) and len(said) <= values.LONGEST_HAMLET:
        return {"hamlet": said, "case": ""}
    try:
        values.case_type(said)
    except values.Doubtful:
        return {}
    return {"case": said} if next(iter(words)) not in headings.columns("case_type") else {}


def _is_about_somebody(texts: Mapping[int, str], headings: Headings) -> bool:
    if is_again(headings, texts) or _numbers_the_columns(texts) or {*map(bare, texts.values())} <= {"nam", "nu"}:
        return False
    named = [texts[column] for code in NAMING for column in headings.columns(code) if column in texts]
    others = [
        text
        for column, text in texts.items()
        if headings.codes.get(column) not in (*NAMING, "serial", "note", "sex", "unknown", None)
    ]
    first = bare(next(iter(texts.values())))
    if (
        _TOTAL.match(first)
        or _PAGE.match(first)
        or any(_TOTAL.match(bare(text)) or _PAGE.match(bare(text)) for text in named)
    ):
        return False
    if not named:
        return bool(others) and not all(_says_nothing(text) for text in others)
    if not others or len(texts) <= 2:
        return not any(_says_nothing(text) for text in (*named, *others)) and any(
            sign.isalpha() for sign in "".join(named)
        )
    return True


def _says_nothing(text: str) -> bool:
    said = bare(text)
    return bool(_SIGNED.search(said) or _TOTAL.match(said) or _PAGE.match(said)) or not said


def _numbers_the_columns(texts: Mapping[int, str]) -> bool:
    """Says whether a row is (1) (2) (3) … or a b c …, as under printed headings."""
    said = [bare(text) for text in texts.values()]
    figures = [text for text in said if text.isdigit() and len(text) < 3]
    return len(said) > 2 and all(len(text) < 3 for text in said) and len(figures) + 2 >= len(said)
