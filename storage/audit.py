"""Who did what to whom: rows that are only ever added, each carrying the hash of the one before, a chain a commune."""

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.columns import Id, Instant, to_ms
from storage.database import AuditEntry, Db, metadata

GENESIS = bytes(32)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", BigInteger),
    Column("action", String(40), nullable=False),
    Column("subject", BigInteger),
    Column("detail", String(200), nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("ix_audit_chain", "unit", "seq", unique=True),
    Index("ix_audit_subject", "subject", "at"),
)
audit_heads = Table(
    "audit_heads",
    metadata,
    Column("unit", String(5), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
HEAD = (
    select(audit_heads.c.seq, audit_heads.c.hash).where(audit_heads.c.unit == bindparam("for_unit")).with_for_update()
)
BEGIN_CHAIN = insert(audit_heads).on_conflict_do_nothing(index_elements=["unit"])
MOVE_HEAD = (
    update(audit_heads)
    .where(audit_heads.c.unit == bindparam("for_unit"))
    .values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))
)
CHAIN = select(audit).where(audit.c.unit == bindparam("for_unit")).order_by(audit.c.seq)


def link_hash(previous: bytes, seq: int, at_ms: int, entry: AuditEntry) -> bytes:
    """Hashes a row together with the hash of the row before it (SHA-256); `at_ms` are milliseconds since 1970."""
    line = [seq, at_ms, entry.unit, entry.actor, entry.action, entry.subject, entry.detail]
    return hashlib.sha256(previous + json.dumps(line, ensure_ascii=False).encode()).digest()


def write(db: Db) -> None:
    """Adds the transaction's audit entries to their chains. Heads are locked last and in order: no deadlock."""
    for unit, entries in groupby(sorted(db.entries, key=lambda entry: entry.unit), key=lambda entry: entry.unit):
        seq, head = _head(db, unit)
        rows: list[dict[str, Any]] = []
        for entry in entries:
            seq += 1
            head = link_hash(head, seq, to_ms(db.now), entry)
            rows.append(
                {
                    "id": db.new_id(),
                    "unit": unit,
                    "seq": seq,
                    "at": db.now,
                    "actor": entry.actor,
                    "action": entry.action,
                    "subject": entry.subject,
                    "detail": entry.detail,
                    "hash": head,
                }
            )
        db.execute(audit.insert(), rows)
        db.execute(MOVE_HEAD, {"for_unit": unit, "new_seq": seq, "new_hash": head})
    db.entries.clear()


def _head(db: Db, unit: str) -> tuple[int, bytes]:
    row = db.execute(HEAD, {"for_unit": unit}).first()
    if row is None:  # the first of a commune; another may be at it too
        db.execute(BEGIN_CHAIN, {"unit": unit, "seq": 0, "hash": GENESIS})
        row = db.execute(HEAD, {"for_unit": unit}).one()
    return row.seq, row.hash


def units(db: Db) -> list[str]:
    """Lists the communes that have a chain."""
    return list(db.execute(select(audit_heads.c.unit).order_by(audit_heads.c.unit)).scalars())


def broken_links(db: Db, unit: str) -> Iterator[int]:
    """Yields the seq of each row that does not follow from the one before; the head's own when the end is missing."""
    previous, seq = GENESIS, 0
    for row in db.execute(CHAIN, {"for_unit": unit}):
        entry = AuditEntry(row.unit, row.actor, row.action, row.subject, row.detail)
        if row.seq != seq + 1 or row.hash != link_hash(previous, row.seq, to_ms(row.at), entry):
            yield row.seq
        previous, seq = row.hash, row.seq
    head = db.execute(HEAD, {"for_unit": unit}).first()
    if head is None or (head.seq, head.hash) != (seq, previous):
        yield seq + 1
