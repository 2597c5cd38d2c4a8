"""What the pages may use of the service, and reading from the store without holding up the loop."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.web.channel import WebChat
from bot.intake.desk import Unavailable
from handlers.kit.messages import Incoming
from storage.database import Db, Store

Result = TypeVar("Result")
Accept = Callable[[Incoming], Awaitable[object]]
# runs on the desk's thread: what it puts in the outbox leaves at once
Write = Callable[[Callable[[Db], object]], Awaitable[object]]

STORE: web.AppKey[Store] = web.AppKey("store", Store)
WEB_CHAT: web.AppKey[WebChat] = web.AppKey("web_chat", WebChat)
ACCEPT: web.AppKey[Accept] = web.AppKey("accept")
WRITE: web.AppKey[Write] = web.AppKey("write")
PATIENCE = 5.0
AWAY = (Unavailable, SQLAlchemyError, TimeoutError, OSError)


async def within(seconds: float, work: Awaitable[Result]) -> Result:
    async with asyncio.timeout(seconds):
        return await work


async def read(request: web.Request, work: Callable[[Db], Result], patience: float = PATIENCE) -> Result:
    """Runs `work` in a transaction on a thread; a store that does not answer in time counts as away."""
    store = request.config_dict[STORE]

    def in_transaction() -> Result:
        with store.transaction() as db:
            return work(db)

    return await within(patience, asyncio.to_thread(in_transaction))


async def look(request: web.Request, work: Callable[[Db], Result], note: Callable[[Db, Result], object]) -> Result:
    """Runs `work` in a transaction that only reads, and holds up nobody; then `note` in a short one that writes."""
    store = request.config_dict[STORE]

    def in_turn() -> Result:
        with store.reading() as db:
            result = work(db)
        with store.transaction() as db:
            note(db, result)
        return result

    return await within(PATIENCE, asyncio.to_thread(in_turn))


async def peek(store: Store, work: Callable[[Db], Result]) -> Result:
    """Runs `work` in a transaction that only reads, on a thread, for nobody who waits."""

    def in_turn() -> Result:
        with store.reading() as db:
            return work(db)

    return await asyncio.to_thread(in_turn)
