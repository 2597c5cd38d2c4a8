"""The duty roster: which officer is on duty on which day, and requests to swap days or to stand in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    bindparam,
    delete,
    or_,
    select,
    update,
)

from storage.columns import Id, Instant
from storage.database import Db, metadata
from storage.upsert import insert

duty_days = Table(
    "duty_days",
    metadata,
    Column("unit", String(5), nullable=False),
    Column("day", Date, nullable=False),
    Column("account_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("instead_of", BigInteger),
    PrimaryKeyConstraint("unit", "day", "account_id"),
    Index("ix_duty_days_account", "account_id", "day"),
    Index("ix_duty_days_day", "day"),
)
duty_requests = Table(
    "duty_requests",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("asked_by", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("asked_of", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("return_first", Date),
    Column("return_last", Date),
    Column("state", String(8), nullable=False),
    Column("at", Instant, nullable=False),
    Column("decided_at", Instant),
    Index("ix_duty_requests_by", "asked_by"),
    Index("ix_duty_requests_of", "asked_of"),
)


@dataclass(frozen=True, slots=True)
class DutyDay:
    """A day on which an officer is on duty; `instead_of` whom, after a swap or as a stand-in."""

    day: date
    account_id: int
    instead_of: int | None


@dataclass(frozen=True, slots=True)
class DutyRequest:
    """An officer asks another to take days, and offers days in return or nothing.

    `state` is asked, accepted, refused, or lapsed where the days were no longer theirs.
    """

    id: int
    unit: str
    asked_by: int
    asked_of: int
    first: date
    last: date
    return_first: date | None
    return_last: date | None
    state: str
    at: datetime
    decided_at: datetime | None


BETWEEN = (
    select(duty_days.c.day, duty_days.c.account_id, duty_days.c.instead_of)
    .where(duty_days.c.unit == bindparam("unit"), duty_days.c.day.between(bindparam("first"), bindparam("last")))
    .order_by(duty_days.c.day, duty_days.c.account_id)
)
OF_ACCOUNT = (
    select(duty_days.c.day)
    .where(
        duty_days.c.account_id == bindparam("account"), duty_days.c.day.between(bindparam("first"), bindparam("last"))
    )
    .order_by(duty_days.c.day)
)
REQUESTS = select(*(duty_requests.c[name] for name in DutyRequest.__slots__))
REQUEST = REQUESTS.where(duty_requests.c.id == bindparam("id"))
WAITING_FOR = (
    REQUESTS.where(duty_requests.c.asked_of == bindparam("account"), duty_requests.c.state == "asked")
    .order_by(duty_requests.c.id.desc())
    .limit(1)
)
OPEN_OF = REQUESTS.where(
    or_(duty_requests.c.asked_by == bindparam("account"), duty_requests.c.asked_of == bindparam("account")),
    duty_requests.c.state == "asked",
    duty_requests.c.last >= bindparam("today", type_=Date),
).order_by(duty_requests.c.id)


def between(db: Db, unit: str, first: date, last: date) -> list[DutyDay]:
    """Lists who is on duty on these days, both included."""
    return [DutyDay(*row) for row in db.execute(BETWEEN, {"unit": unit, "first": first, "last": last})]


def days_of(db: Db, account_id: int, first: date, last: date) -> list[date]:
    """Lists the days on which an officer is on duty."""
    return list(db.execute(OF_ACCOUNT, {"account": account_id, "first": first, "last": last}).scalars())


def write(db: Db, unit: str, first: date, last: date, on_duty: Iterable[DutyDay], by: int) -> None:
    """Writes the roster of these days anew."""
    db.execute(delete(duty_days).where(duty_days.c.unit == unit, duty_days.c.day.between(first, last)))
    rows = [
        {"unit": unit, "day": duty.day, "account_id": duty.account_id, "instead_of": duty.instead_of}
        for duty in on_duty
    ]
    if rows:
        db.execute(insert(duty_days).on_conflict_do_nothing(), rows)
    db.audit(unit, by, "roster.written", None, f"{first} {last}")


def add(db: Db, unit: str, account_id: int, days: Sequence[date], by: int | None) -> None:
    """Adds an officer to the roster of these days, beside whoever is on it."""
    rows = [{"unit": unit, "day": day, "account_id": account_id, "instead_of": None} for day in days]
    if rows:
        db.execute(insert(duty_days).on_conflict_do_nothing(), rows)
        db.audit(unit, by, "roster.added", account_id, f"{min(days)} {max(days)}")


def take_back(db: Db, unit: str, account_id: int, days: Sequence[date], by: int | None) -> None:
    """Takes an officer off the roster of these days, as far as they are still ahead."""
    conditions = duty_days.c.account_id == account_id, duty_days.c.unit == unit, duty_days.c.day.in_(days)
    db.execute(delete(duty_days).where(*conditions, duty_days.c.day >= db.today))
    db.audit(unit, by, "roster.taken_back", account_id, " ".join(map(str, days[:1])))


def leave(db: Db, account_id: int, since: date) -> int:
    """Takes an officer off the roster from a day on; says of how many days."""
    conditions = duty_days.c.account_id == account_id, duty_days.c.day >= since
    return db.execute(delete(duty_days).where(*conditions)).rowcount


def request(
    db: Db, *, unit: str, asked_by: int, asked_of: int, days: tuple[date, date], given: tuple[date, date] | None
) -> int:
    """Asks an officer to take days of another, for days in return (`given`) or for nothing; gives the request's id."""
    request_id = db.new_id()
    row = {
        "id": request_id,
        "unit": unit,
        "asked_by": asked_by,
        "asked_of": asked_of,
        "first": days[0],
        "last": days[1],
        "return_first": given[0] if given else None,
        "return_last": given[1] if given else None,
        "state": "asked",
        "at": db.now,
    }
    db.execute(duty_requests.insert(), row)
    db.audit(unit, asked_by, "roster.swap_asked", asked_of, f"request {request_id}")
    return request_id


def get_request(db: Db, request_id: int) -> DutyRequest | None:
    """Reads a request; None if there is none of this id."""
    row = db.execute(REQUEST, {"id": request_id}).first()
    return DutyRequest(*row) if row else None


def waiting_for(db: Db, account_id: int) -> DutyRequest | None:
    """Finds the last request that an officer has not answered yet."""
    row = db.execute(WAITING_FOR, {"account": account_id}).first()
    return DutyRequest(*row) if row else None


def open_of(db: Db, account_id: int) -> list[DutyRequest]:
    """Lists the requests that an officer has asked or is asked, as long as they are not answered and not past."""
    return [DutyRequest(*row) for row in db.execute(OPEN_OF, {"account": account_id, "today": db.today})]


def decide(db: Db, asked: DutyRequest, accepted: bool) -> bool:
    """Accepts or refuses a request, and moves the days; False if it is decided already, or the days are gone.

    One of several who decide at once finds it still open.
    """
    state = "accepted" if accepted else "refused"
    still_open = update(duty_requests).where(duty_requests.c.id == asked.id, duty_requests.c.state == "asked")
    if not db.execute(still_open.values(state=state, decided_at=db.now)).rowcount:
        return False
    if accepted and not _move_all(db, asked):
        lapsed = update(duty_requests).where(duty_requests.c.id == asked.id)
        db.execute(lapsed.values(state="lapsed"))
        return False
    db.audit(asked.unit, asked.asked_of, f"roster.swap_{state}", asked.asked_by, f"request {asked.id}")
    return True


def _move_all(db: Db, asked: DutyRequest) -> bool:
    """Moves the days both ways; False, with nothing moved, where they are not theirs any more."""
    taken = _ahead(db, asked.asked_by, asked.first, asked.last)
    returned = (
        _ahead(db, asked.asked_of, asked.return_first, asked.return_last)
        if asked.return_first and asked.return_last
        else []
    )
    if not taken or (asked.return_first and not returned):
        return False
    _move(db, asked.unit, taken, asked.asked_by, asked.asked_of)
    _move(db, asked.unit, returned, asked.asked_of, asked.asked_by)
    return True


def _ahead(db: Db, account_id: int, first: date, last: date) -> list[date]:
    return days_of(db, account_id, max(first, db.today), last)


def _move(db: Db, unit: str, days: list[date], giver: int, taker: int) -> None:
    if not days:
        return
    conditions = duty_days.c.account_id == giver, duty_days.c.unit == unit, duty_days.c.day.in_(days)
    db.execute(delete(duty_days).where(*conditions))
    rows = [{"unit": unit, "day": day, "account_id": taker, "instead_of": giver} for day in days]
    db.execute(insert(duty_days).on_conflict_do_nothing(), rows)
