"""Migrations: what they make is what the code expects, from any version on, by one process at a time."""

import ast
import pkgutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, Table, inspect, text

import storage
from storage import migrations, tables
from storage.database import connect, metadata
from storage.keyring import Keyring
from storage.migrations.__main__ import draft
from storage.opening import open_store
from tests.daytime import daytime

Row = dict[str, Any]
SCRIPTS = ScriptDirectory.from_config(migrations.alembic_config())
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
VERSION_FILES = sorted(Path(migrations.__path__[0], "versions").glob("0*.py"))
SCHEMA_SQL = {
    "sqlite": """
        SELECT type, tbl_name, name, CASE type WHEN 'index' THEN sql END
        FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'
        UNION ALL SELECT 'column', m.name, c.name, c.type || c."notnull" || c.pk
        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
        UNION ALL SELECT 'unique', m.name, c.name, i."unique" || i.partial
        FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) c WHERE m.type = 'table'
        UNION ALL SELECT 'foreign', m.name, f."from", f."table" || f."to"
        FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
    """,
    "postgresql": """
        SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'column', table_name, column_name,
            concat(data_type, character_maximum_length, is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """,
}


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    engine = connect(empty_database_url)
    yield engine
    engine.dispose()


def schema(engine: Engine) -> set[tuple[str, ...]]:
    with engine.connect() as connection:
        rows = connection.execute(text(SCHEMA_SQL[engine.dialect.name])).all()
    return {tuple(str(part) for part in row) for row in rows if row[1] != "alembic_version"}


def test_what_they_make_is_what_the_code_expects(empty_database_url: str, engine: Engine) -> None:
    migrations.upgrade(empty_database_url, REVISIONS[0])
    migrations.upgrade(empty_database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == [], (
            "run python -m storage.migrations to draft the missing version"
        )
    migrated = schema(engine)
    with engine.begin() as connection:
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    migrations.upgrade(empty_database_url)
    assert migrated == schema(engine)


def test_an_empty_database_is_made_at_the_newest_version_without_playing_them_all(
    empty_database_url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "alembic_config", lambda: pytest.fail("no version is to be played"))
    migrations.upgrade(empty_database_url)
    migrations.upgrade(empty_database_url)
    with engine.connect() as connection:
        assert connection.execute(text(migrations.VERSION)).scalars().all() == [migrations.latest()]


def test_a_draft_is_compared_with_what_the_versions_make(monkeypatch: pytest.MonkeyPatch) -> None:
    drafted: list[str] = []
    monkeypatch.setattr(migrations, "_create", lambda _connection: pytest.fail("made from what it is compared with"))
    monkeypatch.setattr(command, "revision", lambda _config, message, **_how: drafted.append(message))
    draft("what changes")
    assert drafted == ["what changes"]


def test_up_to_date_is_known_without_waiting_for_a_writer(empty_database_url: str) -> None:
    store = open_store(empty_database_url, Keyring.fresh(), daytime().now)
    try:
        assert migrations.current(store) is None
        assert not migrations.current_is_latest(store)
        migrations.upgrade(store)
        assert migrations.current(store) == REVISIONS[-1]
        with store.transaction():
            assert migrations.current_is_latest(store)
    finally:
        store.close()


def test_upgrading_again_changes_nothing(empty_database_url: str, engine: Engine) -> None:
    migrations.upgrade(empty_database_url)
    before = schema(engine)
    migrations.upgrade(empty_database_url)
    assert schema(engine) == before


def test_processes_that_start_at_once_do_not_collide(empty_database_url: str, engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrations.upgrade, [empty_database_url] * 4))
    assert set(inspect(engine).get_table_names()) >= set(metadata.tables)


def test_a_version_that_fails_leaves_the_database_as_it_was(empty_database_url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE due (id INTEGER)"))  # in the way, after others have been made
    before = schema(engine)
    with pytest.raises(Exception, match="due"):
        migrations.upgrade(empty_database_url)
    assert schema(engine) == before


def test_a_version_that_nobody_knows_is_refused(empty_database_url: str, engine: Engine) -> None:
    migrations.upgrade(empty_database_url)
    before = schema(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0913'"))
    with pytest.raises(migrations.UnknownVersion, match=r"0913.*start the program that made it") as refused:
        migrations.upgrade(empty_database_url)
    assert migrations.latest() in str(refused.value)
    assert schema(engine) == before
    with engine.connect() as connection:
        assert connection.execute(text(migrations.VERSION)).scalar() == "0913"


def test_rows_of_every_version_are_carried_on(empty_database_url: str, engine: Engine) -> None:
    """Each table gets a row in the version that makes it, so that every later version finds rows in all of them."""
    put: dict[str, list[Row]] = {}
    for revision in REVISIONS:
        migrations.upgrade(empty_database_url, revision)
        names = set(inspect(engine).get_table_names()) - {"alembic_version"}
        reflected = MetaData()
        reflected.reflect(engine, only=sorted(names - put.keys()))
        with engine.begin() as connection:
            for table in reflected.sorted_tables:
                if table.name not in put:
                    connection.execute(table.insert(), any_row(table))
                    put[table.name] = rows_of(connection, table)
    assert put.keys() == metadata.tables.keys()
    newest = MetaData()
    newest.reflect(engine)
    with engine.connect() as connection:
        for name, before in put.items():
            # a migration may drop a column, and may add rows of its own, such as the last number of what it numbers
            columns = newest.tables[name].columns.keys()
            after = rows_of(connection, newest.tables[name])
            kept = [{column: row[column] for column in columns if column in row} for row in before]
            assert all(any(row.items() <= there.items() for there in after) for row in kept), name


def test_a_need_that_was_open_gets_its_step_and_its_clock(empty_database_url: str, engine: Engine) -> None:
    migrations.upgrade(empty_database_url, "0027")
    reflected = MetaData()
    reflected.reflect(engine)
    with engine.begin() as connection:
        for table in reflected.sorted_tables:
            if table.name != "alembic_version":
                is_open = {"id": 2, "state": "open"} if table.name == "needs" else {}
                connection.execute(table.insert(), any_row(table) | is_open)
    migrations.upgrade(empty_database_url)
    with engine.connect() as connection:
        carried_on = connection.execute(text("SELECT step, step_at FROM needs WHERE due_at > opened_at"))
        assert carried_on.one() == ("raised", 1)
        waits = text("SELECT subject_id FROM due WHERE kind = 'need_late' AND state = 'waiting'")
        assert connection.execute(waits).scalar() == 2


def any_row(table: Table) -> dict[str, Any]:
    """Ones everywhere, so that whatever refers to a row refers to the one there is."""
    by_type: dict[str, Any] = {"BOOLEAN": True, "BLOB": b"1", "BYTEA": b"1", "JSON": {}, "DATE": date(2026, 11, 23)}
    return {
        column.name: by_type.get(str(column.type), "1" if str(column.type).startswith("VARCHAR") else 1)
        for column in table.columns
    }


def rows_of(connection: Connection, table: Table) -> list[Row]:
    return [dict(row) for row in connection.execute(table.select()).mappings()]


def test_versions_follow_one_another_in_one_line() -> None:
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS
    assert SCRIPTS.get_heads() == [REVISIONS[-1]]
    assert [file.name[:4] for file in VERSION_FILES] == REVISIONS


@pytest.mark.parametrize("file", VERSION_FILES, ids=lambda file: file.stem)
def test_a_version_stands_alone(file: Path) -> None:
    imported = {
        name
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module])
    }
    assert imported <= {"sqlalchemy", "alembic"}, "what it needs of our code may change; write it out here"


def test_every_table_is_listed() -> None:
    listed = {module.__name__ for module in tables.MODULES}
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        source = Path(storage.__path__[0], *module.name.split(".")[1:]).with_suffix(".py")
        if source.exists() and "= Table(" in source.read_text():
            assert module.name in listed, f"add {module.name} to storage/tables.py"


def test_they_are_found_from_any_folder(
    empty_database_url: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    migrations.upgrade(empty_database_url)
    assert "accounts" in inspect(engine).get_table_names()
