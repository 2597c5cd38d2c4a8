"""A link code as somebody typed it: whose it is, or what is wrong with it; wrong ones are counted."""

from handlers.kit import Problem
from handlers.kit.scope import Scope
from storage import accounts, invites, looks
from storage.accounts import Account
from storage.invites import Invite

# three rounds of five: a found code is not to be tried with every year there is
MOST_WRONG_YEARS = 15
WRONG_YEAR = "invite.wrong_year"


def check_code(scope: Scope, typed: str) -> tuple[Invite, Account]:
    """Finds the open invite of a code and its account. Raises Problem: wrong, used, expired, or wait."""
    may_try(scope)
    invite = invites.find(scope.db, typed)
    if invite is None:
        wrong_try(scope)
        raise Problem("wrong", "code")
    return check_invite(scope, invite)


def check_invite(scope: Scope, invite: Invite) -> tuple[Invite, Account]:
    """Finds the account of an invite that was right before, without counting. Raises Problem."""
    account = accounts.get(scope.db, invite.account_id)
    if account is None or account.status != "active":
        raise Problem("expired", "code")
    if invite.state != "open":
        raise Problem(invite.state, "code")
    return invite, account


def may_try(scope: Scope) -> None:
    until = invites.must_wait_until(scope.db, chat=str(scope.chat.id), address=scope.source)
    if until:
        raise Problem("wait", "code", until=scope.moment(until))


def wrong_try(scope: Scope) -> None:
    """Counts it; the last one allowed is answered with how long to wait."""
    invites.wrong_try(scope.db, chat=str(scope.chat.id), address=scope.source)
    may_try(scope)


def wrong_year(scope: Scope, invite: Invite, account: Account) -> None:
    """Counts for the chat like a wrong code, and for the invite for as long as it lives."""
    scope.db.audit(account.unit, None, WRONG_YEAR, invite.id)
    if looks.how_often(scope.db, invite.id, WRONG_YEAR) + 1 >= MOST_WRONG_YEARS:
        invites.withdraw(scope.db, account.id)
        raise Problem("expired", "code")
    wrong_try(scope)
