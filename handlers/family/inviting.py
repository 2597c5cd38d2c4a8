"""Somebody invites a family member in chat and ticks what they may see; for who has no phone, an officer notes it."""

from datetime import date

from handlers.kit import Answers, Choice, Choices, Day, Form, Phone, Problem, Said, Text
from handlers.kit.commands import Command, begins
from handlers.kit.scope import Scope
from handlers.people import record
from handlers.people.naming import person_named
from handlers.people.targets import people_to_choose, person_in
from rules import family as rules
from rules import links
from rules.local_time import local_day
from storage import accounts, family, invites
from storage.accounts import Account
from storage.persons import Person

PERSON, OFFICER = ("person",), ("officer",)


def invite_own(answers: Answers, scope: Scope) -> Said:
    """Lets a family member of the sender help: the yes is given here, in chat."""
    person = record.person_of(scope)
    assert person is not None
    return _let_help(answers, scope, person, said_yes_on=scope.today, how=rules.IN_CHAT)


def invite_for(answers: Answers, scope: Scope) -> Said:
    """Lets a family member of somebody help who said yes in person, by phone or in writing."""
    person = person_in(scope, answers["person"], "family")
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    return _let_help(answers, scope, person, said_yes_on=date.fromisoformat(answers["said_yes_on"]), how=answers["how"])


def _let_help(answers: Answers, scope: Scope, person: Person, *, said_yes_on: date, how: str) -> Said:
    relatives = [helper for helper in family.of_person(scope.db, person.id) if helper.relation != rules.GUARDIAN]
    if len(relatives) >= rules.MOST_HELPERS:
        raise Problem("enough", question="name", most=rules.MOST_HELPERS)
    account = _account(answers, scope, person)
    family.allow(
        scope.db,
        unit=person.unit,
        person_id=person.id,
        account_id=account.id,
        relation=answers["relation"],
        items=tuple(answers["items"]),
        said_yes_on=said_yes_on,
        how=how,
        by=scope.account.id,
    )
    return code_of(scope, account)


def code_of(scope: Scope, account: Account) -> Said:
    """Makes the relative's code and shows it this once; those before end. It asks for the full name."""
    invites.withdraw(scope.db, account.id)
    scope.audit("account.invited", account.id)
    code = invites.create(scope.db, account.id, scope.account.id, by_hand=True)
    until = scope.day(local_day(scope.now + links.LIFE))
    return Said("family_invite.thanks", {"name": account.name, "code": code, "until": until}, (scope.menu_button(),))


def _account(answers: Answers, scope: Scope, person: Person) -> Account:
    """Makes the relative's account; one that is there already belongs to somebody whom the office has to ask."""
    phone = answers.get("phone")
    if phone and accounts.by_phone(scope.db, phone) is not None:
        raise Problem("taken", question="phone")
    account_id = accounts.add(
        scope.db,
        unit=person.unit,
        name=" ".join(answers["name"].split()),
        roles=("family",),
        phone=phone,
        by=scope.account.id,
    )
    account = accounts.get(scope.db, account_id)
    assert account is not None
    return account


def past_day_problem(day: date, today: date) -> str | None:
    return "in_future" if day > today else None


name = Text("name", longest=80)
relation = Choice("relation", rules.RELATIONS)
phone = Phone("phone", optional=True)
items = Choices("items", rules.ITEMS)
family_invite = Form(
    "family_invite",
    name,
    relation,
    phone,
    items,
    submit=invite_own,
    may=PERSON,
    ready=record.missing,
)
family_for = Form(
    "family_for",
    Choice("person", people_to_choose, named=person_named),
    name,
    relation,
    phone,
    items,
    Day("said_yes_on", problem=past_day_problem),
    Choice("how", rules.HOWS),
    submit=invite_for,
    may=OFFICER,
)


COMMANDS = (
    Command(
        "family_for",
        begins("family_for"),
        may=OFFICER,
        words=("nguoi nha", "moi nguoi nha", "/nguoinha", "family member"),
    ),
)
