"""The page between choosing people in the list and the chat's question: whom, and to which guardian."""

from dataclasses import dataclass

from handlers.assignments.assign import guardian_line, loads_of
from handlers.assignments.assign_many import MOST
from handlers.desk.page import Asked, DeskPage
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.people import naming
from storage import access_to_people, accounts, assignments

PICK = "pick-"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody who was chosen, with who helps them now, if anybody."""

    id: int
    name: str
    guardian: str


@dataclass(frozen=True, slots=True)
class AssigningFacts:
    """`ids`: as they are typed for the form. `guardians`: the press of its button, and its label."""

    people: tuple[Chosen, ...]
    ids: str
    guardians: tuple[tuple[str, str], ...]


def gather(scope: Scope, asked: Asked) -> AssigningFacts:
    """Reads whom the address names, `pick-<id>` each; who is of another commune is left out."""
    picked = [id_in(name.removeprefix(PICK)) for name in asked if name.startswith(PICK)][:MOST]
    people = [
        person for person in access_to_people.chosen(scope.db, scope.account, picked) if person.status == "managed"
    ]
    care = assignments.guardians_of(scope.db, [person.id for person in people]) if people else {}
    guardians = accounts.with_role(scope.db, scope.unit, "guardian")
    names = naming.of_accounts(scope.wording, guardians)
    loads = loads_of(scope.author)
    guardians.sort(key=lambda guardian: loads.get(guardian.id, 0))
    labels = naming.for_officers(scope.wording, people)
    return AssigningFacts(
        people=tuple(Chosen(person.id, labels[person.id], names.get(care.get(person.id, 0), "")) for person in people),
        ids=" ".join(str(person.id) for person in people),
        guardians=tuple(
            (f"assign_many:guardian:{guardian.id}", guardian_line(guardian, names[guardian.id], scope.author))
            for guardian in guardians
        ),
    )


ASSIGNING = DeskPage(id="assigning", path="people/assign", gather=gather, in_menu=False)
