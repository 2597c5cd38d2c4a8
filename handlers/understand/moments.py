"""An hour, or a day and an hour, as people write it: "9h sáng mai", "14:30", "2 giờ rưỡi chiều thứ 6"."""

import re
from datetime import date, datetime, time, timedelta

from handlers.understand.dates import Hit, find_days, read_day
from handlers.understand.day_readers import Lean
from handlers.understand.hours import Hour, any_part, find_hour
from handlers.understand.numerals import NUMBER, number_of
from handlers.understand.spelling import spelled
from rules.local_time import DAY, ZONE, at, local

_USUAL = {"sang": time(8), "trua": time(11, 30), "chieu": time(14), "toi": time(19)}
_SOON, _FURTHER = timedelta(days=14), 3
_FROM_NOW = re.compile(
    rf"(?<![\w/.,:])(?P<count>nua|{NUMBER}) ?(?P<unit>tieng|gio|phut|p|h)(?: dong ho)? (?P<way>nua|truoc)(?!\w)"
    rf"|cach (?:day|nay) (?P<ago>nua|{NUMBER}) ?(?P<of>tieng|gio|phut|h)(?!\w)"
)
_TO_COME = re.compile(
    r"(?<!\w)(?:co mat|moi len|len (?:gap|xa|tru so|phuong|nop)|se|hen|dinh|sap|(?:duoc|dc|đc) (?:khong|ko|k|"
    r"hong|hok)|nop|"
    r"hop|kham|ranh|han|phai|lich|truoc|nhac|"
    r"khai giang|dang ky|dk|xin|ky|di hoc|di lam lai|cho em|bao gio|toi ghe nhe)(?!\w)"
)
_PAST = re.compile(
    r"(?<!\w)(?:da|vua|roi|r|ghe|gap|tham|hoi|tung|hom|bua|bo di|co (?:ghe|gap|goi|toi|den|noi)|(?:qua|sang|"
    r"toi|tới|den) nha|ra trai|dac xa|ra tu|"
    r"bc|nam ngoai)(?!\w)"
)
_THAT_DAY = re.compile(r"(?<!\w)(?:hom|bua) (?:thu|t[2-7]|chu nhat|cn|mung|ngay)(?!\w)")
_SCHEDULE = re.compile(r"(?<!\w)(?:lam|ca|mo cua|moi ngay|hang ngay|ngay nao|gio giac|nghi)(?!\w)")


def lean_of(said: str) -> Lean | None:
    """Tells from the words of spelled text whether it is of what was or of what is to come."""
    if _THAT_DAY.search(said):
        return "past"
    if _TO_COME.search(said):
        return "future"
    return "past" if _PAST.search(said) else None


def find_when(text: str, now: datetime, lean: Lean | None = None) -> date | datetime | None:
    """Finds the first day, or, with an hour, the instant in Viet Nam, that a sentence names.

    `lean` counts where the words themselves do not say whether it was or will be.
    """
    said, today = spelled(text), local(now).date()
    if instant := _from_now(said, now):
        return instant
    leant = lean_of(said) or lean
    day = _first_day(text, today, leant)
    hour = find_hour(said)
    if hour is None:
        return day
    if day:
        return _joined(day, hour)
    return None if hour.to or _SCHEDULE.search(said) else _near(hour, now, leant or "future")


def _first_day(text: str, today: date, lean: Lean | None) -> date | None:
    """Finds the first day; one without a year is the near one, unless the words lean to the other side."""
    hits = find_days(text, today, lean or "future")
    hit = next((hit for hit in hits if not hit.since), hits[0] if hits else None)
    if hit is None or abs(hit.day - today) <= _SOON:
        return hit.day if hit else None
    others = find_days(text, today, "past" if hit.day > today else "future")
    other = next((other.day for other in others if other.start == hit.start), hit.day)
    nearer = abs(other - today) * (_FURTHER if lean else 1) < abs(hit.day - today)
    return other if nearer else hit.day


def _from_now(said: str, now: datetime) -> datetime | None:
    match = _FROM_NOW.search(said)
    if match is None:
        return None
    count, unit = match["count"] or match["ago"], match["unit"] or match["of"]
    hours = 0.5 if count == "nua" else float(number_of(count) or 0)
    span = timedelta(minutes=hours) if unit in ("phut", "p") else timedelta(hours=hours)
    moment = local(now).replace(second=0, microsecond=0)
    return moment + span if match["way"] == "nua" else moment - span


def _joined(day: date, hour: Hour) -> datetime:
    # midnight and the hours after it belong to the evening before
    return datetime.combine(day + DAY if hour.small_hours else day, hour.time, ZONE)


def _near(hour: Hour, now: datetime, lean: Lean) -> datetime:
    there = _joined(local(now).date(), hour)
    if local(now).time() == time(0):  # of the moment only the day is known
        return there
    if lean == "past":
        return there if there <= now else there - DAY
    return there if there > now else there + DAY


def read_moment(text: str, now: datetime) -> datetime | None:
    """Reads the aware UTC moment meant; without a day it is the next time that hour comes."""
    said, today = spelled(text), local(now).date()
    hour = find_hour(said) or _usual(said)
    if hour is None:
        return None
    hits = find_days(text, today, "future") or _day_beside(said, hour, today)
    there = _joined(hits[0].day, hour) if hits else _near(hour, now, "future")
    return at(there.date(), there.time())


def _usual(said: str) -> Hour | None:
    usual = _USUAL.get(any_part(said) or "")
    return Hour(0, 0, usual) if usual else None


def _day_beside(said: str, hour: Hour, today: date) -> list[Hit]:
    day = read_day(f"{said[: hour.start]} {said[hour.end :]}", today, "future")
    return [Hit(0, 0, day)] if day else []
