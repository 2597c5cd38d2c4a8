"""What whoever helps somebody from now on is to know: last visits, the next one, needs, goals, who helped before."""

from handlers.kit import Outgoing
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.people.goal_words import in_words
from handlers.people.records import form_of, visit_line
from handlers.people.targets import not_here, person_in, visit_button
from storage import accounts, assignments, goals, needs, visits
from storage.persons import Person

LAST_VISITS = 3
MOST_FORMER = 2


def hand_over(scope: Scope, argument: str) -> Reply:
    """Shows the note about one of the reader's own; the look is written down."""
    person = person_in(scope, argument, "hand over")
    if person is None:
        return not_here(scope)
    lines = [
        scope.text("hand_over.head", who=scope.wording.called(person), where=person.hamlet),
        *_former(scope, person),
        *_visits(scope, person),
        *_needs(scope, person),
        *_goals(scope, person),
    ]
    if person.next_visit_on:
        lines.append(scope.text("hand_over.next", day=scope.day(person.next_visit_on)))
    return Outgoing("\n".join(lines), (visit_button(scope.wording, person), scope.menu_button()))


def _former(scope: Scope, person: Person) -> list[str]:
    """Names the last guardians before, who can be asked; the reader is not among them."""
    ended = [each for each in assignments.history(scope.db, person.id) if each.ended_at]
    ids = list(dict.fromkeys(each.guardian_id for each in reversed(ended) if each.guardian_id != scope.account.id))
    named = accounts.several(scope.db, ids[:MOST_FORMER])
    names = ", ".join(scope.wording.called(named[former]) for former in ids[:MOST_FORMER])
    return [scope.text("hand_over.former", who=names)] if names else []


def _visits(scope: Scope, person: Person) -> list[str]:
    report, viewer = form_of(scope.deployment, "visit_report"), scope.viewer(person)
    lines = [visit_line(report, visit, viewer) for visit in visits.latest(scope.db, person.id, LAST_VISITS)]
    return [scope.text("hand_over.visits"), *lines] if lines else [scope.text("officer.card.never_met")]


def _needs(scope: Scope, person: Person) -> list[str]:
    names = [scope.text(f"visit_report.needs.{need.kind}") for need in needs.of_person(scope.db, person.id)]
    return [scope.text("officer.card.needs", needs=", ".join(names))] if names else []


def _goals(scope: Scope, person: Person) -> list[str]:
    """Lists the plan as it stands; what has ended is among its own pages."""
    lines = [f"– {in_words(scope.wording, goal)}" for goal in goals.of_person(scope.db, person.id)]
    return [scope.text("hand_over.goals"), *lines] if lines else []


COMMANDS = (Command("hand_over", hand_over, may=("guardian",), words=("ban giao", "hand over"), takes_argument=True),)
