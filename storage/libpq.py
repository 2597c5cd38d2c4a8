"""Prepared statements on libpq itself, several in one way to the server and back.

The driver's own way there costs ten times what reading and writing the few values of such a statement does; in a turn
that was more than the turn. Whatever else a driver does is psycopg's: opening connections, TLS, errors, and reading and
writing the values of any type that is not listed here.
"""

import re
import select
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any, NamedTuple

import psycopg
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from sqlalchemy import Connection

NAMED = re.compile(r"%\((\w+)\)s")
BINARY, TEXT = pq.Format.BINARY, pq.Format.TEXT
FAILED = (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.BAD_RESPONSE)
# where in `Connection.info` the names of the statements stand that the session knows
KNOWN = "donghanh_known"
names = count(1)


class Request(NamedTuple):
    """A statement with `$1`, and its values as they are sent."""

    text: bytes
    values: Sequence[bytes | None] = ()
    formats: Sequence[pq.Format] = ()


BEGIN, COMMIT = Request(b"BEGIN"), Request(b"COMMIT")


def numbered(text: str) -> tuple[bytes, list[str]]:
    """Turns the driver's `%(name)s` into `$1`; gives the text, and the names in their order."""
    order: list[str] = []

    def place(found: re.Match[str]) -> str:
        if found[1] not in order:
            order.append(found[1])
        return f"${order.index(found[1]) + 1}"

    return NAMED.sub(place, text).replace("%%", "%").encode(), order


# text, but for bytes
WRITERS: dict[type, Callable[[Any], bytes]] = {
    int: lambda value: b"%d" % value,
    str: str.encode,
    bytes: bytes,
    bool: lambda value: b"t" if value else b"f",
}


def request(connection: Connection, text: bytes, values: Iterable[Any]) -> Request:
    """Makes a request of a text with `$1` and its values."""
    sent: list[bytes | None] = []
    formats: list[pq.Format] = []
    for value in values:
        write = WRITERS.get(type(value))
        if value is None:
            sent.append(None)
            formats.append(TEXT)
        elif write is not None:
            sent.append(write(value))
            formats.append(BINARY if write is bytes else TEXT)
        else:
            dumper = Transformer(_driver(connection)).get_dumper(value, PyFormat.TEXT)
            written = dumper.dump(value)
            sent.append(None if written is None else bytes(written))
            formats.append(dumper.format)
    return Request(text, sent, formats)


def _whole(value: bytes) -> int:
    return int.from_bytes(value, "big", signed=True)


# by the number of the type, in the binary format: bool, bytea, int8, int2, int4, text, varchar
READERS: dict[int, Callable[[bytes], Any]] = {
    16: lambda value: value != b"\0",
    17: bytes,
    20: _whole,
    21: _whole,
    23: _whole,
    25: bytes.decode,
    1043: bytes.decode,
}


def rows_of(connection: Connection, result: pq.abc.PGresult) -> list[list[Any]]:
    """Reads the rows of a result."""
    columns = range(result.nfields)
    kinds = [result.ftype(column) for column in columns] if result.ntuples else []
    readers = [READERS.get(kind) or _driver_reads(connection, kind) for kind in kinds]
    return [
        [None if (value := result.get_value(row, column)) is None else readers[column](value) for column in columns]
        for row in range(result.ntuples)
    ]


def _driver_reads(connection: Connection, kind: int) -> Callable[[bytes], Any]:
    return Transformer(_driver(connection)).get_loader(kind, BINARY).load


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    return driver


def ask(connection: Connection, requests: Sequence[Request], *, ends: bool = False) -> list[pq.abc.PGresult]:
    """Runs statements in their order, in one way there and back, within the transaction, which is begun if need be.

    `ends`: it is committed in the same way. Raises psycopg.Error, of the first that failed; those after it are not run.
    """
    driver, known = _driver(connection), connection.info.setdefault(KNOWN, {})
    begins = driver.pgconn.transaction_status == pq.TransactionStatus.IDLE
    sent = [*([BEGIN] if begins else ()), *requests, *([COMMIT] if ends else ())]
    fresh = list(dict.fromkeys(each.text for each in sent if each.text not in known))
    results = _exchanged(driver, known, fresh, sent)
    for text, result in zip(fresh, results, strict=False):
        if result.status != pq.ExecStatus.COMMAND_OK:
            del known[text]
    failed = next((result for result in results if result.status in FAILED), None)
    if failed is not None:
        problem = error_from_result(failed)
        if isinstance(problem, InvalidSqlStatementName):
            known.clear()
        raise problem
    if ends and results.pop().command_status != b"COMMIT":
        raise psycopg.OperationalError("the transaction was not committed")
    return results[len(fresh) + begins :]


def _exchanged(
    driver: psycopg.Connection[Any], known: dict[bytes, bytes], fresh: Sequence[bytes], sent: Sequence[Request]
) -> list[pq.abc.PGresult]:
    """Gives the results of preparing what is fresh, then of what is sent. A connection where that broke off is closed:
    nobody knows what is still to come over it.
    """
    wire = driver.pgconn
    wire.enter_pipeline_mode()
    try:
        for text in fresh:
            known[text] = b"donghanh_%d" % next(names)
            wire.send_prepare(known[text], text)
        for each in sent:
            wire.send_query_prepared(known[each.text], each.values, each.formats, BINARY)
        wire.pipeline_sync()
        results = _results(wire)
    except BaseException:
        driver.close()
        raise
    wire.exit_pipeline_mode()
    return results


def _results(wire: pq.abc.PGconn) -> list[pq.abc.PGresult]:
    """Waits for the results of all that was sent, up to the sync."""
    results: list[pq.abc.PGresult] = []
    poll = select.poll()
    while wire.flush():
        poll.register(wire.socket, select.POLLIN | select.POLLOUT)
        poll.poll()
        wire.consume_input()
    poll.register(wire.socket, select.POLLIN)
    while True:
        while wire.is_busy():
            poll.poll()
            wire.consume_input()
        result = wire.get_result()
        if result is None:  # the end of one statement's
            continue
        if result.status == pq.ExecStatus.PIPELINE_SYNC:
            return results
        results.append(result)


def forget(connection: Connection) -> None:
    """Forgets what the session knows: whenever anything is undone, the driver lets it forget all statements."""
    if not connection.invalidated:
        connection.info.pop(KNOWN, None)
