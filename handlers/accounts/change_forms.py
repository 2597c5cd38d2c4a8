"""Other roles, another number: what gives somebody power is asked of a second person, the rest is done at once."""

from handlers.accounts import changes, naming
from handlers.accounts.questions import AnAccount, of, why
from handlers.kit import Answers, Choices, Form, Phone, Problem, Said
from handlers.kit.scope import Scope
from handlers.notify import approvals
from rules import approvals as rules
from rules.roles import OF_ACCOUNTS
from storage.accounts import Account


def change_roles(answers: Answers, scope: Scope) -> Said:
    account, roles = of(answers, scope), tuple(answers["roles"])
    if problem := changes.roles_problem(scope.db, account, roles):
        raise Problem(problem, "roles")
    if rules.raises(account.roles, roles):
        wanted = {"roles": list(roles), "before": list(account.roles), "why": answers["why"]}
        return approvals.ask(scope, rules.ROLES, account, wanted)
    changes.change_roles(scope.db, scope.deployment, account, roles, by=scope.account, why=answers["why"])
    return done(scope, "account.done.roles", account)


def change_phone(answers: Answers, scope: Scope) -> Said:
    account, phone = of(answers, scope), answers["phone"]
    if problem := changes.phone_problem(scope.db, account, phone):
        raise Problem(problem, "phone")
    if rules.new_number_needs_two(account.roles, account.phone):
        return approvals.ask(scope, rules.PHONE, account, {"phone": phone, "why": answers["why"]})
    changes.change_phone(scope.db, scope.deployment, account, phone, by=scope.account, why=answers["why"])
    return done(scope, "account.done.phone", account)


def done(scope: Scope, key: str, account: Account) -> Said:
    """Says that it is done, with the way back to the account."""
    card = scope.button("account.button.card", f"do:account:{account.id}")
    return Said(key, {"name": account.name}, (card, naming.list_button(scope), scope.menu_button()))


account_roles = Form(
    "account_roles",
    AnAccount(),
    Choices("roles", OF_ACCOUNTS, labels="role"),
    why(),
    submit=change_roles,
    may=naming.ADMIN,
)
account_phone = Form("account_phone", AnAccount(), Phone("phone"), why(), submit=change_phone, may=naming.ADMIN)
