"""All accounts of the commune page by page, by role, those no longer in use, and found by name."""

from handlers.accounts import naming
from handlers.kit import Answers, Button, Form, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply, begins
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from rules.roles import OF_ACCOUNTS
from storage import access_to_accounts, account_pages
from storage.account_pages import Wanted

CLOSED = "closed"


def listed(scope: Scope, argument: str) -> Reply:
    """Lists accounts; `argument`: a role, or `closed`, and `.8` to skip eight."""
    which, _, skipped = argument.partition(".")
    which = which if which in (*OF_ACCOUNTS, CLOSED) else ""
    wanted = _wanted(which)
    page = ListPage.asked(skipped, account_pages.how_many(scope.db, scope.unit, wanted))
    shown = access_to_accounts.account_page(scope.db, scope.account, wanted, most=PAGE, skipped=page.skipped)
    if not shown:
        return Said("account.list.none", buttons=_ways(scope, which))
    buttons = naming.buttons(scope, shown)
    head = scope.text("account.list.head", count=page.count, which=_named(scope, which))
    commands = (*page.more(scope, f"do:accounts:{which}."), *_ways(scope, which))
    return Outgoing("\n".join([head, *page.lines(buttons)]), (*page.numbered(buttons), *commands))


def _wanted(which: str) -> Wanted:
    return Wanted(in_use=False) if which == CLOSED else Wanted(role=which if which in OF_ACCOUNTS else "")


def _named(scope: Scope, which: str) -> str:
    return scope.text(f"role.{which}" if which in OF_ACCOUNTS else f"account.list.{which or 'active'}")


def _ways(scope: Scope, which: str) -> tuple[Button, ...]:
    find = scope.button("account.button.find", "go:find_account", typed=scope.text("account.typed.find"))
    if which:
        other = scope.button("account.button.all", "do:accounts", typed=scope.text("list.typed.all"))
    else:
        other = scope.button("list.filter", "do:accounts_filter", typed=scope.text("list.typed.filter"))
    waiting = scope.button("approval.button.list", "do:approvals", typed=scope.text("approval.typed.list"))
    return other, find, waiting, scope.menu_button()


def filters(scope: Scope, _argument: str) -> Reply:
    """Offers the roles, and those no longer in use, each with how many there are."""
    counts = [(which, account_pages.how_many(scope.db, scope.unit, _wanted(which))) for which in (*OF_ACCOUNTS, CLOSED)]
    buttons = tuple(
        scope.button("list.filter.line", f"do:accounts:{which}", what=_named(scope, which), count=count)
        for which, count in counts
        if count
    )
    return Said("list.filter.ask", buttons=(*buttons, scope.menu_button()))


def search(answers: Answers, scope: Scope) -> Reply:
    fitting = access_to_accounts.find_accounts(scope.db, scope.account, answers["words"])
    if not fitting:
        raise Problem("nobody", question="words")
    scope.audit("accounts.found", None, f"{len(fitting)}")
    key = "find_account.found" if len(fitting) <= PAGE else "find_account.found_many"
    again = scope.button("find_account.again", "go:find_account")
    buttons = naming.buttons(scope, fitting[:PAGE])
    return Said(key, {"count": len(fitting), "shown": PAGE}, (*buttons, again, naming.list_button(scope)))


find_account = Form("find_account", Text("words", longest=60), submit=search, may=naming.ADMIN, review=False)
COMMANDS = (
    Command("accounts", listed, may=naming.ADMIN, words=("tai khoan", "/taikhoan", "/accounts", "accounts")),
    Command("accounts_filter", filters, may=naming.ADMIN),
    Command("find_account", begins("find_account"), may=naming.ADMIN, words=("tim tai khoan", "find account")),
)
