"""Opens the database with its keys, for the service and for commands."""

from pathlib import Path

import structlog

from bot.clock import Clock
from bot.settings import Settings
from storage import accounts, migrations, opening
from storage.database import Store
from storage.keyring import Keyring
from storage.private_files import files_of, take_from_others

log = structlog.get_logger()


class KeysLost(Exception):
    """The database holds sealed cells, and the file with their keys is gone; new keys would not open them."""


def open_store(settings: Settings, clock: Clock) -> Store:
    """Opens the database with its keys; makes them at the first start, and logs that. Raises KeysLost."""
    path = settings.keys_file
    if settings.database_url.startswith("sqlite:///"):
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in take_from_others(path, *_database_files(settings)):
        log.warning("files.open_to_others", file=str(file), cure="they may have read it; now they cannot any more")
    if path.exists():
        return opening.open_store(settings.database_url, Keyring.load(path), clock.now)
    store = opening.open_store(settings.database_url, Keyring.fresh(), clock.now)
    if migrations.current(store) is not None and accounts.there_are_any(store):
        store.close()
        raise KeysLost(f"{path} is gone, and nothing in the database opens without it: bring it back from its copy")
    store.keyring.save(path)
    log.warning("keys.made", file=str(path), cure="keep a copy apart from the database: without it nothing opens")
    return store


def _database_files(settings: Settings) -> list[Path]:
    scheme, _, path = settings.database_url.partition("///")
    return files_of(Path(path)) if scheme == "sqlite:" else []
