"""Who was in somebody's care until a few days ago, and of whom a visit of before may still be reported."""

from datetime import date

from rules.covers import REPORTED_AFTER
from rules.local_time import local_day
from storage import assignments, covers, persons
from storage.database import Db


def lately(db: Db, guardian_id: int, unit: str) -> dict[int, date]:
    """Maps person → the last day of care, or of standing in, for those of the unit whom somebody else has now."""
    ended = assignments.ended_since(db, guardian_id, db.now - REPORTED_AFTER)
    days = {person_id: local_day(moment) for person_id, moment in ended.items()}
    days |= covers.stood_in_since(db, guardian_id, db.today - REPORTED_AFTER)
    managed = [person for person in persons.several(db, days).values() if person.status == "managed"]
    of_unit = [person.id for person in managed if person.unit == unit]
    still = {person.id for person in persons.of_guardian(db, guardian_id)} if of_unit else set()
    return {person_id: days[person_id] for person_id in of_unit if person_id not in still}
