"""In whose name somebody writes, as they have agreed to."""

from handlers.kit import Option
from handlers.kit.commands import id_in
from handlers.kit.messages import Answers
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.people import naming
from storage import access_to_family
from storage.access import NotAllowed
from storage.persons import Person

WRITE = "write"


def written_for_people(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers those in whose name the sender may write."""
    people = [person for helper, person in access_to_family.helped(scope.db, scope.account) if WRITE in helper.items]
    names = naming.in_short(scope.wording, people)
    return [Option(str(person.id), names[person.id]) for person in people]


def person_named(value: str, viewer: Viewer) -> str:
    """Names somebody in whose name the reader may write."""
    reader = viewer.reader
    pairs = access_to_family.helped(viewer.db, reader) if reader else []
    return next((viewer.wording.called(person) for _, person in pairs if person.id == id_in(value)), "")


def written_for_person(scope: Scope, value: str, why: str) -> Person | None:
    """Finds the person in whose name the sender writes; None where that is not allowed, or not any more."""
    try:
        helper, person = access_to_family.look_as_family(scope.db, scope.account, id_in(value), why)
    except NotAllowed:
        return None
    return person if WRITE in helper.items else None
