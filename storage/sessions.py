"""Web sessions: which browser speaks for which web chat. Of a cookie's random id only the hash is stored."""

import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, String, Table, bindparam, delete, or_, select, update

from rules.web_sessions import IDLE, NOTED_AFTER
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata

BYTES = 32
web_sessions = Table(
    "web_sessions",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("proof", LargeBinary, nullable=False, unique=True),
    Column("address", String(128), nullable=False),
    Column("standing", String(160), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=False),
    Column("next_proof", LargeBinary, unique=True),
    Column("next_key", Sealed("web_sessions.next_key")),
    Index("ix_web_sessions_address", "address"),
    Index("ix_web_sessions_used", "used_at"),
)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that speaks for the web chat at `address`.

    `proof`: the hash of the key that was shown. `standing`: for whom it spoke, with which roles, when that key was
    given. `noted`: its use was written down just now.
    """

    id: int
    address: str
    standing: str
    made_at: datetime
    used_at: datetime
    proof: bytes = b""
    noted: bool = False


COLUMNS = (
    web_sessions.c.id,
    web_sessions.c.address,
    web_sessions.c.standing,
    web_sessions.c.made_at,
    web_sessions.c.used_at,
)
STILL_GOOD = web_sessions.c.used_at > bindparam("since", type_=Instant)
BY_KEY = select(*COLUMNS, web_sessions.c.proof, web_sessions.c.next_key).where(
    or_(web_sessions.c.proof == bindparam("proof"), web_sessions.c.next_proof == bindparam("proof")), STILL_GOOD
)
# the old key ends when the new one is first used: an answer that got lost on its way locks nobody out
TAKE_NEXT = (
    update(web_sessions)
    .where(web_sessions.c.id == bindparam("session"), web_sessions.c.next_proof == bindparam("proof_shown"))
    .values(proof=bindparam("proof_shown"), standing=bindparam("now_as"), next_proof=None, next_key=None)
)
NOTE_USE = update(web_sessions).where(web_sessions.c.id == bindparam("session")).values(used_at=bindparam("at"))
RENEW = (
    update(web_sessions)
    .where(web_sessions.c.id == bindparam("session"), web_sessions.c.next_proof.is_(None))
    .values(next_proof=bindparam("hash"), next_key=bindparam("sealed"))
)
NEXT = select(web_sessions.c.next_key).where(web_sessions.c.id == bindparam("session"))
OF_ADDRESSES = (
    select(*COLUMNS)
    .where(web_sessions.c.address.in_(bindparam("addresses", expanding=True)), STILL_GOOD)
    .order_by(web_sessions.c.used_at.desc(), web_sessions.c.id.desc())
)
STILL_OPEN = select(web_sessions.c.proof, web_sessions.c.next_proof).where(
    or_(
        web_sessions.c.proof.in_(bindparam("proofs", expanding=True)),
        web_sessions.c.next_proof.in_(bindparam("proofs", expanding=True)),
    ),
    STILL_GOOD,
)


def start(db: Db, address: str = "", *, standing: str = "") -> str:
    """Begins a session for a web chat, a new one of its own without `address`; gives the key for the cookie."""
    key = secrets.token_urlsafe(BYTES)
    row = {
        "id": db.new_id(),
        "proof": _hash(key),
        "address": address or fresh_address(),
        "standing": standing,
        "made_at": db.now,
        "used_at": db.now,
    }
    db.execute(web_sessions.insert(), row)
    return key


def fresh_address() -> str:
    """Makes the address of a web chat that nobody can guess or work out from a cookie."""
    return secrets.token_hex(BYTES)


def find(db: Db, key: str) -> Session | None:
    """Finds the session of a cookie's key; None if it has ended or nobody came for thirty days.

    Notes the use once an hour. A new key that comes back for the first time ends the one before it.
    """
    proof = _hash(key)
    row = db.execute(BY_KEY, {"proof": proof, "since": db.now - IDLE}).first()
    if row is None:
        return None
    standing = row.standing
    if bytes(row.proof) != proof:
        standing = _read_next(row.next_key, row.id)[1]
        db.execute(TAKE_NEXT, {"session": row.id, "proof_shown": proof, "now_as": standing})
    is_due = row.used_at <= db.now - NOTED_AFTER
    if is_due:
        db.execute(NOTE_USE, {"session": row.id, "at": db.now})
    return Session(row.id, row.address, standing, row.made_at, row.used_at, proof, noted=is_due)


def look(db: Db, key: str) -> Session | None:
    """Finds the session of a key that is never renewed, and notes nothing; None if it has ended."""
    proof = _hash(key)
    row = db.execute(BY_KEY, {"proof": proof, "since": db.now - IDLE}).first()
    return Session(row.id, row.address, row.standing, row.made_at, row.used_at, proof) if row else None


def note_use(db: Db, session_id: int) -> None:
    """Notes that the session was used just now."""
    db.execute(NOTE_USE, {"session": session_id, "at": db.now})


def renew(db: Db, session_id: int, standing: str) -> str | None:
    """Gives the session a new key; the same to all who ask before it is used. None if the session has ended.

    Once the new key is used, the session speaks with `standing`.
    """
    key = secrets.token_urlsafe(BYTES)
    sealed = seal(session_id, f"{key} {standing}")
    db.execute(RENEW, {"session": session_id, "hash": _hash(key), "sealed": sealed})
    return _read_next(db.execute(NEXT, {"session": session_id}).scalar(), session_id)[0] or None


def _read_next(cell: SealedCell | None, session_id: int) -> tuple[str, str]:
    key, _, standing = (opened(cell, session_id) or "").partition(" ")
    return key, standing


def end(db: Db, session_id: int) -> bool:
    """Ends a session; False if it had ended."""
    return db.execute(delete(web_sessions).where(web_sessions.c.id == session_id)).rowcount > 0


def end_all(db: Db, address: str) -> int:
    """Ends every session of a web chat; says how many there were."""
    return db.execute(delete(web_sessions).where(web_sessions.c.address == address)).rowcount


def of_addresses(db: Db, addresses: Iterable[str]) -> list[Session]:
    """Lists the sessions of these web chats, the last used first."""
    keys = {"addresses": list(addresses), "since": db.now - IDLE}
    return [Session(*row) for row in db.execute(OF_ADDRESSES, keys)]


def still_open(db: Db, proofs: Collection[bytes]) -> set[bytes]:
    """Gives those of these keys, by their hash, that still open a session."""
    rows = db.execute(STILL_OPEN, {"proofs": list(proofs), "since": db.now - IDLE}) if proofs else ()
    return {bytes(proof) for row in rows for proof in row if proof is not None}.intersection(proofs)


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
