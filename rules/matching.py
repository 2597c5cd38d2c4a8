"""Which offers suit somebody best, and why. What is weighed are offers, never the person; the weights are one table.

The table is seeds/tables/matching.csv: points by reason, and the bounds in km and days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

Weights = Mapping[str, int]
Spot = tuple[float, float]

EARTH_KM = 6371.0
# days of work a month and hours a day, by which pay is compared; an own assumption
DAYS_A_MONTH, HOURS_A_DAY = 26, 8
# how far somebody goes → the kinds of nearness that are within reach
REACH: Mapping[str, frozenset[str]] = {
    "near": frozenset({"hamlet", "commune", "near"}),
    "commune": frozenset({"hamlet", "commune", "near", "some_way", "district"}),
}
_BY_KM = frozenset({"near", "some_way", "far"})
# kinds of nearness for which lodging counts
_AWAY = frozenset({"", "far", "district"})
_TOLD = _BY_KM | {"hamlet", "commune", "district", "trade", "pay", "lodging", "meals", "hours", "new"}
# why an offer did not suit; the last two hide that offer alone
UNSUITED = ("too_far", "other_trade", "low_pay", "bad_hours", "no_lodging", "been_there", "other")


class Reason(NamedTuple):
    """Why an offer suits, as a code; `value` is km where the code is `km`."""

    code: str
    value: int = 0


class Unsuited(NamedTuple):
    """What somebody said of an offer: why, and of what it had too much or too little (km, đồng a month, a code)."""

    why: str
    value: int | str = 0


@dataclass(frozen=True, slots=True)
class Seeker:
    """What somebody looks for. `home`: the hamlet, folded; `spot`: the middle of their commune; empty asks for all."""

    unit: str
    home: str = ""
    spot: Spot | None = None
    kinds: frozenset[str] = frozenset()
    trades: frozenset[str] = frozenset()
    reach: str = "any"
    shift: str = "any"
    least: int = 0
    lodging: bool = False
    unsuited: tuple[Unsuited, ...] = ()
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Listing:
    """What is weighed of an offer. `monthly`: its best pay as đồng a month, 0 if unknown; `day`: when it was posted.

    `units`: today's communes that its place is or lies in; `spot`: the middle of the commune, where there is but one.
    """

    id: int
    kind: str
    trade: str
    place: str
    units: tuple[str, ...] = ()
    spot: Spot | None = None
    monthly: int = 0
    lodging: bool = False
    meals: bool = False
    shifts: frozenset[str] = frozenset()
    day: int = 0


class Match(NamedTuple):
    """An offer with the points that speak for it, and why, what says most first."""

    id: int
    points: int
    reasons: tuple[Reason, ...]


def monthly(amount: int | None, per: str) -> int:
    """Works out what pay comes to in a month, in đồng; 0 where it is not known, as by the piece."""
    times = {"month": 1, "day": DAYS_A_MONTH, "hour": DAYS_A_MONTH * HOURS_A_DAY}.get(per, 0)
    return (amount or 0) * times


def rank(seeker: Seeker, listings: Iterable[Listing], weights: Weights, today: int) -> list[Match]:
    """Lists the offers, the best first, each with the reasons; of those that suit alike the newest.

    What somebody has said did not suit them is left out. `today`: the day's ordinal.
    """
    return [
        Match(listing.id, points, reasons(seeker, listing, weights, today))
        for points, listing in order(seeker, listings, weights, today)
    ]


def order(seeker: Seeker, listings: Iterable[Listing], weights: Weights, today: int) -> list[tuple[int, Listing]]:
    """Puts the offers in order as `rank` does, with their points alone, which costs less."""
    rows = []
    for listing in listings:
        if listing.id in seeker.hidden or (seeker.kinds and listing.kind not in seeker.kinds):
            continue
        points = 0
        for factor in _factors(seeker, listing, weights, today)[0]:
            points += weights.get(factor, 0)
        rows.append((-points, -listing.day, -listing.id, listing))
    rows.sort()
    return [(-minus_points, listing) for minus_points, _, _, listing in rows]


def reasons(seeker: Seeker, listing: Listing, weights: Weights, today: int) -> tuple[Reason, ...]:
    """Lists what speaks for an offer; what speaks against it is not told."""
    factors, km = _factors(seeker, listing, weights, today)
    return tuple(Reason("km", km) if factor in _BY_KM else Reason(factor) for factor in factors if factor in _TOLD)


def _factors(seeker: Seeker, listing: Listing, weights: Weights, today: int) -> tuple[list[str], int]:
    """Lists what counts for and against an offer, as codes of the table, and how many km away it is."""
    nearness, km = _nearness(seeker, listing, weights)
    factors = [nearness]
    if nearness and seeker.reach in REACH and nearness not in REACH[seeker.reach]:
        factors.append("too_far")
    if listing.trade in seeker.trades:
        factors.append("trade")
    if seeker.least and listing.monthly:
        factors.append("pay" if listing.monthly >= seeker.least else "less_pay")
    if listing.lodging and (seeker.lodging or nearness in _AWAY):
        factors.append("lodging")
    elif seeker.lodging:
        factors.append("no_lodging")
    if listing.meals:
        factors.append("meals")
    if listing.shifts and seeker.shift != "any":
        factors.append("hours" if seeker.shift in listing.shifts else "other_hours")
    if today - listing.day <= weights["new_days"]:
        factors.append("new")
    if seeker.unsuited and any(_is_like(said, listing, km) for said in seeker.unsuited):
        factors.append("unsuited")
    return factors, km


def _nearness(seeker: Seeker, listing: Listing, weights: Weights) -> tuple[str, int]:
    """Says how near it is: hamlet, commune, near, some_way, far, district, or empty where nobody knows; and the km."""
    if listing.place and listing.place == seeker.home:
        return "hamlet", 0
    if listing.units == (seeker.unit,):
        return "commune", 0
    if listing.spot is not None and seeker.spot is not None:
        km = distance(seeker.spot, listing.spot)
        bound = "near" if km <= weights["near_km"] else "some_way" if km <= weights["some_way_km"] else "far"
        return bound, max(1, round(km))
    return ("district", 0) if seeker.unit in listing.units else ("", 0)


@lru_cache(maxsize=4096)
def distance(one: Spot, other: Spot) -> float:
    """Works out the straight line between two places in km (haversine); each is (latitude, longitude) in degrees."""
    lat, lon, other_lat, other_lon = (radians(degrees) for degrees in (*one, *other))
    chord = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))


def _is_like(said: Unsuited, listing: Listing, km: int) -> bool:
    """Says whether an offer has what made another one unsuitable."""
    match said.why:
        case "too_far":
            return 0 < int(said.value) <= km
        case "other_trade":
            return listing.trade == said.value
        case "low_pay":
            return 0 < listing.monthly <= int(said.value)
        case "bad_hours":
            return said.value in listing.shifts
        case "no_lodging":
            return not listing.lodging and km > 0
    return False
