"""Money as people write it: "100tr", "1tr5", "2,5 triệu", "500k", "1 tỉ 2"."""

import re

from handlers.understand.fold import fold
from handlers.understand.numerals import NUMBER, WORD, number_of

_UNITS = {
    "ti": 1_000_000_000,
    "ty": 1_000_000_000,
    "trieu": 1_000_000,
    "tr": 1_000_000,
    "cu": 1_000_000,
    "m": 1_000_000,
    "million": 1_000_000,
    "lit": 100_000,
    "xi": 100_000,
    "tram": 100_000,
    "nghin": 1_000,
    "thousand": 1_000,
    "ngan": 1_000,
    "ng": 1_000,
    "k": 1_000,
    "d": 1,
    "dong": 1,
    "vnd": 1,
}
MOST = 1_000_000_000_000
_UNIT = r"(?:ti|ty|trieu|tr|cu|million|m|lit|xi|tram|thousand|nghin|ngan|ng|k|dong|vnd|d)"
_FIGURE = rf"(?:\d{{1,3}}(?:[.,]\d{{3}})+|\d+[.,]\d{{1,2}}|\d+|nua|{WORD}(?: {WORD})*)"
_PART = re.compile(rf"(?P<figure>{_FIGURE}) ?(?P<unit>{_UNIT})(?![a-z])(?: ?(?P<half>ruoi)(?!\w))?")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{4,12}")
_TAIL = re.compile(r"(?P<figure>\d{1,3}|" + NUMBER + r")(?!\w)")
_RANGE = re.compile(r"\d ?(?:-|–|den|toi) ?\d")
_LEAD = re.compile(r"^(?:(?:da|a|khoang|tam|chung|vay|can|muon|em|toi|xin|luong|gan|co) )+")
_END = re.compile(r"(?: (?:a|thoi|nhe|nha|dong|d|vnd|1 thang|mot thang|moi thang)| ?/ ?thang)+$")


def read_amount(text: str) -> int | None:
    """Reads whole đồng; None for no amount, for a range, and for a bare figure too small to be one."""
    said = _END.sub("", _LEAD.sub("", fold(text[:120]).rstrip(".!? ")))
    if not said or _RANGE.search(said):
        return None
    if _GROUPED.fullmatch(said.removesuffix("d").strip()):
        return _within(int(re.sub(r"\D", "", said)))
    return _within(_sum_of_parts(said))


def _sum_of_parts(said: str) -> int | None:
    total, last, place = 0, 0, 0
    while place < len(said):
        part = _PART.match(said, place)
        if part is None:
            break
        unit = _UNITS[part["unit"]]
        figure = _figure(part["figure"])
        if figure is None or (last and unit >= last):
            return None
        total += round(figure * unit) + (unit // 2 if part["half"] else 0)
        last, place = unit, part.end()
        place += said[place : place + 1] == " "
    if not last or place >= len(said):
        return total or None
    tail = _TAIL.fullmatch(said, place)
    number = number_of(tail["figure"]) if tail else None
    return None if number is None else total + _after_unit(number, tail["figure"] if tail else "", last)


def _after_unit(number: int, figure: str, unit: int) -> int:
    """Reads what follows a unit without one of its own: 1tr5 is one and a half, 3 triệu 200 counts thousands."""
    if unit < 1_000_000 or number == 0:
        return 0 if unit < 1_000 else number * unit // 10 if number < 10 else 0
    if figure.isdigit():
        return int(number * unit // 10 ** len(figure))
    return number * unit // (10 if number < 10 else 1000)


def _figure(text: str) -> float | None:
    if text == "nua":
        return 0.5
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text):
        return float(re.sub(r"\D", "", text))
    if re.fullmatch(r"\d+[.,]\d{1,2}", text):
        return float(text.replace(",", "."))
    number = number_of(text)
    return None if number is None else float(number)


def _within(amount: int | None) -> int | None:
    return amount if amount is not None and 0 < amount <= MOST else None
