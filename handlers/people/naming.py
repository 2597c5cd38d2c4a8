"""How the people in care are named to a reader: «anh Nam», where they live, how long nobody has met them."""

from collections.abc import Iterable
from datetime import date

from handlers.kit.commands import id_in
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording, capital
from storage import access, persons
from storage.persons import Person


def person_named(value: str, viewer: Viewer) -> str:
    """Names somebody by the id in an answer, to those who may see them."""
    person = persons.get(viewer.db, id_in(value))
    may_see = person and viewer.reader and access.may_see(viewer.db, viewer.reader, person)
    return name_of(person) if person and may_see else ""


def name_of(person: Person) -> str:
    """Names somebody in lists that only officers see: «Lê Văn Nam · xóm 6»."""
    return f"{person.name} · {person.hamlet}" if person.hamlet else person.name


def labels(wording: Wording, people: Iterable[Person], today: date) -> dict[int, str]:
    """Labels each: «Anh Nam · xóm 6 · 34 ngày chưa gặp», with the full name where two would read the same."""
    everybody = list(people)
    short = {person.id: wording.called(person) for person in everybody}
    told_apart = {}
    for person in everybody:
        twin = sum((short[other.id], other.hamlet) == (short[person.id], person.hamlet) for other in everybody) > 1
        name = person.name if twin else capital(short[person.id])
        told_apart[person.id] = " · ".join(
            part for part in (name, person.hamlet, unseen(wording, person, today)) if part
        )
    return told_apart


def unseen(wording: Wording, person: Person, today: date) -> str:
    if person.last_met_on is None:
        return wording.text("people.never_met")
    days = (today - person.last_met_on).days
    if days <= 1:
        return wording.text("people.met_today" if days <= 0 else "people.met_yesterday")
    return wording.text("people.days_unmet", days=days)
