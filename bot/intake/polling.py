"""Long polling: of several processes one asks the platform for updates, and an update is taken when it is stored."""

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
NOT_OURS = 0.2
PAUSE = 2.0
LONG_PAUSE = 30.0


class Unwelcome(Exception):
    """The platform will not have us ask: a wrong token, a webhook, somebody else who asks."""


class Away(Exception):
    """The platform does not answer now."""


async def poll(name: str, lease: Lease, ask: Callable[[], Awaitable[None]]) -> None:
    """Runs until cancelled: asks, again and again, while this process holds the lease."""
    async with kept(lease, f"polling:{name}"):
        while True:
            await asyncio.sleep(await _once(name, lease, ask))


async def _once(name: str, lease: Lease, ask: Callable[[], Awaitable[None]]) -> float:
    """Gives the seconds to wait before the next time."""
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
    """Of one that can never be stored the desk has told; asked for again it would stand in front of all others."""
    with contextlib.suppress(Unstorable):
        await desk.accept(message)
