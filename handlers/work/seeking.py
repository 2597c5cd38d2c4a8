"""What somebody looks for and what offers say, as values to be matched: one query for the places of all offers."""

import re
from collections.abc import Iterable, Sequence

from handlers.kit.scope import Scope
from handlers.people import record
from handlers.understand.fold import bare
from rules.local_time import local_day
from rules.matching import Listing, Match, Seeker, Spot, Unsuited, monthly, rank
from storage import job_searches, units
from storage.database import Db
from storage.job_searches import JobSearch
from storage.offers import Offer
from storage.persons import Person

# hours in the partner's own words → the codes of `rules.trades.HOURS`
_SHIFTS = {
    "night": re.compile(r"\b(?:ca )?(?:dem|khuya)\b|\bca (?:3|toi)\b|\bnight"),
    "half": re.compile(r"\b(?:nua ngay|mot buoi|1 buoi|buoi (?:sang|chieu|toi)|part ?time|ban thoi gian)\b"),
    "season": re.compile(r"\b(?:mua vu|theo vu|thoi vu|vu mua)\b"),
    "day": re.compile(r"\b(?:hanh chinh|ca ngay|ca ngay|[678]h? ?(?:00)? (?:den )?1[678]h?)\b"),
}


def seeker_of(person: Person, search: JobSearch, spots: dict[str, Spot]) -> Seeker:
    """Makes of what somebody said what is matched; who has said nothing looks for all, near home first."""
    wanted = search.wanted
    pay = wanted.get("pay")
    return Seeker(
        unit=person.unit,
        home=bare(person.hamlet),
        spot=spots.get(person.unit),
        trades=frozenset(wanted.get("trades") or ()),
        reach=wanted.get("place") or "any",
        shift=wanted.get("hours") or "any",
        least=monthly(pay[0], pay[2]) if pay else 0,
        lodging=wanted.get("lodging") == "yes",
        unsuited=tuple(Unsuited(said["why"], said["value"]) for said in search.unsuited if said.get("value")),
        hidden=frozenset(int(said["offer"]) for said in search.unsuited),
    )


def listings_of(offers: Iterable[Offer], spots: dict[str, Spot]) -> list[Listing]:
    return [_listing(offer, spots) for offer in offers]


def _listing(offer: Offer, spots: dict[str, Spot]) -> Listing:
    codes = offer.place_units or ()
    hours = bare(f"{offer.hours} {offer.title}")
    return Listing(
        id=offer.id,
        kind=offer.kind,
        trade=offer.trade,
        place=bare(offer.place),
        units=codes,
        spot=spots.get(codes[0]) if len(codes) == 1 else None,
        monthly=monthly(offer.pay_to or offer.pay_from, offer.pay_per),
        lodging=bool(offer.lodging),
        meals=bool(offer.meals),
        shifts=frozenset(shift for shift, words in _SHIFTS.items() if words.search(hours)),
        day=local_day(offer.fresh_since).toordinal(),
    )


def spots_of(db: Db, offers: Iterable[Offer], *home: str) -> dict[str, Spot]:
    """Maps commune → its middle, for the communes of the offers and those named; where none is known it is left out.

    Source of the coordinates: vietnamadminunits 1.0.4 (MIT), by seeds/build_communes.py.
    """
    codes = {offer.place_units[0] for offer in offers if offer.place_units and len(offer.place_units) == 1}
    units_by_code = units.several(db, codes | set(home))
    return {
        code: (unit.lat, unit.lon)
        for code, unit in units_by_code.items()
        if unit.lat is not None and unit.lon is not None
    }


def best(scope: Scope, offers: Sequence[Offer]) -> list[Match]:
    """Puts offers in order for whoever writes."""
    person = record.person_of(scope)
    if person is None:
        return [Match(offer.id, 0, ()) for offer in offers]
    search = job_searches.of_person(scope.db, person.id)
    spots = spots_of(scope.db, offers, person.unit)
    seeker = seeker_of(person, search, spots)
    return rank(seeker, listings_of(offers, spots), scope.deployment.tables.matching, scope.today.toordinal())
