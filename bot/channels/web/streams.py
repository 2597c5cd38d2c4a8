"""Passes events to the open pages of a chat, each with a queue of its own."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

MOST_WAITING = 200
MOST_PAGES = 8


@dataclass(frozen=True, slots=True)
class Event:
    """One server-sent event. `id`: its outbox row, "" for what needs no replay; None data ends the stream."""

    kind: str
    data: dict[str, Any] | None
    id: str = ""


class TooManyPages(Exception):
    """One chat is open on more pages than a person can read."""


@dataclass(slots=True)
class Streams:
    _open: dict[str, list[asyncio.Queue[Event]]] = field(default_factory=dict)

    def open(self, address: str) -> asyncio.Queue[Event]:
        pages = self._open.setdefault(address, [])
        if len(pages) >= MOST_PAGES:
            raise TooManyPages
        pages.append(asyncio.Queue(MOST_WAITING))
        return pages[-1]

    def close(self, address: str, page: asyncio.Queue[Event]) -> None:
        pages = self._open.get(address, [])
        if page in pages:
            pages.remove(page)
        if not pages:
            self._open.pop(address, None)

    def publish(self, address: str, event: Event) -> int:
        """Gives an event to the pages of a chat, and their number. A page that stopped reading is closed."""
        reached = 0
        for page in list(self._open.get(address, ())):
            if page.full():
                self.close(address, page)
                page.get_nowait()
                page.put_nowait(Event("end", None))
            else:
                page.put_nowait(event)
                reached += 1
        return reached

    def end(self) -> None:
        for address in list(self._open):
            self.publish(address, Event("end", None))

    @property
    def count(self) -> int:
        return sum(len(pages) for pages in self._open.values())
