"""What is on record of a quarter, for many persons at once: four statements, however many there are."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from sqlalchemy import BindParameter, bindparam, or_, select

from rules.deadlines import Quarter
from rules.local_time import DAY, at
from storage.checkins import checkins
from storage.columns import Instant
from storage.database import Db
from storage.hiring import interests
from storage.needs import Need, needs
from storage.offers import offers
from storage.visits import Visit
from storage.visits.records import COLUMNS as VISIT_COLUMNS
from storage.visits.tables import visits


@dataclass(frozen=True, slots=True)
class Asked:
    """An offer that the person asked about; kind and state are codes."""

    title: str
    kind: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """A check-in that was answered; `filed_by`: who did so in the person's name, None where it was themself."""

    at: datetime
    filed_by: int | None


@dataclass(slots=True)
class OfQuarter:
    """A person's quarter: visits by their day, needs that were open in it, answered check-ins, offers."""

    visits: list[Visit] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    checkins: list[Answered] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


IDS: BindParameter[Any] = bindparam("ids", expanding=True)
FROM, UNTIL = bindparam("from_", type_=Instant), bindparam("until", type_=Instant)
VISITS = (
    select(*VISIT_COLUMNS)
    .where(visits.c.person_id.in_(IDS), visits.c.visited_on.between(bindparam("first"), bindparam("last")))
    .order_by(visits.c.visited_on, visits.c.id)
)
NEEDS = (
    select(needs)
    .where(
        needs.c.person_id.in_(IDS),
        needs.c.opened_at < UNTIL,
        or_(needs.c.closed_at.is_(None), needs.c.closed_at >= FROM),
    )
    .order_by(needs.c.opened_at, needs.c.id)
)
CHECKINS = (
    select(checkins.c.person_id, checkins.c.at, checkins.c.filed_by)
    .where(checkins.c.person_id.in_(IDS), checkins.c.at >= FROM, checkins.c.at < UNTIL)
    .order_by(checkins.c.at, checkins.c.id)
)
ASKED = (
    select(interests.c.person_id, offers.c.title, offers.c.kind, interests.c.state, interests.c.at)
    .join(offers, offers.c.id == interests.c.offer_id)
    .where(interests.c.person_id.in_(IDS), interests.c.at >= FROM, interests.c.at < UNTIL)
    .order_by(interests.c.at, interests.c.id)
)


def of_people(db: Db, person_ids: Collection[int], quarter: Quarter) -> dict[int, OfQuarter]:
    """Maps each person → what is on record of the quarter."""
    facts = {person_id: OfQuarter() for person_id in person_ids}
    if not facts:
        return facts
    ids = list(facts)
    days = {"ids": ids, "first": quarter.first, "last": quarter.last}
    moments = {"ids": ids, "from_": at(quarter.first, time.min), "until": at(quarter.last + DAY, time.min)}
    for row in db.execute(VISITS, days):
        facts[row.person_id].visits.append(Visit(*row))
    for row in db.execute(NEEDS, moments):
        facts[row.person_id].needs.append(Need(*row))
    for row in db.execute(CHECKINS, moments):
        facts[row.person_id].checkins.append(Answered(row.at, row.filed_by))
    for person_id, *offer in db.execute(ASKED, moments):
        facts[person_id].asked.append(Asked(*offer))
    return facts
