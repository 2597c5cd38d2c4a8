"""How an offer goes on: held until an officer has looked, seen, renewed, filled, closed or refused."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update

from rules.offers import HELD, LIVE, SEEN_STATES
from storage.columns import seal
from storage.database import Db
from storage.offers import Offer, offers

HELD_OF_UNIT = (
    select(offers).where(offers.c.unit == bindparam("unit"), offers.c.state == "held").order_by(offers.c.opened_at)
)
SEEN = (
    select(offers.c.id)
    .where(
        offers.c.organisation_id == bindparam("organisation_id"),
        offers.c.state.in_(bindparam("seen", expanding=True)),
    )
    .limit(1)
)
LIVE_BETWEEN = (
    select(offers)
    .where(offers.c.id.between(bindparam("start"), bindparam("end")), offers.c.state.in_(LIVE))
    .order_by(offers.c.id)
)


def live_between(db: Db, start: int, end: int) -> list[Offer]:
    """Lists the held and the open offers between two ids, both in it."""
    return [Offer(*row) for row in db.execute(LIVE_BETWEEN, {"start": start, "end": end})]


def held(db: Db, unit: str) -> list[Offer]:
    """Lists what waits for an officer's look in the commune, the longest waiting first."""
    return [Offer(*row) for row in db.execute(HELD_OF_UNIT, {"unit": unit})]


def end(db: Db, offer_id: int, state: str = "closed") -> bool:
    """Ends the offer, as closed or filled; False if it had ended already."""
    return _move(db, offer_id, LIVE, state=state)


def approve(db: Db, offer_id: int, by: int) -> bool:
    """Lets a held offer be seen, from now on; False if it was held no longer."""
    return _move(db, offer_id, HELD, state="open", approved_by=by, approved_at=db.now, renewed_at=db.now)


def refuse(db: Db, offer_id: int, by: int, words: str) -> bool:
    """Ends a held or open offer that people are not to see, saying why; False if it had ended already."""
    return _move(db, offer_id, LIVE, state="refused", approved_by=by, approved_at=db.now, refusal=seal(offer_id, words))


def renew(db: Db, offer_id: int, closes_on: date) -> bool:
    """Lets the offer stand until a later day; False if it has ended."""
    return _move(db, offer_id, ("open",), closes_on=closes_on, renewed_at=db.now)


def _move(db: Db, offer_id: int, states: Sequence[str], **values: Any) -> bool:
    still = update(offers).where(offers.c.id == offer_id, offers.c.state.in_(states))
    return db.execute(still.values(**values)).rowcount == 1


def was_ever_seen(db: Db, organisation_id: int) -> bool:
    """Says whether an offer of the organisation was let through before, be it long closed."""
    return db.execute(SEEN, {"organisation_id": organisation_id, "seen": SEEN_STATES}).first() is not None
