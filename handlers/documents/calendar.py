"""Writes an appointment as a calendar file (RFC 5545), which a phone adds to its own calendar."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.appointments import LASTS

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
    from icalendar import Alarm, Calendar
    from icalendar import Event as Entry

    calendar, entry, alarm = Calendar(), Entry(), Alarm()
    calendar.add("prodid", f"-//{HOST}//vi")
    calendar.add("version", "2.0")
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
