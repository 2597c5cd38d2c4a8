"""Passes events to the open pages of a chat, each with a queue of its own."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

MOST_WAITING = 200
MOST_PAGES = 8
MOST_OPEN = 1500
# a village's phone company, or an office, may stand behind one address
MOST_OF_READER = 200


@dataclass(frozen=True, slots=True)
class Event:
    """One server-sent event. `id`: its outbox row, "" for what needs no replay; None data ends the stream."""

    kind: str
    data: dict[str, Any] | None
    id: str = ""


class TooManyPages(Exception):
    """There are as many streams as there may be, in all or for one reader; a page looks now and then instead."""


# a page's events, until one without data ends its stream
Queue = asyncio.Queue[Event]
# tells the oldest page of a chat to close, when the chat is open on more pages than a person can read
ELSEWHERE = Event("elsewhere", {})
END = Event("end", None)


@dataclass(slots=True)
class Streams:
    """`most`: how many may be open; `of_reader`: how many of one address."""

    most: int = MOST_OPEN
    of_reader: int = MOST_OF_READER
    _open: dict[str, list[Queue]] = field(default_factory=dict)
    _readers: dict[Queue, str] = field(default_factory=dict)

    def open(self, address: str, reader: str = "") -> Queue:
        """Opens a stream for a page; a chat's oldest makes place for its ninth. Raises TooManyPages."""
        pages = self._open.get(address, [])
        if len(pages) >= MOST_PAGES:
            self._end(address, pages[0], ELSEWHERE)
        of_reader = sum(other == reader for other in self._readers.values()) if reader else 0
        if self.count >= self.most or of_reader >= self.of_reader:
            raise TooManyPages
        page = Queue(MOST_WAITING)
        self._open.setdefault(address, []).append(page)
        self._readers[page] = reader
        return page

    def close(self, address: str, page: Queue) -> None:
        self._readers.pop(page, None)
        pages = self._open.get(address, [])
        if page in pages:
            pages.remove(page)
        if not pages:
            self._open.pop(address, None)

    def _end(self, address: str, page: Queue, last: Event) -> None:
        """Ends a stream with a last event; what a page that stopped reading has not taken makes place for it."""
        self.close(address, page)
        while page.qsize() > MOST_WAITING - 2:
            page.get_nowait()
        page.put_nowait(last)
        page.put_nowait(END)

    def publish(self, address: str, event: Event) -> int:
        """Gives an event to the pages of a chat, and their number. A page that stopped reading is closed."""
        reached = 0
        for page in list(self._open.get(address, ())):
            if page.full():
                self._end(address, page, END)
            else:
                page.put_nowait(event)
                reached += 1
        return reached

    def end(self) -> None:
        for address in list(self._open):
            self.publish(address, END)

    @property
    def count(self) -> int:
        return len(self._readers)
