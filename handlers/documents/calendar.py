"""Writes an appointment, or whole days, as a calendar file (RFC 5545), which a phone adds to its own calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from rules.appointments import LASTS

if TYPE_CHECKING:
    from icalendar import Calendar

HOST = "dong-hanh"


@dataclass(frozen=True, slots=True)
class Event:
    """A time: `id` and `version` tell a calendar which entry it is and whether this one is newer."""

    id: int
    version: int
    at: datetime
    title: str
    place: str
    made_at: datetime


def write(event: Event) -> bytes:
    """Writes the file, in UTC, with an alarm an hour before."""
    from icalendar import Alarm
    from icalendar import Event as Entry

    calendar, entry, alarm = _empty(), Entry(), Alarm()
    entry.add("uid", f"{event.id}@{HOST}")
    entry.add("sequence", event.version)
    entry.add("dtstamp", event.made_at)
    entry.add("dtstart", event.at)
    entry.add("dtend", event.at + LASTS)
    entry.add("summary", event.title)
    entry.add("location", event.place)
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.title)
    alarm.add("trigger", -timedelta(hours=1))
    entry.add_component(alarm)
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days, both included; `id` tells a calendar which entry they are."""

    id: str
    first: date
    last: date


def write_days(every: Sequence[Days], title: str, made_at: datetime) -> bytes:
    """Writes entries of whole days, all of one title, which leave the hours of their reader free."""
    from icalendar import Event as Entry

    calendar = _empty()
    for days in every:
        entry = Entry()
        entry.add("uid", f"{days.id}@{HOST}")
        entry.add("dtstamp", made_at)
        entry.add("dtstart", days.first)
        entry.add("dtend", days.last + timedelta(days=1))
        entry.add("summary", title)
        entry.add("transp", "TRANSPARENT")
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _empty() -> "Calendar":
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//{HOST}//vi")
    calendar.add("version", "2.0")
    return calendar
