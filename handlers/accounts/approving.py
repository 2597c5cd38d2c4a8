"""A second person says yes or no to what another asks for; only the yes brings it about."""

from typing import Any

from handlers.accounts import changes, closing
from handlers.kit import Button, Outgoing, Said
from handlers.kit.batch import Batch
from handlers.kit.commands import Command, Reply, number_in
from handlers.kit.deployment import Deployment
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.notify import approvals as asking
from handlers.notify import further_chats
from handlers.people.offices import with_office
from handlers.understand.phones import spoken
from rules import approvals as rules
from storage import accounts, approvals, units
from storage.accounts import Account
from storage.approvals import Approval
from storage.database import Db
from storage.due import Due

MAY = rules.TRUSTED


def listed(scope: Scope, argument: str) -> Reply:
    """Lists what waits for a yes; `argument` says how many are skipped."""
    waiting = approvals.waiting(scope.db, scope.unit)
    if not waiting:
        return Said("approval.none", buttons=(scope.menu_button(),))
    page = ListPage.asked(argument, len(waiting))
    shown = page.of(waiting)
    concerned = accounts.several(scope.db, [approval.account_id for approval in shown if approval.account_id])
    buttons = [
        Button(
            asking.line(scope.wording, approval, concerned.get(approval.account_id or 0)),
            f"do:approval_see:{approval.number}",
        )
        for approval in shown
    ]
    head = scope.text("approval.list", count=len(waiting))
    return Outgoing(
        "\n".join([head, *page.lines(buttons)]),
        (*page.numbered(buttons), *page.more(scope, "do:approvals:"), scope.menu_button()),
    )


def _approval_in(scope: Scope, argument: str) -> Approval | None:
    return approvals.by_number(scope.db, scope.unit, number_in(argument))


def see(scope: Scope, argument: str) -> Reply:
    """Shows who asks for what, for whom and why, with the buttons that this reader may press."""
    approval = _approval_in(scope, argument)
    if approval is None:
        return _unknown(scope)
    if not approval.is_waiting(scope.now):
        return _over(scope, approval)
    scope.audit("approval.looked", approval.account_id, approval.code)
    buttons = asking.deciding(scope.wording, approval, scope.account)
    return Said(
        "approval.card",
        {"lines": "\n".join(_facts(scope, approval))},
        (*buttons, asking.list_button(scope.wording), scope.menu_button()),
    )


def _facts(scope: Scope, approval: Approval) -> list[str]:
    asker, wanted = accounts.get(scope.db, approval.asked_by), approval.wanted
    office = units.organisation(scope.db, wanted.get("organisation_id") or 0)
    lines = [
        f"{approval.code} · {asking.described(scope.db, scope.wording, approval)}",
        scope.text("approval.asked_by", who=with_office(scope.db, scope.wording, asker) if asker else "?"),
        scope.text("approval.office", office=office.name) if office else "",
        scope.text("approval.phone", phone=spoken(wanted["phone"])) if wanted.get("phone") else "",
        scope.text("approval.born", year=wanted["born"]) if wanted.get("born") else "",
        scope.text("approval.why", why=wanted["why"]) if wanted.get("why") else "",
        scope.text("approval.until", day=scope.moment(approval.expires_at)),
    ]
    return [line for line in lines if line]


def agree(scope: Scope, argument: str) -> Reply:
    """Brings about what was asked for, unless something has come between; then it ends without effect."""
    approval = _approval_in(scope, argument)
    if (refusal := _refusal(scope, approval)) or approval is None:
        return refusal or _unknown(scope)
    what, wanted = asking.described(scope.db, scope.wording, approval), approval.wanted
    if problem := obstacle(scope, approval):
        _end(scope.db, scope.deployment, approval, "void", scope.account)
        return Said(f"approval.void.{problem}", {"number": approval.code}, (scope.menu_button(),))
    if not asking.end(scope.db, scope.deployment, approval, "agreed", scope.account):
        return _over(scope, approval)
    _bring_about(scope, approval, wanted)
    return Said("approval.agreed", {"number": approval.code, "what": what}, (scope.menu_button(),))


def decline(scope: Scope, argument: str) -> Reply:
    approval = _approval_in(scope, argument)
    if (refusal := _refusal(scope, approval)) or approval is None:
        return refusal or _unknown(scope)
    if not _end(scope.db, scope.deployment, approval, "declined", scope.account):
        return _over(scope, approval)
    return Said("approval.declined", {"number": approval.code}, (scope.menu_button(),))


def withdraw(scope: Scope, argument: str) -> Reply:
    """Takes back what one has asked for."""
    approval = _approval_in(scope, argument)
    if approval is None or approval.asked_by != scope.account.id:
        return _unknown(scope)
    if not _end(scope.db, scope.deployment, approval, "withdrawn", scope.account):
        return _over(scope, approval)
    return Said("approval.withdrawn", {"number": approval.code}, (scope.menu_button(),))


def _end(db: Db, deployment: Deployment, approval: Approval, state: str, by: Account | None) -> bool:
    """Ends it without effect; a chat that waited for the yes hears that it stays out."""
    if not asking.end(db, deployment, approval, state, by):
        return False
    if approval.what == rules.LINK:
        further_chats.keep_out(db, deployment, approval.wanted["request"], by)
    return True


def _refusal(scope: Scope, approval: Approval | None) -> Reply | None:
    if approval is None:
        return _unknown(scope)
    if not approval.is_waiting(scope.now):
        return _over(scope, approval)
    if asking.may_decide(scope.account, approval):
        return None
    scope.audit("approval.refused", approval.account_id, approval.code)
    return Said("approval.not_yours", {"number": approval.code}, (scope.menu_button(),))


def _unknown(scope: Scope) -> Said:
    return Said("approval.unknown", buttons=(asking.list_button(scope.wording), scope.menu_button()))


def _over(scope: Scope, approval: Approval) -> Said:
    return Said("approval.over", {"number": approval.code}, (scope.menu_button(),))


def obstacle(scope: Scope, approval: Approval) -> str:
    """Says by a code what has come between since it was asked for; empty if nothing has."""
    asker = accounts.get(scope.db, approval.asked_by)
    if asker is None or asker.status != "active" or asker.unit != approval.unit or not rules.is_trusted(asker.roles):
        return "asker"
    wanted = approval.wanted
    if approval.what == rules.ACCOUNT:
        return "phone" if wanted["phone"] and accounts.by_phone(scope.db, wanted["phone"]) else ""
    account = accounts.get(scope.db, approval.account_id)
    is_ended = approval.what == rules.REOPEN
    if account is None or (account.status != "active") != is_ended or account.unit != approval.unit:
        return "account"
    if approval.what == rules.ROLES:
        is_same = list(account.roles) == wanted["before"]
        return "" if is_same and not changes.roles_problem(scope.db, account, tuple(wanted["roles"])) else "account"
    if approval.what == rules.LINK:
        return "" if further_chats.waiting(scope.db, wanted["request"]) else "account"
    if approval.what == rules.PHONE:
        return "phone" if changes.phone_problem(scope.db, account, wanted["phone"]) else ""
    return ""


def _bring_about(scope: Scope, approval: Approval, wanted: dict[str, Any]) -> None:
    """Does what was agreed to, in the name of whoever agreed; a code is made by whoever asked for it."""
    if approval.what == rules.ACCOUNT:
        approvals.made(scope.db, approval.id, _new_account(scope, wanted))
    account = accounts.get(scope.db, approval.account_id)
    if account is None:
        return
    why = wanted.get("why", "")
    if approval.what == rules.ROLES:
        roles = tuple(wanted["roles"])
        changes.change_roles(scope.db, scope.deployment, account, roles, by=scope.account, why=why, office_knows=True)
    elif approval.what == rules.REOPEN:
        closing.reopen_account(scope.db, scope.deployment, account, by=scope.account.id, why=why)
    elif approval.what == rules.LINK:
        further_chats.let_in(scope.db, scope.deployment, wanted["request"], scope.account, from_chat=scope.chat.id)
    elif approval.what == rules.PHONE:
        changes.change_phone(
            scope.db, scope.deployment, account, wanted["phone"], by=scope.account, why=why, office_knows=True
        )


def _new_account(scope: Scope, wanted: dict[str, Any]) -> int:
    return accounts.add(
        scope.db,
        unit=scope.unit,
        name=wanted["name"],
        roles=tuple(wanted["roles"]),
        phone=wanted["phone"],
        born=wanted["born"],
        organisation_id=wanted["organisation_id"],
        by=scope.account.id,
    )


def let_lapse(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Ends what nobody has decided in its time; whoever asked hears that nothing has come of it."""
    waiting = {approval.id: approval for approval in approvals.several(db, [row.subject_id for row in due_rows])}
    for row in due_rows:
        approval = waiting.get(row.subject_id)
        if approval is None or approval.state != "waiting":
            batch.drop([row], "decided")
            continue
        with batch.attempt([row]):
            _end(db, deployment, approval, "expired", None)


COMMANDS = (
    Command("approval_see", see, may=MAY, words=("xem lai so", "show so"), record="approval"),
    Command("approvals", listed, may=MAY, words=("cho dong y", "/chodongy", "/approvals", "approvals")),
    Command("approval_agree", agree, may=MAY, words=("dong y so", "agree so"), record="approval"),
    Command("approval_decline", decline, may=MAY, words=("khong dong y so", "decline so"), record="approval"),
    Command("approval_withdraw", withdraw, may=MAY, words=("rut lai so", "withdraw so"), record="approval"),
)
