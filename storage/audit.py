"""Who did what to whom: rows that are only ever added, each signed together with the one before, a chain a commune."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    bindparam,
    func,
    select,
    update,
)

from storage.columns import Id, Instant, to_ms
from storage.database import Db, Store, metadata
from storage.keyring import Keyring
from storage.prepared import Prepared
from storage.signals import of_change
from storage.upsert import insert

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
    # the audit key that signed the row; None: a plain hash, of before rows were signed
    Column("key_number", Integer),
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
HEAD = Prepared(
    select(audit_heads.c.seq, audit_heads.c.hash).where(audit_heads.c.unit == bindparam("for_unit")).with_for_update()
)
BEGIN_CHAIN = insert(audit_heads).on_conflict_do_nothing(index_elements=["unit"])
MOVE_HEAD = Prepared(
    update(audit_heads)
    .where(audit_heads.c.unit == bindparam("for_unit"))
    .values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))
)
WRITE = Prepared(insert(audit))
PART = (
    select(audit)
    .where(audit.c.unit == bindparam("for_unit"), audit.c.seq > bindparam("after"))
    .order_by(audit.c.seq)
    .limit(bindparam("most"))
)
WHERE_IT_ENDS = select(audit_heads.c.seq, audit_heads.c.hash).where(audit_heads.c.unit == bindparam("for_unit"))
NEXT_UNIT = select(func.min(audit.c.unit)).where(audit.c.unit > bindparam("after"))
HEADS = select(audit_heads.c.unit, audit_heads.c.seq, audit_heads.c.hash).order_by(audit_heads.c.unit)
IS_SIGNED = (
    select(audit.c.key_number)
    .join(audit_heads, (audit_heads.c.unit == audit.c.unit) & (audit_heads.c.seq == audit.c.seq))
    .where(audit.c.key_number.is_not(None))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a commune's chain ended at a moment; kept outside the database it is an anchor."""

    unit: str
    seq: int
    hash: bytes
    at: datetime


def row_hash(keyring: Keyring, previous: bytes, row: Mapping[Any, Any]) -> bytes:
    """Signs a row together with the hash before it (HMAC-SHA-256); an unsigned row of before has a plain SHA-256.

    Raises KeyMissing.
    """
    line = [row["seq"], to_ms(row["at"]), row["unit"], row["actor"], row["action"], row["subject"], row["detail"]]
    if row["key_number"] is None:
        return hashlib.sha256(previous + json.dumps(line, ensure_ascii=False).encode()).digest()
    line += [row["id"], row["key_number"]]
    return keyring.sign(row["key_number"], previous + json.dumps(line, ensure_ascii=False).encode())


def write(db: Db) -> None:
    """Adds the transaction's audit entries to their chains. Heads are locked last and in order: no deadlock."""
    number = db.store.keyring.current
    for entry in db.entries:
        if signal := of_change(entry.unit, entry.action):
            db.signal(signal)
    for unit, entries in groupby(sorted(db.entries, key=lambda entry: entry.unit), key=lambda entry: entry.unit):
        seq, head = _head(db, unit)
        rows: list[dict[str, Any]] = []
        for entry in entries:
            seq += 1
            row = {
                "id": db.new_id(),
                "unit": unit,
                "seq": seq,
                "at": db.now,
                "actor": entry.actor,
                "action": entry.action,
                "subject": entry.subject,
                "detail": entry.detail,
                "key_number": number,
            }
            head = row_hash(db.store.keyring, head, row)
            rows.append({**row, "hash": head})
        WRITE.run(db, rows)
        MOVE_HEAD.run(db, [{"for_unit": unit, "new_seq": seq, "new_hash": head}])
    db.entries.clear()


def _head(db: Db, unit: str) -> tuple[int, bytes]:
    rows = HEAD.rows(db, {"for_unit": unit})
    if not rows:  # the first of a commune; another may be at it too
        db.execute(BEGIN_CHAIN, {"unit": unit, "seq": 0, "hash": GENESIS})
        rows = HEAD.rows(db, {"for_unit": unit})
    [(seq, head)] = rows
    return seq, head


def units(db: Db) -> list[str]:
    """Lists the communes that have a chain."""
    return [row.unit for row in db.execute(HEADS)]


def heads(db: Db) -> list[Head]:
    """Tells where each commune's chain ends now."""
    return [Head(row.unit, row.seq, row.hash, db.now) for row in db.execute(HEADS)]


def is_signed(db: Db) -> bool:
    """Tells whether any chain ends in a signed row; false in a database of before, and in an empty one."""
    return db.execute(IS_SIGNED).first() is not None


def units_with_rows(db: Db) -> list[str]:
    """Lists the communes that have rows, with or without a head: each is found by one search of the index."""
    unit_codes: list[str] = []
    while (unit := db.execute(NEXT_UNIT, {"after": unit_codes[-1] if unit_codes else ""}).scalar()) is not None:
        unit_codes.append(unit)
    return unit_codes


def rows(store: Store, unit: str, after: int = 0, batch: int = 2000) -> Iterator[Row[Any]]:
    """Reads a chain in transactions of `batch` rows, so that nobody waits and the memory stays flat."""
    while part := _part(store, unit, after, batch):
        yield from part
        after = part[-1].seq


def has_rows(store: Store, unit: str, after: int) -> bool:
    """Tells whether the chain has a row after this one."""
    return bool(_part(store, unit, after, 1))


def _part(store: Store, unit: str, after: int, most: int) -> Sequence[Row[Any]]:
    with store.transaction() as db:
        return db.execute(PART, {"for_unit": unit, "after": after, "most": most}).all()


def end(store: Store, unit: str) -> tuple[int, bytes] | None:
    """Tells the number and hash that the head of a chain says; None where it has none."""
    with store.transaction() as db:
        row = db.execute(WHERE_IT_ENDS, {"for_unit": unit}).first()
    return (row.seq, row.hash) if row else None
