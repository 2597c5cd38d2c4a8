"""A link code as somebody typed it: whose it is, or what is wrong with it; wrong ones are counted."""

from handlers.kit import Outgoing, Problem
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.notify.approvals import of_office
from storage import accounts, invites
from storage.accounts import Account
from storage.invites import Guesser, Invite

WRONG_YEAR, WRONG_NAME = "invite.wrong_year", "invite.wrong_name"


def check_code(scope: Scope, typed: str) -> tuple[Invite, Account]:
    """Finds the open invite of a code and its account. Raises Problem: wrong, used, expired, or wait."""
    may_try(scope)
    invite = invites.find(scope.db, typed)
    if invite is None:
        wrong_try(scope)
        raise Problem("wrong", "code")
    invite, account = check_invite(scope, invite)
    may_try(scope, account)
    return invite, account


def check_invite(scope: Scope, invite: Invite) -> tuple[Invite, Account]:
    """Finds the account of an invite that was right before, without counting. Raises Problem."""
    account = accounts.get(scope.db, invite.account_id)
    if account is None or account.status != "active":
        raise Problem("expired", "code")
    if invite.state != "open":
        raise Problem(invite.state, "code")
    return invite, account


def may_try(scope: Scope, account: Account | None = None) -> None:
    """Raises Problem while this chat, its address, the account or the whole commune has seen too many wrong tries."""
    until = invites.must_wait_until(scope.db, _guesser(scope, account))
    if until:
        raise Problem("wait", "code", until=scope.moment(until))


def wrong_try(scope: Scope, account: Account | None = None) -> None:
    """Counts it; the last one allowed is answered with how long to wait, and the office hears of many at once."""
    who = _guesser(scope, account)
    before = invites.tried_too_often(scope.db, who)
    invites.wrong_try(scope.db, who)
    for kind in invites.tried_too_often(scope.db, who) - before:
        if kind in ("account", "unit"):
            _tell_office(scope, kind, account)
    may_try(scope, account)


def wrong_year(scope: Scope, invite: Invite, account: Account) -> None:
    """Counts for the account whichever of its codes it was: a fresh one begins no new count."""
    scope.db.audit(account.unit, None, WRONG_YEAR, invite.id)
    wrong_try(scope, account)


def wrong_name(scope: Scope, account: Account) -> None:
    """Counts a name that is not that of the account whose code was right."""
    scope.db.audit(account.unit, None, WRONG_NAME, account.id)
    wrong_try(scope, account)


def _guesser(scope: Scope, account: Account | None) -> Guesser:
    unit = account.unit if account else scope.unit
    return Guesser(str(scope.chat.id), scope.source, str(account.id) if account else "", unit)


def _tell_office(scope: Scope, kind: str, account: Account | None) -> None:
    unit = account.unit if account else scope.unit
    until = invites.must_wait_until(scope.db, _guesser(scope, account))
    assert until is not None
    scope.db.audit(unit, None, f"link.too_many_{kind}", account.id if account else None)

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(account) if account else ""
        moment = wording.moment(until, scope.today)
        return Outgoing(wording.text(f"notice.link_tries.{kind}", who=who, until=moment))

    readers = of_office(scope.db, unit, but=(account.id,) if account else ())
    notices.tell_each(scope.db, scope.deployment, readers, "link_tries", lambda _: telling)
