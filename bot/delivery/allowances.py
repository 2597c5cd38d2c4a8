"""Watches channels whose platform allows only so many messages a month and so many people."""

import asyncio
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.channel import Capabilities
from bot.intake.desk import Desk
from handlers.notify import allowances

log = structlog.get_logger()
EVERY = 60.0


class Limited(Protocol):
    """A channel that is told, by `spent`, when its month is used up: a refusal then means another way, not later."""

    name: str
    capabilities: Capabilities
    spent: bool


async def watch_allowance(channel: Limited, desk: Desk) -> None:
    """Tells the admins in time, and the channel when nothing is left; looks every minute until cancelled."""
    can = channel.capabilities
    while True:
        work = partial(
            allowances.watch,
            deployment=desk.deployment,
            channel=channel.name,
            per_month=can.per_month,
            people=can.people,
        )
        try:
            now = await desk.run(work)
        except SQLAlchemyError as problem:
            await log.awarning("allowance.store_away", failure=type(problem).__name__)
        else:
            if now.spent and not channel.spent:
                await log.awarning("allowance.spent", channel=channel.name, sent=now.sent)
            channel.spent = now.spent
        await asyncio.sleep(EVERY)
