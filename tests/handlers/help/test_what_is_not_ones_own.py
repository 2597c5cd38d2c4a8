"""Who types what they cannot do is told what they can, and nobody is sent to a button that is not there."""

import pytest

from tests.person import Talker, World


def partner(world: World) -> Talker:
    return world.linked("Phạm Thị Hồng", "partner", pronoun="chi")


@pytest.mark.parametrize("words", ["tôi muốn tìm việc làm thợ hàn", "hồ sơ vay vốn của tôi tới đâu rồi"])
def test_an_officer_who_asks_what_persons_ask(world: World, words: str) -> None:
    hung = world.officer()
    said = hung.says(words)
    assert "GAP CAN BO" not in said
    assert {"Cảnh báo", "Tìm người"} <= set(hung.last.labels)
    assert "Gặp cán bộ" not in hung.last.labels


@pytest.mark.parametrize("words", ["cho tôi xem cảnh báo", "giao anh Nam cho bác Tư giúp", "thống kê quý này"])
def test_a_person_who_asks_what_officers_do(world: World, words: str) -> None:
    nam = world.person_with_phone()
    nam.says(words)
    assert "Gặp cán bộ" in nam.last.labels
    assert any("việc" in label.lower() for label in nam.last.labels)


@pytest.mark.parametrize("words", ["gửi thông báo cho cả xã", "báo đã ghé anh Nam hôm qua", "xuất danh sách ra excel"])
def test_a_partner_who_asks_what_others_do(world: World, words: str) -> None:
    hong = partner(world)
    hong.says(words)
    assert "Gặp cán bộ" in hong.last.labels
    assert any("chỗ" in label.lower() or "đăng" in label.lower() for label in hong.last.labels), hong.last.labels
