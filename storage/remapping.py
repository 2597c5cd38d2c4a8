"""Puts what belongs to a commune that was merged or split under the code it has now, all in one transaction.

The audit stays where it is, each commune's chain whole; it says in both which rows came from where, and by how much
the numbers that people know were raised where two communes had the same.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, delete, false, func, or_, select, update

from storage import due, transfers, units, visit_counts
from storage.database import Db
from storage.persons import persons
from storage.tables import metadata
from storage.units import counters
from storage.upsert import insert

# the audit's chains, what is told of communes themselves, what was made for the former office alone, and what is
# counted anew
STAYS = ("audit", "audit_heads", "units", "counters", "document_templates", "list_headings", "visit_counts")
# whom the rows are about is read of these: they move when the others have
LAST = ("accounts", "persons")
# the columns that say whose the rows are, where they are not called as elsewhere
OF_HAMLET = {"accounts": ("id",), "call_list": ("account_id",), "link_requests": ("account_id",)}
OTHER_COLUMNS = (("transfers", "to_unit"), ("tips", "about"))


@dataclass(frozen=True, slots=True)
class Mapping:
    """A commune that has gone into another, whole, or one of its hamlets alone."""

    old: str
    new: str
    hamlet: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """So many rows of a table; `raised`: how much was added to their numbers, 0 where they have none."""

    table: str
    rows: int
    raised: int


def count(db: Db, mapping: Mapping) -> list[Moved]:
    """Counts what `remap` would move, by table; nothing is written."""
    return [Moved(table.name, rows, _raise(db, table, mapping)) for table, rows in _concerned(db, mapping)]


def remap(db: Db, mapping: Mapping, by: int | None = None) -> list[Moved]:
    """Moves the rows; run again, it finds none. What a whole commune leaves behind is marked as no longer valid."""
    moved = count(db, mapping)
    raised = {each.table: each.raised for each in moved}
    for each in sorted(moved, key=lambda each: LAST.index(each.table) if each.table in LAST else -1):
        table = metadata.tables[each.table]
        values: dict[str, object] = {"unit": mapping.new}
        if "number" in table.c:
            values["number"] = table.c.number + each.raised
        db.execute(update(table).where(_belongs(table, mapping)).values(values))
    _count_on(db, mapping.new, raised)
    if not mapping.hamlet:
        _close(db, mapping)
    _end_moves(db, mapping.new, by)
    visit_counts.forget(db, (mapping.old, mapping.new))
    for each in moved:
        for unit in (mapping.old, mapping.new):
            detail = f"{mapping.old}..{mapping.new} {each.table} rows={each.rows} numbers+{each.raised}"
            db.audit(unit, by, "unit.remapped", None, detail)
    return moved


def _concerned(db: Db, mapping: Mapping) -> list[tuple[Table, int]]:
    counted = []
    for table in metadata.sorted_tables:
        if "unit" not in table.c or table.name in STAYS:
            continue
        rows = db.execute(select(func.count()).select_from(table).where(_belongs(table, mapping))).scalar_one()
        if rows:
            counted.append((table, int(rows)))
    return counted


def _belongs(table: Table, mapping: Mapping) -> ColumnElement[bool]:
    """Says which rows of a table go along: all of the commune, or those about somebody who lives in the hamlet."""
    whole = table.c.unit == mapping.old
    if not mapping.hamlet:
        return whole
    in_hamlet = and_(persons.c.unit == mapping.old, persons.c.hamlet == mapping.hamlet)
    people, own = select(persons.c.id).where(in_hamlet), select(persons.c.account_id).where(in_hamlet)
    columns = OF_HAMLET.get(table.name, ("person_id", "subject_id", "person_account", "recipient_id"))
    read_of = {"person_id": people, "subject_id": people}
    about = [table.c[name].in_(read_of.get(name, own)) for name in columns if name in table.c]
    if table is persons:
        about = [persons.c.id.in_(people)]
    return and_(whole, or_(false(), *about))


def _raise(db: Db, table: Table, mapping: Mapping) -> int:
    """Finds what is added to the numbers of the rows that come, so that none is there twice."""
    return _last(db, table, mapping.new) if "number" in table.c else 0


def _last(db: Db, table: Table, unit: str) -> int:
    """Finds the last number given in the commune; rows may have gone that had later ones than those that are left."""
    greatest = db.execute(select(func.max(table.c.number)).where(table.c.unit == unit)).scalar()
    kind = and_(counters.c.unit == unit, counters.c.kind == _kind_of(table.name))
    given = db.execute(select(counters.c.last).where(kind)).scalar()
    return max(int(greatest or 0), int(given or 0))


def _count_on(db: Db, unit: str, raised: dict[str, int]) -> None:
    """Lets the commune's numbers go on after the last of those that are there now."""
    for name in raised:
        table = metadata.tables[name]
        if "number" in table.c:
            last = _last(db, table, unit)
            row = insert(counters).values(unit=unit, kind=_kind_of(name), last=last)
            db.execute(row.on_conflict_do_update(index_elements=["unit", "kind"], set_={"last": last}))


def _kind_of(table: str) -> str:
    """Gives the name under which a table's numbers are counted: «visit» for visits."""
    return table.removesuffix("s")


def _end_moves(db: Db, unit: str, by: int | None) -> None:
    """Takes back what one part of the commune has proposed to the other: they are one now."""
    for transfer in transfers.open_of(db, unit):
        if transfer.unit == transfer.to_unit and transfers.withdraw(db, transfer, by):
            due.clear(db, transfer.id, transfers.CLOCKS, "remapped")


def _close(db: Db, mapping: Mapping) -> None:
    """Marks the former commune as gone, hands its settings on where the new one has none, and its other columns."""
    for name, column in OTHER_COLUMNS:
        table = metadata.tables[name]
        db.execute(update(table).where(table.c[column] == mapping.old).values({column: mapping.new}))
    old, new = units.get(db, mapping.old), units.get(db, mapping.new)
    if old is not None and new is not None:
        for name, value in old.settings.items():
            if name not in new.settings:
                units.set_setting(db, mapping.new, name, value)
        closing = update(units.units).where(units.units.c.code == mapping.old, units.units.c.valid_to.is_(None))
        db.execute(closing.values(valid_to=db.today))
    db.execute(delete(counters).where(counters.c.unit == mapping.old))
