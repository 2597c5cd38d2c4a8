"""The databases of the tests: real, empty for every test, gone afterwards."""

import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, inspect, text

from storage.database import connect
from tests import postgres
from tests.databases import Copy
from tests.patience import until_seen

USER = """
import sys, time
from pathlib import Path
from tests import postgres
with postgres.shared(Path(sys.argv[1])) as server:
    print(server.folder, flush=True)
    time.sleep(60)
"""


def count(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


@pytest.mark.parametrize("_again", range(3))
def test_every_test_finds_it_empty(database_url: str, _again: int) -> None:
    engine = connect(database_url)
    try:
        assert count(engine, "inbox") == 0
        fill(engine)
        assert count(engine, "inbox") == 1
    finally:
        engine.dispose()


def fill(engine: Engine) -> None:
    columns = inspect(engine).get_columns("inbox")
    values: dict[str, object] = {column["name"]: 1 if "INT" in str(column["type"]) else "1" for column in columns}
    values |= {column["name"]: b"1" for column in columns if str(column["type"]) in ("BYTEA", "BLOB")}
    values |= {column["name"]: True for column in columns if str(column["type"]) == "BOOLEAN"}
    names = ", ".join(values)
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO inbox ({names}) VALUES (:{', :'.join(values)})"), values)


def test_a_transaction_left_open_holds_up_nobody(migrated_copy: Copy) -> None:
    with psycopg.connect(migrated_copy.url) as left:
        left.execute("LOCK TABLE inbox")
        migrated_copy.empty()
        left.close()


def test_it_is_the_postgresql_of_the_wheel(postgres_server: postgres.Server) -> None:
    with postgres_server.connect() as connection:
        row = connection.execute("SHOW server_version_num").fetchone()
        assert row is not None
        assert int(str(row[0])) >= 150_000


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    engine = connect(empty_database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_the_server_dies_with_a_user_who_was_killed(tmp_path: Path) -> None:
    users = [subprocess.Popen([sys.executable, "-c", USER, tmp_path], stdout=subprocess.PIPE) for _ in range(2)]
    folders = {user.stdout.readline().decode().strip() for user in users if user.stdout}
    (folder,) = folders
    server = postgres.Server(Path(folder))
    assert server.answers()
    end(users[0])
    time.sleep(0.2)
    assert server.answers()
    end(users[1])
    until_seen(lambda: not Path(folder).exists(), "the server to end and clear up")


def end(user: subprocess.Popen[bytes]) -> None:
    user.kill()
    user.wait()
    if user.stdout:
        user.stdout.close()
