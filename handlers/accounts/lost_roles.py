"""Roles that an account has lost: what hangs on them ends or is handed on, as at the end of the account."""

from handlers.accounts import farewell
from handlers.accounts.endings import Ending, end_roles
from handlers.kit.deployment import Deployment
from rules.notices import KINDS
from storage import chats, due
from storage.accounts import Account
from storage.database import Db
from storage.outbox import holds

CAUSE = "account_roles"


def end_lost_roles(db: Db, deployment: Deployment, account: Account, kept: tuple[str, ...], *, by: int | None) -> None:
    """Ends what hangs on the roles that an account, as it stood before, has just lost; the office hears what is left.

    What waits for it as the holder of a lost role is not told any more.
    """
    gone = [kind.id for kind in KINDS.values() if kind.is_for(account.roles) and not kind.is_for(kept)]
    own_chats = [chat.id for chat in chats.of_account(db, account.id)]
    holds.drop_for(db, account.id, own_chats, CAUSE, gone)
    left = end_roles(Ending(db, deployment, account, kept, by))
    due.clear_for(db, account.id, gone, CAUSE)
    if left:
        farewell.tell_office(db, deployment, account, "roles", left, by)
