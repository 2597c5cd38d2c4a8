"""Who may see which account: the part of `storage.access` about those who look after a commune's accounts."""

from storage import account_pages, accounts
from storage.access import NotAllowed, acts
from storage.accounts import Account
from storage.database import Db


def visible_accounts(db: Db, viewer: Account) -> list[Account]:
    """Lists who has an account in the commune, for those who look after it; nobody for others."""
    if not acts(viewer, "officer", "admin"):
        return []
    return accounts.of_unit(db, viewer.unit)


def may_manage(viewer: Account, account: Account) -> bool:
    """Tells whether the viewer looks after the accounts of the commune that this one belongs to."""
    return viewer.status == "active" and "admin" in viewer.roles and viewer.unit == account.unit


def look_at_account(db: Db, viewer: Account, account_id: int, why: str) -> Account:
    """Opens an account for those who look after it; the look is written down, and so is a refusal.

    Raises NotAllowed.
    """
    account = accounts.get(db, account_id)
    if account is None or not may_manage(viewer, account):
        db.audit(viewer.unit, viewer.id, "account.refused", account_id, why)
        raise NotAllowed(f"account {viewer.id}, account {account_id}")
    db.audit(account.unit, viewer.id, "account.looked", account_id, why)
    return account


def account_page(
    db: Db, viewer: Account, wanted: account_pages.Wanted, *, most: int, skipped: int = 0
) -> list[Account]:
    """Lists a page of the commune's accounts for those who look after them; nobody for others."""
    if viewer.status != "active" or "admin" not in viewer.roles:
        return []
    return account_pages.page_of(db, viewer.unit, wanted, most=most, skipped=skipped)


def accounts_after(db: Db, viewer: Account, wanted: account_pages.Wanted, *, after: int, most: int) -> list[Account]:
    """Lists the next of the commune's accounts for those who look after them; nobody for others."""
    if not acts(viewer, "admin"):
        return []
    return account_pages.page_after(db, viewer.unit, wanted, after, most)


def find_accounts(db: Db, viewer: Account, words: str) -> list[Account]:
    """Finds the commune's accounts that the words fit by name, closed ones too, for those who look after them."""
    if viewer.status != "active" or "admin" not in viewer.roles:
        return []
    return account_pages.matching(account_pages.every(db, viewer.unit), words)
