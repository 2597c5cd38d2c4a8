"""Tells open pages of the desk that something was changed: of what kind, and never what."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from bot.channels.web.streams import Event, Queue, Streams, TooManyPages
from bot.console.doors import CONSOLE, shown_key
from bot.web.chat.live_sessions import LIVE_SESSIONS, LOOK
from bot.web.readers import reader_address
from bot.web.reading import AWAY, STORE, WEB_CHAT, read
from handlers.desk.seats import Seat, seat_of

HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
AGAIN = "30"
BEAT = 15.0
# seconds: what is changed meanwhile is told together
TOGETHER = 0.3
# of storage.signals: «desk:17791:alert»
OF_DESK = "desk:"
ANSWERED, CHANGED = "message", "changed"
# the kind of change by which somebody may have lost their role
ACCOUNT = "account"
LONGEST_MOMENT = 18


@dataclass(slots=True)
class Changes:
    """Passes what commits change on to the open pages of the commune."""

    streams: Streams
    now: Callable[[], datetime]
    _open: dict[str, Counter[str]] = field(default_factory=dict)
    # unit → kind → when something of it was changed last, in milliseconds since 1970
    _last: dict[str, dict[str, int]] = field(default_factory=dict)

    def enter(self, seat: Seat) -> None:
        self._open.setdefault(seat.account.unit, Counter())[seat.address] += 1

    def leave(self, seat: Seat) -> None:
        addresses = self._open[seat.account.unit]
        addresses[seat.address] -= 1
        if not addresses[seat.address]:
            del addresses[seat.address]

    def hear(self, signals: frozenset[str]) -> None:
        """Hears of a commit, here or on another node. Called on the event loop."""
        for signal in signals:
            if signal.startswith(OF_DESK):
                _, unit, kind = signal.split(":")
                self._last.setdefault(unit, {})[kind] = milliseconds(self.now())
                for address in self._open.get(unit, ()):
                    self.streams.publish(address, Event(CHANGED, {"kind": kind}))

    def missed(self, unit: str, read_at: str) -> list[Event]:
        """Gives what was changed since a page was read, before it listened, or while its line was lost."""
        since = int(read_at) if read_at.isascii() and read_at.isdecimal() and len(read_at) < LONGEST_MOMENT else None
        kinds = [kind for kind, at in self._last.get(unit, {}).items() if since is not None and at >= since]
        return [Event(CHANGED, {"kind": kind}) for kind in kinds]


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


CHANGES: web.AppKey[Changes] = web.AppKey("desk_changes", Changes)


async def get_events(request: web.Request) -> web.StreamResponse:
    """Streams to one page, as long as its session lasts."""
    seat = await read(request, lambda db: seat_of(db, shown_key(request)))
    if seat is None:
        return web.Response(status=204)  # a browser that gets it does not come back by itself
    streams, changes = request.config_dict[WEB_CHAT].streams, request.config_dict[CHANGES]
    live = request.config_dict[LIVE_SESSIONS]
    try:
        queue = streams.open(seat.address, reader_address(request))
    except TooManyPages:
        raise web.HTTPTooManyRequests(headers={"Retry-After": AGAIN}) from None
    live.enter(seat.proof, seat.address)
    changes.enter(seat)
    response = web.StreamResponse(headers=HEADERS)
    try:
        await response.prepare(request)
        for line in _lines(changes.missed(seat.account.unit, request.query.get("since", ""))):
            await response.write(line.encode())
        await _follow(request, seat, queue, response)
    except ConnectionResetError:
        pass
    finally:
        changes.leave(seat)
        live.leave(seat.proof)
        streams.close(seat.address, queue)
    return response


async def _follow(request: web.Request, seat: Seat, queue: Queue, response: web.StreamResponse) -> None:
    quiet = 0.0
    while True:
        events = await _next(queue)
        if any(event.data is None for event in events):
            return
        if not await _sits_still(request, seat, events):
            await response.write(b"event: ended\ndata: 1\n\n")
            return
        told = list(_lines(events))
        quiet = 0.0 if told else quiet + LOOK
        if not told and quiet >= BEAT:
            told, quiet = [": beat\n\n"], 0.0
        for line in told:
            await response.write(line.encode())


async def _sits_still(request: web.Request, seat: Seat, events: Iterable[Event]) -> bool:
    """Tells whether the session lasts; where accounts were changed, also whether it still has a role of the desk."""
    if not await request.config_dict[LIVE_SESSIONS].has(request, seat.proof):
        return False
    if not any(event.data and event.data.get("kind") == ACCOUNT for event in events):
        return True
    with suppress(*AWAY):
        return await read(request, lambda db: seat_of(db, shown_key(request))) is not None
    return True


async def _next(queue: Queue) -> list[Event]:
    """Waits for something to tell, and takes along what comes right after it; nothing after a while."""
    try:
        async with asyncio.timeout(LOOK):
            events = [await queue.get()]
    except TimeoutError:
        return []
    await asyncio.sleep(TOGETHER)
    while not queue.empty():
        events.append(queue.get_nowait())
    return events


def _lines(events: Iterable[Event]) -> Iterable[str]:
    kinds = sorted({str(event.data["kind"]) for event in events if event.kind == CHANGED and event.data})
    if kinds:
        yield f"event: changed\ndata: {' '.join(kinds)}\n\n"
    for event in events:
        if event.kind == ANSWERED:
            yield f"event: said\ndata: {event.id}\n\n"


def add_events(app: web.Application) -> None:
    app[CHANGES] = Changes(app[WEB_CHAT].streams, app[STORE].now)
    app.router.add_get(f"{CONSOLE}/events", get_events, allow_head=False)
