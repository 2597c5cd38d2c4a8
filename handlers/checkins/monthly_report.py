"""Whoever owes a monthly report gets it drafted from their check-ins, to sign; an officer does, too."""

from functools import partial

from handlers.checkins.check_in import check_in
from handlers.kit import Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.people import office_document, record
from handlers.people.office_document import OfficeDocument
from handlers.people.targets import not_here, person_in
from handlers.reports import monthly_report
from rules.case_types import BY_CODE
from rules.checkins import month_to_report

REPORT = OfficeDocument("monthly_report", partial(monthly_report.gather, check_in), standings=("officer", "self"))


def own(scope: Scope, _argument: str) -> Reply:
    """Asks for the person's own report of the month; says so where none is owed."""
    person = record.person_of(scope)
    if person is None:
        return record.missing(scope) or not_here(scope)
    if BY_CODE[person.case_type].self_report != "monthly":
        officer = scope.human_button()
        return Said("monthly_report.not_owed", buttons=(officer, scope.menu_button()))
    return office_document.ask(scope, REPORT.form, person, month_to_report(scope.today))


def of_person(scope: Scope, argument: str) -> Reply:
    """Asks for the report of somebody in the officer's commune."""
    if not argument:
        return Start("find_person")
    person = person_in(scope, argument, REPORT.form)
    if person is None:
        return not_here(scope)
    if BY_CODE[person.case_type].self_report != "monthly":
        card = scope.button("officer.button.card", f"do:person_card:{person.id}")
        return Said("monthly_report.not_owed_by", {"who": scope.wording.called(person)}, (card, scope.menu_button()))
    return office_document.ask(scope, REPORT.form, person, month_to_report(scope.today))


WORDS = ("/baocaothang", "bao cao thang", "/monthly", "monthly report")
COMMANDS = (
    Command("monthly_report", own, may=("person",), words=WORDS),
    Command("monthly_report_of", of_person, may=("officer",), words=WORDS, takes_argument=True),
)
