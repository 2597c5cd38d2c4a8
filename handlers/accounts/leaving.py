"""«Rời Đồng Hành»: what goes at once, what duty must keep and for how long; done when it was confirmed twice."""

from handlers.accounts.closing import close_account
from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from rules import consent, retention
from rules.roll_call import owes
from storage import leaving, persons
from storage.persons import Person

LEFT = "left"
# those whose account is made and closed by an admin
OF_OFFICES = {"officer", "admin"}
YEAR = 365


def ask(scope: Scope, argument: str) -> Reply:
    """Says what leaving means; then asks once more; then does it. The last press is good for its day only."""
    if OF_OFFICES & set(scope.account.roles):
        return Said("leaving.by_admin", buttons=(scope.menu_button(),))
    person = persons.by_account(scope.db, scope.account.id) if "person" in scope.account.roles else None
    today = scope.today.isoformat()
    if argument == f"yes.{today}":
        return _leave(scope, person)
    if argument == "sure":
        yes = scope.button("leaving.yes", f"do:leave_service:yes.{today}")
        return Said("leaving.sure", buttons=(scope.button("leaving.stay", "do:menu"), yes))
    scope.audit("account.leaving_asked", scope.account.id)
    buttons = (
        scope.button("leaving.go_on", "do:leave_service:sure"),
        scope.button("own_data.button", "do:own_data"),
        scope.button("more.stop", "do:stop"),
        scope.menu_button(),
    )
    return Outgoing("\n".join(_lines(scope, person)), buttons)


def _lines(scope: Scope, person: Person | None) -> list[str]:
    years = retention.DAYS["persons"] // YEAR
    messages = retention.DAYS["inbox"]
    lines = [scope.text("leaving.head"), scope.text("leaving.goes", days=messages)]
    if person is None:
        key = "leaving.kept.guardian" if "guardian" in scope.account.roles else "leaving.kept.other"
        return [*lines, scope.text(key, years=retention.DAYS["visits"] // YEAR)]
    lines.append(scope.text("leaving.goes.person"))
    if owes(person.case_type):
        lines.append(scope.text("leaving.kept.monthly"))
    lines.append(scope.text(f"leaving.kept.{'managed' if person.status == 'managed' else 'ended'}", years=years))
    return lines


def _leave(scope: Scope, person: Person | None) -> Outgoing:
    """Takes back what was agreed to, deletes what was kept to help, and closes the account; its chats are told."""
    account = scope.account
    leaving.withdraw_consents(scope.db, account.id, consent.VERSION)
    but_checkins = person is not None and owes(person.case_type)
    leaving.forget_help(scope.db, account.id, person.id if person else None, but_checkins=but_checkins)
    scope.audit("account.left_service", account.id)
    close_account(scope.db, scope.deployment, account, status="closed", by=account.id, why="", words=LEFT)
    return Outgoing(scope.text("leaving.done"), (), last_word=True)


COMMANDS = (
    Command(
        "leave_service",
        ask,
        words=("roi di", "/roidi", "roi dong hanh", "toi muon roi dong hanh", "leave the service"),
    ),
)
