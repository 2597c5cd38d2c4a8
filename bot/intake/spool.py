"""Keeps messages that could not be stored in time on this machine's disk, sealed, until the store is back."""

import asyncio
import contextlib
import hashlib
import os
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.intake.desk import Desk, Unavailable, Unstorable
from bot.supervision import beat
from bot.wake_ups import LOOK_ANYWAY, woken
from handlers.kit import Incoming
from storage import chats
from storage.keyring import CellTampered, KeyMissing, Keyring

log = structlog.get_logger()
EVERY = 2.0
HUSH = "hush"


@dataclass(frozen=True, slots=True)
class Hush:
    """Says until when the bot keeps silent in a chat, because a human writes there by hand."""

    channel: str
    address: str
    until: datetime

    async def note(self, desk: Desk) -> None:
        await desk.run(lambda db: chats.hush(db, self.channel, self.address, self.until))


Spooled = Incoming | Hush


@dataclass(frozen=True, slots=True)
class Spool:
    """A folder with one sealed file a message, named after its id, so that a second delivery is the same file."""

    folder: Path
    keyring: Keyring
    _kept: asyncio.Event = field(default_factory=asyncio.Event, compare=False)

    async def keep(self, spooled: Spooled) -> None:
        """Writes and syncs; the message is on disk when this returns. Raises OSError."""
        await asyncio.to_thread(self._write, *_written(spooled))
        self._kept.set()

    def _write(self, name: str, whole: list[object]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.folder / f"{name}.{secrets.token_hex(4)}.new"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(self.keyring.seal(_place(name), orjson.dumps(whole)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / f"{name}.sealed")
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def waiting(self) -> list[Path]:
        """Gives the files that wait, the oldest first."""
        dated = []
        for path in self.folder.glob("*.sealed"):
            with contextlib.suppress(FileNotFoundError):
                dated.append((path.stat().st_mtime_ns, path))
        return [path for _, path in sorted(dated)]

    def read(self, path: Path) -> Spooled | None:
        """Reads a file. None for what does not open, which is set aside, and for what another node has taken."""
        try:
            return _spooled(orjson.loads(self.keyring.open(_place(path.stem), path.read_bytes())))
        except FileNotFoundError:
            return None
        except (CellTampered, KeyMissing, ValueError, LookupError, TypeError, OverflowError) as problem:
            log.error("spool.unreadable", failure=type(problem).__name__, file=path.name)
            path.rename(path.with_suffix(".unreadable"))
            return None

    async def bring_in(self, desk: Desk) -> int:
        """Hands what waits to the desk until the store is away again. Gives how many were stored."""
        stored = 0
        for path in await asyncio.to_thread(self.waiting):
            spooled = await asyncio.to_thread(self.read, path)
            if spooled is None:
                continue
            try:
                await (spooled.note(desk) if isinstance(spooled, Hush) else desk.accept(spooled))
            except (Unavailable, SQLAlchemyError):
                break
            except Unstorable as problem:
                await log.aerror("spool.unstorable", failure=str(problem))
            stored += 1
            await asyncio.to_thread(path.unlink, missing_ok=True)
        return stored

    async def run(self, desk: Desk) -> None:
        """Brings in what waits, every two seconds while anything does, until cancelled."""
        while True:
            beat()
            if stored := await self.bring_in(desk):
                await log.ainfo("spool.stored", messages=stored)
            waits = await asyncio.to_thread(self.waiting)
            await (asyncio.sleep(EVERY) if waits else woken(self._kept, LOOK_ANYWAY))


def _spooled(content: Any) -> Spooled:
    channel, external_id, address, body = content
    if external_id == HUSH:
        return Hush(channel, address, datetime.fromtimestamp(body["until"], UTC))
    return Incoming.from_json(body, channel=channel, external_id=external_id, address=address)


def _written(spooled: Spooled) -> tuple[str, list[object]]:
    """Gives the name of a message's file and what is written in it, before it is sealed."""
    if isinstance(spooled, Hush):
        until = spooled.until.timestamp()
        name = _name(spooled.channel, HUSH, spooled.address, str(until))
        return name, [spooled.channel, HUSH, spooled.address, {"until": until}]
    whole: list[object] = [spooled.channel, spooled.external_id, spooled.address, spooled.to_json()]
    return _name(spooled.channel, spooled.external_id), whole


def _name(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _place(name: str) -> str:
    return f"spool:{name}"
