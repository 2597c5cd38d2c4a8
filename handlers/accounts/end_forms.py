"""An account is closed or opened again; for one that sees records the latter needs a second person, as a new one."""

from handlers.accounts import closing, naming
from handlers.accounts.change_forms import done
from handlers.accounts.questions import AnAccount, of, why
from handlers.kit import Answers, Choice, Form, Problem, Said
from handlers.kit.scope import Scope
from handlers.notify import approvals
from rules import approvals as rules

WAYS = ("closed", "moved")


def close(answers: Answers, scope: Scope) -> Said:
    """Closes it, or notes that it has moved away; nobody closes their own, and the last admin stays."""
    account = of(answers, scope)
    if account.id == scope.account.id:
        raise Problem("own", "account")
    try:
        closing.close_account(
            scope.db,
            scope.deployment,
            account,
            status=answers["how"],
            by=scope.account.id,
            why=answers["why"],
        )
    except closing.LastAdmin:
        raise Problem("last_admin", "account") from None
    return done(scope, f"account.done.{answers['how']}", account)


def preview(_answers: Answers, scope: Scope) -> str:
    return scope.text("account_close.will")


def reopen(answers: Answers, scope: Scope) -> Said:
    account = of(answers, scope)
    if rules.is_trusted(account.roles):
        return approvals.ask(scope, rules.REOPEN, account, {"roles": list(account.roles), "why": answers["why"]})
    closing.reopen_account(scope.db, scope.deployment, account, by=scope.account.id, why=answers["why"])
    return done(scope, "account.done.reopened", account)


account_close = Form(
    "account_close",
    AnAccount(),
    Choice("how", WAYS),
    why(),
    submit=close,
    may=naming.ADMIN,
    preview=preview,
)
account_reopen = Form("account_reopen", AnAccount(in_use=False), why(), submit=reopen, may=naming.ADMIN)
