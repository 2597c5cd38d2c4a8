"""The shape of the database, version by version: brought up to date here, by one process at a time."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Store, connect

LOCK = 0x0D0A4A47
VERSION = "SELECT version_num FROM alembic_version"


def upgrade(target: Store | str, revision: str = "head") -> None:
    """Brings the database of a store or an address up to date; what is up to date stays untouched."""
    engine = target.engine if isinstance(target, Store) else connect(target)
    try:
        with engine.begin() as connection:
            _wait_for_our_turn(connection)
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        if isinstance(target, str):
            engine.dispose()


def _wait_for_our_turn(connection: Connection) -> None:
    """Of two processes that start at once the second waits, then finds nothing to do; SQLite sees to it itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        # whoever holds a table longer than this is served first; the start is tried again
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return config


@cache
def latest() -> str:
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert head is not None
    return head


def current(store: Store) -> str | None:
    """The version of the database; None if it has no tables yet. Takes no lock, for it is asked every few seconds."""
    connection = store.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(VERSION)
        row = cursor.fetchone()
        return str(row[0]) if row else None
    except store.engine.dialect.loaded_dbapi.ProgrammingError:
        return None
    except store.engine.dialect.loaded_dbapi.OperationalError:
        if store.sqlite:
            return None
        raise
    finally:
        connection.close()


def current_is_latest(store: Store) -> bool:
    return current(store) == latest()
