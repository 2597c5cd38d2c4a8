"""The table of notices with a row added, or changed, for as long as a test wants it so."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from rules.notice_kind import ALERT, Kind
from rules.notices import KINDS, kind_of
from rules.roles import OF_ACCOUNTS


@contextmanager
def row(kind: Kind) -> Iterator[Kind]:
    before = dict(KINDS)
    KINDS[kind.id] = kind
    try:
        yield kind
    finally:
        KINDS.clear()
        KINDS.update(before)


@contextmanager
def at_once(kind: str) -> Iterator[Kind]:
    """As urgent as an alert, and for anybody: it leaves at whatever hour the test runs, to whomever it tells."""
    with row(replace(kind_of(kind), lane=ALERT, readers=OF_ACCOUNTS)) as urgent:
        yield urgent
