"""Whether a chat may send a file now: strangers only after a person has answered them, and only so much."""

import asyncio
from collections.abc import Callable
from datetime import datetime, time, timedelta

from aiohttp import web

from bot.web.reading import STORE, WEB_CHAT, read
from bot.web.refusals import Refused
from rules.local_time import at, local_day
from storage import chats, newcomers, uploads
from storage.database import Db
from storage.uploads import TooMuch

CODES = {"session": "files_spent", "all": "files_tomorrow"}


async def check(request: web.Request, address: str, size: int) -> None:
    """Asks before a file is read. Raises Refused: 403 too early, 429 too much, 507 no room."""
    await _counted(request, address, lambda db, chat_id: uploads.check(db, chat_id, size))
    await _has_room(request, size)


async def take(request: web.Request, address: str, size: int) -> None:
    """Counts a file that has come. Raises Refused."""
    await _has_room(request, size)
    await _counted(request, address, lambda db, chat_id: uploads.take(db, chat_id, size))


async def give_back(request: web.Request, address: str, size: int, taken_at: datetime) -> None:
    """Takes a file off the count that could not be kept."""
    await _counted(request, address, lambda db, chat_id: uploads.give_back(db, chat_id, size, taken_at))


async def _has_room(request: web.Request, size: int) -> None:
    if not await asyncio.to_thread(request.config_dict[WEB_CHAT].uploads.has_room, size):
        raise Refused(507, "disk_full")


async def _counted(request: web.Request, address: str, work: Callable[[Db, int], None]) -> None:
    """Does this work for a stranger's chat; what an account sends is not counted."""

    def ask(db: Db) -> None:
        if (chat_id := _stranger(db, address)) is not None:
            work(db, chat_id)

    try:
        await read(request, ask)
    except TooMuch as problem:
        again = _until_tomorrow(request.config_dict[STORE].now()) if problem.of == "all" else 0
        raise Refused(429, CODES[problem.of], again) from None


def _stranger(db: Db, address: str) -> int | None:
    """Finds the chat of a stranger whom an officer has answered, None for an account's. Raises Refused."""
    chat = chats.at(db, "web", address)
    if chat is not None and chat.account_id is not None:
        return None
    newcomer = newcomers.get(db, chat.id) if chat else None
    if newcomer is None or newcomer.answered_at is None:
        raise Refused(403, "files_later")
    return newcomer.chat_id


def _until_tomorrow(now: datetime) -> int:
    return int((at(local_day(now) + timedelta(days=1), time()) - now).total_seconds())
