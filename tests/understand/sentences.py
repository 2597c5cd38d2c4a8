"""The sentences of the tests, from the tables beside this file."""

from csv import DictReader
from pathlib import Path

ROLES = {"P": "person", "G": "guardian", "E": "partner", "X": "visitor"}


def read(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(DictReader(lines, delimiter="\t", quoting=3))
