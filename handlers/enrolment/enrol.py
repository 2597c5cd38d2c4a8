"""Enrols somebody new: the account, the organisation they speak for, and a record for who has come home."""

from dataclasses import dataclass
from datetime import date

from rules.roles import BY_CODE
from rules.tone_marks import comparable
from rules.visits import next_visit_on
from storage import accounts, assignments, persons, units
from storage.database import Db
from storage.persons import Person

NO_HAMLET = "?"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Describes somebody new. `organisation`: its name; `kind`: of a new one. The last four: of a person only."""

    unit: str
    name: str
    roles: tuple[str, ...]
    phone: str | None = None
    born: int | None = None
    pronoun: str = "neutral"
    organisation: str = ""
    kind: str = ""
    hamlet: str = ""
    came_home_on: date | None = None
    case_type: str = "finished"
    guardian_id: int | None = None


def enrol(db: Db, wanted: Enrolment) -> int:
    """Adds an account, whose phone is in no other, and gives its id; a record of this phone and name gets it."""
    account_id = accounts.add(
        db,
        unit=wanted.unit,
        name=wanted.name,
        roles=wanted.roles,
        phone=wanted.phone,
        born=wanted.born,
        pronoun=wanted.pronoun,
        organisation_id=_organisation(db, wanted),
        on_duty="officer" in wanted.roles,
    )
    if "person" in wanted.roles:
        record = _record_of(db, wanted)
        if record is None:
            add_record(db, wanted, account_id)
        else:
            persons.change(db, record.id, account_id=account_id)
    return account_id


def add_record(db: Db, wanted: Enrolment, account_id: int | None = None) -> int:
    """Adds a record with a first visit soon, in the care of the guardian if one is named, and gives its id."""
    came_home_on = wanted.came_home_on or db.today
    person_id = persons.add(
        db,
        unit=wanted.unit,
        account_id=account_id,
        name=wanted.name,
        pronoun=wanted.pronoun,
        phone=wanted.phone,
        born=wanted.born,
        hamlet=wanted.hamlet or NO_HAMLET,
        case_type=wanted.case_type,
        came_home_on=came_home_on,
        next_visit_on=next_visit_on(db.today, came_home_on),
    )
    db.audit(wanted.unit, None, "person.added", person_id)
    if wanted.guardian_id is not None:
        assignments.assign(db, person_id, wanted.guardian_id, None)
    return person_id


def _record_of(db: Db, wanted: Enrolment) -> Person | None:
    """Finds the record of this phone and this very name: several may share a household's phone."""
    if wanted.phone is None:
        return None
    same_phone = persons.by_phone(db, wanted.unit, wanted.phone)
    alike = [
        person
        for person in same_phone
        if person.account_id is None and comparable(person.name) == comparable(wanted.name)
    ]
    return alike[0] if len(alike) == 1 else None


def _organisation(db: Db, wanted: Enrolment) -> int | None:
    name = wanted.organisation or (wanted.name if wanted.roles[0] == "partner" else "")
    if not name:
        return None
    for organisation in units.organisations_of(db, wanted.unit):
        if comparable(organisation.name) == comparable(name):
            return organisation.id
    kind = wanted.kind or BY_CODE[wanted.roles[0]].organisation
    return units.add_organisation(db, unit=wanted.unit, kind=kind, name=name)
