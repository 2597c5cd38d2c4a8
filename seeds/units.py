"""Provinces and communes of Việt Nam since 01/07/2025, and what became of the communes before."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from storage import units
from storage.database import Db

HERE = Path(__file__).parent
# changes since the list was made; `into`: the commune that one has gone into
UNIT_CHANGES = HERE / "unit_changes.csv"
KINDS = {"tinh": "tỉnh", "thanh_pho": "thành phố", "xa": "xã", "phuong": "phường", "dac_khu": "đặc khu"}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit for as long as its name and kind held: from `valid_from` up to, not including, `valid_to`."""

    code: str
    name: str
    kind: str
    parent: str | None
    lat: float
    lon: float
    valid_from: date
    valid_to: date | None

    @property
    def full_name(self) -> str:
        return f"{KINDS[self.kind]} {self.name}"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def read_units(on: date | None = None) -> Iterator[UnitRow]:
    """Provinces first, then communes: as they were on that day, or as they are by the last change known here."""
    for file in ("provinces.csv", "communes.csv"):
        for unit in _units_in(file):
            if unit.valid_to is None if on is None else unit.holds_on(on):
                yield unit


def put(db: Db, rows: Iterable[UnitRow]) -> int:
    """Writes them, those that are there are brought up to date; of several rows with one code the last to begin."""
    newest = {row.code: row for row in sorted(rows, key=lambda row: row.valid_from)}
    for row in newest.values():
        units.put(
            db,
            code=row.code,
            name=row.name,
            kind=row.kind,
            parent=row.parent,
            lat=row.lat,
            lon=row.lon,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
    return len(newest)


def make_known(db: Db, code: str) -> None:
    """Makes the row of the commune that is served, with its province; what is there stays."""
    if units.get(db, code) is not None:
        return
    by_code = {row.code: row for row in read_units()}
    if code in by_code:
        put(db, [row for row in (by_code[code], by_code.get(by_code[code].parent or "")) if row])


def unit_of(row: Mapping[str, str]) -> UnitRow:
    """Raises KeyError for a missing column, ValueError for what cannot be read."""
    if row["kind"] not in KINDS:
        raise ValueError("kind")
    return UnitRow(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        parent=row["parent"] or None,
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )


def _units_in(file: str) -> Iterator[UnitRow]:
    return (unit_of(row) for row in _rows(file))


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
