"""Those in a commune's care page by page: all, those of a hamlet, in a guardian's care or in nobody's."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from storage.assignments import assignments, now_in_care
from storage.database import Db
from storage.persons import CARED_FOR, COLUMNS, IN_UNIT, Person, persons

PAGE_OF = select(*COLUMNS).where(*IN_UNIT).order_by(persons.c.next_visit_on, persons.c.id)
HOW_MANY = select(func.count()).select_from(persons).where(*IN_UNIT)
HAMLETS = (
    select(persons.c.hamlet, func.min(persons.c.id), func.count())
    .where(*IN_UNIT, persons.c.hamlet != "")
    .group_by(persons.c.hamlet)
    .order_by(persons.c.hamlet)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of them: of a hamlet, in nobody's own care, in this guardian's; what is empty asks for all."""

    hamlet: str = ""
    alone: bool = False
    guardian_id: int = 0

    def within(self, query: Select[Any]) -> Select[Any]:
        """Narrows a query of persons."""
        if self.hamlet:
            query = query.where(persons.c.hamlet == self.hamlet)
        if self.guardian_id:
            own = select(assignments.c.person_id).where(assignments.c.guardian_id == self.guardian_id, now_in_care)
            query = query.where(persons.c.id.in_(own))
        return query.where(~CARED_FOR) if self.alone else query


def page_of(db: Db, unit: str, wanted: Wanted, *, most: int, skipped: int = 0) -> list[Person]:
    """Lists a page of those in the commune's care, whose next visit comes first in front."""
    query = wanted.within(PAGE_OF).limit(most).offset(skipped)
    return [Person(*row) for row in db.execute(query, {"unit": unit})]


def how_many(db: Db, unit: str, wanted: Wanted) -> int:
    """Counts those in the commune's care."""
    return int(db.execute(wanted.within(HOW_MANY), {"unit": unit}).scalar_one())


def hamlets(db: Db, unit: str, most: int) -> list[tuple[str, int, int]]:
    """Lists where people in care live: the hamlet, the id of one of them, how many."""
    return [
        (hamlet, person_id, count) for hamlet, person_id, count in db.execute(HAMLETS, {"unit": unit, "most": most})
    ]
