"""Places of today and of before July 2025, as people name them, and what only sounds like one: `places.tsv`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.place_names import province_of
from handlers.understand.places import Place, find_place, today_of
from tests.understand.sentences import read

ROWS = read("places")


def shown(place: Place | None) -> str:
    if place is None:
        return "-"
    today, count = today_of(place), len(place.codes)
    return place.name + (f" → {today}" if today else "") + (f" ({count})" if count > 1 else "")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['unit']} {row['text']}")
def test_the_place_that_a_text_names(row: dict[str, str]) -> None:
    assert shown(find_place(row["text"], row["unit"])) == row["place"]


def test_places_and_what_is_none_have_many_rows() -> None:
    none = [row for row in ROWS if row["place"] == "-"]
    assert len(ROWS) >= 180
    assert len(none) >= 55


def test_the_same_name_is_another_commune_in_another_province() -> None:
    codes = {unit: place.codes for unit in ("17791", "08674", "00928") if (place := find_place("xã Thanh Thủy", unit))}
    assert codes == {"17791": ("17791",), "08674": ("08674",), "00928": ("00928",)}


def test_what_is_no_commune_has_no_province() -> None:
    assert province_of("17791") == "40"
    assert province_of("99999") == province_of("") == ""


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    place = find_place(text, "17791")
    assert place is None or place.codes
