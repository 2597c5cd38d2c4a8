"""«Ở nhà, xóm 6» typed outside a form was taken for distress: letters of places lean to where danger is told of."""

import pytest

from handlers.understand.danger import danger
from storage import alerts
from tests.person import World
from training import phrases

ADDRESSES = (
    *("ở nhà, xóm 6", "o nha, xom 6", "ở nhà, tổ 3", "ở nhà mẹ, xóm 4", "số nhà 12, ngõ 5", "ở trọ, xóm 3"),
    *("ở ngoài xóm 6", "khối 5, thị trấn", "nhà bà ngoại, ấp 5", "em ở nhà mẹ, xóm 4, xã Tân Kỳ"),
)


def is_asked(said: str) -> bool:
    return "nguy hiểm" in said or "115" in said


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_alone_is_no_distress(world: World, address: str) -> None:
    assert not is_asked(world.person_with_phone().says(address))
    with world.look() as db:
        assert alerts.open_of(db, world.deployment.unit) == []


@pytest.mark.parametrize("words", ["cháy ở nhà, xóm 6", "đánh nhau, xóm 6", "cứu với, xóm 4", "bị chém ở nhà, tổ 3"])
def test_an_address_with_what_happens_there_is_heard(world: World, words: str) -> None:
    assert is_asked(world.person_with_phone().says(words))


def test_where_it_is_answers_whether_somebody_is_in_danger(world: World) -> None:
    nam = world.person_with_phone()
    uneasy = (row.text for row in phrases.aside() if (row.emergency, row.kind) == ("maybe", "suicide"))
    nam.says(next(text for text in uneasy if danger(text).verdict == "maybe"))
    nam.says("ở nhà, xóm 6")
    with world.look() as db:
        assert [alert.level for alert in alerts.open_of(db, world.deployment.unit)] == ["urgent"]
