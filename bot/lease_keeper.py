"""Keeps a lease of the store: takes it when it is free, confirms it every two seconds, gives it back at the end."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.supervision import Part, Supervisor, beat, cancelled
from bot.threads import to_the_end
from storage import leases
from storage.leases import Lease

log = structlog.get_logger()
# seconds in which the store neither answers nor refuses
STUCK = 60.0
# threads of their own: a lease may wait for a standby that is away, and pages must be read meanwhile
_asking = ThreadPoolExecutor(16, thread_name_prefix="lease")


async def held(lease: Lease) -> bool:
    """Takes or confirms a lease, on a thread. True while it is held. Raises SQLAlchemyError when the store is away."""
    return await to_the_end(lease.hold, _asking)


@contextlib.asynccontextmanager
async def kept(supervisor: Supervisor, lease: Lease, name: str) -> AsyncIterator[None]:
    """Keeps a lease for as long as the block runs, then gives it back."""
    task = start_keeping(supervisor, lease, name)
    try:
        yield
    finally:
        await cancelled([task])
        await asyncio.to_thread(lease.release)


def start_keeping(supervisor: Supervisor, lease: Lease, name: str) -> "asyncio.Task[None]":
    """Starts to take and confirm a lease, until the task is cancelled; the caller releases it."""
    silence = STUCK if lease.needs_renewal else 0.0
    return supervisor.start(Part(f"lease.{name}", partial(keep, lease, name), silence=silence))


async def keep(lease: Lease, name: str) -> None:
    """Takes and confirms a lease until cancelled; the caller releases it."""
    was_sure = False
    while True:
        beat()
        try:
            sure = await held(lease)
        except SQLAlchemyError as problem:
            sure = False
            await log.awarning("lease.store_away", lease=name, failure=type(problem).__name__)
        if was_sure and not sure:
            await log.awarning("lease.lost", lease=name)
        elif sure and not was_sure:
            await log.ainfo("lease.held", lease=name)
        was_sure = sure
        if not lease.needs_renewal:
            await asyncio.Event().wait()
        await asyncio.sleep(leases.RENEW if sure else leases.RETRY)
