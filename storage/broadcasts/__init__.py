"""Messages to many: what was written for whom, how far it has gone, and to whom it was put on its way."""

from storage.broadcasts.readers import add_readers, shown_to
from storage.broadcasts.records import Broadcast, by_number, due, get, going_of, last_of, next_at, page_of
from storage.broadcasts.steps import Written, add, change, move

__all__ = [
    "Broadcast",
    "Written",
    "add",
    "add_readers",
    "by_number",
    "change",
    "due",
    "get",
    "going_of",
    "last_of",
    "move",
    "next_at",
    "page_of",
    "shown_to",
]
