"""`python -m bot serve`: runs the service; where no commune is chosen yet, set-up by browser alone."""

import asyncio
from functools import partial

import typer
from aiohttp import web

from bot import app, descriptors
from bot.commands.opening import settings_or_exit, sqlite_file
from bot.commands.running import Opened, open_up_to_date, run_until_told
from bot.installation import links
from bot.settings import Settings
from bot.web.connections import MOST, Connections, listen
from bot.web.setup.door import Setup
from bot.web.setup.unready import unready_app
from handlers.texts import Texts

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}


def run_service() -> None:
    """Runs the service with the settings of the environment and `.env`. Migrates the embedded database, no other.

    Where no commune is chosen yet, it prints a link that opens set-up once.

    Example: DONGHANH_TELEGRAM_TOKEN=… python -m bot serve
    """
    settings = settings_or_exit()
    run_until_told(_serve(settings, _opened(settings)))


def _opened(settings: Settings) -> Opened:
    return open_up_to_date(settings, migrate=sqlite_file(settings) is not None)


async def _serve(settings: Settings, opened: Opened) -> None:
    """Serves, and opens everything anew whenever set-up has stored a commune or a channel."""
    while True:
        end = asyncio.Event()
        if opened.settings.unit:
            ready = partial(typer.echo, f"ready on http://{settings.listen}", err=True)
            await app.serve(opened.service(), end=end, ready=ready)
        else:
            await _set_up(opened, end)
        opened = await asyncio.to_thread(_opened, settings)


async def _set_up(opened: Opened, end: asyncio.Event) -> None:
    """Serves set-up alone until a commune is chosen."""
    settings = opened.settings
    connections = Connections(settings.proxies, min(MOST, descriptors.for_sockets()))
    pages = unready_app(opened.store, Texts.load(), Setup(settings, end), settings.proxies)
    runner = web.AppRunner(pages, handle_signals=False, shutdown_timeout=3)
    server: asyncio.Server | None = None
    try:
        await runner.setup()
        server = await listen(runner, connections, settings.host, settings.port)
        typer.echo(await asyncio.to_thread(_invitation, opened), err=True)
        await end.wait()
    finally:
        if server is not None:
            server.close()
        await runner.cleanup()
        opened.close()


def _invitation(opened: Opened) -> str:
    texts = Texts.load()
    said = (texts.find(language, "setup.terminal.link") for language in ("vi", "en"))
    return "\n".join((*said, "", f"    {setup_address(opened)}", ""))


def setup_address(opened: Opened) -> str:
    """Makes a one-time link to set-up: at the public address, or on this machine."""
    settings = opened.settings
    host = EVERYWHERE.get(settings.host, f"[{settings.host}]" if ":" in settings.host else settings.host)
    with opened.store.transaction() as db:
        token = links.new_link(db)
    return f"{settings.public_url or f'http://{host}:{settings.port}'}/setup/link/{token}"
