"""Opens the service on an up-to-date store and runs it until a signal comes, for `serve` and `demo`."""

import asyncio
import errno
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass

import typer

from bot import descriptors
from bot.app import Service
from bot.clock import Clock
from bot.commands.opening import (
    NO_COMMUNE,
    is_commune,
    no_such_commune,
    readable_problems,
    sign_older_audit,
    sqlite_file,
    stop,
    store_or_exit,
    up_to_date_or_exit,
)
from bot.commands.stored_settings import with_stored
from bot.database_lock import FileLock, HeldElsewhere, serving_lock
from bot.deployment import open_deployment
from bot.installation import steps
from bot.key_follower import KeysBehind, take_up_sealing
from bot.settings import Settings
from seeds.units import make_known
from storage import accounts, installation, migrations, units
from storage.database import Db, Store

CANNOT_LISTEN = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES)


@dataclass(frozen=True, slots=True)
class Opened:
    """An up-to-date store with the settings that go with it; without a commune where none is chosen yet."""

    settings: Settings
    clock: Clock
    store: Store
    lock: FileLock | None

    def service(self) -> Service:
        with self.store.transaction() as db:
            hours = steps.quiet_hours(db, self.settings.unit)
        deployment = open_deployment(self.settings, self.clock, hours)
        return Service(self.settings, self.clock, self.store, deployment, self.lock)

    def close(self) -> None:
        self.store.close()
        if self.lock is not None:
            self.lock.close()


def open_service(settings: Settings, *, migrate: bool, purpose: str = installation.TRYING) -> Service:
    """Opens store and service; with `migrate` the database is brought up to date first. Exits saying what is wrong."""
    opened = open_up_to_date(settings, migrate=migrate, purpose=purpose)
    if not opened.settings.unit:
        opened.close()
        stop(NO_COMMUNE)
    return opened.service()


def open_up_to_date(settings: Settings, *, migrate: bool, purpose: str = installation.TRYING) -> Opened:
    """Opens the store, and begins the commune of the settings, or of set-up, for this purpose. Exits if it cannot."""
    descriptors.raise_limit()
    clock = Clock()
    lock = _serving(settings)
    store = store_or_exit(settings, clock)
    try:
        with readable_problems():
            if migrate:
                migrations.upgrade(store)
            up_to_date_or_exit(store)
            take_up_sealing(store)
            sign_older_audit(settings, store)
            settings = with_stored(settings, store)
            if settings.unit:
                with store.transaction() as db:
                    begin(db, settings.unit, purpose)
    except (typer.Exit, KeysBehind) as problem:
        store.close()
        if isinstance(problem, KeysBehind):
            stop(f"{problem}: copy the keys file of a machine that has it to {settings.keys_file}")
        raise
    return Opened(settings, clock, store, lock)


def begin(db: Db, unit: str, purpose: str) -> None:
    """Makes the commune known; one that is new to this database is begun for this purpose. Exits if there is none."""
    if units.get(db, unit) is None:
        if not is_commune(unit):
            stop(no_such_commune(unit))
        if not installation.get(db, installation.PURPOSE) and not accounts.ids_of(db, unit):
            installation.put(db, installation.PURPOSE, purpose)
        make_known(db, unit)


def _serving(settings: Settings) -> FileLock | None:
    """Notes that an embedded database is served from now on."""
    file = sqlite_file(settings)
    try:
        return serving_lock(file) if file is not None else None
    except HeldElsewhere:
        stop(f"{file} is being restored just now: start when that has ended")


def run_until_told(main: Coroutine[object, object, None]) -> None:
    """Runs the service until SIGINT or SIGTERM, then stops it in good order; a taken port is said in one line."""
    if sys.platform == "win32":
        runner = asyncio.Runner()
    else:
        import uvloop

        runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)

    async def until_told() -> None:
        task = asyncio.ensure_future(main)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # the loop of Windows has no signal handlers
                loop.add_signal_handler(name, task.cancel)
        with suppress(asyncio.CancelledError):
            await task

    try:
        with runner:
            runner.run(until_told())
    except OSError as problem:
        if problem.errno not in CANNOT_LISTEN:
            raise
        stop(f"cannot listen there ({errno.errorcode[problem.errno]}): is it running already? See DONGHANH_LISTEN")
