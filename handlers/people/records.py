"""How the records of somebody read, by the forms that they were told in."""

from handlers.kit import Form
from handlers.kit.deployment import Deployment
from handlers.kit.viewer import Viewer
from handlers.people.history import Entry
from rules.local_time import local_day
from storage import intakes
from storage.persons import Person
from storage.visits import Visit


def form_of(deployment: Deployment, record: str) -> Form:
    """Finds the form by its id, in which such a record was told. Raises KeyError."""
    return deployment.registry.forms[record]


def visit_line(report: Form, visit: Visit, viewer: Viewer) -> str:
    """Says a visit in one line: «thứ Tư 25/11: gặp được · ổn · rượu bia»."""
    short = report.in_short(visit.said(), viewer)
    return viewer.text("officer.card.visit", day=viewer.day(visit.visited_on), told=short)


def visit_entry(report: Form, visit: Visit, viewer: Viewer, about: str = "") -> Entry:
    """Describes a visit for a list; `about`: who was visited, where that is not said above."""
    parts = (visit.receipt, about, visit_line(report, visit, viewer))
    below = report.shown(visit.said(), viewer, "listed")
    return Entry(" · ".join(part for part in parts if part), below, visit.receipt)


def intake_lines(intake: Form, person: Person, viewer: Viewer) -> list[str]:
    """Lists what the person told last of their situation, as far as the viewer may read it; nothing if nothing is."""
    told = intakes.latest(viewer.db, person.id)
    if told is None:
        return []
    lines = [f"{line.label}: {line.value}" for line in intake.shown(told.answers, viewer)]
    return [*lines, viewer.text("intake.told_on", day=viewer.day(local_day(told.at)))]
