"""Who may read the names of those who come to a fair: whoever posted it, and officers; only of those who agreed."""

from storage import fairs, persons
from storage.access import acts
from storage.accounts import Account
from storage.database import Db
from storage.fairs import Fair
from storage.persons import Person


def named_guests(db: Db, viewer: Account, fair: Fair) -> list[Person]:
    """Lists who comes and lets the poster read their name, and writes it down; nobody to others."""
    if not (acts(viewer, "officer", unit=fair.unit) or (acts(viewer) and fair.posted_by == viewer.id)):
        return []
    people = persons.several(db, {guest.person_id for guest in fairs.guests(db, fair.id) if guest.named})
    for person in people.values():
        db.audit(person.unit, viewer.id, "guest.looked", person.id, f"fair {fair.id}")
    return list(people.values())
