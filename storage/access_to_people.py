"""Whom an officer may list, search and read over time: those of the own commune; each list and look is written down."""

from collections.abc import Collection

from storage import people_search, persons
from storage.access import acts
from storage.accounts import Account
from storage.database import Db
from storage.people_search import Hits, Search
from storage.persons import Person


def page(db: Db, officer: Account, wanted: Search, *, most: int, after: int = 0) -> Hits:
    """Lists a page of those of the officer's commune who are looked for, and writes it down; nobody to others."""
    if not acts(officer, "officer"):
        return Hits([], 0, 1, None)
    hits = people_search.page(db, officer.unit, wanted, most=most, after=after)
    db.audit(officer.unit, officer.id, "persons.listed", None, f"table: {len(hits.people)} of {hits.count}")
    return hits


def everybody(db: Db, officer: Account, wanted: Search) -> list[Person]:
    """Lists all of them in the same order, to be taken along as a file, and writes it down; nobody to others."""
    if not acts(officer, "officer"):
        return []
    ids = people_search.all_ids(db, officer.unit, wanted)
    db.audit(officer.unit, officer.id, "persons.listed", None, f"file: {len(ids)}")
    return people_search.in_order(db, ids)


def chosen(db: Db, officer: Account, ids: Collection[int]) -> list[Person]:
    """Reads those of these ids whom the officer may see, sorted by name, and writes it down; no others."""
    if not acts(officer, "officer"):
        return []
    of_unit = [person for person in persons.several(db, ids).values() if person.unit == officer.unit]
    db.audit(officer.unit, officer.id, "persons.listed", None, f"chosen: {len(of_unit)}")
    return persons.by_name(of_unit)
