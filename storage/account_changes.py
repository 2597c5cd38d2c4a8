"""Why an account was added, closed, opened again or given other roles: in words, sealed, apart from the audit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, bindparam, select

from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata

account_changes = Table(
    "account_changes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("account_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", BigInteger),
    Column("what", String(120), nullable=False),
    Column("why", Sealed("account_changes.why")),
    Index("ix_account_changes_account", "account_id", "id"),
)
COLUMNS = (
    account_changes.c.id,
    account_changes.c.at,
    account_changes.c.by,
    account_changes.c.what,
    account_changes.c.why,
)
OF_ACCOUNT = (
    select(*COLUMNS)
    .where(account_changes.c.account_id == bindparam("account"))
    .order_by(account_changes.c.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class AccountChange:
    """One change: `what` is the detail of its audit entry, e.g. `status=closed`; `by` None: from the command line."""

    id: int
    at: datetime
    by: int | None
    what: str
    sealed_why: SealedCell | None

    @property
    def why(self) -> str:
        return opened(self.sealed_why, self.id) or ""


def add(db: Db, account_id: int, what: str, *, by: int | None, why: str = "") -> None:
    """Notes a change that `storage.accounts` makes."""
    change_id = db.new_id()
    db.execute(
        account_changes.insert(),
        {
            "id": change_id,
            "account_id": account_id,
            "at": db.now,
            "by": by,
            "what": what,
            "why": seal(change_id, why or None),
        },
    )


def of_account(db: Db, account_id: int, most: int = 20) -> list[AccountChange]:
    """Lists the changes of an account, the latest first."""
    return [AccountChange(*row) for row in db.execute(OF_ACCOUNT, {"account": account_id, "most": most})]
