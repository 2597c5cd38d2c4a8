"""Messages that could not be stored in time wait on this machine's disk, sealed, until the store is back."""

import asyncio
import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import orjson
import structlog

from bot.desk import Desk, Unavailable, Unstorable
from handlers.dialogue import Incoming
from storage.keyring import CellTampered, KeyMissing, Keyring

log = structlog.get_logger()
EVERY = 2.0


@dataclass(frozen=True, slots=True)
class Spool:
    """For platforms that want their answer before a database may have come back. A file a message, by its own name."""

    folder: Path
    keyring: Keyring

    async def keep(self, message: Incoming) -> None:
        """On disk when it returns. Raises OSError when even that fails."""
        await asyncio.to_thread(self._write, message)

    def _write(self, message: Incoming) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = hashlib.sha256(f"{message.channel}\0{message.external_id}".encode()).hexdigest()[:32]
        whole = [message.channel, message.external_id, message.address, message.to_json()]
        draft = self.folder / f"{name}.new"
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
        """The oldest first."""
        found = []
        for path in self.folder.glob("*.sealed"):
            with contextlib.suppress(FileNotFoundError):
                found.append((path.stat().st_mtime_ns, path))
        return [path for _, path in sorted(found)]

    def read(self, path: Path) -> Incoming | None:
        """None for what does not open: it is set aside."""
        try:
            content = orjson.loads(self.keyring.open(_place(path.stem), path.read_bytes()))
        except (CellTampered, KeyMissing, orjson.JSONDecodeError) as problem:
            log.error("spool.unreadable", failure=type(problem).__name__, file=path.name)
            path.rename(path.with_suffix(".unreadable"))
            return None
        channel, external_id, address, body = content
        return Incoming.from_json(body, channel=channel, external_id=external_id, address=address)

    async def bring_in(self, desk: Desk) -> int:
        """Hands what waits to the desk until it has no room; says how many were stored."""
        stored = 0
        for path in await asyncio.to_thread(self.waiting):
            message = await asyncio.to_thread(self.read, path)
            if message is None:
                continue
            try:
                await desk.accept(message)
            except Unavailable:
                break
            except Unstorable as problem:
                await log.aerror("spool.unstorable", failure=str(problem))
            stored += 1
            await asyncio.to_thread(path.unlink)
        return stored

    async def run(self, desk: Desk) -> None:
        while True:
            if stored := await self.bring_in(desk):
                await log.ainfo("spool.stored", messages=stored)
            await asyncio.sleep(EVERY)


def _place(name: str) -> str:
    return f"spool:{name}"
