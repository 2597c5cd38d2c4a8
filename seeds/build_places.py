"""Builds the names of places that people type, of today and of before July 2025: handlers/understand/places.tsv.

Run: python -m seeds.build_places  (in an environment with vietnamadminunits 1.0.4)
"""

import csv
import json
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from seeds.build_communes import source_folder

FILE = Path(__file__).parents[1] / "handlers" / "understand" / "places.tsv"
COLUMNS = ("province", "now", "kind", "name", "district", "codes")
KINDS = {
    "Thành phố": "thanh_pho",
    "Thị trấn": "thi_tran",
    "Đặc khu": "dac_khu",
    "Thị xã": "thi_xa",
    "Phường": "phuong",
    "Huyện": "huyen",
    "Quận": "quan",
    "Tỉnh": "tinh",
    "Xã": "xa",
}
Row = tuple[str, str, str, str, str, str]


def main() -> None:
    source = source_folder()
    database = sqlite3.connect(source / "dataset.db")
    today = database.execute("SELECT provinceKey, wardKey, provinceCode, wardCode, ward, province FROM admin_units")
    converter = json.loads((source / "converter_2025.json").read_text("utf-8"))
    rows = sorted(set(rows_of(today.fetchall(), database, converter)))
    database.close()
    with FILE.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        table.writerow(COLUMNS)
        table.writerows(rows)
    print(FILE.name, FILE.stat().st_size)


def rows_of(
    today: list[tuple[str, ...]], database: sqlite3.Connection, converter: dict[str, dict[str, Any]]
) -> Iterable[Row]:
    with (Path(__file__).parent / "unit_changes.csv").open(encoding="utf-8", newline="") as lines:
        changed = {row["code"]: row["kind"] for row in csv.DictReader(lines)}
    province_of = {province: code for province, _, code, *_ in today}
    codes = {(province, commune): code for province, commune, _, code, *_ in today}
    for _, _, province, code, name, province_name in today:
        yield province, "1", *named(name), "", code
        kind, name_of_province = named(province_name)
        yield "", "1", changed.get(province, kind), name_of_province, "", province
    became = became_of(converter, codes)
    districts: dict[tuple[str, str], set[str]] = defaultdict(set)
    new_of = {old: new for new, olds in converter["DICT_PROVINCE"].items() for old in olds}
    for province_name, district, commune, *keys in database.execute(
        "SELECT province, district, ward, provinceKey, districtKey, wardKey FROM admin_units_legacy"
    ):
        province = province_of[new_of[keys[0]]]
        yield "", "0", *named(province_name), "", province
        held = became.get("_".join(key or "" for key in keys), ())
        districts[province, district] |= set(held)
        if commune and held:
            yield province, "0", *named(commune), named(district)[1], ",".join(held)
    for (province, district), communes in districts.items():
        yield province, "0", *named(district), "", ",".join(sorted(communes))


def became_of(converter: dict[str, dict[str, Any]], codes: dict[tuple[str, str], str]) -> dict[str, tuple[str, ...]]:
    """Gives old key → today's codes; of one that was divided, where its office was comes first."""
    became: dict[str, tuple[str, ...]] = {}
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, olds in communes.items():
            became |= dict.fromkeys(olds, (codes[province, commune],))
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            in_order = sorted(parts, key=lambda part: not part["isDefaultNewWard"])
            became[old] = tuple(codes[province, part["newWardKey"]] for part in in_order)
    return became


def named(full: str) -> tuple[str, str]:
    """Splits «Xã Kim Bảng» into its kind's code and its name."""
    full = unicodedata.normalize("NFC", full)
    # «Thành Phố» stands beside «Thành phố»
    kind = next(kind for kind in KINDS if full.lower().startswith(f"{kind.lower()} "))
    return KINDS[kind], full[len(kind) :].strip()


if __name__ == "__main__":
    main()
