"""What needs a second person's yes: it is asked for here, and all officers of the unit hear of it and of its end."""

from collections.abc import Collection, Mapping

from handlers.kit import Button, JsonValue, Outgoing, Said
from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.notify.withdrawal import mark_done, withdraw
from handlers.people import roles
from handlers.people.offices import with_office
from rules import approvals as rules
from storage import accounts, approvals, due, phones
from storage.accounts import Account
from storage.approvals import Approval
from storage.database import Db

OVER = "approval_over"


def ask(scope: Scope, what: str, account: Account | None, wanted: Mapping[str, JsonValue]) -> Said:
    """Asks the others of the unit; until one of them agrees nothing is done.

    `account` is whom it concerns, None for one that is still to be made. `wanted`: its facts, of `described`.
    """
    if refusal := _refusal(scope, what, account):
        return refusal
    approval = put(scope.db, scope.deployment, what, account, scope.account, wanted)
    fields = {"number": approval.code, "what": described(scope.db, scope.wording, approval)}
    return Said("approval.asked", fields, (withdraw_button(scope.wording, approval), scope.menu_button()))


def put(
    db: Db, deployment: Deployment, what: str, account: Account | None, asker: Account, wanted: Mapping[str, JsonValue]
) -> Approval:
    """Writes down what is asked for, and tells those who may decide."""
    account_id = account.id if account else None
    approval = approvals.put(db, unit=asker.unit, what=what, account_id=account_id, asked_by=asker.id, wanted=wanted)
    due.plan(db, OVER, approval.id, approval.code, approval.expires_at, unit=asker.unit)
    db.audit(asker.unit, asker.id, "approval.asked", account_id, f"{approval.code} {what}")

    def telling(wording: Wording) -> Outgoing:
        who = with_office(db, wording, asker)
        request = described(db, wording, approval)
        text = wording.text("notice.approval", number=approval.code, who=who, request=request)
        return Outgoing(text, (*decide_buttons(wording, approval), see_button(wording, approval)))

    deciders = those_who_decide(db, approval)
    notices.tell_each(db, deployment, deciders, "approval", lambda _: telling, subject_id=approval.id)
    return approval


def about(db: Db, unit: str, what: str, account_id: int) -> list[Approval]:
    """Lists what waits in the unit of this kind for this account."""
    return [
        approval
        for approval in approvals.waiting(db, unit)
        if (approval.what, approval.account_id) == (what, account_id)
    ]


def somebody_decides(db: Db, unit: str, what: str, asked_by: int, account_id: int | None) -> bool:
    """Tells whether anybody of the unit may say yes to what this account asks for."""
    return any(_may_decide(other, what, asked_by, account_id) for other in of_office(db, unit))


def _refusal(scope: Scope, what: str, account: Account | None) -> Said | None:
    own = [approval for approval in approvals.waiting(scope.db, scope.unit) if approval.asked_by == scope.account.id]
    asked_already = next(
        (approval for approval in own if account and (approval.what, approval.account_id) == (what, account.id)), None
    )
    if asked_already is not None:
        return Said(
            "approval.asked_already", {"number": asked_already.code}, (see_button(scope.wording, asked_already),)
        )
    if len(own) >= rules.MOST_WAITING:
        return Said("approval.too_many", {"count": len(own)}, (list_button(scope.wording), scope.menu_button()))
    if not somebody_decides(scope.db, scope.unit, what, scope.account.id, account.id if account else None):
        return Said("approval.nobody_else", buttons=(scope.menu_button(),))
    return None


def of_office(db: Db, unit: str, *, but: Collection[int | None] = ()) -> list[Account]:
    """Lists the active officers and admins of a unit; `but`: ids of those who know already."""
    by_id = {account.id: account for role in rules.TRUSTED for account in accounts.with_role(db, unit, role)}
    return [account for account in by_id.values() if account.id not in but]


def those_who_decide(db: Db, approval: Approval) -> list[Account]:
    """Lists who may say yes or no to it."""
    return [account for account in of_office(db, approval.unit) if may_decide(account, approval)]


def may_decide(account: Account, approval: Approval) -> bool:
    """Says whether this officer or admin may say yes or no to it."""
    is_ours = account.status == "active" and account.unit == approval.unit and rules.is_trusted(account.roles)
    return is_ours and _may_decide(account, approval.what, approval.asked_by, approval.account_id)


def _may_decide(decider: Account, what: str, asked_by: int, account_id: int | None) -> bool:
    return rules.may_decide(what, decider=decider.id, asked_by=asked_by, account_id=account_id)


def end(db: Db, deployment: Deployment, approval: Approval, state: str, by: Account | None) -> bool:
    """Ends it, and tells all of the office how. False, and nothing is done, where it waits no longer.

    `by` None: its time is over.
    """
    readers = {account.id: account for account in of_office(db, approval.unit)}
    words = {account.id: described(db, Wording.to(deployment.texts, account), approval) for account in readers.values()}
    ended = approvals.end(db, approval.id, state, by.id) if by else approvals.lapse(db, approval.id)
    if not ended:
        return False
    db.audit(
        approval.unit,
        by.id if by else None,
        f"approval.{state}",
        approval.account_id,
        f"{approval.code} {approval.what}",
    )
    withdraw(db, "approval", approval.id, state)
    mark_done(db, deployment, "approval", approval.id, readers, key=f"approval_{state}", number=approval.code)

    def telling_to(reader: Account) -> notices.Telling:
        return lambda wording: _news(db, wording, approval, state, by, words[reader.id])

    others = [account for account in readers.values() if by is None or account.id != by.id]
    notices.tell_each(db, deployment, others, "approval_news", telling_to, subject_id=approval.id)
    return True


def _news(db: Db, wording: Wording, approval: Approval, state: str, by: Account | None, what: str) -> Outgoing:
    who = with_office(db, wording, by) if by else ""
    text = wording.text(f"notice.approval_news.{state}", number=approval.code, who=who, Who=capital(who), request=what)
    is_asker = wording.reader is not None and wording.reader.id == approval.asked_by
    gives_code = state == "agreed" and approval.what in (rules.ACCOUNT, rules.CODE)
    return Outgoing(text, (code_button(wording, approval),) if is_asker and gives_code else ())


def described(db: Db, wording: Wording, approval: Approval) -> str:
    """Says what is asked for: «đổi vai trò của Nguyễn Văn Tư từ người giúp đỡ sang cán bộ»."""
    wanted = approval.wanted
    account = accounts.get(db, approval.account_id)
    fields = {
        "name": account.name if account else wanted.get("name", ""),
        "roles": roles.named(wording, wanted.get("roles", ())),
        "before": roles.named(wording, wanted.get("before", ())),
        "last": phones.ending(wanted.get("phone") or ""),
        "way": wording.text(f"channel.{wanted['channel']}") if wanted.get("channel") else "",
    }
    return wording.text(f"approval.what.{approval.what}", **fields)


def line(wording: Wording, approval: Approval, account: Account | None) -> str:
    """Says it in a list; `account` is whom it concerns, None for one that is still to be made."""
    what = wording.text(f"approval.kind.{approval.what}")
    name = account.name if account else approval.wanted.get("name", "")
    return wording.text("approval.line", number=approval.code, what=what, name=name)


def deciding(wording: Wording, approval: Approval, reader: Account) -> tuple[Button, ...]:
    """Gives what this reader may press: yes and no, or, who asked for it, to take it back."""
    if approval.asked_by == reader.id:
        return (withdraw_button(wording, approval),)
    return decide_buttons(wording, approval) if may_decide(reader, approval) else ()


def decide_buttons(wording: Wording, approval: Approval) -> tuple[Button, ...]:
    return (_button(wording, approval, "agree"), _button(wording, approval, "decline"))


def see_button(wording: Wording, approval: Approval) -> Button:
    return _button(wording, approval, "see")


def withdraw_button(wording: Wording, approval: Approval) -> Button:
    return _button(wording, approval, "withdraw")


def code_button(wording: Wording, approval: Approval) -> Button:
    return _button(wording, approval, "code")


def list_button(wording: Wording) -> Button:
    typed = wording.text("approval.typed.list")
    return Button(wording.text("approval.button.list"), "do:approvals", role="command", typed=typed)


def _button(wording: Wording, approval: Approval, name: str) -> Button:
    typed = wording.text(f"approval.typed.{name}", number=approval.code)
    press = f"do:approval_{name}:{approval.number}"
    return Button(wording.text(f"approval.button.{name}"), press, role="command", typed=typed)
