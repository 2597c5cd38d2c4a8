"""Appointments: an officer offers times, the person takes one, it is moved, kept or missed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    select,
    update,
)

from rules import record_letters
from rules.appointments import OPEN_STATES
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal, seal_json
from storage.database import Db, metadata
from storage.units import next_number

appointments = Table(
    "appointments",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("officer_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("at", Instant),
    # how often it was changed: a calendar takes the file with the higher one
    Column("version", Integer, nullable=False),
    Column("offered", Sealed("appointments.offered"), nullable=False),
    Column("about", Sealed("appointments.about"), nullable=False),
    Column("place", Sealed("appointments.place"), nullable=False),
    Column("remark", Sealed("appointments.remark")),
    UniqueConstraint("unit", "number"),
    Index("ix_appointments_person", "person_id", "id"),
    Index("ix_appointments_state", "unit", "state", "at"),
)


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment; `at` is None until a time is taken, `state` a code of `rules.appointments`."""

    id: int
    unit: str
    number: int
    person_id: int
    officer_id: int
    made_at: datetime
    state: str
    at: datetime | None
    version: int
    sealed_offered: SealedCell
    sealed_about: SealedCell
    sealed_place: SealedCell
    sealed_remark: SealedCell | None

    @property
    def code(self) -> str:
        """Gives the number as people read it."""
        return record_letters.written("appointment", self.number)

    @property
    def offered(self) -> list[datetime]:
        return [datetime.fromisoformat(moment) for moment in self.sealed_offered.open_json(self.id)]

    @property
    def about(self) -> str:
        return self.sealed_about.open(self.id)

    @property
    def place(self) -> str:
        return self.sealed_place.open(self.id)

    @property
    def remark(self) -> str:
        """Opens what the person said of the times; empty where nothing was said."""
        return opened(self.sealed_remark, self.id) or ""


NAMES = tuple(name for name in Appointment.__slots__ if not name.startswith("sealed_"))
COLUMNS = (
    *(appointments.c[name] for name in NAMES),
    appointments.c.offered,
    appointments.c.about,
    appointments.c.place,
    appointments.c.remark,
)
ONE = select(*COLUMNS).where(appointments.c.id == bindparam("id"))
SEVERAL = select(*COLUMNS).where(appointments.c.id.in_(bindparam("ids", expanding=True)))
BY_NUMBER = select(*COLUMNS).where(
    appointments.c.unit == bindparam("unit"), appointments.c.number == bindparam("number")
)
OF_PERSON = (
    select(*COLUMNS)
    .where(
        appointments.c.person_id == bindparam("person_id"),
        appointments.c.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(appointments.c.at, appointments.c.id)
)
OPEN = (
    select(*COLUMNS)
    .where(appointments.c.unit == bindparam("unit"), appointments.c.state.in_(bindparam("states", expanding=True)))
    .order_by(appointments.c.at, appointments.c.id)
)


def offer(
    db: Db, *, unit: str, person_id: int, officer_id: int, times: Sequence[datetime], about: str, place: str
) -> Appointment:
    """Writes down an offer of times that waits for the person."""
    sealed = {"about": about, "place": place}
    return _add(db, unit, person_id, officer_id, "offered", times, sealed, by=officer_id)


def ask(db: Db, *, unit: str, person_id: int, officer_id: int, about: str, remark: str, by: int) -> Appointment:
    """Writes down that somebody asks for a time, and which would suit; where it is, the offer says."""
    sealed = {"about": about, "place": "", "remark": remark}
    return _add(db, unit, person_id, officer_id, "asked", (), sealed, by=by)


def _add(
    db: Db,
    unit: str,
    person_id: int,
    officer_id: int,
    state: str,
    times: Sequence[datetime],
    sealed: Mapping[str, str],
    *,
    by: int,
) -> Appointment:
    appointment_id = db.new_id()
    row = {
        "id": appointment_id,
        "unit": unit,
        "number": next_number(db, unit, "appointment"),
        "person_id": person_id,
        "officer_id": officer_id,
        "made_at": db.now,
        "state": state,
        "version": 0,
        "offered": seal_json(appointment_id, [moment.isoformat() for moment in times]),
        **{name: seal(appointment_id, words) for name, words in sealed.items()},
    }
    db.execute(appointments.insert(), row)
    db.audit(unit, by, f"appointment.{state}", person_id, f"appointment {appointment_id}")
    return _reread(db, appointment_id)


def offer_again(
    db: Db, appointment: Appointment, times: Sequence[datetime], by: int, *, place: str = ""
) -> Appointment:
    """Offers other times in place of those before, elsewhere if `place` says so; what was agreed no longer holds."""
    elsewhere = {"place": seal(appointment.id, place)} if place else {}
    return _change(
        db,
        appointment,
        "offered",
        by,
        at=None,
        offered=seal_json(appointment.id, [moment.isoformat() for moment in times]),
        remark=None,
        **elsewhere,
    )


def confirm(db: Db, appointment: Appointment, at: datetime, by: int) -> Appointment:
    """Takes one of the times."""
    return _change(db, appointment, "confirmed", by, at=at)


def ask_other(db: Db, appointment: Appointment, remark: str, by: int) -> Appointment:
    """Writes down that another time is wanted, and which."""
    return _change(db, appointment, "asked", by, at=None, remark=seal(appointment.id, remark))


def end(db: Db, appointment: Appointment, state: str, by: int | None) -> Appointment:
    """Sets kept, missed or called off."""
    return _change(db, appointment, state, by)


def call_off_all(db: Db, person_id: int, by: int | None) -> list[int]:
    """Calls off what is open of somebody who moves or leaves the commune's care; gives the ids."""
    return [end(db, appointment, "called_off", by).id for appointment in open_of(db, person_id)]


def _change(db: Db, appointment: Appointment, state: str, by: int | None, **values: Any) -> Appointment:
    changed = update(appointments).where(appointments.c.id == appointment.id)
    db.execute(changed.values(state=state, version=appointment.version + 1, **values))
    db.audit(appointment.unit, by, f"appointment.{state}", appointment.person_id, f"appointment {appointment.id}")
    return _reread(db, appointment.id)


def get(db: Db, appointment_id: int) -> Appointment | None:
    """Reads an appointment; None if there is none of this id."""
    row = db.execute(ONE, {"id": appointment_id}).first()
    return Appointment(*row) if row else None


def several(db: Db, ids: Iterable[int]) -> dict[int, Appointment]:
    """Maps id → appointment, for those that there are."""
    return {row.id: Appointment(*row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def by_number(db: Db, unit: str, number: int) -> Appointment | None:
    """Reads the appointment of this number in the commune; None if there is none."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return Appointment(*row) if row else None


def open_of(db: Db, person_id: int) -> list[Appointment]:
    """Lists somebody's appointments that are still to come about or to be noted."""
    rows = db.execute(OF_PERSON, {"person_id": person_id, "states": list(OPEN_STATES)})
    return [Appointment(*row) for row in rows]


def open_in(db: Db, unit: str) -> list[Appointment]:
    """Lists the commune's appointments that are still to come about or to be noted, by their time."""
    return [Appointment(*row) for row in db.execute(OPEN, {"unit": unit, "states": list(OPEN_STATES)})]


def _reread(db: Db, appointment_id: int) -> Appointment:
    return Appointment(*db.execute(ONE, {"id": appointment_id}).one())
