"""Those of a commune whom an officer looks for: by name without accents, by what is known of them, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, LargeBinary, Select, bindparam, select, type_coerce

from storage.assignments import assignments, now_in_care
from storage.database import Db
from storage.name_book import Living, Names
from storage.person_groups import person_groups
from storage.persons import CARED_FOR, STATUSES, Person, persons, several
from storage.visits_due import IS_OVERDUE

NOBODY = "none"
BY_NAME, BY_NAME_BACK, BY_VISIT, BY_VISIT_BACK = "name", "-name", "visit", "-visit"
ORDERS = (BY_NAME, BY_NAME_BACK, BY_VISIT, BY_VISIT_BACK)
VISITS = (BY_VISIT, BY_VISIT_BACK)
MOST_AT_ONCE = 500
# an index has them all: ten thousand are read without their records
FOR_LISTS = (persons.c.id, persons.c.hamlet)
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
# the cells as they lie there
NAMES = select(persons.c.id, type_coerce(persons.c.name, LargeBinary), type_coerce(persons.c.given, LargeBinary)).where(
    persons.c.id.in_(IDS)
)
VISITS_FIRST = (persons.c.next_visit_on.is_(None), persons.c.next_visit_on, persons.c.id)
OF_STATUS = select(*FOR_LISTS).where(persons.c.unit == bindparam("unit"), persons.c.status == bindparam("status"))
OF_ANY = select(*FOR_LISTS).where(persons.c.unit == bindparam("unit"), persons.c.status.in_(STATUSES))
HAMLETS = (
    select(persons.c.hamlet)
    .where(persons.c.unit == bindparam("unit"), persons.c.status.in_(STATUSES), persons.c.hamlet != "")
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Search:
    """Whom to look for; what is empty asks for all.

    `status`: a status, or empty for those of any. `alone`: in nobody's care. `group`: a letter, or NOBODY for those
    without one in `quarter`. `today`: the day on which somebody is overdue.
    """

    words: str = ""
    status: str = "managed"
    hamlet: str = ""
    guardian_id: int = 0
    alone: bool = False
    case_type: str = ""
    group: str = ""
    quarter: str = ""
    overdue_on: date | None = None
    order: str = BY_NAME

    def query(self) -> Select[tuple[int, str]]:
        query = (OF_STATUS if self.status else OF_ANY).where(*self._conditions())
        return query.order_by(*VISITS_FIRST) if self.order in VISITS else query

    def given(self, unit: str) -> dict[str, object]:
        wanted: dict[str, object] = {"unit": unit}
        if self.status:
            wanted["status"] = self.status
        return wanted | ({"today": self.overdue_on} if self.overdue_on else {})

    def _conditions(self) -> Sequence[ColumnElement[bool]]:
        asked = []
        if self.hamlet:
            asked.append(persons.c.hamlet == self.hamlet)
        if self.case_type:
            asked.append(persons.c.case_type == self.case_type)
        if self.guardian_id:
            own = select(assignments.c.person_id).where(assignments.c.guardian_id == self.guardian_id, now_in_care)
            asked.append(persons.c.id.in_(own))
        if self.alone:
            asked.append(~CARED_FOR)
        if self.overdue_on:
            asked.append(IS_OVERDUE)
        if self.group:
            asked.append(self._in_group())
        return asked

    def _in_group(self) -> ColumnElement[bool]:
        """Says of a person whether their last choice in the quarter is the one that is asked for."""
        letter = (
            select(person_groups.c.letter)
            .where(person_groups.c.person_id == persons.c.id, person_groups.c.quarter == self.quarter)
            .order_by(person_groups.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        return letter.is_(None) if self.group == NOBODY else letter == self.group


@dataclass(frozen=True, slots=True)
class Hits:
    """The people of a page in their order; `count` of all; the place of the first, from 1.

    `after`: the id to go on after; None at the end.
    """

    people: list[Person]
    count: int
    first: int
    after: int | None

    @property
    def last(self) -> int:
        return self.first + len(self.people) - 1


def page(db: Db, unit: str, wanted: Search, *, most: int, after: int = 0) -> Hits:
    """Gives those who come after this one in the order; from the start where there is no such one any more."""
    ids = all_ids(db, unit, wanted)
    start = ids.index(after) + 1 if after in ids else 0
    shown = ids[start : start + most]
    goes_on = start + most < len(ids)
    return Hits(in_order(db, shown), len(ids), start + 1, shown[-1] if goes_on else None)


def all_ids(db: Db, unit: str, wanted: Search) -> list[int]:
    """Lists the ids of all whom the search finds, in its order.

    Names are sealed, and a stored sort key would tell them: they are sorted and searched in memory.
    """
    asked = wanted.query(), wanted.given(unit)
    if wanted.words:
        people: Sequence[Living] = db.execute(*asked).all()  # type: ignore[assignment]
        ids = learn_names(db, [person[0] for person in people]).fitting(people, wanted.words)
    else:
        ids = _ids(db, *asked)
    if wanted.order in VISITS:
        return ids[::-1] if wanted.order == BY_VISIT_BACK else ids
    return learn_names(db, ids).in_order(ids, backwards=wanted.order == BY_NAME_BACK)


def _ids(db: Db, query: Select[Any], given: Mapping[str, object]) -> list[int]:
    """Reads ids alone, a part at a time: ten thousand rows at once would set off the collector of garbage."""
    parts = db.execute(query.with_only_columns(persons.c.id), given).scalars().partitions(MOST_AT_ONCE)
    return list(chain.from_iterable(parts))


def managed(db: Db, unit: str) -> list[int]:
    """Lists the ids of the unit's people in care, in no order."""
    return _ids(db, OF_STATUS, {"unit": unit, "status": "managed"})


def learn_names(db: Db, ids: Sequence[int]) -> Names:
    """Gives the names of these people, those opened that were not yet."""
    names = db.store.names.open_for(ids)
    unknown = names.unknown(ids)
    for start in range(0, len(unknown), MOST_AT_ONCE):
        names.learn(db.execute(NAMES, {"ids": unknown[start : start + MOST_AT_ONCE]}).all())  # type: ignore[arg-type]
    return names


def in_order(db: Db, ids: Sequence[int]) -> list[Person]:
    """Reads people in the order of the ids, some at a time; whoever is not there is left out."""
    people: dict[int, Person] = {}
    for start in range(0, len(ids), MOST_AT_ONCE):
        people |= several(db, ids[start : start + MOST_AT_ONCE])
    return [people[each] for each in ids if each in people]


def hamlets(db: Db, unit: str) -> list[str]:
    """Lists where somebody on record lives, in no order."""
    return list(db.execute(HAMLETS, {"unit": unit}).scalars())
