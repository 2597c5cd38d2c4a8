"""Communes of which a tip may be, and the unit above each, as far as officers read here."""

from dataclasses import dataclass

from sqlalchemy import String, select, type_coerce

from storage.accounts import accounts
from storage.database import Db
from storage.units import units

PROVINCES = ("tinh", "thanh_pho")
# with its limit PostgreSQL asks for each commune instead of reading all accounts
AN_OFFICER = (
    select(accounts.c.id)
    .where(
        accounts.c.unit == units.c.code,
        accounts.c.status == "active",
        type_coerce(accounts.c.roles, String).like("%,officer,%"),
    )
    .limit(1)
    .scalar_subquery()
)
PLACES = (
    select(units.c.code, units.c.name, units.c.kind, units.c.parent)
    .where(AN_OFFICER.is_not(None))
    .order_by(units.c.name, units.c.code)
)


@dataclass(frozen=True, slots=True)
class Place:
    """A commune; `above`: the unit above it whose officers read here, too, empty where there are none."""

    code: str
    name: str
    kind: str
    above: str


def places(db: Db) -> list[Place]:
    """Lists the communes whose officers read tips, by name: the same for every reader."""
    rows = db.execute(PLACES).all()
    reading = {row.code for row in rows}
    parents = {row.parent for row in rows}
    return [
        Place(row.code, row.name, row.kind, row.parent if row.parent in reading else "")
        for row in rows
        if row.code not in parents and row.kind not in PROVINCES
    ]
