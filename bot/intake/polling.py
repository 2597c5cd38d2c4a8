"""Polls a platform for updates, in one process at a time; an update counts as taken once it is stored."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.intake.desk import Desk, Unavailable, Unstorable
from bot.lease_keeper import kept
from handlers.kit import Incoming
from storage.leases import Lease

log = structlog.get_logger()
# all in seconds
NOT_OURS = 0.2
PAUSE = 2.0
LONG_PAUSE = 30.0


class Unwelcome(Exception):
    """The platform refuses to be asked: a wrong token, a webhook that is set, or another process that asks."""


class Away(Exception):
    """The platform does not answer now."""


async def poll(name: str, lease: Lease, ask: Callable[[], Awaitable[None]]) -> None:
    """Calls `ask` again and again while this process holds the lease, until cancelled."""
    async with kept(lease, f"polling:{name}"):
        while True:
            await asyncio.sleep(await _once(name, lease, ask))


async def _once(name: str, lease: Lease, ask: Callable[[], Awaitable[None]]) -> float:
    """Asks once, if the lease is held. Gives the seconds to wait before the next time."""
    if not lease.sure():
        return NOT_OURS
    try:
        await ask()
    except Unwelcome as problem:
        await log.aerror("poll.unwelcome", channel=name, failure=str(problem), cure="run `python -m bot doctor`")
        return LONG_PAUSE
    except (Away, Unavailable, SQLAlchemyError) as problem:
        failure = str(problem) if isinstance(problem, Away) else type(problem).__name__
        await log.awarning("poll.away", channel=name, failure=failure)
        return PAUSE
    return 0.0


async def take(desk: Desk, message: Incoming) -> None:
    """Stores a message that polling brought. One that can never be stored is passed over: the desk has logged it."""
    with contextlib.suppress(Unstorable):
        await desk.accept(message)
