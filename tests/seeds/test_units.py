"""The unit tables: complete, keyed by text codes, and true on the day they are asked about."""

import unicodedata
from collections import Counter
from datetime import date

from seeds.units import UnitRow, read_units

NOW = list(read_units())
BY_CODE = {unit.code: unit for unit in NOW}


def cities(units: list[UnitRow]) -> set[str]:
    return {unit.name for unit in units if unit.kind == "thanh_pho"}


def test_there_are_34_provinces_and_3321_communes() -> None:
    kinds = Counter(unit.kind for unit in NOW)
    assert kinds["tinh"] + kinds["thanh_pho"] == 34
    assert kinds["xa"] + kinds["phuong"] + kinds["dac_khu"] == 3321
    assert kinds["dac_khu"] == 13
    assert len(BY_CODE) == len(NOW) == 34 + 3321


def test_kim_bang_is_a_commune_of_nghe_an() -> None:
    commune = BY_CODE["17791"]
    assert (commune.name, commune.kind, commune.parent) == ("Kim Bảng", "xa", "40")
    assert BY_CODE["40"].name == "Nghệ An"
    assert sum(unit.parent == "40" for unit in NOW) == 130


def test_codes_are_text_with_their_zeros_and_every_commune_has_its_province() -> None:
    assert BY_CODE["00004"].name == "Ba Đình"
    for unit in NOW:
        assert len(unit.code) == (2 if unit.parent is None else 5)
        assert unit.parent is None or unit.parent in BY_CODE


def test_names_are_composed_and_carry_no_kind() -> None:
    for unit in NOW:
        assert unicodedata.is_normalized("NFC", unit.name)
        assert not unit.name.startswith(("Xã ", "Phường ", "Đặc khu ", "Tỉnh ", "Thành phố "))


def test_every_place_lies_in_viet_nam() -> None:
    assert all(6 < unit.lat < 24 and 102 < unit.lon < 118 for unit in NOW)


def test_the_cities_of_2026_are_cities_from_their_day_on() -> None:
    before, after = list(read_units(on=date(2026, 4, 29))), list(read_units(on=date(2026, 11, 23)))
    assert len(before) == len(after) == len(NOW)
    assert cities(after) - cities(before) == {"Đồng Nai", "Quảng Ninh", "Bắc Ninh"}
    assert len(cities(after)) == 9
    assert "Đồng Nai" in cities(list(read_units(on=date(2026, 4, 30))))


def test_a_commune_is_called_by_its_kind_and_name() -> None:
    assert BY_CODE["17791"].full_name == "xã Kim Bảng"
    assert BY_CODE["40"].full_name == "tỉnh Nghệ An"
    assert BY_CODE["00004"].full_name == "phường Ba Đình"
