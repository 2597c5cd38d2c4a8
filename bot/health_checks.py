"""Looks at what the service stands on: desk and database, keys, disk, clock; and at its own parts."""

import asyncio
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.intake.desk import Desk
from bot.supervision import beat
from storage import heartbeats, leases
from storage.database import Db
from storage.database_file import SWAPPED, trouble_of
from storage.keyring import Keyring, KeysFileUnreadable

log = structlog.get_logger()
# all in seconds
EVERY = 30.0
SILENCE = 120.0
FRESH = 1.0
PATIENCE = 4.0
# a step of the clock that is worth telling, and how long it is watched afterwards
JUMP = 30.0
SETTLED = 60.0
# bytes
FULL = 64_000_000
LOW = 500_000_000
CURES = {
    "removed": "put the file back, or restore a backup and start again",
    "swapped": "put the file back that was there, or start again on the one that is there now",
    "read_only": "see who may write there, and whether the disk has been mounted read-only",
    "full": "make room on this disk",
    "gone": "bring the keys file back from its copy",
    "unreadable": "bring the keys file back from its copy",
    "changed": "bring back the keys file that belongs to this database",
    "jumped": "see whether the time of this machine is kept by NTP",
}


@dataclass(slots=True)
class ClockWatch:
    """Notices that the machine's clock was put on or back, beside a clock that only goes on."""

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = leases.now
    _ahead: float = field(init=False)
    _jumped_at: float | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._ahead = self.wall() - self.steady()

    def jump(self) -> float:
        """Gives by how many seconds the clock has jumped since the last call; 0 if it has not."""
        ahead = self.wall() - self.steady()
        jumped, self._ahead = ahead - self._ahead, ahead
        if abs(jumped) < JUMP:
            return 0.0
        self._jumped_at = self.steady()
        return jumped

    @property
    def is_unsettled(self) -> bool:
        return self._jumped_at is not None and self.steady() - self._jumped_at < SETTLED


@dataclass(slots=True)
class KeysWatch:
    """Compares the keys file with the keys in use, whenever it was touched."""

    path: Path
    keyring: Keyring
    _was_there: bool = field(init=False)
    _seen: tuple[int, int, int] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._was_there = self.path.exists()

    def trouble(self) -> str:
        """Gives a code for what is wrong; keys that were added by a rotation are none."""
        if not self._was_there:
            return ""
        try:
            stat = self.path.stat()
            seen = stat.st_ino, stat.st_mtime_ns, stat.st_size
            if seen == self._seen:
                return ""
            of_file = Keyring.load(self.path)
        except OSError:
            return "gone"
        except KeysFileUnreadable:
            return "unreadable"
        data_keys = self.keyring.data_keys
        is_same_key = of_file.data_keys.get(self.keyring.current) == data_keys[self.keyring.current]
        if not is_same_key or of_file.blind_key != self.keyring.blind_key:
            return "changed"
        self._seen = seen
        return ""


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


@dataclass(slots=True)
class HealthChecks:
    """Looks every half minute, and when somebody asks. `jumped` is called when the machine's clock has jumped."""

    desk: Desk
    keys: KeysWatch
    folders: tuple[Path, ...]
    jumped: Callable[[], None]
    clock: ClockWatch = field(default_factory=ClockWatch)
    warnings: dict[str, str] = field(default_factory=dict, init=False)
    _troubles: dict[str, str] = field(default_factory=dict, init=False)
    _row: str = field(default="", init=False)
    _beating: "asyncio.Task[bool] | None" = field(default=None, init=False)
    _looked_at: float = field(default=0.0, init=False)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def start(self) -> None:
        self._row = await self.desk.run(heartbeats.begin)

    async def stop(self) -> None:
        try:
            await self.desk.run(lambda db: heartbeats.end(db, self._row))
        except SQLAlchemyError as problem:
            log.warning("health.not_ended", failure=type(problem).__name__)

    async def run(self) -> None:
        """Looks until cancelled, so that troubles are logged although nobody asks."""
        while True:
            beat()
            await self.troubles()
            await asyncio.sleep(EVERY)

    async def troubles(self) -> Mapping[str, str]:
        """Gives what keeps the service from its work, part by part, each with a code; at most a second old."""
        async with self._one_at_a_time:
            if time.monotonic() - self._looked_at >= FRESH:
                await self._look()
                self._looked_at = time.monotonic()
        return {**self.desk.supervisor.troubles(), **self._troubles}

    def restarts(self) -> Mapping[tuple[str, str], int]:
        return self.desk.supervisor.restarts()

    async def _look(self) -> None:
        checks = {**await self._database(), "keys": self.keys.trouble(), "disk": self._disk(), "clock": self._clock()}
        before, self._troubles = self._troubles, {part: code for part, code in checks.items() if code}
        for part, code in self._troubles.items():
            if before.get(part) != code:
                log.error("health.trouble", part=part, failure=code, cure=CURES.get(code, ""))
        for part in before.keys() - self._troubles.keys():
            log.info("health.well_again", part=part)

    async def _database(self) -> dict[str, str]:
        """Writes our row through the desk, so that its threads are seen to work too."""
        if not self._row:
            return {}
        if self._beating is None:
            self._beating = asyncio.create_task(self.desk.run(self._beat))
        done, _ = await asyncio.wait({self._beating}, timeout=PATIENCE)
        if not done:
            return {"desk": "stuck"}
        written, self._beating = self._beating, None
        try:
            return {} if written.result() else {"database": SWAPPED}
        except SQLAlchemyError as problem:
            return {"database": trouble_of(problem)}

    def _beat(self, db: Db) -> bool:
        """Confirms our row. Another primary may have taken over without it; a file cannot lose it by itself."""
        is_noted = heartbeats.beat(db, self._row)
        if not is_noted and not db.store.sqlite:
            heartbeats.again(db, self._row)
            return True
        return is_noted

    def _disk(self) -> str:
        try:
            free = min((free_bytes(folder) for folder in self.folders if folder.exists()), default=LOW)
        except OSError:
            return "gone"
        self.warnings = {"disk": "low"} if FULL <= free < LOW else {}
        return "full" if free < FULL else ""

    def _clock(self) -> str:
        if seconds := self.clock.jump():
            log.error("health.clock_jumped", seconds=round(seconds))
            self.jumped()
        return "jumped" if self.clock.is_unsettled else ""
