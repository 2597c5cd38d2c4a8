"""Communes and what belongs to them: organisations, settings, and the numbers that run through a commune."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    Float,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    bindparam,
    select,
    update,
)

from storage.columns import Id, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata
from storage.prepared import Prepared
from storage.upsert import insert

ORGANISATION_KINDS = ("police", "border", "committee", "enterprise", "school", "union", "bank")

units = Table(
    "units",
    metadata,
    Column("code", String(5), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("parent", String(5)),
    Column("lat", Float),
    Column("lon", Float),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("settings", JSON, nullable=False),
    Index("ix_units_parent", "parent"),
)
organisations = Table(
    "organisations",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("name", String(160), nullable=False),
    Column("phone", Sealed("organisations.phone")),
    Index("ix_organisations_unit", "unit", "kind"),
)
counters = Table(
    "counters",
    metadata,
    Column("unit", String(5), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("unit", "kind"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    name: str
    kind: str
    parent: str | None
    lat: float | None
    lon: float | None
    valid_from: date | None
    valid_to: date | None
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Organisation:
    id: int
    unit: str
    kind: str
    name: str
    sealed_phone: SealedCell | None

    @property
    def phone(self) -> str | None:
        return opened(self.sealed_phone, self.id)


UNIT = select(units).where(units.c.code == bindparam("code"))
SEVERAL = select(units).where(units.c.code.in_(bindparam("codes", expanding=True)))
ORGANISATION = select(organisations).where(organisations.c.id == bindparam("id"))
ORGANISATIONS = (
    select(organisations)
    .where(organisations.c.unit == bindparam("unit"))
    .order_by(organisations.c.kind, organisations.c.id)
)
NEXT = Prepared(
    insert(counters)
    .values(unit=bindparam("unit"), kind=bindparam("kind"), last=1)
    .on_conflict_do_update(index_elements=["unit", "kind"], set_={"last": counters.c.last + 1})
    .returning(counters.c.last)
)
HOLD = (
    insert(counters)
    .values(unit=bindparam("unit"), kind=bindparam("kind"), last=0)
    .on_conflict_do_update(index_elements=["unit", "kind"], set_={"last": counters.c.last})
)


def put(
    db: Db,
    *,
    code: str,
    name: str,
    kind: str,
    parent: str | None = None,
    lat: float | None = None,
    lon: float | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> None:
    """Adds a unit or renews what is known of it; its settings stay."""
    columns = {
        "name": name,
        "kind": kind,
        "parent": parent,
        "lat": lat,
        "lon": lon,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    row = insert(units).values(code=code, settings={}, **columns)
    db.execute(row.on_conflict_do_update(index_elements=["code"], set_=columns))


def get(db: Db, code: str) -> Unit | None:
    """Reads a unit; None if there is none of this code."""
    row = db.execute(UNIT, {"code": code}).first()
    return Unit(*row) if row else None


def several(db: Db, codes: Collection[str]) -> dict[str, Unit]:
    """Maps code → unit, of those that are there."""
    return {row[0]: Unit(*row) for row in db.execute(SEVERAL, {"codes": list(codes)})}


def set_setting(db: Db, code: str, name: str, value: Any) -> None:
    """Sets one of the unit's settings; the others stay."""
    unit = get(db, code)
    if unit is not None:
        db.execute(update(units).where(units.c.code == code).values(settings={**unit.settings, name: value}))


def set_part(db: Db, code: str, name: str, part: str, value: Any) -> None:
    """Sets one part of a setting that has several, such as one alert rule; None takes it away. The others stay.

    The unit is held, so that two who set different parts at once both find theirs.
    """
    row = db.execute(UNIT.with_for_update(), {"code": code}).first()
    if row is None:
        return
    parts = {**Unit(*row).settings.get(name, {}), part: value}
    set_setting(db, code, name, {key: kept for key, kept in parts.items() if kept is not None})


def add_organisation(db: Db, *, unit: str, kind: str, name: str, phone: str | None = None) -> int:
    """Adds an enterprise, school, bank or association of the commune; gives its id. `phone` is E.164."""
    organisation_id = db.new_id()
    db.execute(
        organisations.insert(),
        {
            "id": organisation_id,
            "unit": unit,
            "kind": kind,
            "name": name,
            "phone": seal(organisation_id, phone),
        },
    )
    return organisation_id


def set_phone(db: Db, organisation_id: int, phone: str) -> None:
    """Sets the number of an organisation, E.164."""
    sealed = seal(organisation_id, phone)
    db.execute(update(organisations).where(organisations.c.id == organisation_id).values(phone=sealed))


def _organisation(row: Sequence[Any]) -> Organisation:
    return Organisation(*row)


def organisation(db: Db, organisation_id: int) -> Organisation | None:
    """Reads an organisation; None if there is none of this id."""
    row = db.execute(ORGANISATION, {"id": organisation_id}).first()
    return _organisation(row) if row else None


def organisations_of(db: Db, unit: str, *kinds: str) -> list[Organisation]:
    """Lists the organisations of the unit, of the given kinds or all."""
    of_unit = map(_organisation, db.execute(ORGANISATIONS, {"unit": unit}))
    return [organisation for organisation in of_unit if not kinds or organisation.kind in kinds]


def next_number(db: Db, unit: str, kind: str) -> int:
    """Takes the next number of the kind, 1, 2, 3 … without gaps: it belongs to the transaction that took it."""
    [(number,)] = NEXT.rows(db, {"unit": unit, "kind": kind})
    return int(number)


def hold_numbers(db: Db, unit: str, kind: str) -> None:
    """Keeps everybody else in the unit from taking a number of this kind until this transaction ends."""
    db.execute(HOLD, {"unit": unit, "kind": kind})
