"""Provinces and communes of Việt Nam since 01/07/2025, and what became of the communes before."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent


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

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class OldCommune:
    """A commune before the change of 2025 and the codes of today; where it was divided, the main part comes first."""

    name: str
    district: str
    province: str
    now: tuple[str, ...]


def read_units(on: date | None = None) -> Iterator[UnitRow]:
    """Provinces first, then communes: as they were on that day, or as they are by the last change known here."""
    for file in ("provinces.csv", "communes.csv"):
        for unit in _units_in(file):
            if unit.valid_to is None if on is None else unit.holds_on(on):
                yield unit


def read_old_communes() -> Iterator[OldCommune]:
    for row in _rows("old_communes.csv"):
        yield OldCommune(row["name"], row["district"], row["province"], tuple(row["now"].split()))


def _units_in(file: str) -> Iterator[UnitRow]:
    for row in _rows(file):
        yield UnitRow(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            parent=row["parent"] or None,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
