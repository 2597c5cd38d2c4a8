"""Offers page by page: the open jobs of a trade or a place, the courses, what an organisation has open."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, case, func, or_, select

from rules.offers import LIVE
from storage.database import Db
from storage.offers import IS_OPEN, Offer, offers

NEWEST_FIRST = (offers.c.opened_at.desc(), offers.c.id.desc())
OPEN = select(offers).where(*IS_OPEN)
HOW_MANY = select(func.count()).select_from(offers).where(*IS_OPEN)
TRADES = (
    select(offers.c.trade, func.count())
    .where(*IS_OPEN)
    .group_by(offers.c.trade)
    .order_by(func.count().desc(), offers.c.trade)
)
PLACES = (
    select(offers.c.place, func.max(offers.c.id), func.count())
    .where(*IS_OPEN)
    .group_by(offers.c.place)
    .order_by(func.max(offers.c.id).desc())
)
# what is held stands in its partner's list, too
OF_ORGANISATION = (
    offers.c.organisation_id == bindparam("organisation"),
    offers.c.state.in_(LIVE),
    or_(offers.c.closes_on.is_(None), offers.c.closes_on >= bindparam("today")),
)
OPEN_OF_ORGANISATION = select(offers).where(*OF_ORGANISATION).order_by(*NEWEST_FIRST)
HOW_MANY_OF_ORGANISATION = select(func.count()).select_from(offers).where(*OF_ORGANISATION)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the open offers: of these kinds, in a trade, at one of these places, paying so many đồng at the most.

    What is empty asks for all.
    """

    kinds: tuple[str, ...] = ()
    trade: str = ""
    places: tuple[str, ...] = ()
    pays: int = 0

    def within(self, query: Select[Any]) -> Select[Any]:
        """Narrows a query of offers."""
        if self.kinds:
            query = query.where(offers.c.kind.in_(self.kinds))
        if self.trade:
            query = query.where(offers.c.trade == self.trade)
        if self.pays:
            query = query.where(func.coalesce(offers.c.pay_to, offers.c.pay_from, 0) >= self.pays)
        return query.where(offers.c.place.in_(self.places)) if self.places else query


def page_of(
    db: Db, unit: str, wanted: Wanted, *, near: Collection[str] = (), most: int, skipped: int = 0
) -> list[Offer]:
    """Lists a page of what can be had today: at the places `near` first, then the newest."""
    nearest = case((offers.c.place.in_(list(near)), 0), else_=1)
    query = wanted.within(OPEN).order_by(nearest, *NEWEST_FIRST).limit(most).offset(skipped)
    return [Offer(*row) for row in db.execute(query, {"unit": unit, "today": db.today})]


def how_many(db: Db, unit: str, wanted: Wanted) -> int:
    """Counts what can be had today."""
    return int(db.execute(wanted.within(HOW_MANY), {"unit": unit, "today": db.today}).scalar_one())


def trades(db: Db, unit: str, wanted: Wanted) -> dict[str, int]:
    """Maps trade → how many can be had today, the most first."""
    return {row[0]: row[1] for row in db.execute(wanted.within(TRADES), {"unit": unit, "today": db.today})}


def places(db: Db, unit: str, wanted: Wanted) -> list[tuple[str, int, int]]:
    """Lists where there is something to be had: the place, the id of its newest offer, how many; the newest first."""
    rows = db.execute(wanted.within(PLACES), {"unit": unit, "today": db.today})
    return [(place, offer_id, count) for place, offer_id, count in rows]


def of_organisation(db: Db, organisation_id: int, *, most: int, skipped: int = 0) -> list[Offer]:
    """Lists a page of what the organisation offers, held or to be had today, the newest first."""
    page = OPEN_OF_ORGANISATION.limit(most).offset(skipped)
    return [Offer(*row) for row in db.execute(page, {"organisation": organisation_id, "today": db.today})]


def how_many_of_organisation(db: Db, organisation_id: int) -> int:
    """Counts what the organisation offers, held or to be had today."""
    keys = {"organisation": organisation_id, "today": db.today}
    return int(db.execute(HOW_MANY_OF_ORGANISATION, keys).scalar_one())
