"""Fetches what people sent along, after the turn that noted it, while the dialogue goes on."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels import Channel, Down, Retry, SendFailed
from bot.desk import Desk
from bot.files import Files
from storage import attachments
from storage.attachments import Attachment

log = structlog.get_logger()
PAUSE = 2.0
AT_ONCE = 8
TRIES = 5


@dataclass(slots=True)
class Fetcher:
    desk: Desk
    channels: Mapping[str, Channel]
    files: Files

    async def run(self) -> None:
        """Until cancelled. What cannot be had is noted as refused, with the reason."""
        while True:
            try:
                await self.round()
            except SQLAlchemyError as problem:
                await log.awarning("fetcher.store_away", failure=type(problem).__name__)
            await asyncio.sleep(PAUSE)

    async def round(self) -> int:
        waiting = await self.desk.run(lambda db: attachments.to_fetch(db, AT_ONCE))
        await asyncio.gather(*(self._fetch(attachment) for attachment in waiting))
        return len(waiting)

    async def _fetch(self, attachment: Attachment) -> None:
        from bot import pictures  # two megabytes, spared until somebody sends something

        channel = self.channels.get(attachment.channel)
        if channel is None:
            return await self._refuse(attachment, "channel_off")
        try:
            content = await channel.fetch(attachment.ref, pictures.LARGEST)
            media_type, kept = await asyncio.to_thread(pictures.fit, attachment.kind, content)
        except (Down, Retry) as problem:
            if attachment.attempts + 1 >= TRIES:
                return await self._refuse(attachment, problem.code)
            return await self.desk.run(lambda db: attachments.tried(db, attachment.id))
        except (SendFailed, pictures.Unfit) as problem:
            return await self._refuse(attachment, str(problem))
        await asyncio.to_thread(self.files.keep, attachment.id, kept)
        return await self.desk.run(
            lambda db: attachments.stored(db, attachment.id, media_type=media_type, size=len(kept))
        )

    async def _refuse(self, attachment: Attachment, reason: str) -> None:
        await log.ainfo("fetcher.refused", attachment=attachment.id, reason=reason)
        await self.desk.run(lambda db: attachments.refused(db, attachment.id, reason[:40]))
