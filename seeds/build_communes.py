"""Builds the unit tables of this folder from `vietnamadminunits`, which must be installed for this script only.

Run: python seeds/build_communes.py  (in an environment with vietnamadminunits 1.0.4)
"""

import csv
import sqlite3
import unicodedata
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
SINCE = "2025-07-01"
KINDS = {"Tỉnh": "tinh", "Thành phố": "thanh_pho", "Xã": "xa", "Phường": "phuong", "Đặc khu": "dac_khu"}
UNIT_COLUMNS = ("code", "name", "kind", "parent", "lat", "lon", "valid_from", "valid_to")


def main() -> None:
    database = sqlite3.connect(source_folder() / "dataset.db")
    write("provinces.csv", UNIT_COLUMNS, with_later_changes(provinces(database)))
    write("communes.csv", UNIT_COLUMNS, with_later_changes(communes(database)))
    database.close()


def source_folder() -> Path:
    """Finds the files of vietnamadminunits. Raises SystemExit where it is not installed."""
    package = find_spec("vietnamadminunits")
    if package is None or package.origin is None:
        raise SystemExit("Install vietnamadminunits==1.0.4 in a throw-away environment and run this from there.")
    return Path(package.origin).parent / "data"


def provinces(database: sqlite3.Connection) -> Iterable[list[str]]:
    rows = database.execute(
        "SELECT DISTINCT provinceCode, province, provinceShort, provinceLat, provinceLon FROM admin_units ORDER BY 1"
    )
    for code, full, short, lat, lon in rows:
        kind = KINDS[nfc(full).removesuffix(nfc(short)).strip()]
        yield [code, nfc(short), kind, "", f"{lat:.4f}", f"{lon:.4f}", SINCE, ""]


def communes(database: sqlite3.Connection) -> Iterable[list[str]]:
    rows = database.execute("SELECT wardCode, ward, provinceCode, wardLat, wardLon FROM admin_units ORDER BY 1")
    for code, full, province, lat, lon in rows:
        # The source's own column of kinds is wrong for four communes; their full names are right.
        kind = next(kind for kind in KINDS if nfc(full).startswith(f"{kind} "))
        yield [code, nfc(full).removeprefix(kind).strip(), KINDS[kind], province, f"{lat:.4f}", f"{lon:.4f}", SINCE, ""]


def with_later_changes(rows: Iterable[list[str]]) -> Iterable[list[str]]:
    """Applies what each resolution since 2025 made of a unit, by our own dated list: the source ends there."""
    with (HERE / "unit_changes.csv").open(encoding="utf-8", newline="") as lines:
        changes = {change["code"]: change for change in csv.DictReader(lines)}
    for row in rows:
        change = changes.get(row[0])
        if change is None:
            yield row
            continue
        yield [*row[:7], change["valid_from"]]
        yield [row[0], change["name"], change["kind"], *row[3:6], change["valid_from"], ""]


def write(name: str, columns: tuple[str, ...], rows: Iterable[list[str]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)
    print(name, (HERE / name).stat().st_size)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


if __name__ == "__main__":
    main()
