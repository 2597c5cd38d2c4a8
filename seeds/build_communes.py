"""Builds the unit tables of this folder from `vietnamadminunits`, which must be installed for this script only.

Run: python seeds/build_communes.py  (in an environment with vietnamadminunits 1.0.4)
"""

import csv
import json
import sqlite3
import unicodedata
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SINCE = "2025-07-01"
KINDS = {"Tỉnh": "tinh", "Thành phố": "thanh_pho", "Xã": "xa", "Phường": "phuong", "Đặc khu": "dac_khu"}
UNIT_COLUMNS = ("code", "name", "kind", "parent", "lat", "lon", "valid_from", "valid_to")


def main() -> None:
    found = find_spec("vietnamadminunits")
    if found is None or found.origin is None:
        raise SystemExit("Install vietnamadminunits==1.0.4 in a throw-away environment and run this from there.")
    source = Path(found.origin).parent / "data"
    database = sqlite3.connect(source / "dataset.db")
    write("provinces.csv", UNIT_COLUMNS, with_later_changes(provinces(database)))
    write("communes.csv", UNIT_COLUMNS, with_later_changes(communes(database)))
    converter = json.loads((source / "converter_2025.json").read_text(encoding="utf-8"))
    write("old_communes.csv", ("name", "district", "province", "now"), old_communes(database, converter))
    database.close()


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
    """The source ends with 2025; our own dated list says what each later resolution made of a unit."""
    with (HERE / "unit_changes.csv").open(encoding="utf-8", newline="") as lines:
        changes = {change["code"]: change for change in csv.DictReader(lines)}
    for row in rows:
        change = changes.get(row[0])
        if change is None:
            yield row
            continue
        yield [*row[:7], change["valid_from"]]
        yield [row[0], change["name"], change["kind"], *row[3:6], change["valid_from"], ""]


def old_communes(database: sqlite3.Connection, converter: dict[str, Any]) -> Iterable[list[str]]:
    now = codes_by_old_key(database, converter)
    rows = database.execute(
        "SELECT provinceKey, districtKey, wardKey, ward, district, provinceShort FROM admin_units_legacy"
        " ORDER BY provinceShort, district, ward"
    )
    for province_key, district_key, commune_key, commune, district, province in rows:
        codes = now.get(f"{province_key}_{district_key}_{commune_key or ''}")
        if codes:
            yield [nfc(commune or ""), nfc(district), nfc(province), " ".join(codes)]


def codes_by_old_key(database: sqlite3.Connection, converter: dict[str, Any]) -> dict[str, list[str]]:
    """Old unit → today's codes; where an old unit was divided, the one that took its centre comes first."""
    new = {
        (province, commune): code
        for province, commune, code in database.execute("SELECT provinceKey, wardKey, wardCode FROM admin_units")
    }
    now: dict[str, list[str]] = {}
    for province, whole in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, old_keys in whole.items():
            for old_key in old_keys:
                now[old_key] = [new[province, commune]]
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old_key, parts in divided.items():
            ordered = sorted(parts, key=lambda part: not part["isDefaultNewWard"])
            now[old_key] = [new[province, part["newWardKey"]] for part in ordered]
    return now


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
