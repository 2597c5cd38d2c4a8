"""An officer ends the commune's part with somebody, finds those with whom it has ended, and takes it up again."""

from handlers.accounts.closing import reopen_account
from handlers.accounts.management import begin_again, end_management
from handlers.kit import Answers, Button, Choice, Form, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.people.naming import for_officers, person_named
from handlers.people.targets import not_here, people_to_choose, person_in
from rules.management import BY_CODE, CODES
from storage import access, accounts
from storage.persons import Person

OFFICER = ("officer",)


def end(answers: Answers, scope: Scope) -> Said:
    person, reason = person_in(scope, answers["person"], "end_management"), BY_CODE[answers["reason"]]
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    why = scope.text(f"end_management.reason.{reason.code}")
    ended = end_management(scope.db, scope.deployment, person, reason, by=scope.account.id, why=why)
    numbers = ", ".join(alert.code for alert in ended.open_alerts)
    alerts_left = (scope.button("alert.button.list", "do:alerts"),) if numbers else ()
    key = "end_management.done_alerts" if numbers else "end_management.done"
    fields = {"who": scope.wording.called(person), "numbers": numbers}
    return Said(key, fields, (*alerts_left, _card(scope, person), scope.menu_button()))


def _card(scope: Scope, person: Person) -> Button:
    return scope.button("officer.button.card", f"do:person_card:{person.id}")


end_of_management = Form(
    "end_management",
    Choice("person", people_to_choose, named=person_named),
    Choice("reason", CODES),
    submit=end,
    may=OFFICER,
)


def begin(_scope: Scope, _argument: str) -> Reply:
    return Start("end_management")


def formerly_managed(scope: Scope, argument: str) -> Reply:
    """Lists those with whom the commune's part has ended and whose records are kept; `argument`: how many to skip."""
    people = access.formerly_managed(scope.db, scope.account)
    if not people:
        return Said("formerly_managed.none", buttons=(scope.menu_button(),))
    page = ListPage.asked(argument, len(people))
    names = for_officers(scope.wording, page.of(people))
    buttons = [Button(names[person.id], f"do:person_card:{person.id}") for person in page.of(people)]
    head = scope.text("formerly_managed.head", count=len(people))
    more = page.more(scope, "do:formerly_managed:")
    return Outgoing("\n".join([head, *page.lines(buttons)]), (*page.numbered(buttons), *more, scope.menu_button()))


def again(scope: Scope, argument: str) -> Reply:
    """Asks once more, for nothing of before comes back by itself."""
    person = _ended_person(scope, argument)
    if person is None:
        return not_here(scope)
    yes = scope.button("manage_again.yes", f"do:manage_again_yes:{person.id}")
    return Said("manage_again.ask", {"who": scope.wording.called(person)}, (yes, _card(scope, person)))


def again_yes(scope: Scope, argument: str) -> Reply:
    """Takes the person into care again; a guardian is to be assigned, and the account opened if it has ended."""
    person = _ended_person(scope, argument)
    if person is None:
        return not_here(scope)
    begin_again(scope.db, scope.deployment, person, by=scope.account.id)
    assign = scope.button("officer.button.assign", f"go:assign:person={person.id}")
    account = accounts.get(scope.db, person.account_id)
    has_ended = account is not None and not access.acts(account)
    opens = (scope.button("manage_again.account", f"do:person_account_open:{person.id}"),) if has_ended else ()
    return Said("manage_again.done", {"who": scope.wording.called(person)}, (assign, *opens, _card(scope, person)))


def open_account(scope: Scope, argument: str) -> Reply:
    """Opens the account of somebody in care again."""
    person = person_in(scope, argument, "account")
    account = accounts.get(scope.db, person.account_id) if person else None
    if person is None or account is None or person.status != "managed" or set(account.roles) != {"person"}:
        return not_here(scope)
    why = scope.text("manage_again.yes")
    reopen_account(scope.db, scope.deployment, account, by=scope.account.id, why=why)
    return Said("manage_again.account_open", {"who": scope.wording.called(person)}, (_card(scope, person),))


def _ended_person(scope: Scope, argument: str) -> Person | None:
    person = person_in(scope, argument, "manage_again")
    return person if person is not None and person.status != "managed" else None


COMMANDS = (
    Command("end_management", begin, may=OFFICER, words=("ket thuc quan ly", "/ketthuc", "end management")),
    Command(
        "formerly_managed",
        formerly_managed,
        may=OFFICER,
        words=("da ket thuc", "/daketthuc", "nguoi da ket thuc", "formerly managed"),
    ),
    Command("manage_again", again, may=OFFICER),
    Command("manage_again_yes", again_yes, may=OFFICER),
    Command("person_account_open", open_account, may=OFFICER),
)
