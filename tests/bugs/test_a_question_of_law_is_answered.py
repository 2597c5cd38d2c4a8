"""«Luật sư miễn phí ở đâu» led to a talk with an officer, though a reviewed answer says where legal aid is."""

import pytest

from tests.person import World

ASKED = (
    *("luật sư miễn phí ở đâu", "luat su mien phi o dau", "trợ giúp pháp lý ở đâu", "tro giup phap ly o dau"),
    *("cần luật sư", "xin luật sư miễn phí"),
)


@pytest.mark.parametrize("words", ASKED)
def test_who_asks_for_a_lawyer_reads_where_legal_aid_is(world: World, words: str) -> None:
    assert "Luật Trợ giúp pháp lý" in world.person_with_phone().says(words)


def test_within_a_form_it_is_answered_too_and_the_form_stands(world: World) -> None:
    nam = world.person_with_phone()
    nam.presses("go:checkin")
    assert "Luật Trợ giúp pháp lý" in nam.says("cho em hỏi luật sư miễn phí ở đâu")
    assert any("Làm tiếp" in label for label in nam.last.labels)


@pytest.mark.parametrize("words", ["gặp cán bộ ở đâu", "cho tôi gặp cán bộ", "tôi cần gặp công an xã", "gap can bo"])
def test_who_asks_for_the_office_reaches_it(world: World, words: str) -> None:
    said = world.person_with_phone().says(words)
    assert "Luật" not in said
    assert any("cán bộ" in part.lower() for part in (said,))
