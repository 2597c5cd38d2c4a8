"""Brings the database's tables from version to version, one process at a time."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from storage.database import Store, connect

if TYPE_CHECKING:
    from alembic.config import Config

LOCK = 0x0D0A4A47
VERSION = "SELECT version_num FROM alembic_version"
# as Alembic makes it
VERSION_TABLE = """
    CREATE TABLE alembic_version (
        version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
    )
"""


class UnknownVersion(RuntimeError):
    """The database was made by another program than this one, a newer or a discarded one. Nothing was changed."""

    def __init__(self, version: str):
        super().__init__(
            f"the database is at version {version}, which this program does not know (its own is {latest()}): "
            "start the program that made it, restore a backup of this one, or begin with an empty database"
        )


def upgrade(target: Store | str, revision: str = "head") -> None:
    """Brings the database of a store or an address up to date; what is up to date stays untouched.

    Raises UnknownVersion, and changes nothing, where the database is at a version that has no file here.
    """
    engine = target.engine if isinstance(target, Store) else connect(target)
    try:
        version = _version(engine)
        if version is not None and version not in all_versions():
            raise UnknownVersion(version)
        if revision != "head" or version != latest():
            _upgrade(engine, revision)
    finally:
        if isinstance(target, str):
            engine.dispose()


def _upgrade(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        _wait_for_our_turn(connection)
        if revision == "head" and not inspect(connection).get_table_names():
            return _create(connection)
        # ten megabytes and a sixth of a second, which a start with nothing to do is spared
        from alembic import command

        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _create(connection: Connection) -> None:
    """Makes the tables of an empty database as all versions together do, which a test compares."""
    from storage.tables import metadata

    metadata.create_all(connection, checkfirst=False)
    connection.execute(text(VERSION_TABLE))
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:latest)"), {"latest": latest()})


def _wait_for_our_turn(connection: Connection) -> None:
    """Lets the second of two processes that start at once wait, and find nothing to do; SQLite sees to it itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        # whoever holds a table longer than this is served first; the start is tried again
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))


def alembic_config() -> "Config":
    """Makes Alembic's settings; whoever runs a command adds the connection as an attribute."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return config


@cache
def all_versions() -> frozenset[str]:
    """Lists the versions that have a file: those are numbered in their order, and named by it."""
    files = (Path(__file__).parent / "versions").glob("[0-9]*_*.py")
    return frozenset(file.name.partition("_")[0] for file in files)


def latest() -> str:
    """Names the version that this program works with, e.g. `0001`."""
    return max(all_versions())


def current(store: Store) -> str | None:
    """Reads the version of the database; None if it has no tables yet. Takes no lock: it is asked every few seconds."""
    return _version(store.engine)


def _version(engine: Engine) -> str | None:
    driver = engine.dialect.loaded_dbapi
    try:
        return _ask(engine)
    except driver.ProgrammingError:
        return None
    except driver.Error as problem:
        if "no such table" in str(problem):
            return None
        raise OperationalError(VERSION, None, problem) from None


def _ask(engine: Engine) -> str | None:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(VERSION)
        row = cursor.fetchone()
        return str(row[0]) if row else None
    finally:
        connection.close()


def current_is_latest(store: Store) -> bool:
    """Tells whether the database is at the version that this program works with."""
    return current(store) == latest()
