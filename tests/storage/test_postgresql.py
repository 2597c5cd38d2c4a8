"""The address of a PostgreSQL with one host or several, and a pool that leaves what is the primary no more."""

import socket
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from structlog.testing import capture_logs

from storage import postgresql
from storage.database import connect, kind_of
from tests import postgres


def test_several_hosts_are_read_as_libpq_reads_them_and_only_the_primary_will_do() -> None:
    found = postgresql.parameters("postgresql://dh:p%40ss@one:5432,two:5433,[::1]:5434/donghanh")
    assert (found["host"], found["port"]) == ("one,two,::1", "5432,5433,5434")
    assert (found["user"], found["password"], found["dbname"]) == ("dh", "p@ss", "donghanh")
    assert found["target_session_attrs"] == "read-write"


def test_one_host_may_be_whatever_it_is() -> None:
    assert "target_session_attrs" not in postgresql.parameters("postgresql://dh@one/donghanh")


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("target_session_attrs=any", "target_session_attrs", "any"),
        ("connect_timeout=9", "connect_timeout", "9"),
        ("sslmode=verify-full", "sslmode", "verify-full"),
        ("keepalives_idle=60", "keepalives_idle", "60"),
    ],
)
def test_what_the_address_says_wins(said: str, name: str, value: str) -> None:
    assert postgresql.parameters(f"postgresql://dh@one,two/donghanh?{said}")[name] == value


def test_options_of_the_address_come_after_ours() -> None:
    options = postgresql.parameters("postgresql://dh@one/dh?options=-c%20lock_timeout%3D9")["options"]
    assert options.startswith("-c statement_timeout=")
    assert options.endswith("-c lock_timeout=9")


def test_an_address_that_cannot_be_read_is_refused_without_showing_it() -> None:
    with pytest.raises(ValueError, match="not an address") as caught:
        postgresql.parameters("postgresql://dh:very-secret@one:port/donghanh?no_such=1")
    assert "very-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("postgresql://dh@one:1,two:2/donghanh", "postgresql"),
        ("postgresql:///donghanh?host=/run/postgresql", "postgresql"),
        ("postgresql://dh@one/donghanh?no_such=1", None),
        ("sqlite:///var/donghanh.db", "sqlite"),
        ("sqlite+aiosqlite:///x.db", None),
        ("mysql://one/donghanh", None),
        ("donghanh.db", None),
    ],
)
def test_only_two_kinds_of_address_are_known(url: str, kind: str | None) -> None:
    assert kind_of(url) == kind


def test_the_host_that_took_us_last_is_asked_first() -> None:
    asked = {"host": "one,two,three", "port": "5432,5433,5432"}
    assert postgresql.put_first(asked, ("two", "5433")) == {"host": "two,one,three", "port": "5433,5432,5432"}
    same_port = postgresql.put_first({"host": "one,two", "port": "6000"}, ("two", "6000"))
    assert same_port == {"host": "two,one", "port": "6000,6000"}
    assert postgresql.put_first({"host": "one,two"}, ("two", "5432")) == {"host": "two,one", "port": ","}
    assert postgresql.put_first({"host": "one"}, ("one", "5432")) == {}


def test_several_sockets_are_read_too() -> None:
    folders = ",".join(quote(f"/tmp/{name}", safe="") for name in ("one", "two"))
    assert postgresql.parameters(f"postgresql://dh@{folders}/donghanh")["host"] == "/tmp/one,/tmp/two"


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that refuses: nobody listens on it."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@pytest.fixture
def engine(postgres_server: postgres.Server, postgresql_url: str, closed_port: int) -> Iterator[Engine]:
    """Two addresses; nobody is at the first."""
    database = postgresql_url.partition("@/")[2].partition("?")[0]
    hosts = f"127.0.0.1:{closed_port},{quote(str(postgres_server.folder), safe='')}:5432"
    engine = connect(f"postgresql://postgres@{hosts}/{database}")
    yield engine
    engine.dispose()


def pid(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def test_the_one_that_answers_is_found_and_settings_reach_the_session(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "15s"


def test_after_a_write_is_refused_the_whole_pool_is_new(engine: Engine) -> None:
    """A former primary that came back as a standby, or was made read-only, must not keep us."""
    several = [engine.connect() for _ in range(3)]
    former = {int(one.execute(text("SELECT pg_backend_pid()")).scalar_one()) for one in several}
    for one in several:
        one.close()
    with capture_logs() as logs, engine.connect() as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        with pytest.raises(SQLAlchemyError):
            connection.execute(text("DELETE FROM usage"))
    assert [(log["event"], log["failure"]) for log in logs] == [("database.lost", "ReadOnlySqlTransaction")]
    assert {pid(engine) for _ in range(4)}.isdisjoint(former)


def test_after_a_connection_was_ended_by_the_server_the_whole_pool_is_new(engine: Engine) -> None:
    first, second = engine.connect(), engine.connect()
    ended, other = (int(one.execute(text("SELECT pg_backend_pid()")).scalar_one()) for one in (first, second))
    second.execute(text("SELECT pg_terminate_backend(:one, 5000)"), {"one": ended})
    second.close()
    with pytest.raises(SQLAlchemyError):
        first.execute(text("SELECT 1"))
    first.close()
    assert pid(engine) not in (ended, other)
