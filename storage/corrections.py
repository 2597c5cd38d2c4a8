"""What a list puts right in records and accounts, and takes back when it is undone."""

from sqlalchemy import delete, update

from storage import person_details
from storage.accounts import accounts
from storage.assignments import assignments
from storage.columns import seal
from storage.database import Db
from storage.persons import persons


def set_person_phone(db: Db, person_id: int, phone: str | None) -> None:
    """Gives a record another number (E.164), or none."""
    number = {"phone": seal(person_id, phone), "phone_index": db.blind("persons.phone", phone) if phone else None}
    db.execute(update(persons).where(persons.c.id == person_id).values(number))


def set_person_born(db: Db, person_id: int, born: int | None) -> None:
    """Gives a record another year of birth, or none."""
    year = seal(person_id, str(born)) if born else None
    db.execute(update(persons).where(persons.c.id == person_id).values(born=year))


def set_account_born(db: Db, account_id: int, born: int | None) -> None:
    """Gives an account another year of birth, or none."""
    year = seal(account_id, str(born)) if born else None
    db.execute(update(accounts).where(accounts.c.id == account_id).values(born=year))


def remove_person(db: Db, unit: str, person_id: int, by: int | None) -> None:
    """Removes a record that was made by mistake, with who was to help. Raises IntegrityError if more hangs on it."""
    db.execute(delete(assignments).where(assignments.c.person_id == person_id))
    person_details.remove(db, person_id)
    db.execute(delete(persons).where(persons.c.id == person_id))
    db.audit(unit, by, "person.removed", person_id, "list undone")
