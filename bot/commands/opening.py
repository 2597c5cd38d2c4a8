"""Opens the store for a command with the settings of the service, or exits with one readable line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.anchor_file import ANCHORS
from bot.clock import Clock
from bot.commands.stored_settings import with_stored
from bot.logs import set_up_logs
from bot.opening import KeysLost, open_store
from bot.settings import Settings, SettingsError, load_settings
from seeds.units import read_units
from storage import audit_adoption, migrations, opening
from storage.database import Store
from storage.keyring import CellTampered, KeyMissing, Keyring, KeysFileUnreadable
from storage.migrations import UnknownVersion

NO_COMMUNE = "no commune is chosen yet: python -m bot setup, or DONGHANH_UNIT=…"
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


def commune_settings_or_exit() -> Settings:
    """Gives the settings of the environment with what set-up has stored; exits where no commune is chosen."""
    settings = installed(settings_or_exit())
    if not settings.unit:
        stop(NO_COMMUNE)
    if not is_commune(settings.unit):
        stop(no_such_commune(settings.unit))
    return settings


def installed(settings: Settings) -> Settings:
    """Adds what set-up has stored; where there is no database, or it does not open, they stay as they are."""
    file = sqlite_file(settings)
    if not settings.keys_file.exists() or (file is not None and not file.exists()):
        return settings
    try:
        store = opening.open_store(settings.database_url, Keyring.load(settings.keys_file), Clock().now)
    except KeysFileUnreadable:
        return settings
    try:
        return with_stored(settings, store) if migrations.current_is_latest(store) else settings
    except (SQLAlchemyError, KeyMissing, CellTampered):
        return settings
    finally:
        store.close()


def is_commune(code: str) -> bool:
    """Tells whether there is, or was, a commune with this code."""
    return any(row.code == code and row.parent for row in read_units())


def no_such_commune(code: str) -> str:
    return f"DONGHANH_UNIT: there is no commune {code}; find yours: python -m bot units 'Kim Bảng Nghệ An'"


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
