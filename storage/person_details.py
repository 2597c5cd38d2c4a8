"""What lists say of somebody beside the record: the full day of birth, the identity card, the end, a note."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Column, Date, Table, bindparam, delete, select, update

from storage.columns import Sealed, SealedCell, opened, seal
from storage.database import Db, metadata
from storage.persons import persons
from storage.upsert import insert

person_details = Table(
    "person_details",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("born_on", Sealed("person_details.born_on")),
    Column("id_number", Sealed("person_details.id_number")),
    Column("ends_on", Date),
    Column("note", Sealed("person_details.note")),
)


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of somebody beyond the record; `born_on`: only where a whole day was given."""

    person_id: int
    ends_on: date | None = None
    sealed_born_on: SealedCell | None = None
    sealed_id_number: SealedCell | None = None
    sealed_note: SealedCell | None = None

    @property
    def born_on(self) -> date | None:
        day = opened(self.sealed_born_on, self.person_id)
        return date.fromisoformat(day) if day else None

    @property
    def id_number(self) -> str | None:
        return opened(self.sealed_id_number, self.person_id)

    @property
    def note(self) -> str | None:
        return opened(self.sealed_note, self.person_id)


COLUMNS = tuple(person_details.c[name] for name in ("person_id", "ends_on", "born_on", "id_number", "note"))
ONE = select(*COLUMNS).where(person_details.c.person_id == bindparam("person"))
OF_UNIT = (
    select(*COLUMNS)
    .join(persons, persons.c.id == person_details.c.person_id)
    .where(persons.c.unit == bindparam("unit"))
)


def get(db: Db, person_id: int) -> Details:
    """Reads what is known; nothing of anything where nothing is."""
    row = db.execute(ONE, {"person": person_id}).first()
    return Details(*row) if row else Details(person_id)


def of_unit(db: Db, unit: str) -> dict[int, Details]:
    """Maps the unit's persons, of any status, to what is known of them; who has nothing is left out."""
    return {row.person_id: Details(*row) for row in db.execute(OF_UNIT, {"unit": unit})}


def put(db: Db, person_id: int, **facts: date | str | None) -> None:
    """Sets some of born_on, id_number, ends_on and note; None forgets one, the others stay."""
    values: dict[str, Any] = {name: facts[name] for name in ("ends_on",) if name in facts}
    for name in ("born_on", "id_number", "note"):
        if name in facts:
            values[name] = seal(person_id, str(facts[name])) if facts[name] else None
    row = insert(person_details).values(person_id=person_id, **values)
    db.execute(row.on_conflict_do_update(index_elements=["person_id"], set_=values))


def forget_id_numbers(db: Db, unit: str) -> None:
    """Deletes the numbers of identity cards of a unit that does not keep them any more."""
    of_here = person_details.c.person_id.in_(select(persons.c.id).where(persons.c.unit == unit))
    db.execute(update(person_details).where(of_here).values(id_number=None))


def remove(db: Db, person_id: int) -> None:
    """Deletes all of it, with a record that was made by mistake."""
    db.execute(delete(person_details).where(person_details.c.person_id == person_id))
