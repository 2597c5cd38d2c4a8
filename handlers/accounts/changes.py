"""Other roles, another number, a chat cut off: in one place for chat, approvals and the command line.

The reason is kept sealed; all chats of the account hear of it, and the unit's admins.
"""

from collections.abc import Sequence

from handlers.accounts import news
from handlers.accounts.lost_roles import end_lost_roles
from handlers.kit import Problem
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import cutting, further_chats
from handlers.people import roles as role_words
from rules import accounts as rules
from rules import approvals
from storage import account_changes, accounts, invites, passkeys, phones
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db
from storage.link_requests import LinkRequest

CUT, LOST, LINKED = "cut", "lost", "linked"


def other_admins(db: Db, account: Account) -> int:
    """Counts the active admins of the unit besides this account."""
    return sum(admin.id != account.id for admin in accounts.with_role(db, account.unit, "admin"))


def roles_problem(db: Db, account: Account, roles: tuple[str, ...]) -> str:
    """Says by a code why the account cannot get these roles; empty if it can."""
    if not roles:
        return "no_role"
    if set(roles) == set(account.roles):
        return "same"
    if rules.leaves_no_admin(account.roles, stays=True, remaining=roles, others=other_admins(db, account)):
        return "last_admin"
    return ""


def phone_problem(db: Db, account: Account, phone: str) -> str:
    """Says by a code why the account cannot get this number (E.164); empty if it can."""
    owner = accounts.by_phone(db, phone)
    if owner is None:
        return ""
    return "same" if owner.id == account.id else "taken"


def change_roles(
    db: Db,
    deployment: Deployment,
    account: Account,
    roles: tuple[str, ...],
    *,
    by: Account | None,
    why: str,
    office_knows: bool = False,
) -> None:
    """Gives the account these roles, and tells. Raises Problem: no_role, same, last_admin.

    `office_knows`: its officers and admins hear of it anyway.
    """
    if code := roles_problem(db, account, roles):
        raise Problem(code, "roles")
    accounts.set_roles(db, account.id, roles, by=by.id if by else None, why=why)
    if approvals.raises(account.roles, roles):
        invites.withdraw(db, account.id)  # whoever holds a code of before was not meant to open this
    end_lost_roles(db, deployment, account, roles, by=by.id if by else None)

    def fields(wording: Wording) -> dict[str, object]:
        return {"roles": role_words.named(wording, roles)}

    news.tell(db, deployment, account, by, "roles", fields, admins=not office_knows)


def change_phone(
    db: Db,
    deployment: Deployment,
    account: Account,
    phone: str,
    *,
    by: Account | None,
    why: str,
    office_knows: bool = False,
) -> None:
    """Gives the account this number (E.164), and tells, as `change_roles` does. Raises Problem: taken, same."""
    if code := phone_problem(db, account, phone):
        raise Problem(code, "phone")
    phones.change(db, account, phone, by=by.id if by else None, why=why)
    news.tell(db, deployment, account, by, "phone", lambda _: {"last": phones.ending(phone)}, admins=not office_knows)


def let_in(
    db: Db, deployment: Deployment, account: Account, request: LinkRequest, *, by: Account | None, why: str
) -> None:
    """Lets a chat in that waits to speak for the account, and tells. Raises Problem: over."""
    waiting = further_chats.waiting(db, request.id)
    if waiting is None or not further_chats.let_in(db, deployment, request.id, by):
        raise Problem("over")
    account_changes.add(db, account.id, LINKED, by=by.id if by else None, why=why)
    further_chats.tell_office(db, deployment, account, waiting.chat, by)


def cut_off(
    db: Db, deployment: Deployment, account: Account, gone: Sequence[Chat], what: str, *, by: Account | None, why: str
) -> None:
    """Cuts these chats of the account off, and tells; `what`: one was cut, or the phone with all of them is lost."""
    if what == LOST:
        passkeys.remove_all(db, account.id)
    for chat in gone:
        cutting.cut_chat(db, deployment, chat.id, by)
    account_changes.add(db, account.id, what, by=by.id if by else None, why=why)
