"""An officer ends the commune's part with somebody, lets it rest, finds those people, and takes it up again."""

from handlers.accounts.closing import reopen_account
from handlers.accounts.management import begin_again, end_management, pause
from handlers.kit import Answers, Button, Choice, Choices, Form, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply, begins
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.people.naming import for_officers, person_named
from handlers.people.targets import not_here, people_to_choose, person_in
from rules.management import AGAIN, BY_CODE, CODES, PAUSES
from rules.transfers import PAPERS
from storage import access, accounts, transfers
from storage.persons import Person

OFFICER = ("officer",)
# the lists of those who are not in care, by the command that shows them
HEADS = {"formerly_managed": "formerly_managed.head", "paused": "paused.head"}
NOBODY = {"formerly_managed": "formerly_managed.none", "paused": "paused.none"}


def end(answers: Answers, scope: Scope) -> Said:
    person, reason = person_in(scope, answers["person"], "end_management"), BY_CODE[answers["reason"]]
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    why = scope.text(f"end_management.reason.{reason.code}")
    if reason.code == "moved" and answers["place"]:
        _note_sent(answers, scope, person)
    ended = end_management(scope.db, scope.deployment, person, reason, by=scope.account.id, why=why)
    numbers = ", ".join(alert.code for alert in ended.open_alerts)
    alerts_left = (scope.button("alert.button.list", "do:alerts"),) if numbers else ()
    key = "end_management.done_alerts" if numbers else "end_management.done"
    fields = {"who": scope.wording.called(person), "numbers": numbers}
    return Said(key, fields, (*alerts_left, _card(scope, person), scope.menu_button()))


def _note_sent(answers: Answers, scope: Scope, person: Person) -> None:
    """Notes where the person went and which papers were sent there: a commune that is not served here."""
    transfers.note_sent(
        scope.db,
        unit=scope.unit,
        person_id=person.id,
        moves_on=scope.today,
        place=answers["place"],
        papers=tuple(answers["papers"]),
        by=scope.account.id,
    )


def pause_care(answers: Answers, scope: Scope) -> Said:
    """Lets the management rest until the person is back."""
    person = person_in(scope, answers["person"], "pause_management")
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    pause(scope.db, scope.deployment, person, answers["reason"], by=scope.account.id)
    ways = (_card(scope, person), scope.menu_button())
    return Said("pause_management.done", {"who": scope.wording.called(person)}, ways)


def has_moved(answers: Answers) -> bool:
    return bool(answers["reason"] == "moved")


def place_is_known(answers: Answers) -> bool:
    return has_moved(answers) and answers["place"] is not None


def _card(scope: Scope, person: Person) -> Button:
    return scope.button("officer.button.card", f"do:person_card:{person.id}")


end_of_management = Form(
    "end_management",
    Choice("person", people_to_choose, named=person_named),
    Choice("reason", CODES),
    Text("place", longest=120, optional=True, when=has_moved),
    Choices("papers", PAPERS, when=place_is_known),
    submit=end,
    may=OFFICER,
)
pausing = Form(
    "pause_management",
    Choice("person", people_to_choose, named=person_named),
    Choice("reason", PAUSES),
    submit=pause_care,
    may=OFFICER,
)


def paused(scope: Scope, argument: str) -> Reply:
    """Lists those with whom the management rests; `argument`: how many to skip."""
    people = access.with_status(scope.db, scope.account, "paused")
    return _listed(scope, people, argument, "paused")


def formerly_managed(scope: Scope, argument: str) -> Reply:
    """Lists those with whom the commune's part has ended and whose records are kept; `argument`: how many to skip."""
    people = access.with_status(scope.db, scope.account, "ended", "moved")
    return _listed(scope, people, argument, "formerly_managed")


def _listed(scope: Scope, people: list[Person], argument: str, what: str) -> Reply:
    if not people:
        return Said(NOBODY[what], buttons=(scope.menu_button(),))
    page = ListPage.asked(argument, len(people))
    names = for_officers(scope.wording, page.of(people))
    buttons = [Button(names[person.id], f"do:person_card:{person.id}") for person in page.of(people)]
    head = scope.text(HEADS[what], count=len(people))
    more = page.more(scope, f"do:{what}:")
    return Outgoing("\n".join([head, *page.lines(buttons)]), (*page.numbered(buttons), *more, scope.menu_button()))


def again(scope: Scope, argument: str) -> Reply:
    """Asks why, for nothing of before comes back by itself."""
    person = _ended_person(scope, argument)
    if person is None:
        return not_here(scope)
    whys = tuple(
        scope.button(f"manage_again.why.{why}", f"do:manage_again_yes:{person.id}.{why}")
        for why in (AGAIN[:1] if person.status == "paused" else AGAIN)
    )
    key = "manage_again.ask_paused" if person.status == "paused" else "manage_again.ask"
    return Said(key, {"who": scope.wording.called(person)}, (*whys, _card(scope, person)))


def again_yes(scope: Scope, argument: str) -> Reply:
    """Takes the person into care again; a guardian is to be assigned, and the account opened if it has ended."""
    person_id, _, why = argument.partition(".")
    if why not in AGAIN:
        return again(scope, person_id)
    person = _ended_person(scope, person_id)
    if person is None:
        return not_here(scope)
    guarded = begin_again(scope.db, scope.deployment, person, why, by=scope.account.id)
    assign = () if guarded else (scope.button("officer.button.assign", f"go:assign:person={person.id}"),)
    account = accounts.get(scope.db, person.account_id)
    has_ended = account is not None and not access.acts(account)
    opens = (scope.button("manage_again.account", f"do:person_account_open:{person.id}"),) if has_ended else ()
    key = "manage_again.done_guarded" if guarded else "manage_again.done"
    return Said(key, {"who": scope.wording.called(person)}, (*assign, *opens, _card(scope, person)))


def open_account(scope: Scope, argument: str) -> Reply:
    """Opens the account of somebody in care again."""
    person = person_in(scope, argument, "account")
    account = accounts.get(scope.db, person.account_id) if person else None
    if person is None or account is None or person.status != "managed" or set(account.roles) != {"person"}:
        return not_here(scope)
    why = scope.text("manage_again.title")
    reopen_account(scope.db, scope.deployment, account, by=scope.account.id, why=why)
    return Said("manage_again.account_open", {"who": scope.wording.called(person)}, (_card(scope, person),))


def _ended_person(scope: Scope, argument: str) -> Person | None:
    person = person_in(scope, argument, "manage_again")
    return person if person is not None and person.status != "managed" else None


COMMANDS = (
    Command(
        "end_management",
        begins("end_management"),
        may=OFFICER,
        words=("ket thuc quan ly", "/ketthuc", "end management"),
    ),
    Command(
        "formerly_managed",
        formerly_managed,
        may=OFFICER,
        words=("da ket thuc", "/daketthuc", "nguoi da ket thuc", "formerly managed"),
    ),
    Command(
        "pause_management",
        begins("pause_management"),
        may=OFFICER,
        words=("tam dung quan ly", "/tamdung", "pause management"),
    ),
    Command("paused", paused, may=OFFICER, words=("dang tam dung", "paused")),
    Command("manage_again", again, may=OFFICER),
    Command("manage_again_yes", again_yes, may=OFFICER),
    Command("person_account_open", open_account, may=OFFICER),
)
