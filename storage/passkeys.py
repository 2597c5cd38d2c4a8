"""Passkeys: the keys of browsers and phones with which their owners come to the desk."""

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Row, String, Table, bindparam, delete, select, update

from storage import sessions
from storage.columns import Id, Instant, Sealed, opened, seal
from storage.database import Db, metadata

# an admin's first one waits for a yes in the admin's own chat
ASKED, ACTIVE = "asked", "active"
passkeys = Table(
    "passkeys",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("account_id", BigInteger, nullable=False),
    Column("proof", LargeBinary, nullable=False, unique=True),
    Column("body", Sealed("passkeys.body"), nullable=False),
    Column("state", String(8), nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("used_at", Instant),
    Index("ix_passkeys_account", "account_id"),
)


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key of somebody. `credential` names it to its device, `public_key` checks what it signs."""

    id: int
    account_id: int
    credential: bytes
    public_key: bytes
    state: str
    sign_count: int
    made_at: datetime
    used_at: datetime | None


ONE = select(passkeys).where(passkeys.c.id == bindparam("key_id"))
BY_CREDENTIAL = select(passkeys).where(passkeys.c.proof == bindparam("of_credential"))
OF_ACCOUNT = select(passkeys).where(passkeys.c.account_id == bindparam("owner")).order_by(passkeys.c.id)


def add(db: Db, account_id: int, credential: bytes, public_key: bytes, sign_count: int, state: str) -> int:
    """Keeps a new key and gives its id."""
    key_id = db.new_id()
    told = {"credential": b64encode(credential).decode(), "public_key": b64encode(public_key).decode()}
    row = {
        "id": key_id,
        "account_id": account_id,
        "proof": _hash(credential),
        "body": seal(key_id, json.dumps(told)),
        "state": state,
        "sign_count": sign_count,
        "made_at": db.now,
    }
    db.execute(passkeys.insert(), row)
    return key_id


def get(db: Db, key_id: int) -> Passkey | None:
    """Reads a key; None if it is not there any more."""
    row = db.execute(ONE, {"key_id": key_id}).first()
    return _read(row) if row else None


def of_credential(db: Db, credential: bytes) -> Passkey | None:
    """Finds a key by what its device calls it."""
    row = db.execute(BY_CREDENTIAL, {"of_credential": _hash(credential)}).first()
    return _read(row) if row else None


def of_account(db: Db, account_id: int) -> list[Passkey]:
    """Lists the account's keys, the oldest first, and those that wait for a yes."""
    return [_read(row) for row in db.execute(OF_ACCOUNT, {"owner": account_id})]


def note_use(db: Db, key_id: int, sign_count: int) -> None:
    """Notes that the key has signed, and what its device counts."""
    db.execute(update(passkeys).where(passkeys.c.id == key_id).values(sign_count=sign_count, used_at=db.now))


def agree(db: Db, key_id: int) -> bool:
    """Lets a key in that has waited for a yes; False if it does not wait."""
    waits = (passkeys.c.id == key_id, passkeys.c.state == ASKED)
    return db.execute(update(passkeys).where(*waits).values(state=ACTIVE)).rowcount == 1


def remove(db: Db, key_id: int) -> None:
    """Deletes a key, which opens nothing any more."""
    db.execute(delete(passkeys).where(passkeys.c.id == key_id))


def remove_made_at(db: Db, account_id: int, desk: str) -> None:
    """Deletes the keys made since the first open session of the desk began: nobody cut off there comes back by them."""
    begun = [session.made_at for session in sessions.of_addresses(db, [desk])]
    if begun:
        db.execute(delete(passkeys).where(passkeys.c.account_id == account_id, passkeys.c.made_at >= min(begun)))


def remove_all(db: Db, account_id: int) -> None:
    """Deletes every key of an account."""
    db.execute(delete(passkeys).where(passkeys.c.account_id == account_id))


def _read(row: Row[Any]) -> Passkey:
    told = json.loads(opened(row.body, row.id) or "{}")
    return Passkey(
        row.id,
        row.account_id,
        b64decode(told["credential"]),
        b64decode(told["public_key"]),
        row.state,
        row.sign_count,
        row.made_at,
        row.used_at,
    )


def _hash(credential: bytes) -> bytes:
    return hashlib.sha256(credential).digest()
