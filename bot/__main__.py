"""`python -m bot …`: the commands."""

import asyncio
import errno
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot import garbage_collection
from bot.app import Service, open_deployment, serve
from bot.clock import Clock
from bot.commands import audit, backup, doctor, exchange, invite, keys, outbox, texts, understand, units
from bot.commands.demo import Demo
from bot.commands.opening import (
    readable_problems,
    settings_or_exit,
    sqlite_file,
    stop,
    store_or_exit,
    up_to_date_or_exit,
)
from bot.settings import Settings
from seeds import demo_growth
from seeds.units import make_known
from storage import migrations

garbage_collection.resume()
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(keys.app, name="keys")
app.add_typer(audit.app, name="audit")
app.add_typer(units.app, name="units")
app.add_typer(outbox.app, name="outbox")
app.command("invite")(invite.invite)
app.command("doctor")(doctor.doctor)
app.command("import")(exchange.import_)
app.command("export")(exchange.export)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("texts")(texts.texts)
app.command("understand")(understand.understand)
# of its own, so that its keys and attachments are never taken for the real ones
DEMO = {"database_url": "sqlite:///var/demo/donghanh.db", "keys_file": Path("var/demo/keys.json")}

CANNOT_LISTEN = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES)


def open_service(settings: Settings, *, migrate: bool) -> Service:
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


@app.command("serve")
def run_service() -> None:
    """Runs the service with the settings of the environment and `.env`. Migrates the embedded database, no other.

    Example: DONGHANH_TELEGRAM_TOKEN=… python -m bot serve
    """
    settings = settings_or_exit()
    service = open_service(settings, migrate=sqlite_file(settings) is not None)
    _run(serve(service, ready=lambda: typer.echo(f"ready on http://{service.settings.listen}", err=True)))


@app.command("demo")
def run_demo(
    seed_only: Annotated[
        bool, typer.Option(help="fill the database of the settings, print the accounts, stop")
    ] = False,
    guardians: Annotated[int, typer.Option(min=1, help="how many guardians the commune has")] = 12,
) -> None:
    """Runs a believable demo commune on the embedded database, with three phones on one page.

    Example: python -m bot demo
    """
    settings = settings_or_exit()
    if not seed_only and "database_url" not in settings.model_fields_set:
        settings = settings.model_copy(update=DEMO)
    service = open_service(settings, migrate=True)
    demo_growth.grow(service.store, settings.unit, guardians)
    if seed_only:
        for account in demo_growth.listed(service.store, settings.unit, codes=True):
            typer.echo(str(account))
        service.store.close()
        return
    stage = Demo(service)
    base = f"http://{settings.listen}"
    lines = (f"Đồng Hành, demo: {base}/demo", f"web chat alone: {base}/chat", "Ctrl+C ends it.")
    _run(serve(service, stage=stage, prepare=stage.set_up, ready=lambda: typer.echo("\n".join(lines))))


@app.command("migrate")
def migrate() -> None:
    """Brings the database up to date; running it twice does no harm.

    Example: DONGHANH_DATABASE_URL=postgresql://donghanh@db/donghanh python -m bot migrate
    """
    settings = settings_or_exit()
    store = store_or_exit(settings)
    try:
        with readable_problems():
            migrations.upgrade(store)
        typer.echo(f"the database is at version {migrations.current(store)}")
    finally:
        store.close()


def _run(main: Coroutine[object, object, None]) -> None:
    """Until SIGINT or SIGTERM, then in good order."""
    if sys.platform == "win32":
        runner = asyncio.Runner()
    else:
        import uvloop

        runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)

    async def until_told() -> None:
        task = asyncio.ensure_future(main)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):
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


if __name__ == "__main__":
    app()
