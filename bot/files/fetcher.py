"""Fetches attachments that people sent, after the turn that noted them, while the dialogue goes on."""

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.channel import Channel, Down, Retry, SendFailed
from bot.files.store import FileStore
from bot.intake.desk import Desk
from bot.lease_keeper import kept
from bot.supervision import beat
from bot.wake_ups import woken
from storage import attachments
from storage.attachments import Attachment
from storage.leases import Lease, open_lease
from storage.signals import ATTACHMENTS

log = structlog.get_logger()
PAUSE = 2.0
AT_ONCE = 8
TRIES = 12
LONGEST_WAIT = 1800.0
ANYTHING = "application/octet-stream"


@dataclass(slots=True)
class Fetcher:
    """Fetches in one process at a time; what a platform does not give is asked for again, longer and longer apart."""

    desk: Desk
    channels: Mapping[str, Channel]
    files: FileStore
    clock: Callable[[], float] = time.monotonic
    _not_before: dict[int, float] = field(default_factory=dict, init=False)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def run(self) -> None:
        """Fetches until cancelled. What cannot be had is noted as refused, with the reason."""
        lease = open_lease(self.desk.store, "fetching")
        wake = self.desk.wake_ups.event(ATTACHMENTS)
        async with kept(self.desk.supervisor, lease, "fetching"):
            while True:
                beat()
                await self._turn(lease)
                await woken(wake, self._pause(lease))

    def _pause(self, lease: Lease) -> float:
        """Gives the seconds until something put off may be tried again, or may have come without our hearing of it."""
        if not lease.sure():
            return PAUSE
        first = min(self._not_before.values(), default=math.inf) - self.clock()
        return max(min(first, self.desk.wake_ups.look_anyway), PAUSE)

    async def _turn(self, lease: Lease) -> None:
        try:
            if lease.sure():
                await self.round()
        except (SQLAlchemyError, OSError) as problem:
            await log.awarning("fetcher.store_away", failure=type(problem).__name__)

    async def round(self) -> int:
        """Fetches up to eight attachments at once. Gives how many waited."""
        now = self.clock()
        resting = [each for each, moment in self._not_before.items() if moment > now]
        waiting = await self.desk.run(lambda db: attachments.to_fetch(db, AT_ONCE, but=resting))
        await asyncio.gather(*(self._fetch_or_put_off(attachment) for attachment in waiting))
        return len(waiting)

    async def _fetch_or_put_off(self, attachment: Attachment) -> None:
        try:
            await self._fetch(attachment)
        except (SQLAlchemyError, OSError):
            raise
        except Exception as problem:  # noqa: BLE001  a fault of ours in one attachment must not keep all others waiting
            await log.aerror("fetcher.failed", attachment=attachment.id, failure=type(problem).__name__)
            await self._again(attachment, Down(f"broken_{type(problem).__name__}"))

    async def _fetch(self, attachment: Attachment) -> None:
        from bot.files import pictures  # two megabytes, spared until somebody sends something

        channel = self.channels.get(attachment.channel)
        if channel is None:
            return await self._refuse(attachment, "channel_off")
        try:
            content = await channel.fetch(attachment.ref, pictures.LARGEST)
            async with self._one_at_a_time:  # a large picture takes memory while it is drawn anew
                media_type, kept = await asyncio.to_thread(_fit, attachment, content)
        except (Down, Retry) as problem:
            return await self._again(attachment, problem)
        except (SendFailed, pictures.Unfit) as problem:
            return await self._refuse(attachment, str(problem))
        self._not_before.pop(attachment.id, None)
        await asyncio.to_thread(self.files.keep, attachment.id, kept)
        return await self.desk.run(
            lambda db: attachments.stored(db, attachment.id, media_type=media_type, size=len(kept))
        )

    async def _again(self, attachment: Attachment, problem: Down | Retry) -> None:
        """Waits 2, 4, 8 seconds … half an hour before the next try; gives up after twelve tries."""
        if attachment.attempts + 1 >= TRIES:
            return await self._refuse(attachment, problem.code)
        wait = min(PAUSE * 2**attachment.attempts, LONGEST_WAIT)
        if isinstance(problem, Retry):
            wait = max(wait, problem.after)
        self._not_before[attachment.id] = self.clock() + wait
        return await self.desk.run(lambda db: attachments.tried(db, attachment.id))

    async def _refuse(self, attachment: Attachment, reason: str) -> None:
        self._not_before.pop(attachment.id, None)
        await log.ainfo("fetcher.refused", attachment=attachment.id, reason=reason)
        await self.desk.run(lambda db: attachments.refused(db, attachment.id, reason[:40]))


def _fit(attachment: Attachment, content: bytes) -> tuple[str, bytes]:
    """Gives media type and what is to be kept. A list is read as it is by whoever takes it in, and shown to nobody."""
    from bot.files import pictures

    return (ANYTHING, content) if attachment.about == attachments.LIST else pictures.fit(attachment.kind, content)
