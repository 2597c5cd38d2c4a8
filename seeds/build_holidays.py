"""Writes `tables/holidays.csv` from the package `holidays`, so that a start need not load it.

Run: python seeds/build_holidays.py  (again after an update of the package; a test says when)
"""

import csv
from pathlib import Path

import holidays

FILE = Path(__file__).parent / "tables" / "holidays.csv"
YEARS = range(2025, 2033)


def main() -> None:
    days = holidays.country_holidays("VN", years=YEARS, language="vi")
    with FILE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("day", "name"))
        table.writerows((day.isoformat(), name) for day, name in sorted(days.items()))


if __name__ == "__main__":
    main()
