"""Link codes: who is invited to which account, and how often somebody guessed wrong."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    case,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from rules import links
from storage.columns import Id, Instant
from storage.database import Db, metadata

invites = Table(
    "invites",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("code_index", LargeBinary, nullable=False, unique=True),
    Column("account_id", BigInteger, nullable=False),
    Column("created_by", BigInteger),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_chat_id", BigInteger),
    Index("ix_invites_account", "account_id"),
)
attempts = Table(
    "attempts",
    metadata,
    Column("scope_key", LargeBinary, primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("until", Instant, nullable=False),
    Index("ix_attempts_until", "until"),
)
LIMITS = {"chat": links.TRIES_PER_CHAT, "address": links.TRIES_PER_ADDRESS}


@dataclass(frozen=True, slots=True)
class Invite:
    """A link code as it was given out. `state` is open, used or expired."""

    id: int
    account_id: int
    created_by: int | None
    expires_at: datetime
    used_chat_id: int | None
    state: str


BY_CODE = select(invites).where(invites.c.code_index.in_(bindparam("code_indexes", expanding=True)))
USE = (
    update(invites)
    .where(invites.c.id == bindparam("invite"), invites.c.used_at.is_(None), invites.c.expires_at > bindparam("now"))
    .values(used_at=bindparam("now"), used_chat_id=bindparam("chat"))
)
TRIES = select(attempts).where(attempts.c.scope_key.in_(bindparam("keys", expanding=True)))


def create(db: Db, account_id: int, created_by: int | None, life: timedelta = links.LIFE) -> str:
    """Makes a code like 7F3K-92QD and gives it; only its blind index is kept, so it can be said this once."""
    code = links.spell(secrets.randbelow(links.HOW_MANY))
    db.execute(
        invites.insert(),
        {
            "id": db.new_id(),
            "code_index": db.blind("invites.code", code),
            "account_id": account_id,
            "created_by": created_by,
            "created_at": db.now,
            "expires_at": db.now + life,
        },
    )
    return code


def find(db: Db, code: str) -> Invite | None:
    """Finds the invite of a code, however it is typed; None if nobody was given it."""
    read = links.read_code(code)
    if read is None:
        return None
    indexes = [db.blind("invites.code", spelt) for spelt in links.spellings(read)]
    row = db.execute(BY_CODE, {"code_indexes": indexes}).first()
    if row is None:
        return None
    state = links.state_of(row.used_at, row.expires_at, db.now)
    return Invite(row.id, row.account_id, row.created_by, row.expires_at, row.used_chat_id, state)


def use(db: Db, invite_id: int, chat_id: int) -> bool:
    """Marks the invite as used in this chat; False if somebody was quicker, or it is too late."""
    return db.execute(USE, {"invite": invite_id, "now": db.now, "chat": chat_id}).rowcount == 1


def withdraw(db: Db, account_id: int) -> int:
    """Ends the open invites of an account, e.g. when it is closed or a code went astray; says how many."""
    still_open = (invites.c.account_id == account_id, invites.c.used_at.is_(None), invites.c.expires_at > db.now)
    return db.execute(update(invites).where(*still_open).values(expires_at=db.now)).rowcount


def withdraw_made_by(db: Db, account_id: int) -> list[int]:
    """Ends the open invites that this account has given out for others; gives whose they were."""
    still_open = (invites.c.created_by == account_id, invites.c.used_at.is_(None), invites.c.expires_at > db.now)
    ended = update(invites).where(*still_open, invites.c.account_id != account_id).values(expires_at=db.now)
    return list(db.execute(ended.returning(invites.c.account_id)).scalars())


def _scopes(db: Db, chat: str, address: str) -> dict[bytes, str]:
    """Names who guesses, by what cannot be read back; an empty address is not counted."""
    named = {"chat": chat, "address": address}
    return {db.blind(f"attempts.{kind}", value): kind for kind, value in named.items() if value}


def must_wait_until(db: Db, *, chat: str, address: str = "") -> datetime | None:
    """Tells until when this chat, or everybody at this address, may not try codes; None if they may."""
    rows = db.execute(TRIES, {"keys": list(_scopes(db, chat, address))})
    waits = [row.until for row in rows if links.must_wait(links.Tries(row.tries, row.until), db.now, LIMITS[row.kind])]
    return max(waits, default=None)


def wrong_try(db: Db, *, chat: str, address: str = "") -> None:
    """Counts a wrong code for the chat and for the address it came from."""
    fresh = insert(attempts)
    stale = attempts.c.until <= db.now
    again = fresh.on_conflict_do_update(
        index_elements=["scope_key"],
        set_={"tries": case((stale, 1), else_=attempts.c.tries + 1), "until": fresh.excluded.until},
    )
    for key, kind in sorted(_scopes(db, chat, address).items()):
        first = links.after_wrong_try(links.Tries(), db.now)
        db.execute(again, {"scope_key": key, "kind": kind, "tries": first.count, "until": first.until})


def forget_tries(db: Db, *, chat: str) -> None:
    """Clears the chat's count after a right code; what an address has tried goes on counting."""
    db.execute(delete(attempts).where(attempts.c.scope_key.in_(_scopes(db, chat, ""))))
