"""An hour, or a day and an hour, as people write it: "9h sáng mai", "14:30", "2 giờ rưỡi chiều thứ 6"."""

import re
from datetime import date, datetime, time, timedelta

from handlers.understand.dates import find_day, read_day
from handlers.understand.fold import clean, fold
from handlers.understand.numerals import NUMBER, number_of
from rules.local_time import at, local

_PART = r"(?P<part>sang|trua|chieu|toi|dem|khuya)"
_CLOCK = re.compile(
    rf"(?<![\w/.:])(?:luc )?(?P<hour>{NUMBER}) ?(?:h|g|gio|:)"
    rf"(?: ?(?:(?P<half>ruoi)|kem (?P<less>{NUMBER})|(?P<minute>[0-5]\d|{NUMBER}(?= phut| ?p\b))(?: phut| ?p\b)?))?"
    rf"(?![\w/])(?: {_PART})?"
)
_HALF = re.compile(rf"(?<![\w/.:])(?P<hour>{NUMBER}) ruoi(?: {_PART})?(?!\w| (?:trieu|nghin|ti|ty|tram))")
_PART_ONLY = re.compile(rf"(?<!\w)(?:buoi )?{_PART}(?!\w)")
_USUAL = {"sang": time(8), "trua": time(11, 30), "chieu": time(14), "toi": time(19)}
# the hours that a part of the day may turn into those after noon
_AFTER_NOON = {"trua": (1, 3), "chieu": (1, 7), "toi": (5, 11), "dem": (8, 11), "khuya": (9, 11)}


def read_hour(text: str) -> time | None:
    said = _tidy(text)
    clock = _CLOCK.search(said) or _HALF.search(said)
    if clock is None:
        part = _PART_ONLY.search(said)
        return _USUAL.get(part["part"]) if part else None
    parts = clock.groupdict()
    hour = number_of(parts["hour"])
    if hour is None:
        return None
    minute = 30 if parts.get("half") or clock.re is _HALF else number_of(parts.get("minute") or "0") or 0
    if parts.get("less"):
        hour, minute = hour - 1, 60 - (number_of(parts["less"]) or 0)
    hour = _by_part(hour, parts.get("part") or _part_elsewhere(said))
    return time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None


def read_moment(text: str, now: datetime) -> datetime | None:
    """Reads the aware UTC moment meant; without a day it is the next time that hour comes."""
    hour = read_hour(text)
    if hour is None:
        return None
    today = local(now).date()
    rest = _HALF.sub(" ", _CLOCK.sub(lambda found: f" {found['part'] or ''} ", _tidy(text)))
    day = read_day(" ".join(rest.split()), today, "future") or find_day(rest, today, "future")
    if day is None:
        there = at(today, hour)
        return there if there > now else at(_next(today), hour)
    # midnight belongs to the evening before it
    return at(_next(day) if hour == time(0) else day, hour)


def _next(today: date) -> date:
    return today + timedelta(days=1)


def _by_part(hour: int, part: str | None) -> int:
    if part in ("dem", "khuya") and hour == 12:
        return 0
    first, last = _AFTER_NOON.get(part or "", (1, 0))
    return hour + 12 if first <= hour <= last else hour


def _part_elsewhere(said: str) -> str | None:
    part = _PART_ONLY.search(said)
    return part["part"] if part else None


def _tidy(text: str) -> str:
    # folded, "tối" (evening) and "tôi" (I) are the same
    said = clean(text[:200]).lower().replace("tôi", "em")
    return " ".join(re.sub(r"[^\w/.:\-]+|_", " ", fold(said)).split())
