"""An account is closed, moves, or is opened again; what hangs on it ends or is handed on in the same transaction."""

from dataclasses import dataclass

from handlers.accounts import farewell
from handlers.accounts.changes import other_admins
from handlers.accounts.endings import Ending, Left, end_roles
from handlers.kit.deployment import Deployment
from rules.accounts import Status, leaves_no_admin
from rules.notices import KINDS
from storage import (
    accounts,
    attachments,
    chats,
    conversations,
    data_requests,
    drafts,
    due,
    invites,
    list_drafts,
    people_views,
)
from storage.accounts import Account
from storage.database import Db
from storage.outbox import call_list, holds

# asked for under the law on personal data: to be answered whatever becomes of the account
CORRECTION = "correction"


class LastAdmin(Exception):
    """The last active admin of a unit cannot be closed, nor lose the role. Make somebody else admin first."""


@dataclass(frozen=True, slots=True)
class Closing:
    """An account that was closed, as it stood before, and what it leaves without an heir."""

    account: Account
    status: str
    left: tuple[Left, ...] = ()


def close_account(
    db: Db,
    deployment: Deployment,
    account: Account,
    *,
    status: Status,
    by: int | None,
    why: str,
    words: str = "",
) -> Closing:
    """Closes the account, or notes that it has moved, and tells all its chats and the unit's officers and admins.

    `by` None: from the command line. `words`: how its chats are told, where neither closed nor moved says it well;
    `nothing` tells them nothing. What is closed already changes only its status, if that. Raises LastAdmin.
    """
    conversations.get(db, account.id, lock=True)  # a turn of theirs is over, or sees that they are out
    account = accounts.get(db, account.id) or account
    if account.status == status:
        return Closing(account, status)
    was_active = account.status == "active"
    others = other_admins(db, account)
    if was_active and leaves_no_admin(account.roles, stays=False, remaining=(), others=others):
        raise LastAdmin(str(account.id))
    accounts.set_status(db, account.id, status, by, why)
    if not was_active:
        return Closing(account, status)
    left = (*_end_everything(db, deployment, account, status, by), *_still_asked_for(db, account))
    farewell.tell_chats(db, deployment, account, words or status)
    farewell.tell_office(db, deployment, account, status, left, by)
    return Closing(account, status, left)


def _end_everything(db: Db, deployment: Deployment, account: Account, status: str, by: int | None) -> tuple[Left, ...]:
    cause = f"account_{status}"
    conversations.expired(db, [account.id])
    drafts.dropped(db, [parked.id for parked in drafts.of_party(db, account.id)])
    own_chats = [chat.id for chat in chats.of_account(db, account.id)]
    holds.drop_for(db, account.id, own_chats, cause)
    invites.withdraw(db, account.id)
    attachments.give_up_documents(db, account.id, cause)
    for draft in list_drafts.of_account(db, account.id):
        list_drafts.end(db, draft)
    people_views.forget(db, account.id)
    call_list.end_for(db, account.id, by, but=(CORRECTION,))
    left = end_roles(Ending(db, deployment, account, (), by))
    # what raises an alert has no reader, and stays: somebody may be in danger
    due.clear_for(db, account.id, [kind.id for kind in KINDS.values() if kind.readers], cause)
    return left


def _still_asked_for(db: Db, account: Account) -> tuple[Left, ...]:
    if asked := data_requests.how_many_open(db, account.id):
        return (Left("correction", asked, "do:data_request"),)
    return (Left("correction", 1, "do:calls"),) if CORRECTION in call_list.open_for(db, account.id) else ()


def reopen_account(db: Db, deployment: Deployment, account: Account, *, by: int | None, why: str) -> None:
    """Opens the account again, and only that: nothing is given back; its officers see what is to be assigned anew."""
    if account.status == "active":
        return
    accounts.set_status(db, account.id, "active", by, why)
    farewell.tell_chats(db, deployment, account, "opened")
    farewell.tell_office(db, deployment, account, "opened", (), by)
