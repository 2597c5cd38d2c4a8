"""Somebody on parole who typed «xin di vinh lam 2 thang» was told that they may go as everybody does."""

import pytest

from tests.person import World


@pytest.mark.parametrize(("case_type", "answered"), [("parole", "Phải xin trước"), ("finished", "như mọi người")])
def test_the_answer_is_that_of_ones_own_case(world: World, case_type: str, answered: str) -> None:
    hai = world.person_with_phone("Phan Hữu Hải", case_type=case_type)
    assert answered in hai.says("xin di vinh lam 2 thang")
    assert ("Xin vắng" in hai.last.labels) is (case_type == "parole")
