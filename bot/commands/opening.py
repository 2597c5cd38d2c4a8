"""How a command opens the store: the same settings as the service, and one readable line when they are wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.app import open_store
from bot.clock import Clock
from bot.logs import set_up_logs
from bot.settings import Settings, SettingsError, load_settings
from storage.database import Store


def settings_or_exit() -> Settings:
    try:
        settings = load_settings()
    except SettingsError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from None
    set_up_logs(settings.log)
    return settings


@contextmanager
def store_of(settings: Settings) -> Iterator[Store]:
    store = open_store(settings, Clock())
    try:
        yield store
    finally:
        store.close()
