"""Keeps a lease while its holder is busy with what it is for."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import structlog
from sqlalchemy.exc import SQLAlchemyError

from storage import leases
from storage.leases import Lease

log = structlog.get_logger()
# a lease's answer may wait for a standby that is away: then pages can still be read, on threads of their own
_asking = ThreadPoolExecutor(16, thread_name_prefix="lease")


async def held(lease: Lease) -> bool:
    """Takes it or confirms it."""
    return await asyncio.get_running_loop().run_in_executor(_asking, lease.hold)


@contextlib.asynccontextmanager
async def kept(lease: Lease, name: str) -> AsyncIterator[None]:
    """Takes the lease as soon as it is free and confirms it every second; given back at the end."""
    task = asyncio.create_task(keep(lease, name))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.to_thread(lease.release)


async def keep(lease: Lease, name: str) -> None:
    """Until cancelled; then it is for the caller to release it."""
    was_sure = False
    while True:
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
        await asyncio.sleep(leases.RENEW if sure else leases.RETRY)
