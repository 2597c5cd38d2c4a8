"""Reads one cell: a name, telephone numbers, the kind of a case, a hamlet, a helper with number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.understand.fold import bare
from handlers.understand.phones import read_phone
from handlers.understand.tables.cells import Cell

LONGEST_NAME, LONGEST_HAMLET, LONGEST_NOTE = 80, 60, 1000


class Doubtful(ValueError):
    """A cell that cannot be taken, or not without asking; `code` has a sentence in enrolment.po."""

    def __init__(self, code: str, *, refused: bool = False):
        super().__init__(code)
        self.code = code
        self.refused = refused


@dataclass(frozen=True, slots=True)
class NamedGuardian:
    """Who helps, as one cell says it."""

    name: str | None = None
    phone: str | None = None


_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|#+)|Err:\d+", re.IGNORECASE)
_NOTHING = re.compile(
    r"(?:khong(?: co| ro| biet)?|chua(?: co| ro| phan cong| biet| xac dinh)*|k|ko|kco|n a|na|none|null|nil)$"
)
_TITLES = re.compile(
    r"^(?:(?:ông|bà|anh|chị|bác|cô|chú|em|đ/c|đc|đồng chí|ong|ba(?= [A-ZĐ])|mr|mrs|ms)[.:]?\s+)+", re.IGNORECASE
)
_NUMBERED = re.compile(r"^\(?\d{1,4}\s*[.)\-/]\s*")
_ROUGHLY_A_NUMBER = re.compile(r"\d[.,]?\d*e\+?\d+", re.IGNORECASE)
_WRITTEN_OUT = re.compile(r"(\d{9,12})\.0")
_OLD_WITHOUT_NOUGHT = re.compile(r"1\d{9}")
_PHONE_IN = re.compile(r"[+(]*\d[\d\s.\-()]{6,}\d")
_SEVERAL = re.compile(r"[/;,\n|]| - | hoặc | và ")
_HAMLET = re.compile(r"(khu pho|khoi pho|to dan pho|tdp|xom|thon|ban|khoi|ap|buon|lang|khu|to|x|t|k)\s*(?:so )?(.+)")
# in this order: the first that fits is it; only quarantine and probation can stand beside another
CASES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("suspended", re.compile(r"an treo|\btreo\b|^at\b|suspended")),
    ("community", re.compile(r"khong giam giu|ctkgg|cai tao kgg|^kgg$|community")),
    ("amnesty", re.compile(r"dac xa|^dx\b|\bd xa\b|amnesty")),
    ("parole", re.compile(
        r"truoc (?:thoi )?han|tha (?:tu )?truoc|co dieu kien|^tt+h?$|\b[th]{2,6}c?dk\b|\btth\b|parole"
    )),
    ("residence", re.compile(r"quan che|cam cu tru|^qc$|^cct$|residence")),
    ("finished", re.compile(
        r"man han|dung (?:thoi )?han|chap hanh xong|het (?:thoi )?han|het an|xong an|^cnx$|^chx$|^mh$|hoan thanh|"
        r"du (?:thoi )?han|ra tu|ra trai|chxapt|finished|^tu$|an phat tu|an tu"
    )),
)  # fmt: skip


def is_error(text: str) -> bool:
    """Says whether Excel could not work out what should stand in the cell."""
    return bool(_ERROR.fullmatch(text.strip()))


def checked(cell: Cell, text: str) -> str:
    """Gives the text of a cell; nothing for what means nothing. Raises Doubtful for an error of Excel."""
    if is_error(cell.text) or is_error(text):
        raise Doubtful("excel_error", refused=True)
    return "" if not text.strip("-–—.…_?*/\\ ") or _NOTHING.match(bare(text)) else text


def name(text: str, *, whole: bool = True) -> str:
    """Reads a person's name, without title and number before it. Raises Doubtful; one word alone is no whole name."""
    said = _TITLES.sub("", _NUMBERED.sub("", " ".join(text.split()))).strip(" .,;:-*")
    if not any(sign.isalpha() for sign in said):
        raise Doubtful("no_name", refused=True)
    if len(said) > LONGEST_NAME or not said.isprintable():
        raise Doubtful("name_too_long", refused=True)
    if any(sign.isdigit() or sign in "@#%=<>{}[]|" for sign in said):
        raise Doubtful("name_with_figures")
    said = as_names_are_written(said)
    if whole and " " not in said:
        raise Doubtful("name_short")
    return said


def as_names_are_written(text: str) -> str:
    """Writes what is all in capitals, or all without, with a capital for each word."""
    if text != text.upper() and text != text.lower():
        return text
    return re.sub(r"[^\W\d_]+", lambda word: word[0][0].upper() + word[0][1:].lower(), text)


def phones(cell: Cell, text: str) -> list[str]:
    """Reads the numbers of a cell as E.164, the first first. Raises Doubtful."""
    said = _WRITTEN_OUT.sub(r"\1", text.strip("'’` "))
    if cell.number is not None and _ROUGHLY_A_NUMBER.fullmatch(said):
        said = str(int(cell.number))
    if _OLD_WITHOUT_NOUGHT.fullmatch(said):
        said = f"0{said}"
    if _ROUGHLY_A_NUMBER.fullmatch(said.replace(" ", "")):
        raise Doubtful("phone_rounded")
    if whole := read_phone(said):
        return [whole]
    parts = [part for part in _SEVERAL.split(said) if sum(sign.isdigit() for sign in part) > 5]
    numbers = [number for number in map(read_phone, parts) if number]
    if len(parts) > 1 and numbers:
        return list(dict.fromkeys(numbers))
    numbers = [number for number in map(read_phone, said.split()) if number]
    if len(numbers) > 1 and len(numbers) == len(said.split()):
        return list(dict.fromkeys(numbers))
    phone_numbers = [number for match in _PHONE_IN.finditer(said) if (number := read_phone(match[0]))]
    if phone_numbers:
        return list(dict.fromkeys(phone_numbers))
    digits = sum(sign.isdigit() for sign in said)
    raise Doubtful("phone_short" if 0 < digits < 9 else "phone_long" if digits > 11 else "no_phone")


def id_number(cell: Cell, text: str) -> str:
    """Reads a citizen's card of 12 figures or an older one of 9; a figure of Excel has lost its noughts in front.

    Raises Doubtful.
    """
    figures = "".join(sign for sign in text if sign.isdigit())
    if cell.number is not None and cell.number.is_integer():
        figures = str(int(cell.number))
    whole = 12 if len(figures) > 9 else 9
    if not whole - 2 <= len(figures) <= whole or any(sign.isalpha() for sign in text.replace("E", "")):
        raise Doubtful("id_number_odd")
    return figures.zfill(whole)


def case_type(text: str) -> str:
    """Reads the kind of case by its Vietnamese name, an abbreviation or our code. Raises Doubtful."""
    said = bare(text)
    fitting = [code for code, pattern in CASES if pattern.search(said)]
    if not fitting:
        raise Doubtful("no_case_type")
    if "residence" in fitting and len(fitting) > 1:
        raise Doubtful("two_case_types")
    return fitting[0]


def helper(cell: Cell, text: str) -> NamedGuardian:
    """Takes a helper's name and number apart; nobody for «chưa phân công». Raises Doubtful."""
    if re.match(r"(?:chua|khong|cho) ", bare(text) + " "):
        return NamedGuardian()
    number = None
    for match in _PHONE_IN.finditer(text):
        number = number or read_phone(match[0])
    rest = _PHONE_IN.sub(" ", text)
    rest = re.sub(r"\b(?:sđt|sdt|đt|dt|điện thoại|số|tel)\b[.:]*", " ", rest, flags=re.IGNORECASE)
    rest = re.sub(r"[()\[\]:;,/|\n]|(?<=\s)[-–](?=\s|$)|[-–]\s*$", " ", rest)
    rest = " ".join(rest.split()).strip(" -–.")
    if number is None and any(sign.isdigit() for sign in text):
        number = phones(cell, text)[0]
    return NamedGuardian(name(rest, whole=False) if any(sign.isalpha() for sign in rest) else None, number)


def hamlet(text: str, hamlets: Sequence[str]) -> tuple[str, str | None]:
    """Gives the hamlet as the commune writes it, and one that may be meant where it has none like this."""
    said = " ".join(text.split()).strip(" .,;:-")
    if len(said) > LONGEST_HAMLET or not said.isprintable():
        raise Doubtful("hamlet_too_long", refused=True)
    words = hamlet_words(said)
    alike = next((each for each in hamlets if hamlet_words(each) == words), None)
    if alike is not None:
        return alike, None
    near = next((each for each in hamlets if is_near(words, hamlet_words(each))), None)
    return _out_of_capitals(said) if said == said.upper() else said, near


def _out_of_capitals(said: str) -> str:
    """Writes a hamlet that is all in capitals with those of its names: «Tổ dân phố 2», «Bản Khe Bần»."""
    match = _HAMLET.fullmatch(bare(said))
    kind = len(match[1].split()) if match else 0
    words = as_names_are_written(said).split()
    return " ".join([*words[:1], *(word.lower() for word in words[1:kind]), *words[max(kind, 1) :]])


def with_kind(text: str, heading: str, hamlets: Sequence[str]) -> str:
    """Reads «6» below «Xóm», or where only one hamlet of the commune has this number, as «xóm 6»."""
    if not text.isdecimal() or len(text) > 3:
        return text
    number = int(text)
    numbered = [each for each in hamlets if hamlet_words(each).split()[1:] == [f"{number}"]]
    kind = _HAMLET.fullmatch(f"{bare(heading)} {number}")
    if kind and kind[2] == f"{number}":
        return f"{heading.strip(' .:').lower()} {number}"
    return numbered[0] if len(numbered) == 1 else text


def without_commune(text: str, commune: str) -> str:
    """Cuts «, xã Kim Bảng, tỉnh Nghệ An» off behind a hamlet, where that is the commune of the list itself."""
    hamlet_, *places = text.split(",")
    said, own = bare(places[0]) if places else "", bare(commune)
    is_own = bool(said and own) and (f" {said}".endswith(f" {own}") or f" {own}".endswith(f" {said}"))
    return hamlet_.strip() if is_own else text


@lru_cache(maxsize=10_000)
def hamlet_words(text: str) -> str:
    """Folds a hamlet's name: «X.06», «Xóm  6» and «xom6» are «xom 6»."""
    said = re.sub(r"(?<=[a-z])(?=\d)", " ", bare(text))
    said = re.sub(r"\b0+(?=\d)", "", said)
    match = _HAMLET.fullmatch(said)
    if not match:
        return said
    kind = {"x": "xom", "t": "thon", "k": "khoi", "tdp": "to dan pho"}.get(match[1], match[1])
    return f"{kind} {match[2]}" if len(match[1]) > 1 or match[2].split()[0].isdigit() else said


def is_near(left: str, right: str) -> bool:
    """Says whether two folded names differ in a letter or two and in no figure."""
    figures = [[word for word in name_.split() if word.isdigit()] for name_ in (left, right)]
    if figures[0] != figures[1] or left == right:
        return False
    if figures[0] and len(left.split()) == 2:
        return left.split()[1] == right.split()[1]
    return _distance(left, right) <= (2 if min(len(left), len(right)) > 7 else 1)


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        previous, row[0] = row[0], at
        for place, sign in enumerate(other, 1):
            previous, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, previous + (letter != sign))
    return row[-1]


def pronoun(text: str, codes: Sequence[str]) -> str | None:
    """Gives the code of a form of address; None for one that there is not."""
    said = bare(text).replace(" ", "_")
    return said if said in codes else None
