"""How long something lasts or has lasted: «ba tuần nay», «2 tháng rưỡi», «nửa năm», «5 năm 6 tháng», «từ tết»."""

import re
from collections.abc import Iterator
from datetime import date
from operator import add
from typing import NamedTuple

from handlers.understand.dates import find_days, read_day, read_month
from handlers.understand.fold import fold
from handlers.understand.lunar import new_year_day
from handlers.understand.numerals import SHORT_IN_WORDS, number_of
from handlers.understand.spelling import LONGEST, spelled

_MONTHS = {"nam": 12, "quy": 3, "thang": 1, "th": 1, "thg": 1, "year": 12, "month": 1}
_DAYS = {"tuan": 7, "ngay": 1, "hom": 1, "bua": 1, "dem": 1, "week": 7, "day": 1}
_MINUTES = {"tieng": 60, "phut": 1, "hour": 60, "minute": 1}
_ENGLISH_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ENGLISH = {word: number for number, word in enumerate(_ENGLISH_NUMBERS, 1)}
_MOST_YEARS, _MOST = 80, 600

_UNIT = r"(?:nam|quy|thang|tuan|ngay|hom|bua|dem|tieng|phut)(?!\w)"
_NUMBER = rf"(?:\d{{1,3}}|{SHORT_IN_WORDS})"
_IN_ENGLISH = re.compile(
    rf"(?<!\w)(?P<count>\d{{1,3}}|{'|'.join(_ENGLISH)}) (?P<unit>year|month|week|day|hour|minute)s?(?! ago)(?!\w)"
)
_ONE_DIGIT = "(?:mot|hai|ba|bon|nam|sau|sáu|bay|tam|chin)"
_COUNTED = re.compile(
    rf"(?<![\w/.,~+-])(?:(?P<first>{_ONE_DIGIT}) {_ONE_DIGIT}|(?P<count>{_NUMBER})"
    rf"(?: ?(?:-|,|den|toi|tới|hoac|hay) ?{_NUMBER})?)(?: ?(?P<unit>{_UNIT})| (?P<short>thg|th)(?!\w))"
    r"(?P<half> ruoi(?!\w))?"
)
_SHARE = re.compile(
    r"(?<!\w)(?P<count>nua|ca|suot|tron|hon|gan|ngot|du) (?P<unit>nam|thang|tuan|ngay|tieng)(?P<half> ruoi)?(?!\w)"
)
_AND_A_HALF = re.compile(r"(?<![\w~])(?P<count>)(?P<unit>nam|thang|tuan|tieng)(?P<half> ruoi)(?!\w)")
# «tháng 3 năm ngoái», «thứ 2 tuần này», «ngày 2 tháng 9», «lần thứ 2»: the number belongs to what stands before it
_OF_THE_WORD_BEFORE = re.compile(
    r"(?<!\w)(?:thang|thg|quy|thu|ngay|mung|hom|ram|lop|xom|thon|ngo|hem|khoi|to|ap|so|lan|nam|muc|dieu|khoan|doan|t|"
    r"cach day|cach nay|cach) $"
)
_BESIDE_A_LENGTH = re.compile(rf"(?:{_NUMBER}) ?(?:nam|thang|th|tuan)(?: va| ,)? $")
_VAGUE = re.compile(r"(?<!\w)(?:may|vai|nhieu|bao nhieu|mỗi|hang|cac|nhung|cu) $")
# a moment so far away, and no length: «2 tháng nữa», «3 hôm trước»
_AWAY = re.compile(r" (?:nua|truoc|sau|tới|toi$|sap toi|ke tiep|ago|tot lanh|vui ve)(?!\w)")
_REMAINS = re.compile(r"(?<!\w)(?:con|thieu|cho|doi|them|phai)(?: (?:lai|khoang|tam|co|hon|gan|dung))* $")
# «2 tháng 9» is a day; «2 tháng 9 triệu» and «2 tháng 10 ngày» are none
_BY_NUMBER = re.compile(
    r"thang (?:gieng|chap|\d{1,2}"
    r"(?!\d| ?(?:nam(?! \d{4})|thang|tuan|ngay|hom|bua|tr|trieu|k|lan|nguoi|dua|buoi)(?!\w)))"
    r"|nam \d{4}(?!\d)"
)
_SINCE = re.compile(
    r"(?<!\w)(?:tu|từ) (?:hoi |khoang |tam )?(?P<start>(?:dau|giua|cuoi|thang|nam|ram|mung|tet)(?!\w).*)"
)
_UP_TO = re.compile(r" (?:cho )?(?:den|toi|tới) .*")
_YEAR = re.compile(r"nam (?P<year>[12]\d{3}|ngoai|kia)(?!\w)")
# «9 triệu một tháng», «4 ly 1 ngày», «một tuần 2 lần»: so much in each
_MUCH_IN_ONE = re.compile(
    r"(?<!\w)(?:\d+(?:tr|k|trieu)?\d* ?(?:[^\W\d]+ )?|(?:cong|lan|buoi|tieng|trieu|nghin|ngan|tram|chuc|cu) |"
    r"(?<!hop )dong )$|/ ?$"
)
_IN_ONE_SO_MUCH = re.compile(
    rf" (?:(?:duoc|dc|tra|lam|kiem|co|la|chi|an|ve|ghe|di|gap|nghi|uong|phai) )*(?!khong ){_NUMBER} ?(?!{_UNIT})[^\W\d]"
)
_EACH = re.compile(r" (?:(?:ve|ghe|di|gap|bao cao) )?(?:mot|1) (?:lan|buoi|bua|chuyen|luot)(?!\w)| tuoi(?!\w)")


class Duration(NamedTuple):
    """A length in whole months, days and minutes; or only the day `since` when it has lasted."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    since: date | None = None

    def __str__(self) -> str:
        if self.since:
            return f"since {self.since.isoformat()}"
        parts = [f"{count}{unit}" for count, unit in ((self.months, "M"), (self.days, "D")) if count]
        return "P" + "".join(parts) + (f"T{self.minutes}M" if self.minutes else "")


class _Part(NamedTuple):
    start: int
    end: int
    length: tuple[int, int, int]


def find_duration(text: str, today: date) -> Duration | None:
    """Finds the one length of time that a text names; None for none, for a vague one («mấy tháng») or for two.

    Of a range it is the first; half a month is fifteen days. What is so far away («2 tháng nữa», «3 hôm trước»), and
    what comes again and again or is paid for («9 triệu một tháng»), are no lengths.
    """
    said = spelled(text)
    parts = _parts(said)
    lengths = set(_joined(parts, said) if parts else _in_english(text))
    if lengths:
        return Duration(*lengths.pop()) if len(lengths) == 1 else None
    days = {hit.day for hit in find_days(text, today, "past") if hit.since and hit.day <= today}
    starts = days or set(filter(None, [_start(said, today)]))
    return Duration(since=starts.pop()) if len(starts) == 1 else None


def _start(said: str, today: date) -> date | None:
    """Finds the first day of that from which something has lasted: «từ tháng 3», «từ năm ngoái», «từ tết»."""
    started = _SINCE.search(said)
    if started is None:
        return None
    if started["start"].startswith("tet"):
        return new_year_day(1, today, "past")
    words = _UP_TO.sub("", started["start"]).split()[:5]
    beginnings = [" ".join(words[:count]) for count in range(len(words), 0, -1)]
    readings = (
        read(words, today) for words in beginnings for read in (read_month, read_day, _read_full_moon, _read_year)
    )
    first = next(filter(None, readings), None)
    return first if first and first <= today else None


def _read_full_moon(words: str, today: date) -> date | None:
    return read_day(f"ngay {words}", today) if words == "ram" else None


def _read_year(words: str, today: date) -> date | None:
    year = _YEAR.fullmatch(words)
    named = {"ngoai": today.year - 1, "kia": today.year - 2}
    return date(named.get(year["year"]) or int(year["year"]), 1, 1) if year else None


def _parts(said: str) -> list[_Part]:
    parts, rest = [], said
    for pattern in (_COUNTED, _SHARE, _AND_A_HALF):
        for match in list(pattern.finditer(rest)):
            start, end = match.span()
            length = _length_of(match)
            if length and not _is_no_length(match, said):
                parts.append(_Part(start, end, length))
            if length or match.re is not _COUNTED:
                rest = rest[:start] + "~" * (end - start) + rest[end:]
    return sorted(parts)


def _in_english(text: str) -> Iterator[tuple[int, int, int]]:
    yield from filter(None, map(_length_of, _IN_ENGLISH.finditer(fold(text[:LONGEST]))))


def _joined(parts: list[_Part], said: str) -> Iterator[tuple[int, int, int]]:
    """Adds up what stands side by side, the larger first: «5 năm 6 tháng»."""
    at = 0
    while at < len(parts):
        whole = parts[at]
        while at + 1 < len(parts) and _goes_with(whole, parts[at + 1], said):
            at += 1
            whole = _Part(whole.start, parts[at].end, _sum(whole.length, parts[at].length))
        at += 1
        yield whole.length


def _goes_with(larger: _Part, smaller: _Part, said: str) -> bool:
    beside = said[larger.end : smaller.start] in (" ", " va ", " , ")
    return (
        beside and larger.length > smaller.length and (larger.length[0] > 0 or larger.length[1] > smaller.length[1] * 2)
    )


def _is_no_length(match: re.Match[str], said: str) -> bool:
    before, after = said[: match.start()], said[match.end() :]
    if _AWAY.match(after) and not _REMAINS.search(before):
        return True
    if match.re is not _COUNTED:
        return False
    of_before = _OF_THE_WORD_BEFORE.search(before) and not _BESIDE_A_LENGTH.search(before)
    if (
        of_before
        or _VAGUE.search(before)
        or _BY_NUMBER.match(said, match.start("unit") if match["unit"] else match.end())
    ):
        return True
    is_one = number_of(match["count"] or "") == 1
    return bool(_EACH.match(after)) or (is_one and bool(_MUCH_IN_ONE.search(before) or _IN_ONE_SO_MUCH.match(after)))


def _length_of(match: re.Match[str]) -> tuple[int, int, int] | None:
    said = match.groupdict()
    unit = said["unit"] or said["short"] or ""
    if said["count"] == "nua":
        return _half(unit)
    count = 1 if match.re in (_SHARE, _AND_A_HALF) else _count_of(said.get("first") or said["count"] or "")
    if not count or count > (_MOST_YEARS if _MONTHS.get(unit) == 12 else _MOST):
        return None
    length = (count * _MONTHS.get(unit, 0), count * _DAYS.get(unit, 0), count * _MINUTES.get(unit, 0))
    return _sum(length, _half(unit)) if said.get("half") else length


def _count_of(said: str) -> int | None:
    return _ENGLISH.get(said) or number_of(said)


def _half(unit: str) -> tuple[int, int, int]:
    halves = {"nam": (6, 0, 0), "thang": (0, 15, 0), "tuan": (0, 3, 0), "ngay": (0, 0, 720), "tieng": (0, 0, 30)}
    return halves.get(unit, (0, 0, 0))


def _sum(left: tuple[int, int, int], right: tuple[int, int, int]) -> tuple[int, int, int]:
    months, days, minutes = map(add, left, right)
    return months, days, minutes
