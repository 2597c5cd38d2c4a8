"""All papers about somebody on one page: reports, letters, and those of being taken in charge."""

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.people.targets import not_here, person_in
from handlers.reports.quarter import period_named
from rules.case_types import BY_CODE
from storage import quarter_reports
from storage.persons import Person

MOST_QUARTERS = 4


def offered(scope: Scope, argument: str) -> Reply:
    if not argument:
        return Start("find_person")
    person = person_in(scope, argument, "papers")
    if person is None:
        return not_here(scope)
    card = scope.button("officer.button.card", f"do:person_card:{person.id}")
    who = scope.wording.called(person)
    return Said("letters.of_person", {"who": who}, (*_papers(scope, person), card, scope.menu_button()))


def _papers(scope: Scope, person: Person) -> list[Button]:
    papers = [scope.button("officer.button.person_page", f"do:person_page:{person.id}")]
    papers += [
        scope.button(
            "letters.button.quarter", f"do:quarter_read:{report.id}", quarter=period_named(scope.text, report.quarter)
        )
        for report in quarter_reports.of_person(scope.db, person.id, MOST_QUARTERS)
    ]
    if BY_CODE[person.case_type].self_report == "monthly":
        papers.append(scope.button("letters.button.month", f"do:monthly_report_of:{person.id}"))
    return [
        *papers,
        scope.button("letters.button.invitation", f"go:invitation_letter:person={person.id}"),
        scope.button("letters.button.reminder", f"go:reminder_letter:person={person.id}"),
        scope.button("letters.button.charge", f"do:charge_documents:{person.id}"),
    ]


COMMANDS = (
    Command(
        "person_documents",
        offered,
        may=("officer",),
        words=("giay to", "/giayto", "papers"),
        record="person",
        takes_argument=True,
    ),
)
