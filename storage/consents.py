"""What each account has agreed to, purpose by purpose: rows are only ever added, the latest counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table, bindparam, select

from storage.columns import Id, Instant
from storage.database import Db, metadata

consents = Table(
    "consents",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("account_id", BigInteger, nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("version", String(12), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Column("chat_id", BigInteger),
    Index("ix_consents_account", "account_id", "purpose", "at"),
)


@dataclass(frozen=True, slots=True)
class Consent:
    purpose: str
    version: str
    given: bool
    at: datetime


HISTORY = (
    select(consents.c.purpose, consents.c.version, consents.c.given, consents.c.at)
    .where(consents.c.account_id == bindparam("account_id"))
    .order_by(consents.c.at, consents.c.id)
)
OF_SEVERAL = (
    select(consents.c.account_id, consents.c.given)
    .where(consents.c.account_id.in_(bindparam("ids", expanding=True)), consents.c.purpose == bindparam("purpose"))
    .order_by(consents.c.at, consents.c.id)
)


def record(db: Db, account_id: int, purpose: str, given: bool, *, version: str, chat_id: int | None = None) -> None:
    """Adds a yes or a no, with the version of the text that was shown."""
    db.execute(
        consents.insert(),
        {
            "id": db.new_id(),
            "account_id": account_id,
            "purpose": purpose,
            "version": version,
            "given": given,
            "at": db.now,
            "chat_id": chat_id,
        },
    )


def history(db: Db, account_id: int) -> list[Consent]:
    """Lists all that the account has answered, the first answer first."""
    return [Consent(*row) for row in db.execute(HISTORY, {"account_id": account_id})]


def current(db: Db, account_id: int) -> dict[str, bool]:
    """Maps purpose → yes or no as last said, only for what was ever asked."""
    return {consent.purpose: consent.given for consent in history(db, account_id)}


def agrees(db: Db, account_id: int, purpose: str) -> bool:
    """Tells whether the account agrees to this purpose now; who was never asked does not."""
    return current(db, account_id).get(purpose, False)


def agreed(db: Db, account_ids: Iterable[int], purpose: str) -> set[int]:
    """Gives those of the accounts that agree to this purpose now."""
    return {account_id for account_id, is_given in _latest(db, account_ids, purpose).items() if is_given}


def refused(db: Db, account_ids: Iterable[int], purpose: str) -> set[int]:
    """Gives those of the accounts that have said no, last; who was never asked has not."""
    return {account_id for account_id, is_given in _latest(db, account_ids, purpose).items() if not is_given}


def _latest(db: Db, account_ids: Iterable[int], purpose: str) -> dict[int, bool]:
    rows = db.execute(OF_SEVERAL, {"ids": list(account_ids), "purpose": purpose})
    return {row.account_id: row.given for row in rows}
