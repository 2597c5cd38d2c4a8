"""Whom somebody helps as family or may write for, and what they allow: asked here; every look is written down."""

from rules.family import GUARDIAN
from storage import covers, family, persons
from storage.access import NotAllowed, acts
from storage.accounts import Account
from storage.database import Db
from storage.family import Permission
from storage.persons import Person


def helped(db: Db, viewer: Account) -> list[tuple[Permission, Person]]:
    """Lists whom the account helps as family, or may write for, with what each of them allows."""
    if not acts(viewer, "family", "guardian"):
        return []
    links = family.of_account(db, viewer.id)
    people = persons.several(db, [link.person_id for link in links])
    return [
        (link, people[link.person_id])
        for link in links
        if people[link.person_id].status == "managed" and _helps(db, viewer, link)
    ]


def _helps(db: Db, viewer: Account, link: Permission) -> bool:
    """Tells whether the account still is what it was allowed for: of the family, or the guardian."""
    if link.relation == GUARDIAN:
        return covers.looks_after(db, viewer.id, link.person_id)
    return "family" in viewer.roles


def look_as_family(db: Db, viewer: Account, person_id: int, why: str) -> tuple[Permission, Person]:
    """Opens what somebody allows this account to see or do; the look is written down. Raises NotAllowed."""
    allowed = next((pair for pair in helped(db, viewer) if pair[1].id == person_id), None)
    if allowed is None:
        db.audit(viewer.unit, viewer.id, "person.refused", person_id, why)
        raise NotAllowed(f"account {viewer.id}, person {person_id}")
    db.audit(allowed[1].unit, viewer.id, "person.looked", person_id, why)
    return allowed
