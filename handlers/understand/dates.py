"""A day as people write it: "hôm qua", "thứ 3 tuần trước", "20/11", "mùng 5 tết", "cuối tháng"."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from handlers.understand.fold import clean, fold, words
from handlers.understand.lunar import lunar_day, new_year_day
from handlers.understand.numerals import NUMBER, number_of

Lean = Literal["past", "future"]
Match = re.Match[str]
Reader = Callable[[Match, date, Lean], date | None]

DAY = timedelta(days=1)
NEAR = timedelta(days=31)
_MONTHS = {"gieng": 1, "chap": 12}
_FILLER = re.compile(
    r"^(?:(?:da|vang|a|thua|hinh nhu|chac|khoang|vao|luc|la|toi|em|minh|ghe|gap|den|tham) )+"
    r"|(?: (?:a|nhe|thoi|do|day|roi a|ne|can bo|bac|anh|chi))+$"
)


def read_day(text: str, today: date, lean: Lean = "past") -> date | None:
    """Reads the day that a short answer names. `lean` decides what a bare "thứ 3" or "20/11" is."""
    said = _FILLER.sub("", _tidy(text))
    if said in ("hom kia", "bua kia") and "kìa" in words(text):
        return today - 3 * DAY
    for pattern, reader, _ in _RULES:
        day_match = pattern.fullmatch(said)
        if day_match:
            return reader(day_match, today, lean)
    return None


def find_day(text: str, today: date, lean: Lean = "past") -> date | None:
    """Finds the one day named in a longer text; None for none or for two different ones."""
    said = _tidy(text)
    found: set[date] = set()
    for pattern, reader, alone in _RULES:
        if alone:
            continue
        for hit in pattern.finditer(said):
            day = reader(hit, today, lean)
            if day:
                found.add(day)
        said = pattern.sub(" # ", said)
    return found.pop() if len(found) == 1 else None


def _tidy(text: str) -> str:
    # folded, "tối qua" (last night) is "tôi qua" (I came by), "tháng sáu" (June) is "tháng sau" (next month)
    said = fold(clean(text[:300]).lower().replace("tối", "đêm").replace("sáu", "6"))
    said = re.sub(r"[^\w/.\-]+|_", " ", said)
    return " ".join(said.strip(" .-/").split())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _leaning(day: int, month: int, today: date, lean: Lean) -> date | None:
    """Picks the near year where none is said, on the side that is leant to."""
    for year in (today.year, today.year - 1) if lean == "past" else (today.year, today.year + 1):
        there = _day(year, month, day)
        if there and (there <= today + NEAR if lean == "past" else there >= today - NEAR):
            return there
    return _day(today.year - 1 if lean == "past" else today.year + 1, month, day)


def _month(today: date, steps: int) -> tuple[int, int]:
    year, month = divmod(today.year * 12 + today.month - 1 + steps, 12)
    return year, month + 1


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _number(text: str) -> int:
    number = number_of(text)
    return -1 if number is None else number


def _offset(days: int) -> Reader:
    return lambda found, today, lean: today + days * DAY


def _ago_or_ahead(found: Match, today: date, lean: Lean) -> date | None:
    count = _number(found["count"])
    if not 0 < count <= 400:
        return None
    back = found["back"] is not None
    unit = found["unit"]
    if unit == "thang":
        year, month = _month(today, -count if back else count)
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    days = count * (7 if unit == "tuan" else 1)
    return today - days * DAY if back else today + days * DAY


def _counted_from_today(found: Match, today: date, lean: Lean) -> date | None:
    count = _number(found["count"])
    return today - count * DAY * (7 if found["unit"] == "tuan" else 1) if 0 < count <= 400 else None


_WEEKDAYS = {"2": 0, "hai": 0, "3": 1, "ba": 1, "4": 2, "tu": 2, "5": 3, "nam": 3, "6": 4, "sau": 4, "7": 5, "bay": 5}


def _weekday(found: Match, today: date, lean: Lean) -> date | None:
    day = found["day"]
    index = 6 if day is None else _WEEKDAYS[day]
    here = today - today.weekday() * DAY + index * DAY
    how = found["which"] or ""
    if "tuan" in how:
        weeks = {"tuan nay": 0, "tuan ni": 0, "tuan truoc nua": -2, "tuan sau nua": 2}.get(how)
        if weeks is None:
            weeks = 1 if how in ("tuan sau", "tuan toi") else -1
        return here + weeks * 7 * DAY
    if how in ("nay", "ni"):
        return here
    if how in ("sau", "toi"):
        return here if here > today else here + 7 * DAY
    if how:
        return here if here < today else here - 7 * DAY
    if lean == "past":
        return here if here <= today else here - 7 * DAY
    return here if here >= today else here + 7 * DAY


def _calendar(found: Match, today: date, lean: Lean) -> date | None:
    day, month, year = int(found["day"]), int(found["month"]), found["year"]
    if year is None:
        return _leaning(day, month, today, lean)
    return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)


def _iso(found: Match, today: date, lean: Lean) -> date | None:
    return _day(int(found["year"]), int(found["month"]), int(found["day"]))


def _day_of_month(found: Match, today: date, lean: Lean) -> date | None:
    day, which = _number(found["day"]), found["which"] or ""
    if which:
        steps = {"thang nay": 0, "thang ni": 0, "thang sau": 1, "thang toi": 1}.get(which, -1)
        return _day(*_month(today, steps), day)
    there = _day(today.year, today.month, day)
    if lean == "past" and (there is None or there > today + 7 * DAY):
        return _day(*_month(today, -1), day)
    if lean == "future" and (there is None or there < today):
        return _day(*_month(today, 1), day)
    return there


def _named_month(found: Match, today: date, lean: Lean) -> date | None:
    day, month = _number(found["day"]), _MONTHS.get(found["month"]) or _number(found["month"])
    if found["month"] in _MONTHS or found["lunar"]:
        return lunar_day(day, month, today, lean)
    if found["year"]:
        return _day(int(found["year"]), month, day)
    return _leaning(day, month, today, lean)


def _full_moon(found: Match, today: date, lean: Lean) -> date | None:
    month = _MONTHS.get(found["month"]) or _number(found["month"])
    return lunar_day(15, month, today, lean)


def _new_year(found: Match, today: date, lean: Lean) -> date | None:
    return new_year_day(_number(found["day"]), today, lean)


def _part_of_month(found: Match, today: date, lean: Lean) -> date | None:
    which = found["which"] or ""
    steps = {"": 0, "nay": 0, "ni": 0, "sau": 1, "toi": 1}.get(which, -1)
    year, month = _month(today, steps)
    part = found["part"]
    if part == "cuoi":
        return _last_of(year, month)
    return date(year, month, 1 if part == "dau" else 15)


def _part_of_year(found: Match, today: date, lean: Lean) -> date | None:
    which = found["which"] or ""
    year = today.year + {"": 0, "nay": 0, "ni": 0, "sau": 1, "toi": 1}.get(which, -1)
    return date(year, 12, 31) if found["part"] == "cuoi" else date(year, 1, 1)


def _weekend(found: Match, today: date, lean: Lean) -> date | None:
    which = found["which"] or ""
    saturday = today + (5 - today.weekday()) * DAY
    if which in ("sau", "toi"):
        return saturday + 7 * DAY
    if which in ("truoc", "qua", "roi", "vua roi", "vua qua") or (lean == "past" and not which and saturday > today):
        return saturday - 7 * DAY
    return saturday


_BEFORE = r"truoc|vua roi|vua qua|qua|roi"
_WHICH = rf"nay|ni|sau|toi|{_BEFORE}"
_NOT_AN_ADDRESS = r"(?<!so )(?<!nha )(?<!ngo )(?<!hem )(?<!duong )"
_NOT_AN_AMOUNT = r"(?! ?(?:tr|trieu|k|ngan|nghin|ti|ty|gio|h|kg|km|nguoi|tuoi|phan|ha|sao)\b)(?! ?%)"
_MONTH_NAME = rf"(?P<month>gieng|chap|\d{{1,2}}|(?!sau(?!\w)){NUMBER})"

# pattern on folded text, what it means, whether it must stand alone
_SOURCES: tuple[tuple[str, Reader, bool], ...] = (
    (r"(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})", _iso, False),
    (
        _NOT_AN_ADDRESS + r"(?:(?:ngay|hom|bua|mung|mong) )?(?P<day>\d{1,2}) ?[/.\-] ?(?P<month>\d{1,2})"
        r"(?: ?[/.\-] ?(?P<year>20\d\d|\d\d))?" + _NOT_AN_AMOUNT,
        _calendar,
        False,
    ),
    (r"(?:(?:mung|mong|ngay) )?(?P<day>\d{1,2}|" + NUMBER + r") tet(?: am(?: lich)?| nay| nam nay)?", _new_year, False),
    (r"ram(?: thang)? (?P<month>gieng|chap|\d{1,2}|" + NUMBER + ")", _full_moon, False),
    (
        rf"(?:(?:ngay|hom|bua|mung|mong) )?(?:(?:mung|mong) )?(?P<day>\d{{1,2}}|{NUMBER}) (?:thang|th|t) ?{_MONTH_NAME}"
        r"(?: (?:nam )?(?P<year>20\d\d))?(?P<lunar> (?:am(?: lich)?|ta))?",
        _named_month,
        False,
    ),
    (
        rf"(?:ngay|hom|bua|mung|mong) (?:(?:mung|mong) )?(?P<day>\d{{1,2}}) (?P<which>thang (?:{_WHICH}))",
        _day_of_month,
        False,
    ),
    (
        rf"(?:chieu |sang |toi |trua )?(?:(?:thu |t)(?P<day>[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat|cn)"
        rf"(?: (?P<which>tuan (?:truoc nua|sau nua|{_WHICH})|{_WHICH}))?",
        _weekday,
        False,
    ),
    (
        rf"(?:cach day |truoc day )(?P<count>{NUMBER}) (?P<unit>ngay|hom|bua|tuan)",
        _counted_from_today,
        False,
    ),
    (
        rf"(?P<count>{NUMBER}) (?P<unit>ngay|hom|bua|tuan|thang) (?:(?P<back>truoc|qua)|nua|toi|sau)",
        _ago_or_ahead,
        False,
    ),
    (rf"(?P<part>dau|giua|cuoi) thang(?: (?P<which>{_WHICH}))?", _part_of_month, False),
    (rf"(?P<part>dau|cuoi) nam(?: (?P<which>nay|ni|sau|toi|{_BEFORE}|ngoai))?", _part_of_year, False),
    (rf"cuoi tuan(?: (?P<which>{_WHICH}))?", _weekend, False),
    (r"(?:hom|bua|sang|trua|chieu|toi|dem) (?:nay|ni)|today", _offset(0), False),
    (r"(?:hom|bua|sang|trua|chieu|dem) qua|yesterday", _offset(-1), False),
    (r"(?:hom|bua) (?:kia|te)", _offset(-2), False),
    (r"(?:ngay|sang|trua|chieu|toi) mai|tomorrow", _offset(1), False),
    (r"(?:ngay|sang) (?:kia|mot|mot kia)", _offset(2), False),
    (r"vua (?:xong|nay|moi)|moi (?:xong|day)|(?:vua )?ban nay|nay", _offset(0), True),
    (r"(?:toi )?qua", _offset(-1), True),
    (r"mai", _offset(1), True),
    (r"mot|kia", _offset(2), True),
    (rf"(?:ngay|hom|bua|mung|mong) (?P<day>\d{{1,2}}|{NUMBER})(?P<which>)", _day_of_month, True),
)
_RULES = [(re.compile(rf"(?<![\w/]){source}(?![\w/])"), reader, alone) for source, reader, alone in _SOURCES]
