"""An officer proposes to another commune to take somebody over who moves there, with the day and the reason."""

from datetime import date

from handlers.kit import Answers, Choice, Day, Form, Option, Problem, Said, Text
from handlers.kit.commands import Command, begins
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.notify import transfer_news as telling
from handlers.people.naming import person_named
from handlers.people.targets import people_to_choose, person_in
from handlers.transfers import clock
from rules import transfers as rules
from storage import accounts, transfers, units
from storage.accounts import Account
from storage.persons import Person

OFFICER = ("officer",)


def other_communes(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers the other communes in which officers work with this service."""
    return [
        Option(code, telling.commune(scope.db, scope.deployment, code))
        for code in transfers.units_with_officers(scope.db)
        if code != scope.unit
    ]


def commune_named(value: str, viewer: Viewer) -> str:
    unit = units.get(viewer.db, value)
    return unit.name if unit else value


def no_other_commune(scope: Scope) -> Said | None:
    """Says how a move to a commune that is not served here is noted; None where there are others."""
    if other_communes({}, scope):
        return None
    return Said("transfer.no_other", buttons=(scope.button("officer.button.end_management", "go:end_management"),))


def propose(answers: Answers, scope: Scope) -> Said:
    person = person_in(scope, answers["person"], "transfer")
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    if any(transfer.state in transfers.OPEN for transfer in transfers.of_person(scope.db, person.id)):
        raise Problem("waits_already", question="person")
    account = accounts.get(scope.db, person.account_id)
    if account is not None and set(account.roles) != {"person"}:
        raise Problem("has_other_roles", question="person")
    transfer_id = transfers.propose(
        scope.db,
        unit=scope.unit,
        to_unit=answers["to_unit"],
        person_id=person.id,
        moves_on=date.fromisoformat(answers["moves_on"]),
        due_on=rules.answer_by(scope.today, scope.deployment.free_days),
        why=answers["why"],
        by=scope.account.id,
    )
    return _tell_receiver(scope, transfer_id, person, scope.account)


def _tell_receiver(scope: Scope, transfer_id: int, person: Person, officer: Account) -> Said:
    """Tells the receiving commune, and says by when it is to answer and whether anybody there was reached."""
    transfer = transfers.get(scope.db, transfer_id)
    assert transfer is not None
    assert transfer.due_on is not None
    clock.plan(scope.db, transfer)
    place = telling.commune(scope.db, scope.deployment, transfer.unit)
    reached = telling.tell_officers(
        scope.db,
        scope.deployment,
        transfer,
        transfer.to_unit or "",
        "transfer",
        "notice.transfer.proposed",
        place=place,
    )
    fields = {
        "who": scope.wording.called(person),
        "place": telling.commune(scope.db, scope.deployment, transfer.to_unit or ""),
        "day": scope.day(transfer.due_on),
    }
    key = "transfer.thanks" if reached else "transfer.thanks_unreached"
    return Said(key, fields, (scope.button("transfers.button", "do:transfers"), scope.menu_button()))


transfer = Form(
    "transfer",
    Choice("person", people_to_choose, named=person_named),
    Choice("to_unit", other_communes, named=commune_named),
    Day("moves_on", problem=rules.day_problem, offers=(0, 1)),
    Text("why", longest=300),
    submit=propose,
    may=OFFICER,
    ready=no_other_commune,
)


COMMANDS = (
    Command(
        "transfer", begins("transfer"), may=OFFICER, words=("chuyen xa", "/chuyenxa", "chuyen noi quan ly", "/transfer")
    ),
)
