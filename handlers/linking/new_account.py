"""Somebody whom the commune does not know yet: what is asked, and the account, with a record if it is a person."""

from datetime import date

from handlers.kit import Answers, Incoming, JsonValue, Option, Problem, Question, Said
from handlers.kit.scope import Scope
from handlers.notify import approvals
from rules import approvals as rules
from rules.visits import next_visit_on
from storage import accounts, persons, units

AGENCIES = ("police", "border", "committee")
OLDEST = 110
YOUNGEST = 14


def is_new(answers: Answers) -> bool:
    return answers.get("who") == "new"


def is_new_person(answers: Answers) -> bool:
    return is_new(answers) and answers.get("role") == "person"


def is_new_officer(answers: Answers) -> bool:
    return is_new(answers) and answers.get("role") == "officer"


def day_problem(day: date, today: date) -> str | None:
    return "in_future" if day > today else None


class Year(Question):
    """A year of birth, four figures."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        text = message.text.strip()
        if not (text.isdecimal() and len(text) == 4):
            raise Problem("not_a_year")
        return int(text)

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, int)

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        if not scope.today.year - OLDEST <= stored <= scope.today.year - YOUNGEST:
            raise Problem("not_a_year")


def agencies(scope: Scope) -> list[Option]:
    organisations = units.organisations_of(scope.db, scope.unit, *AGENCIES)
    return [Option(str(organisation.id), organisation.name) for organisation in organisations]


def make(answers: Answers, scope: Scope) -> int:
    """Makes the account and gives its id; a person gets a record beside it, with a first visit in a week."""
    name = _name(answers)
    account_id = accounts.add(
        scope.db,
        unit=scope.unit,
        name=name,
        roles=(answers["role"],),
        phone=_phone(answers, scope),
        born=answers.get("born"),
        by=scope.account.id,
    )
    if is_new_person(answers):
        _add_record(answers, scope, account_id, name)
    return account_id


def ask_for_officer(answers: Answers, scope: Scope) -> Said:
    """Asks a second person for the account of a colleague: before the yes it does not exist."""
    wanted = {
        "name": _name(answers),
        "roles": [answers["role"]],
        "phone": _phone(answers, scope),
        "born": answers.get("born"),
        "organisation_id": int(answers["agency"]),
    }
    return approvals.ask(scope, rules.ACCOUNT, None, wanted)


def _name(answers: Answers) -> str:
    return " ".join(answers["name"].split())


def _phone(answers: Answers, scope: Scope) -> str | None:
    phone: str | None = answers.get("phone")
    if phone and accounts.by_phone(scope.db, phone) is not None:
        raise Problem("taken", question="phone")
    return phone


def _add_record(answers: Answers, scope: Scope, account_id: int, name: str) -> None:
    came_home_on = date.fromisoformat(answers["came_home_on"])
    person_id = persons.add(
        scope.db,
        unit=scope.unit,
        account_id=account_id,
        name=name,
        phone=answers.get("phone"),
        born=answers.get("born"),
        hamlet=answers["hamlet"],
        case_type=answers["case_type"],
        came_home_on=came_home_on,
        next_visit_on=next_visit_on(scope.today, came_home_on),
    )
    scope.audit("person.added", person_id)
