"""Keeps the pair of tokens of the Zalo account fresh, and has the admins told when only a new consent helps."""

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.zalo_oa.tokens import Tokens
from bot.delivery.channel import SendFailed
from bot.intake.desk import Desk
from bot.supervision import ails, beat
from handlers.notify import zalo_consent

log = structlog.get_logger()
EVERY = 60.0


async def watch_consent(tokens: Tokens, desk: Desk) -> None:
    """Looks every minute until cancelled; at once when a send found the tokens lost."""
    while True:
        beat()
        await look_after(tokens, desk)
        try:
            async with asyncio.timeout(EVERY):
                await tokens.lost.wait()
        except TimeoutError:
            continue


async def look_after(tokens: Tokens, desk: Desk) -> None:
    try:
        await tokens.tend()
    except SendFailed as failure:
        ails(failure.code)
        await log.awarning("zalo_oa.tokens", failure=failure.code)
    tokens.lost.clear()
    try:
        await desk.run(lambda db: zalo_consent.tell_if_lost(db, desk.deployment, tokens.app.oa_id))
    except SQLAlchemyError as problem:
        await log.awarning("zalo_oa.not_told", failure=type(problem).__name__)
