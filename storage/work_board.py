"""The officers' board of work: who in the commune waits for an answer about work, and the offers that stand open."""

from collections.abc import Collection
from datetime import datetime
from heapq import merge
from itertools import islice

from sqlalchemy import BigInteger, bindparam, func, select, tuple_

from storage.columns import Instant
from storage.database import Db
from storage.hiring import COLUMNS, Interest, interests
from storage.offer_pages import NEWEST_FIRST, OPEN
from storage.offers import Offer, offers
from storage.persons import persons

OF_UNIT = persons.c.unit == bindparam("unit")
WITH_PEOPLE = interests.join(persons, persons.c.id == interests.c.person_id)
PAGE = (
    select(*COLUMNS)
    .select_from(WITH_PEOPLE)
    .where(OF_UNIT, interests.c.state == bindparam("state"))
    .order_by(interests.c.changed_at, interests.c.id)
    .limit(bindparam("most"))
)
PAGE_BEYOND = PAGE.where(
    tuple_(interests.c.changed_at, interests.c.id)
    > tuple_(bindparam("last_at", type_=Instant), bindparam("last_id", type_=BigInteger))
)
IS_BEFORE = interests.c.changed_at < bindparam("changed_before", type_=Instant)
BY_STATE = (
    select(interests.c.state, func.count())
    .select_from(WITH_PEOPLE)
    .where(OF_UNIT, interests.c.state.in_(bindparam("states", expanding=True)))
    .group_by(interests.c.state)
)
OPEN_OFFERS = OPEN.order_by(*NEWEST_FIRST).limit(bindparam("most"))
OPEN_OFFERS_BEYOND = OPEN_OFFERS.where(
    tuple_(offers.c.opened_at, offers.c.id)
    < tuple_(bindparam("last_at", type_=Instant), bindparam("last_id", type_=BigInteger))
)
BY_OFFER = (
    select(interests.c.offer_id, func.count())
    .where(
        interests.c.offer_id.in_(bindparam("offers", expanding=True)),
        interests.c.state.in_(bindparam("states", expanding=True)),
    )
    .group_by(interests.c.offer_id)
)


def page_of(
    db: Db,
    unit: str,
    states: Collection[str],
    *,
    most: int,
    after: tuple[datetime, int] | None = None,
    changed_before: datetime | None = None,
) -> list[Interest]:
    """Lists interests in these states, the longest unchanged first, from the one `after` (changed, id) on."""
    query = PAGE if after is None else PAGE_BEYOND
    keys: dict[str, object] = {"unit": unit, "most": most}
    if after is not None:
        keys |= {"last_at": after[0], "last_id": after[1]}
    if changed_before is not None:
        query, keys = query.where(IS_BEFORE), {**keys, "changed_before": changed_before}
    # each state by itself, so that the index gives them in their order
    of_each = [[Interest(*row) for row in db.execute(query, {**keys, "state": state})] for state in states]
    return list(islice(merge(*of_each, key=lambda interest: (interest.changed_at, interest.id)), most))


def by_state(db: Db, unit: str, states: Collection[str], changed_before: datetime | None = None) -> dict[str, int]:
    """Maps state → how many interests of the commune's people stand so."""
    query = BY_STATE
    keys: dict[str, object] = {"unit": unit, "states": list(states)}
    if changed_before is not None:
        query, keys = query.where(IS_BEFORE), {**keys, "changed_before": changed_before}
    return {row[0]: row[1] for row in db.execute(query, keys)}


def open_offers(db: Db, unit: str, *, most: int, after: tuple[datetime, int] | None = None) -> list[Offer]:
    """Lists offers that can be had today, the newest first, from the one `after` (opened, id) on."""
    keys: dict[str, object] = {"unit": unit, "today": db.today, "most": most}
    if after is None:
        return [Offer(*row) for row in db.execute(OPEN_OFFERS, keys)]
    return [Offer(*row) for row in db.execute(OPEN_OFFERS_BEYOND, {**keys, "last_at": after[0], "last_id": after[1]})]


def by_offer(db: Db, offer_ids: Collection[int], states: Collection[str]) -> dict[int, int]:
    """Maps offer → how many are interested in it and stand in one of these states; whoever has nobody is left out."""
    keys = {"offers": list(offer_ids), "states": list(states)}
    return {row[0]: row[1] for row in db.execute(BY_OFFER, keys)}
