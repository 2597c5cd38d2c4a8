"""What a CV says: the name, the age, and what the person has told for it; nothing else is known to it."""

from dataclasses import dataclass

from handlers.kit import Form, Line
from handlers.kit.viewer import Viewer
from rules.trades import age
from storage import work_profiles
from storage.persons import Person


@dataclass(frozen=True, slots=True)
class Cv:
    """The facts of a CV; `age` is None where no year of birth is known."""

    name: str
    age: int | None
    lines: tuple[Line, ...]


def gather(person: Person, viewer: Viewer, form: Form) -> Cv | None:
    """Reads what was told, by the form that asked for it; None where nothing was, or it is deleted."""
    profile = work_profiles.get(viewer.db, person.id)
    if profile is None:
        return None
    told = {name: answer for name, answer in profile.answers.items() if answer is not None}
    return Cv(person.name, age(person.born, viewer.today), tuple(form.shown(told, viewer)))
