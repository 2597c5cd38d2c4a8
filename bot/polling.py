"""Long polling of Telegram: an update counts as taken only when it is stored."""

import asyncio

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram import Telegram
from bot.channels.telegram_update import NotAnUpdate, read_update
from bot.desk import Desk, Unavailable, Unstorable
from storage.leases import Lease

log = structlog.get_logger()
PAUSE = 2.0
LONG_PAUSE = 30.0


async def poll_telegram(channel: Telegram, desk: Desk, lease: Lease) -> None:
    """Runs until cancelled; of several processes the one that holds the lease asks."""
    offset, free = 0, False
    while True:
        if not await asyncio.to_thread(lease.hold):
            await asyncio.sleep(PAUSE)
            continue
        try:
            if not free:
                await channel.drop_webhook()
                free = True
            offset = await _round(channel, desk, offset)
        except (Conflict, InvalidToken) as problem:
            await log.aerror("telegram.poll", failure=type(problem).__name__, cure="run `python -m bot doctor`")
            await asyncio.sleep(LONG_PAUSE)
        except (TelegramError, Unavailable) as problem:
            await log.awarning("telegram.poll", failure=type(problem).__name__)
            await asyncio.sleep(PAUSE)


async def _round(channel: Telegram, desk: Desk, offset: int) -> int:
    updates = await channel.updates(offset)
    results = await asyncio.gather(*(_take(channel, desk, update) for update in updates), return_exceptions=True)
    for update, result in zip(updates, results, strict=True):
        if isinstance(result, BaseException):
            raise result
        offset = int(update["update_id"]) + 1
    return offset


async def _take(channel: Telegram, desk: Desk, update: dict[str, object]) -> None:
    try:
        message = read_update(update, "telegram")
    except NotAnUpdate as problem:
        await log.awarning("poll.not_an_update", channel="telegram", problem=str(problem))
        return
    if message is not None:
        try:
            await desk.accept(message)
        except Unstorable:
            return  # the desk has told of it; asked for again it would stand in front of all others
    query = update.get("callback_query")
    if isinstance(query, dict):
        await channel.acknowledge(str(query.get("id", "")))
