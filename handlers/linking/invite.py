"""An officer invites somebody: a person or colleague on record, or somebody new; the code is shown this once.

What opens an officer's account, a new one or one that is there, needs the yes of a second person first.
"""

from handlers.kit import Answers, Choice, Day, Form, Option, Phone, Problem, Said, Text
from handlers.kit.commands import Command, begins, id_in, number_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.linking import invitees, new_account
from handlers.linking.invitation import describe
from handlers.linking.new_account import Year, is_new, is_new_officer, is_new_person
from handlers.notify import approvals
from handlers.people.naming import for_officers, person_named
from handlers.people.targets import person_in
from rules import approvals as rules
from rules import links
from rules.case_types import CODES as CASE_TYPES
from rules.local_time import local_day
from rules.roles import BY_CODE
from storage import access, accounts, units
from storage import approvals as storage_approvals
from storage.accounts import Account

OFFICER = ("officer",)
INVITED = BY_CODE["officer"].invites


def invites_person(answers: Answers) -> bool:
    return answers.get("who") == "person"


def invites_colleague(answers: Answers) -> bool:
    return answers.get("who") in INVITED and not invites_person(answers)


def known_people(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers the people on record, those who have no account yet first."""
    people = access.visible_persons(scope.db, scope.account, "")
    people.sort(key=lambda person: person.account_id is not None)
    names = for_officers(scope.wording, people)
    return [Option(str(person.id), names[person.id]) for person in people]


def known_colleagues(answers: Answers, scope: Scope) -> list[Option]:
    colleagues = accounts.with_role(scope.db, scope.unit, answers.get("who", ""))
    return [Option(str(colleague.id), colleague.name) for colleague in colleagues if colleague.id != scope.account.id]


def colleague_named(value: str, viewer: Viewer) -> str:
    """Names an account of the officer's own commune."""
    account, officer = accounts.get(viewer.db, id_in(value)), viewer.reader
    return account.name if account and officer and account.unit == officer.unit else ""


def agency_named(value: str, viewer: Viewer) -> str:
    organisation = units.organisation(viewer.db, id_in(value))
    return organisation.name if organisation else ""


def agencies(_answers: Answers, scope: Scope) -> list[Option]:
    return new_account.agencies(scope)


def make_code(answers: Answers, scope: Scope) -> Said:
    if is_new_officer(answers):
        return new_account.ask_for_officer(answers, scope)
    account = _account(answers, scope)
    if rules.is_trusted(account.roles):
        return approvals.ask(scope, rules.CODE, account, {})
    return code_of(scope, account)


def agreed_code(scope: Scope, argument: str) -> Said:
    """Makes the code that a second person has agreed to: once, and only for whoever asked."""
    approval = storage_approvals.by_number(scope.db, scope.unit, number_in(argument))
    if approval is None or approval.asked_by != scope.account.id or approval.what not in (rules.ACCOUNT, rules.CODE):
        return Said("approval.unknown", buttons=(scope.menu_button(),))
    account = accounts.get(scope.db, approval.account_id)
    is_ours = account is not None and account.unit == scope.unit and account.status == "active"
    if account is None or not is_ours or not storage_approvals.use(scope.db, approval.id):
        return Said("approval.over", {"number": approval.code}, (scope.menu_button(),))
    return code_of(scope, account)


def code_of(scope: Scope, account: Account) -> Said:
    """Makes a code for the account and shows it this once, with the ways to bring it along."""
    code = invitees.give_code(scope.db, scope.unit, account.id, scope.account.id)
    until = scope.day(local_day(scope.now + links.LIFE))
    ways = "".join(f"\n{link}" for link in describe(scope.deployment, code).values())
    fields = {"code": code, "name": account.name, "until": until, "born": _born_hint(scope, account), "links": ways}
    return Said("invite.code", fields, (scope.button("invite.again", "go:invite"), scope.menu_button()))


def _born_hint(scope: Scope, account: Account) -> str:
    return scope.text("invite.asks_born" if account.born else "invite.asks_nothing")


def _account(answers: Answers, scope: Scope) -> Account:
    """Finds or makes the account to invite, of the officer's own commune."""
    if is_new(answers):
        account_id = new_account.make(answers, scope)
    elif invites_person(answers):
        account_id = _of_person(answers, scope)
    else:
        account_id = id_in(answers["account"])
    account = accounts.get(scope.db, account_id)
    if account is None or account.unit != scope.unit or account.status != "active":
        raise Problem("no_longer_there", question="who")
    return account


def _of_person(answers: Answers, scope: Scope) -> int:
    person = person_in(scope, answers["person"], "invite")
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    return invitees.account_of_person(scope.db, person, scope.account.id)


invite = Form(
    "invite",
    Choice("who", (*INVITED, "new")),
    Choice("person", known_people, named=person_named, when=invites_person),
    Choice("account", known_colleagues, named=colleague_named, when=invites_colleague),
    Choice("role", INVITED, when=is_new),
    Text("name", longest=80, when=is_new),
    Year("born", when=is_new, optional=True),
    Phone("phone", when=is_new, optional=True),
    Text("hamlet", longest=60, when=is_new_person),
    Choice("case_type", CASE_TYPES, when=is_new_person, labels="case_type"),
    Day("came_home_on", problem=new_account.day_problem, when=is_new_person),
    Choice("agency", agencies, named=agency_named, when=is_new_officer),
    submit=make_code,
    may=OFFICER,
)
COMMANDS = (
    Command("invite", begins("invite"), may=OFFICER, words=("/invite", "/moi", "moi nguoi", "invite")),
    Command("approval_code", agreed_code, may=OFFICER, words=("lay ma so", "get code so"), record="approval"),
)
