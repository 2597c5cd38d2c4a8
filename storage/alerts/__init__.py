"""Alerts: raised once, joined by repeats, seen, taken and closed by somebody with a name, all of it written down."""

from storage.alerts.causes import Cause, causes, note_cause, raised_by
from storage.alerts.climbing import climbed, next_climb_at, to_climb
from storage.alerts.handling import close, false_alarm, give_back, hand_back, hand_on, see, take
from storage.alerts.history import Event, attach, events, note_event
from storage.alerts.keyset import ended_before, open_after
from storage.alerts.raising import raise_alert
from storage.alerts.records import (
    Alert,
    Wanted,
    climbed_since,
    closed_since,
    get,
    get_by_number,
    hamlets,
    how_many,
    how_many_nobodys,
    nobodys_since,
    of_person,
    open_of,
    page_of,
    several,
)

__all__ = [
    "Alert",
    "Cause",
    "Event",
    "Wanted",
    "attach",
    "causes",
    "climbed",
    "climbed_since",
    "close",
    "closed_since",
    "ended_before",
    "events",
    "false_alarm",
    "get",
    "get_by_number",
    "give_back",
    "hamlets",
    "hand_back",
    "hand_on",
    "how_many",
    "how_many_nobodys",
    "next_climb_at",
    "nobodys_since",
    "note_cause",
    "note_event",
    "of_person",
    "open_after",
    "open_of",
    "page_of",
    "raise_alert",
    "raised_by",
    "see",
    "several",
    "take",
    "to_climb",
]
