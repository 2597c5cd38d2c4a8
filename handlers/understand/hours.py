"""A clock time on spelled text: "9h sáng", "14:30", "2 giờ rưỡi chiều", "9 giờ kém 15"."""

import re
from datetime import time
from typing import NamedTuple

from handlers.understand.numerals import NUMBER, number_of
from handlers.understand.spelling import spelled

_PARTS = "sang|trua|chieu|tối|toi|dem|khuya"
# without accents «toi» is more often «tôi» (I) than «tối» (evening)
_DAY_NAMED = r" (?:nay|ni|mai|qua|mot|mốt|kia|te|hom|ngay|mung|thu|t[2-7]|cn|chu nhat)(?!\w)"
_DAY_FOLLOWS = rf"(?:{_DAY_NAMED}| \d)"
_PART = rf"(?P<part>sang|trua|chieu|tối|dem|khuya|toi(?={_DAY_NAMED}|$))(?!\w)"
_QUARTERS = r"(?:(?:hai |ba |bon |nam )?muoi(?: lam)?)(?=,| (?:sang|trua|chieu|tối|dem)|$)"
_CLOCK = re.compile(
    rf"(?<![\w/.:,~-])(?P<hour>\d{{1,2}}|{NUMBER}) ?(?:h|g|gio|:)"
    rf"(?: ?(?:(?P<half>ruoi)|kem (?P<less>{NUMBER})|"
    rf"(?P<minute>[0-5]\d|{_QUARTERS}|{NUMBER}(?= phut| ?p\b))(?: ?phut| ?p\b)?))?"
    rf"(?![\w/])(?: {_PART})?"
)
_DOTTED = re.compile(rf"(?<![\w/.:,-])(?P<hour>\d{{1,2}})\.(?P<minute>[0-5]\d) {_PART}")
_ENGLISH = re.compile(
    r"(?<![\w/.:])(?<!thang )(?<!mung )(?<!ngay )(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))? ?"
    r"(?P<part>am|pm)(?!\w| lich)"
)
_HALF = re.compile(
    rf"(?<![\w/.:])(?P<hour>{NUMBER}) (?P<half>ruoi)(?: {_PART})?(?!\w| (?:trieu|nghin|ti|ty|tram|mot ngay))"
)
_PART_OF_DAY = re.compile(
    rf"(?<!\w)(?:(?:buoi|luc|vao|hoi) (?P<named>{_PARTS})|(?<!tuan )(?<!thang )(?P<before>{_PARTS})(?= som|"
    rf"{_DAY_FOLLOWS}))(?!\w)"
)
_ANY_PART = re.compile(r"(?<!\w)(?:buoi )?(?P<part>sang|trua|chieu|tối|toi|dem|khuya)(?!\w)")
_WORKING_TIME = re.compile(
    r"(?<!\w)(?:ca|tieng|gio|hanh chinh|nghi|toan thoi gian|ban thoi gian|part time|full time|thoi vu|linh hoat|tu do|"
    r"thoa thuan|sang|chieu|tối|dem|chu nhat|cn|thu [2-7]|t[2-7]|ca ngay|nua ngay|shift|hours?)(?!\w)|\d ?(?:h|:\d\d)"
)
_LASTS = re.compile(
    r" ?(?:/ ?|(?:mot|1|moi|mỗi) )ngay(?!\w)| (?:roi|r|lien|dong ho|lam viec)(?!\w)|-| ?(?:nua|truoc)(?!\w)"
)
_DAY_BEFORE = re.compile(r"(?<!\w)(?:luc|mai|nay|ni|kia|mot|mốt|qua|tuan \w+|hom|\d+/\d+) $|^$")
_HOW_LONG = re.compile(
    r"(?<!\w)(?:(?<!hom )(?<!bua )(?<!tuan )(?<!sang )(?<!chieu )(?<!trua )(?<!dem )(?<!toi )qua|tren|duoi|"
    r"(?<!tuan )(?<!thang )sau|trong|suot|mat|du|het|lam|di|hon|tron|vong|moi ngay|ca|tang ca|gio lam|mo cua|"
    r"cach day) $"
)
_TO = re.compile(r" ?(?:-|den|toi|tới) ?(?:\d|" + NUMBER + r" (?:gio|h))")
# the hours that a part of the day may turn into those after noon
_AFTER_NOON = {"trua": (1, 3), "chieu": (1, 7), "toi": (5, 11), "dem": (8, 11), "khuya": (9, 11), "pm": (1, 11)}
_AT_LARGE = (1, 5)


class Hour(NamedTuple):
    """`small_hours`: after midnight, of the night that began the evening before; `to`: the first of two hours."""

    start: int
    end: int
    time: time
    small_hours: bool = False
    to: bool = False


def tells_hours(text: str) -> bool:
    """Says whether words tell of working time: a clock, a shift, a length, or days of the week."""
    said = spelled(text)
    return bool(_WORKING_TIME.search(said) or _CLOCK.search(said))


def find_hour(said: str) -> Hour | None:
    """Finds the first clock time in spelled text; how long something lasts is none."""
    for pattern in (_ENGLISH, _CLOCK, _DOTTED, _HALF):
        for match in pattern.finditer(said):
            before, after = said[: match.start()], said[match.end() :]
            if _LASTS.match(after) and not _TO.match(after):
                continue
            if _HOW_LONG.search(before):
                continue
            if _is_doubtful(match, before, after):
                continue
            if hour := _hour(match, said):
                return hour._replace(to=bool(_TO.match(after)))
    return None


def _is_doubtful(match: re.Match[str], before: str, after: str) -> bool:
    """Says whether it is no hour without a part of the day: «bây giờ», «một giờ», «3g», «năm rưỡi»."""
    parts = match.groupdict()
    if parts.get("part") or (parts.get("minute") and match.re is _CLOCK) or parts.get("less"):
        return False
    if match.re is _HALF:
        return not _DAY_BEFORE.search(before)
    if match["hour"] in ("bay", "mot", "sau") and not parts.get("half"):
        return True
    grams = match[0].endswith("g") and not match[0].endswith("ng")
    return grams and not (_DAY_BEFORE.search(before) or re.match(_DAY_NAMED, after))


def part_of_day(said: str) -> str | None:
    """Names the part of the day that stands before a day: sang, trua, chieu, toi, dem or khuya."""
    match = _PART_OF_DAY.search(said)
    return (match["named"] or match["before"]).replace("tối", "toi") if match else None


def any_part(said: str) -> str | None:
    match = _ANY_PART.search(said)
    return match["part"].replace("tối", "toi") if match else None


def _hour(match: re.Match[str], said: str) -> Hour | None:
    parts = match.groupdict()
    hour = number_of(parts["hour"])
    if hour is None:
        return None
    minute = 30 if parts.get("half") else number_of(parts.get("minute") or "0") or 0
    if parts.get("less"):
        hour, minute = hour - 1, 60 - (number_of(parts["less"]) or 0)
    part = (parts.get("part") or "").replace("tối", "toi") or part_of_day(said)
    night = part in ("dem", "khuya") and (hour == 12 or hour < 5)
    vague = part is None and not parts["hour"].startswith("0")
    hour = 0 if night and hour == 12 else _after_noon(hour, part, vague)
    if not (0 <= hour < 24 and 0 <= minute < 60):
        return None
    return Hour(match.start(), match.end(), time(hour, minute), night)


def _after_noon(hour: int, part: str | None, vague: bool) -> int:
    """Turns 2 o'clock in the afternoon into 14; said without a part of the day, nobody means 2 at night."""
    first, last = _AT_LARGE if vague else _AFTER_NOON.get(part or "", (1, 0))
    return hour + 12 if first <= hour <= last else hour
