"""Who is interested in an offer: what the partner may see, how it stands, the meeting, the start, and how it lasts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    select,
    update,
)

from rules import hiring
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal, seal_json
from storage.database import Db, metadata
from storage.persons import persons
from storage.upsert import insert

interests = Table(
    "interests",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("offer_id", BigInteger, ForeignKey("offers.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("meets_at", Instant),
    Column("starts_on", Date),
    Column("hired_at", Instant),
    Column("reason", String(12)),
    # how it goes after 30 and 90 days, codes of `rules.hiring`
    Column("person_at_30", String(8)),
    Column("partner_at_30", String(8)),
    Column("person_at_90", String(8)),
    Column("partner_at_90", String(8)),
    Column("shown", Sealed("interests.shown")),
    Column("meeting", Sealed("interests.meeting")),
    UniqueConstraint("offer_id", "person_id"),
    Index("ix_interests_person", "person_id"),
    Index("ix_interests_state", "state", "changed_at"),
)


@dataclass(frozen=True, slots=True)
class Interest:
    """Somebody's interest in an offer; `state`, `reason` and what was said at 30 and 90 days are codes."""

    id: int
    offer_id: int
    person_id: int
    state: str
    at: datetime
    changed_at: datetime
    meets_at: datetime | None
    starts_on: date | None
    hired_at: datetime | None
    reason: str | None
    person_at_30: str | None
    partner_at_30: str | None
    person_at_90: str | None
    partner_at_90: str | None
    sealed_shown: SealedCell | None
    sealed_meeting: SealedCell | None

    @property
    def shown(self) -> dict[str, Any]:
        """Opens what the person lets the partner see beside name and age, by the form that asked for it."""
        return dict(self.sealed_shown.open_json(self.id)) if self.sealed_shown else {}

    @property
    def meeting(self) -> str:
        """Opens where to come and whom to ask for, in the partner's words."""
        return opened(self.sealed_meeting, self.id) or ""

    @property
    def due_on(self) -> date | None:
        """Gives the day by which the next step is due; None once it has ended."""
        return hiring.due_on(self.state, self.changed_at, self.meets_at, self.starts_on)

    @property
    def is_open(self) -> bool:
        return self.state in hiring.STAGES

    def said(self, side: str) -> str | None:
        """Gives what `person` or `partner` has said of the check that is on."""
        said: str | None = getattr(self, f"{side}_at_{hiring.CHECK_DAYS[self.state]}")
        return said


COLUMNS = (
    *(interests.c[name] for name in Interest.__slots__ if not name.startswith("sealed_")),
    interests.c.shown,
    interests.c.meeting,
)
NEW = insert(interests)
# what an earlier asking has left
FORGOTTEN = ("meets_at", "reason", "meeting")
SHOW = NEW.on_conflict_do_update(
    index_elements=["offer_id", "person_id"],
    set_={
        "state": "new",
        "changed_at": NEW.excluded.changed_at,
        **dict.fromkeys(FORGOTTEN),
    },
    where=interests.c.state.in_(hiring.ASKED_ANEW),
).returning(interests.c.id)
OF_OFFER = (
    select(*COLUMNS).where(interests.c.offer_id == bindparam("offer_id")).order_by(interests.c.at, interests.c.id)
)
OF_PERSON = (
    select(*COLUMNS)
    .where(interests.c.person_id == bindparam("person_id"))
    .order_by(interests.c.at.desc(), interests.c.id.desc())
)
ONE = select(*COLUMNS).where(interests.c.id == bindparam("id"))
SEVERAL = select(*COLUMNS).where(interests.c.id.in_(bindparam("ids", expanding=True)))
OF_UNIT = (
    select(*COLUMNS)
    .join(persons, persons.c.id == interests.c.person_id)
    .where(persons.c.unit == bindparam("unit"), interests.c.state == bindparam("state"))
    .order_by(interests.c.changed_at, interests.c.id)
)


def show_interest(db: Db, offer_id: int, person_id: int, shown: Mapping[str, Any] | None = None) -> Interest | None:
    """Notes that the person is interested, and what the partner may see of them.

    Gives the interest where it is new, or there again after it ended without an answer; None where it stands already.
    """
    row = {
        "id": db.new_id(),
        "offer_id": offer_id,
        "person_id": person_id,
        "state": "new",
        "at": db.now,
        "changed_at": db.now,
    }
    interest_id = db.execute(SHOW, row).scalar()
    if interest_id is None:
        return None
    sealed = seal_json(interest_id, dict(shown)) if shown else None
    db.execute(update(interests).where(interests.c.id == interest_id).values(shown=sealed))
    return interest(db, interest_id)


def interest(db: Db, interest_id: int) -> Interest | None:
    """Reads one person's interest in an offer; None if there is none of this id."""
    row = db.execute(ONE, {"id": interest_id}).first()
    return Interest(*row) if row else None


def several(db: Db, ids: Collection[int]) -> dict[int, Interest]:
    """Reads interests in offers by id; whatever is not there is left out."""
    return {row.id: Interest(*row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def interested(db: Db, offer_id: int) -> list[Interest]:
    """Lists who is interested, in the order they came; whom of them a partner may see is asked in `storage.access`."""
    return [Interest(*row) for row in db.execute(OF_OFFER, {"offer_id": offer_id})]


def interests_of(db: Db, person_id: int) -> list[Interest]:
    """Lists what the person is interested in, what has ended too, the newest first."""
    return [Interest(*row) for row in db.execute(OF_PERSON, {"person_id": person_id})]


def of_unit(db: Db, unit: str, state: str) -> list[Interest]:
    """Lists what stands so for the people of a commune, the longest waiting first."""
    return [Interest(*row) for row in db.execute(OF_UNIT, {"unit": unit, "state": state})]


def move(
    db: Db,
    now: Interest,
    state: str,
    *,
    meets_at: datetime | None = None,
    meeting: str = "",
    starts_on: date | None = None,
    reason: str | None = None,
) -> Interest | None:
    """Moves an interest on; None where it may not go there, or does not stand any more as the caller has read it.

    An invitation brings the time and the words of the meeting, a hiring its first day, an end its reason.
    """
    if not hiring.may_move(now.state, state):
        return None
    values: dict[str, Any] = {"state": state, "changed_at": db.now, "reason": reason}
    if state == "contacted":
        values |= {"meets_at": meets_at, "meeting": seal(now.id, meeting) if meeting else None}
    if state == "taken_on":
        values |= {"starts_on": starts_on or db.today, "hired_at": db.now}
    still = update(interests).where(interests.c.id == now.id, interests.c.state == now.state)
    return interest(db, now.id) if db.execute(still.values(values)).rowcount else None


def say_how_it_goes(db: Db, now: Interest, side: str, said: str) -> Interest | None:
    """Writes down what `person` or `partner` says of the 30th or 90th day; None where that is not asked any more."""
    days = hiring.CHECK_DAYS.get(now.state)
    if days is None:
        return None
    still = update(interests).where(interests.c.id == now.id, interests.c.state == now.state)
    return interest(db, now.id) if db.execute(still.values({f"{side}_at_{days}": said})).rowcount else None
