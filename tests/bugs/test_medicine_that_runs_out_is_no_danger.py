"""«Het thuoc arv» was taken for somebody who has swallowed all of it: who needs medicine was asked about dying."""

import pytest

from handlers.understand.danger import danger
from tests.person import World

NEEDED = (
    *("het thuoc arv", "hết thuốc ARV rồi", "em hết thuốc rồi", "sắp hết thuốc", "hết thuốc huyết áp", "het thuoc lao"),
    *("thuốc tiểu đường của mẹ sắp hết", "quên uống thuốc", "lay thuoc arv o dau", "het thuoc methadone"),
)
TAKEN = (
    *("uống hết thuốc ngủ rồi", "uong het thuoc roi", "uống hết cả vỉ thuốc", "em nuốt hết thuốc an thần"),
    *("nó uống hết thuốc trừ sâu", "hết thuốc rồi em không muốn sống nữa", "mua thuoc chuot ve uong"),
)


@pytest.mark.parametrize("words", NEEDED)
def test_medicine_that_is_needed_is_no_danger(world: World, words: str) -> None:
    assert danger(words).verdict == "no"
    said = world.person_with_phone().says(words)
    assert "115" not in said
    assert "trạm y tế" in said or "ARV" in said or "Methadone" in said


@pytest.mark.parametrize("words", TAKEN)
def test_medicine_that_was_taken_is_still_heard(words: str) -> None:
    assert danger(words).verdict != "no"


@pytest.mark.parametrize("words", ["em hết thuốc rồi", "hết thuốc huyết áp", "sắp hết thuốc"])
def test_nobody_is_supposed_to_have_an_illness_they_have_not_named(world: World, words: str) -> None:
    said = world.person_with_phone().says(words)
    assert "HIV" not in said
    assert "ARV" not in said
