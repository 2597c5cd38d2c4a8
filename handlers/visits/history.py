"""What a guardian has reported lately, of people still in their care."""

from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.people.history import Entry, sent_along, written
from handlers.people.records import form_of, visit_entry
from storage import access, visits
from storage.persons import Person
from storage.visits import Visit

MOST_SHOWN = 6


def my_reports(scope: Scope, _argument: str) -> Reply:
    """Lists the guardian's reports as the office has them; a photo of one's own opens behind its button."""
    in_care = {person.id: person for person in access.in_care(scope.db, scope.account, "my reports")}
    reported = visits.of_guardian(scope.db, scope.account.id, list(in_care), MOST_SHOWN)
    if not reported:
        return Said("my_reports.none", buttons=(scope.menu_button(),))
    entries = [_entry(scope, visit, in_care[visit.person_id]) for visit in reported]
    lines = [scope.text("my_reports.list"), *written(entries, scope.wording)]
    return Outgoing("\n".join(lines), (*sent_along(scope, entries), scope.menu_button()))


def _entry(scope: Scope, visit: Visit, person: Person) -> Entry:
    report = form_of(scope.deployment, "visit_report")
    return visit_entry(report, visit, scope.viewer(person), scope.wording.called(person))


COMMANDS = (
    Command(
        "my_reports",
        my_reports,
        may=("guardian",),
        words=("/dabao", "da bao", "bao cao cua toi", "my reports"),
    ),
)
