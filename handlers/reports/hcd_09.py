"""The list by group of a quarter: whoever the officers have put into one, with the reason."""

from collections import Counter

from handlers.kit.viewer import Viewer
from rules import groups
from storage import person_groups, persons
from storage.persons import Person

Row = dict[str, str]


def gather(viewer: Viewer, _person: Person | None, argument: str) -> dict[str, str | list[Row]] | None:
    """Reads the list of `<quarter>/<number>`, `2026-3/4`; None for anything else."""
    stored, _, number = argument.partition("/")
    quarter = groups.read(stored)
    if quarter is None or viewer.reader is None:
        return None
    listed = rows(viewer, stored)
    count = Counter(row["nhom"] for row in listed)
    wording = viewer.wording
    return {
        "quy": str(quarter.number),
        "nam": str(quarter.year),
        "tu_ngay": wording.date_on_paper(quarter.first),
        "den_ngay": wording.date_on_paper(quarter.last),
        "so_danh_sach": number,
        "tong_so": str(len(listed)),
        **{f"so_nhom_{letter.lower()}": str(count[letter]) for letter in groups.LETTERS},
        "danh_sach": listed,
    }


def rows(viewer: Viewer, quarter: str) -> list[Row]:
    """Lists those of the reader's commune who have a group in the quarter, group by group, sorted by name."""
    assert viewer.reader is not None
    people = persons.of_unit(viewer.db, viewer.reader.unit)
    chosen = person_groups.in_quarter(viewer.db, [person.id for person in people], quarter)
    grouped = sorted((person for person in people if person.id in chosen), key=lambda person: chosen[person.id].letter)
    return [
        {
            "stt": str(place),
            "ho_ten": person.name,
            "nam_sinh": str(person.born or ""),
            "thon_xom": person.hamlet,
            "nhom": chosen[person.id].letter,
            "ly_do": chosen[person.id].why,
        }
        for place, person in enumerate(grouped, 1)
    ]
