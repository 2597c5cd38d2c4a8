"""A code for another phone of the same account, and leaving this one."""

from handlers.kit import Said
from handlers.kit.scope import Scope
from handlers.linking import invitation
from handlers.notify import opt_out
from storage import cutting, invites


def another(scope: Scope, _argument: str) -> Said:
    """Makes a fresh code, which ends those before it: one that lies about is one too many."""
    account = scope.account
    invites.withdraw(scope.db, account.id)
    code = invites.create(scope.db, account.id, account.id)
    scope.audit("invite.own", account.id)
    links = invitation.describe(scope.deployment, code)
    key = "device.code" if links else "device.code_only"
    return Said(key, {"code": code, "links": "\n".join(links.values())}, (scope.menu_button(),))


def leave(scope: Scope, argument: str) -> Said:
    """Unlinks a borrowed phone, or one that changes hands: this chat speaks for nobody from now on."""
    account = scope.account
    if argument != "yes":
        sure = scope.button("device.leave_yes", "do:leave:yes")
        return Said("device.leave_ask", buttons=(sure, scope.menu_button()))
    opt_out.leave(scope.db, scope.chat, account)
    cutting.close_desk(scope.db, account.id)
    return Said("device.left")
