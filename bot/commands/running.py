"""Opens the service on an up-to-date store and runs it until a signal comes, for `serve` and `demo`."""

import asyncio
import errno
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress

import typer

from bot import descriptors
from bot.app import Service, open_deployment
from bot.clock import Clock
from bot.commands.opening import readable_problems, stop, store_or_exit, up_to_date_or_exit
from bot.settings import Settings
from seeds.units import make_known
from storage import migrations

CANNOT_LISTEN = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES)


def open_service(settings: Settings, *, migrate: bool) -> Service:
    """Opens store and service; with `migrate` the database is brought up to date first. Exits saying what is wrong."""
    descriptors.raise_limit()
    clock = Clock()
    store = store_or_exit(settings, clock)
    try:
        with readable_problems():
            if migrate:
                migrations.upgrade(store)
            up_to_date_or_exit(store)
            with store.transaction() as db:
                make_known(db, settings.unit)
    except typer.Exit:
        store.close()
        raise
    return Service(settings, clock, store, open_deployment(settings, clock))


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
