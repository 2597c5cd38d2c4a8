"""The first signed rows of a database of before: each account as it stands, from which on its changes are entries."""

from sqlalchemy import select

from storage import audit
from storage.accounts import accounts
from storage.database import Store


def account_state(status: str, roles: tuple[str, ...]) -> str:
    """Writes an account's state as the details of `account.added` and `account.adopted` do."""
    return f"status={status} roles={','.join(roles)}"


def adopt(store: Store) -> int:
    """Writes an `account.adopted` for each account, and one row for each chain without accounts. Gives how many.

    Done once, in one transaction: a database whose chains are signed takes in nobody without an entry.
    """
    with store.transaction() as db:
        if audit.is_signed(db):
            return 0
        standing = db.execute(select(accounts.c.id, accounts.c.unit, accounts.c.roles, accounts.c.status))
        for row in standing.all():
            db.audit(row.unit, None, "account.adopted", row.id, account_state(row.status, row.roles))
        with_accounts = {entry.unit for entry in db.entries}
        for unit in audit.units(db):
            if unit not in with_accounts:
                db.audit(unit, None, "audit.signed")
        return len(db.entries)
