"""A PostgreSQL of one host or several: its address as libpq reads it, and a pool that follows the primary."""

from typing import Any

import psycopg
import structlog
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool

from storage import libpq

log = structlog.get_logger()
POOL, OVERFLOW = 12, 4
# a host that vanished without a word is noticed in six seconds, by us and by the server
KEEPALIVE = {"keepalives_idle": 3, "keepalives_interval": 1, "keepalives_count": 3, "tcp_user_timeout": 6000}
SESSION = {
    "statement_timeout": 15_000,
    "lock_timeout": 5_000,
    "idle_in_transaction_session_timeout": 30_000,
    "tcp_keepalives_idle": KEEPALIVE["keepalives_idle"],
    "tcp_keepalives_interval": KEEPALIVE["keepalives_interval"],
    "tcp_keepalives_count": KEEPALIVE["keepalives_count"],
    "tcp_user_timeout": KEEPALIVE["tcp_user_timeout"],
}
OPTIONS = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
Parameters = dict[str, Any]


def parameters(url: str) -> Parameters:
    """Reads `postgresql://user:password@one:5432,two:5432/name?…` as libpq does, and adds what we ask for besides.

    What the address itself says wins. ValueError, with nothing of the address in it, when libpq cannot read it.
    """
    try:
        said: Parameters = dict(conninfo_to_dict(url))
    except psycopg.Error:
        raise ValueError("not an address of PostgreSQL") from None
    defaults: Parameters = {"connect_timeout": 3, **KEEPALIVE}
    if len(_hosts(said)) > 1:
        defaults["target_session_attrs"] = "read-write"
    options = f"{OPTIONS} {said.pop('options', '')}".rstrip()
    return {**defaults, **said, "options": options}


def _hosts(said: Parameters) -> list[str]:
    return str(said.get("hostaddr") or said.get("host") or "").split(",")


def connect(url: str) -> Engine:
    """Makes the engine: a pool that follows the primary, with time-outs for statements, locks and silence."""
    engine = create_engine(
        "postgresql+psycopg://",
        connect_args=parameters(url),
        poolclass=QueuePool,
        pool_size=POOL,
        max_overflow=OVERFLOW,
        pool_timeout=5,
        pool_pre_ping=False,
        hide_parameters=True,
    )
    event.listen(engine, "handle_error", _leave_a_former_primary)
    for undone in ("rollback", "rollback_savepoint"):
        event.listen(engine, undone, lambda connection, *_: libpq.forget(connection))
    _Primary().follow(engine)
    return engine


def _leave_a_former_primary(context: ExceptionContext) -> None:
    """Takes all other connections out of the pool after one that broke or whose server takes no writes any more."""
    if isinstance(context.original_exception, ReadOnlySqlTransaction):
        context.is_disconnect = True
    if context.is_disconnect:
        log.warning("database.lost", failure=type(context.original_exception).__name__)


class _Primary:
    """Which host took us last is asked first: one that is gone costs every connection its time-out otherwise."""

    def __init__(self) -> None:
        self._last: tuple[str, str] | None = None

    def follow(self, engine: Engine) -> None:
        event.listen(engine, "do_connect", self._ask_it_first)
        event.listen(engine, "connect", self._note)

    def _ask_it_first(self, _dialect: Any, _record: Any, _arguments: Any, parameters: Parameters) -> None:
        parameters.update(put_first(parameters, self._last))

    def _note(self, connection: psycopg.Connection[Any], _record: Any) -> None:
        host = connection.info.host, str(connection.info.port)
        if self._last not in (None, host):
            log.warning("database.moved", host=host[0], port=host[1])
        self._last = host


def put_first(parameters: Parameters, host: tuple[str, str] | None) -> Parameters:
    """Puts this host and its port before the others."""
    if host is None or parameters.get("hostaddr") or "," not in str(parameters.get("host", "")):
        return {}
    hosts = str(parameters["host"]).split(",")
    ports = str(parameters.get("port") or "").split(",")
    if len(ports) == 1:
        ports *= len(hosts)
    pairs = sorted(zip(hosts, ports, strict=True), key=lambda pair: (pair[0], pair[1] or "5432") != host)
    return {"host": ",".join(pair[0] for pair in pairs), "port": ",".join(pair[1] for pair in pairs)}
