"""Keeps a lease while its holder is busy with what it is for."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog
from sqlalchemy.exc import SQLAlchemyError

from storage import leases
from storage.leases import Lease

log = structlog.get_logger()


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
    held = False
    while True:
        try:
            sure = await asyncio.to_thread(lease.hold)
        except SQLAlchemyError as problem:
            sure = False
            await log.awarning("lease.store_away", lease=name, failure=type(problem).__name__)
        if held and not sure:
            await log.awarning("lease.lost", lease=name)
        elif sure and not held:
            await log.ainfo("lease.held", lease=name)
        held = sure
        await asyncio.sleep(leases.RENEW if held else leases.RETRY)
