"""Opens the store for a command with the settings of the service, or exits with one readable line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.anchor_file import ANCHORS
from bot.app import KeysLost, open_store
from bot.clock import Clock
from bot.logs import set_up_logs
from bot.settings import Settings, SettingsError, load_settings
from storage import audit_adoption, migrations
from storage.database import Store
from storage.keyring import CellTampered, KeyMissing, KeysFileUnreadable
from storage.migrations import UnknownVersion

WRONG_KEYS = "the keys file is not the one of this database: bring back the one that belongs to it"


def stop(why: str) -> NoReturn:
    """Ends the command with code 2, saying why."""
    typer.echo(why, err=True)
    raise typer.Exit(2)


def settings_or_exit() -> Settings:
    try:
        settings = load_settings()
    except SettingsError as problem:
        stop(str(problem))
    set_up_logs(settings.log)
    return settings


def store_or_exit(settings: Settings, clock: Clock | None = None) -> Store:
    with readable_problems():
        return open_store(settings, clock or Clock())


@contextmanager
def store_of(settings: Settings) -> Iterator[Store]:
    """Opens an up-to-date store, and closes it at the end."""
    store = store_or_exit(settings)
    try:
        with readable_problems():
            up_to_date_or_exit(store)
            yield store
    finally:
        store.close()


def up_to_date_or_exit(store: Store) -> None:
    version, latest = migrations.current(store), migrations.latest()
    if version != latest:
        stop(f"the database is at version {version}, not {latest}: run `python -m bot migrate`")


def sign_older_audit(settings: Settings, store: Store) -> None:
    """Signs the chains of a database of before, once: never where chains were anchored already."""
    if not (settings.folder / ANCHORS).exists():
        audit_adoption.adopt(store)


@contextmanager
def readable_problems() -> Iterator[None]:
    """Turns what goes wrong with store or keys into one line, without a secret, and exits."""
    try:
        yield
    except (KeysLost, KeysFileUnreadable, UnknownVersion) as problem:
        stop(str(problem))
    except (KeyMissing, CellTampered):
        stop(WRONG_KEYS)
    except SQLAlchemyError as problem:
        stop(f"the database does not answer as it should ({type(problem).__name__}): run `python -m bot doctor`")


def sqlite_file(settings: Settings) -> Path | None:
    """Gives the file of the embedded database; None on PostgreSQL."""
    scheme, _, path = settings.database_url.partition("///")
    return Path(path) if scheme == "sqlite:" else None
