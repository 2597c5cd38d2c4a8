"""Somebody sees who of the family helps, changes what each may see, and ends it; what changes is told to both."""

from handlers.family.inviting import code_of, items
from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.people import record
from rules.family import GUARDIAN
from storage import access, accounts, chats, family, persons
from storage.family import Permission

PERSON = ("person",)


def mine(scope: Scope, _argument: str = "") -> Reply:
    """Lists who helps the sender and with what; invites the first one where there is nobody."""
    if missing := record.missing(scope):
        return missing
    helpers = _own(scope)
    invite = scope.button("family.button.invite", "go:family_invite")
    if not helpers:
        return Said("my_family.none", buttons=(invite, scope.menu_button()))
    lines = [_line(scope.author, helper) for helper in helpers]
    ways = [way for helper in helpers for way in _ways(scope, helper)]
    return Outgoing("\n".join([scope.text("my_family.head"), *lines]), (*ways, invite, scope.menu_button()))


def _own(scope: Scope) -> list[Permission]:
    person = record.person_of(scope)
    return family.of_person(scope.db, person.id) if person else []


def _line(viewer: Viewer, helper: Permission) -> str:
    account = accounts.get(viewer.db, helper.account_id)
    who = viewer.wording.called(account) if account else ""
    allowed = ", ".join(viewer.text(f"family_invite.items.{item}") for item in helper.items)
    nothing = viewer.text("my_family.nothing")
    return viewer.text("my_family.line", who=capital(who), items=allowed or nothing)


def _ways(scope: Scope, helper: Permission) -> tuple[Button, ...]:
    """Offers to change and to end it, and a new code for one who has not come in yet."""
    account = accounts.get(scope.db, helper.account_id)
    who = scope.wording.called(account) if account else ""
    waits = helper.relation != GUARDIAN and not chats.of_account(scope.db, helper.account_id)
    code = (scope.button("family.button.code", f"do:family_code:{helper.id}", who=who),) if waits else ()
    return (
        *code,
        scope.button("family.button.change", f"go:family_change:helper={helper.id}", who=who),
        scope.button("family.button.end", f"do:family_end:{helper.id}", who=who),
    )


def own_helpers(_answers: Answers, scope: Scope) -> list[Option]:
    return [Option(str(helper.id), helper_named(str(helper.id), scope.author)) for helper in _own(scope)]


def helper_named(value: str, viewer: Viewer) -> str:
    """Names one who helps the reader."""
    helper = family.get(viewer.db, id_in(value))
    person = persons.get(viewer.db, helper.person_id) if helper else None
    is_own = person is not None and viewer.reader is not None and person.account_id == viewer.reader.id
    account = accounts.get(viewer.db, helper.account_id) if helper and is_own else None
    return capital(viewer.wording.called(account)) if account else ""


def change(answers: Answers, scope: Scope) -> Said:
    """Allows what is ticked now, and nothing else."""
    helper = next((own for own in _own(scope) if str(own.id) == answers["helper"]), None)
    if helper is None:
        raise Problem("no_longer_there", question="helper")
    family.allow(
        scope.db,
        unit=helper.unit,
        person_id=helper.person_id,
        account_id=helper.account_id,
        relation=helper.relation,
        items=tuple(answers["items"]),
        said_yes_on=scope.today,
        how="chat",
        by=scope.account.id,
    )
    _tell(scope, helper, "notice.family.changed")
    return Said(
        "family_change.thanks", buttons=(scope.button("family.button.list", "do:my_family"), scope.menu_button())
    )


def new_code(scope: Scope, argument: str) -> Reply:
    """Makes another code for a relative of the sender's who has not come in yet."""
    helper = next((own for own in _own(scope) if own.id == id_in(argument)), None)
    account = accounts.get(scope.db, helper.account_id) if helper else None
    if account is None or not access.acts(account, "family") or chats.of_account(scope.db, account.id):
        return Said("family.over", buttons=(scope.menu_button(),))
    return code_of(scope, account)


def end(scope: Scope, argument: str) -> Reply:
    """Ends it at once, at the press of either; the other one hears of it."""
    helper = family.get(scope.db, id_in(argument))
    is_mine = helper is not None and helper.account_id == scope.account.id
    if helper is None or not (is_mine or helper in _own(scope)) or not family.end(scope.db, helper, scope.account.id):
        return Said("family.over", buttons=(scope.menu_button(),))
    if not is_mine:
        _tell(scope, helper, "notice.family.ended")
        return Said("family.ended", buttons=(scope.menu_button(),))
    person = persons.get(scope.db, helper.person_id)
    if person is not None and person.account_id:
        _tell_account(scope, person.account_id, person.id, "notice.family.left")
    return Said("family.ended", buttons=(scope.menu_button(),))


def _tell(scope: Scope, helper: Permission, key: str) -> None:
    _tell_account(scope, helper.account_id, helper.person_id, key)


def _tell_account(scope: Scope, account_id: int, person_id: int, key: str) -> None:
    def telling(wording: Wording) -> Outgoing:
        who = wording.called(scope.account)
        return Outgoing(wording.text(key, who=who, Who=capital(who)))

    notices.tell(scope.db, scope.deployment, account_id, "family", telling, subject_id=person_id)


family_change = Form(
    "family_change",
    Choice("helper", own_helpers, named=helper_named),
    items,
    submit=change,
    may=PERSON,
)
COMMANDS = (
    Command("my_family", mine, may=PERSON, words=("nguoi nha cua toi", "nguoi nha giup", "my family")),
    Command("family_code", new_code, may=PERSON),
    Command("family_end", end, may=("person", "family", "guardian")),
)
