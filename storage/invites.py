"""Link codes: who is invited to which account, and how often somebody guessed wrong."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    bindparam,
    case,
    delete,
    false,
    func,
    select,
    update,
)

from rules import links
from storage.accounts import accounts
from storage.columns import Id, Instant
from storage.database import Db, metadata
from storage.upsert import insert

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
    Column("by_hand", Boolean, nullable=False, server_default=false()),
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


@dataclass(frozen=True, slots=True)
class Invite:
    """A link code as it was given out. `state` is open, used or expired.

    `by_hand`: it goes to its owner on paper or through others' hands, which may mix it up with another's.
    """

    id: int
    account_id: int
    created_by: int | None
    expires_at: datetime
    used_chat_id: int | None
    state: str
    by_hand: bool = False


BY_CODE = select(invites).where(invites.c.code_index.in_(bindparam("code_indexes", expanding=True)))
USE = (
    update(invites)
    .where(invites.c.id == bindparam("invite"), invites.c.used_at.is_(None), invites.c.expires_at > bindparam("now"))
    .values(used_at=bindparam("now"), used_chat_id=bindparam("chat"))
)
OPEN_UNTIL = (
    select(invites.c.account_id, func.max(invites.c.expires_at))
    .join(accounts, accounts.c.id == invites.c.account_id)
    .where(
        accounts.c.unit == bindparam("unit"),
        invites.c.used_at.is_(None),
        invites.c.expires_at > bindparam("now", type_=Instant),
    )
    .group_by(invites.c.account_id)
)
TRIES = select(attempts).where(attempts.c.scope_key.in_(bindparam("keys", expanding=True)))


def create(
    db: Db, account_id: int, created_by: int | None, life: timedelta = links.LIFE, *, by_hand: bool = False
) -> str:
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
            "by_hand": by_hand,
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
    return Invite(row.id, row.account_id, row.created_by, row.expires_at, row.used_chat_id, state, row.by_hand)


def open_until(db: Db, unit: str) -> dict[int, datetime]:
    """Maps account of the commune → until when a code opens it, for those who were given one and have not used it."""
    opened = db.execute(OPEN_UNTIL, {"unit": unit, "now": db.now})
    return {row.account_id: row[1] for row in opened}


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


@dataclass(frozen=True, slots=True)
class Guesser:
    """Whose wrong tries are counted together, each on its own; what is empty is not counted.

    `account`: whose code it is, once that is known.
    """

    chat: str
    address: str = ""
    account: str = ""
    unit: str = ""

    def keys(self, db: Db) -> dict[bytes, str]:
        """Maps what cannot be read back → the kind of limit."""
        named = {"chat": self.chat, "address": self.address, "account": self.account, "unit": self.unit}
        return {db.blind(f"attempts.{kind}", value): kind for kind, value in named.items() if value}


def must_wait_until(db: Db, who: Guesser) -> datetime | None:
    """Tells until when this chat, everybody at this address, or all together may not try codes; None if they may."""
    waits = [row.until for row in _tried_too_often(db, who)]
    return max(waits, default=None)


def tried_too_often(db: Db, who: Guesser) -> set[str]:
    """Gives the kinds of limit that are reached."""
    return {row.kind for row in _tried_too_often(db, who)}


def _tried_too_often(db: Db, who: Guesser) -> list[Row[Any]]:
    rows = db.execute(TRIES, {"keys": list(who.keys(db))})
    counted = [(row, links.Tries(row.tries, row.until)) for row in rows]
    return [row for row, tries in counted if links.must_wait(tries, db.now, links.LIMITS[row.kind].tries)]


def how_many_tries(db: Db, chat: str) -> int:
    """Counts the wrong tries of a chat that still count."""
    [key] = Guesser(chat).keys(db)
    row = db.execute(TRIES, {"keys": [key]}).first()
    return row.tries if row is not None and row.until > db.now else 0


def wrong_try(db: Db, who: Guesser) -> None:
    """Counts a wrong code, or a wrong year, for each that is named."""
    fresh = insert(attempts)
    stale = attempts.c.until <= db.now
    for key, kind in sorted(who.keys(db).items()):
        limit = links.LIMITS[kind]
        stays = attempts.c.until if limit.from_first else fresh.excluded.until
        again = fresh.on_conflict_do_update(
            index_elements=["scope_key"],
            set_={
                "tries": case((stale, 1), else_=attempts.c.tries + 1),
                "until": case((stale, fresh.excluded.until), else_=stays),
            },
        )
        first = links.after_wrong_try(links.Tries(), db.now, limit)
        db.execute(again, {"scope_key": key, "kind": kind, "tries": first.count, "until": first.until})


def forget_tries(db: Db, *, chat: str) -> None:
    """Clears the chat's count after a right code; what address, account and commune have seen goes on counting."""
    db.execute(delete(attempts).where(attempts.c.scope_key.in_(Guesser(chat).keys(db))))
