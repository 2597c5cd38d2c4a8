"""The stream of one page: first what it missed, then what is said from now on, and a sign of life between."""

import asyncio
import json
from collections import deque
from contextlib import suppress

from aiohttp import web

from bot.channels.web.lines import stamp
from bot.channels.web.streams import Event, TooManyPages
from bot.web.chat.live_sessions import LIVE_SESSIONS, LOOK
from bot.web.chat.seats import Seat
from bot.web.chat.talk import LAST, has_ended, sent_since
from bot.web.readers import reader_address
from bot.web.reading import AWAY, STORE, WEB_CHAT, read
from storage import chats

BEAT = 15.0
LATEST = 20
AGAIN = "30"
# a message made hours ago may leave only now (quiet hours, a retry): look back further than the page asks
LOOK_BACK = 12 * 3600 * 1_000_000 << 12
HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class _Page:
    """One open stream. What it has been told is remembered, since the store is asked with some overlap."""

    def __init__(self, request: web.Request, seat: Seat, after: int):
        self.request = request
        self.seat = seat
        self.response = web.StreamResponse(headers=HEADERS)
        self.last = after
        self.sent: deque[str] = deque(maxlen=400)

    async def missed(self, most: int = LATEST) -> list[Event]:
        since = max(0, self.last - LOOK_BACK) if self.last else 0
        lines = await read(self.request, lambda db: sent_since(db, self.seat.address, since, most))
        return [Event("message", line.to_json(), line.id) for line in lines if line.id not in self.sent]

    async def catch_up(self) -> list[Event]:
        """Sends what a page lacks: any of the last hours if it comes back, what follows its own word if just opened."""
        events = await self.missed(LAST)
        if "Last-Event-ID" not in self.request.headers and "again" not in self.request.query:
            self.sent.extend(event.id for event in events if int(event.id) <= self.last)
        return [event for event in events if event.id not in self.sent]

    async def tell(self, event: Event) -> None:
        if event.id:
            if event.id in self.sent:
                return
            self.sent.append(event.id)
            self.last = max(self.last, int(event.id))
        lines = [f"id: {self.last}"] if event.id else []
        lines += [f"event: {event.kind}", f"data: {json.dumps(event.data, ensure_ascii=False)}", "", ""]
        await self.response.write("\n".join(lines).encode())

    async def may_go_on(self) -> bool:
        """Says whether its session is open still, with the key that it was opened with."""
        proof = self.seat.proof
        return not proof or await self.request.config_dict[LIVE_SESSIONS].has(self.request, proof)

    async def follow(self, queue: asyncio.Queue[Event]) -> None:
        """Follows our queue, and the store too: with more than one node, others write to the store alone."""
        alone = self.request.config_dict[STORE].sqlite
        quiet = 0.0
        while True:
            try:
                async with asyncio.timeout(LOOK):
                    event = await queue.get()
            except TimeoutError:
                quiet += LOOK
                if not await self.may_go_on():
                    return await self.say_last_words()
                if not alone:
                    with suppress(*AWAY):
                        for missed in await self.missed():
                            await self.tell(missed)
                            quiet = 0.0
                if quiet >= BEAT:
                    await self.tell(Event("beat", {"now": stamp(self.request.config_dict[STORE].now())}))
                    quiet = 0.0
                continue
            if event.data is None:
                return
            if not await self.may_go_on():
                return await self.say_last_words()
            await self.tell(event)
            if event.data.get("last_word"):
                return
            quiet = 0.0

    async def has_heard_the_last(self) -> bool:
        """Says whether the account has ended and nothing is left to be told."""
        if not await read(self.request, lambda db: has_ended(db, chats.at(db, "web", self.seat.address))):
            return False
        return all(int(event.id) <= self.last for event in await self.missed())

    async def say_last_words(self) -> None:
        """Tells what an account that has ended still hears, before the stream ends."""
        with suppress(*AWAY):
            for missed in await self.missed():
                if missed.data and missed.data.get("last_word"):
                    await self.tell(missed)


def last_seen(request: web.Request) -> int:
    """Reads the browser's own header when it comes back by itself, the page's word when it opens anew."""
    said = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0


async def get_events(request: web.Request, seat: Seat) -> web.StreamResponse:
    streams, live = request.config_dict[WEB_CHAT].streams, request.config_dict[LIVE_SESSIONS]
    page = _Page(request, seat, last_seen(request))
    if await page.has_heard_the_last():
        return web.Response(status=204)  # a browser that gets it does not come back by itself
    try:
        queue = streams.open(seat.address, reader_address(request))
    except TooManyPages:
        raise web.HTTPTooManyRequests(headers={"Retry-After": AGAIN}) from None
    live.enter(seat.proof, seat.address)
    try:
        missed = await page.catch_up()
        await page.response.prepare(request)
        await page.tell(Event("hello", {"now": stamp(request.config_dict[STORE].now())}))
        for event in missed:
            await page.tell(event)
        await page.follow(queue)
    except ConnectionResetError:
        pass
    finally:
        live.leave(seat.proof)
        streams.close(seat.address, queue)
    return page.response
