"""Jobs, courses and loans that partners offer; who is interested in them: storage/hiring.py."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    or_,
    select,
)

from rules import record_letters
from storage.columns import Codes, Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata
from storage.units import next_number

offers = Table(
    "offers",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("organisation_id", BigInteger, ForeignKey("organisations.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("trade", String(24), nullable=False),
    Column("title", String(160), nullable=False),
    Column("place", String(160), nullable=False),
    Column("hours", String(160), nullable=False),
    Column("pay_from", BigInteger),
    Column("pay_to", BigInteger),
    Column("pay_per", String(5), nullable=False),
    Column("places", Integer),
    Column("details", String(2000), nullable=False),
    Column("closes_on", Date),
    Column("state", String(8), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", BigInteger),
    Column("place_units", Codes),
    Column("requirements", String(600)),
    Column("lodging", Boolean),
    Column("meals", Boolean),
    Column("starts_on", Date),
    Column("contact", Sealed("offers.contact")),
    Column("poster", BigInteger),
    Column("signs", Codes),
    Column("approved_by", BigInteger),
    Column("approved_at", Instant),
    Column("refusal", Sealed("offers.refusal")),
    Column("renewed_at", Instant),
    UniqueConstraint("unit", "number"),
    Index("ix_offers_open", "unit", "state", "trade"),
    Index("ix_offers_organisation", "organisation_id"),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is said publicly of an offer. Pay is in đồng a month, a day, an hour or a piece.

    `state`: of `rules.offers.STATES`. `place_units`: today's communes that the place is or lies in, as far as its
    words say. `lodging`, `meals`: None where nothing is said of them. `signs`: why an officer looks at it first, codes
    of `rules.offer_signs`. `poster`: the attachment of its picture.
    """

    id: int
    unit: str
    number: int
    organisation_id: int
    kind: str
    trade: str
    title: str
    place: str
    hours: str
    pay_from: int | None
    pay_to: int | None
    pay_per: str
    places: int | None
    details: str
    closes_on: date | None
    state: str
    opened_at: datetime
    opened_by: int | None
    place_units: tuple[str, ...] | None = None
    requirements: str | None = None
    lodging: bool | None = None
    meals: bool | None = None
    starts_on: date | None = None
    sealed_contact: SealedCell | None = None
    poster: int | None = None
    signs: tuple[str, ...] | None = None
    approved_by: int | None = None
    approved_at: datetime | None = None
    sealed_refusal: SealedCell | None = None
    renewed_at: datetime | None = None

    @property
    def contact(self) -> str | None:
        """Opens whom to ask: what the partner wrote for everybody who reads the offer."""
        return opened(self.sealed_contact, self.id)

    @property
    def refusal(self) -> str | None:
        """Opens why an officer did not let it be seen, in words to the partner."""
        return opened(self.sealed_refusal, self.id)

    @property
    def fresh_since(self) -> datetime:
        """Gives when the partner last said that it stands."""
        return self.renewed_at or self.opened_at

    @property
    def code(self) -> str:
        """Gives the number as people read it."""
        return record_letters.written("offer", self.number)


class More(TypedDict, total=False):
    """What an offer may say besides, and why it is held."""

    place_units: tuple[str, ...]
    requirements: str
    lodging: bool | None
    meals: bool | None
    starts_on: date | None
    poster: int | None
    signs: tuple[str, ...]


BY_NUMBER = select(offers).where(offers.c.unit == bindparam("unit"), offers.c.number == bindparam("number"))
ONE = select(offers).where(offers.c.id == bindparam("id"))
SEVERAL = select(offers).where(offers.c.id.in_(bindparam("ids", expanding=True)))
CAN_BE_HAD = (
    offers.c.state == "open",
    or_(offers.c.closes_on.is_(None), offers.c.closes_on >= bindparam("today")),
)
IS_OPEN = (offers.c.unit == bindparam("unit"), *CAN_BE_HAD)
OPEN = select(offers).where(*IS_OPEN).order_by(offers.c.opened_at.desc(), offers.c.id.desc())
OPEN_IN_TRADE = OPEN.where(offers.c.trade == bindparam("trade"))
OF_ORGANISATION = (
    select(offers)
    .where(offers.c.organisation_id == bindparam("organisation_id"))
    .order_by(offers.c.opened_at.desc(), offers.c.id.desc())
)


def _offer(row: Sequence[Any]) -> Offer:
    return Offer(*row)


def get(db: Db, offer_id: int) -> Offer | None:
    """Reads an offer; None if there is none of this id."""
    row = db.execute(ONE, {"id": offer_id}).first()
    return _offer(row) if row else None


def several(db: Db, offer_ids: Collection[int]) -> dict[int, Offer]:
    """Maps id → offer, of those that are there."""
    return {row[0]: _offer(row) for row in db.execute(SEVERAL, {"ids": list(offer_ids)})}


def by_number(db: Db, unit: str, number: int) -> Offer | None:
    """Reads the offer with this number in the commune; None if there is none."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return _offer(row) if row else None


def open_offers(db: Db, unit: str, trade: str | None = None, kind: str | None = None) -> list[Offer]:
    """Lists the offers of the commune that can be had today, the newest first."""
    asked = {"unit": unit, "today": db.today, **({"trade": trade} if trade else {})}
    open_now = map(_offer, db.execute(OPEN_IN_TRADE if trade else OPEN, asked))
    return [offer for offer in open_now if kind is None or offer.kind == kind]


def of_organisation(db: Db, organisation_id: int) -> list[Offer]:
    """Lists the organisation's offers, closed ones too, the newest first."""
    return [_offer(row) for row in db.execute(OF_ORGANISATION, {"organisation_id": organisation_id})]


def add(
    db: Db,
    *,
    unit: str,
    organisation_id: int,
    kind: str,
    trade: str,
    title: str,
    place: str = "",
    hours: str = "",
    pay_from: int | None = None,
    pay_to: int | None = None,
    pay_per: str = "month",
    places: int | None = None,
    details: str = "",
    closes_on: date | None = None,
    by: int | None = None,
    contact: str | None = None,
    state: str = "open",
    **more: Unpack[More],
) -> int:
    """Adds an offer, open or held, and gives its id. `kind`, `trade` are codes of `rules`; pay is in đồng."""
    offer_id = db.new_id()
    row: dict[str, Any] = {
        "id": offer_id,
        "unit": unit,
        "number": next_number(db, unit, "offer"),
        "organisation_id": organisation_id,
        "kind": kind,
        "trade": trade,
        "title": title,
        "place": place,
        "hours": hours,
        "pay_from": pay_from,
        "pay_to": pay_to,
        "pay_per": pay_per,
        "places": places,
        "details": details,
        "closes_on": closes_on,
    }
    standing = {"state": state, "opened_at": db.now, "opened_by": by, "contact": seal(offer_id, contact)}
    db.execute(offers.insert(), {**row, **standing, **more})
    return offer_id
