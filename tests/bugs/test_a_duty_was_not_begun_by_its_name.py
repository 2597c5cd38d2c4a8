"""What docs/duties.md and the buttons call a duty was understood as another, or not at all, when it was typed."""

import pytest

from tests.handlers.commune import told
from tests.person import World


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("hỏi hoàn cảnh", "gõ tên hoặc xóm"),
        ("xem hoàn cảnh", "gõ tên hoặc xóm"),
        ("báo cáo tháng", "gõ tên hoặc xóm"),
        ("viết giấy mời", "mời ai"),
        ("viết giấy nhắc việc", "nhắc ai"),
        ("báo động", "Về ai"),
    ],
)
def test_an_officer_begins_a_duty_by_its_name(world: World, said: str, asked: str) -> None:
    hung = world.officer()
    world.person("Trần Văn Nam")
    assert asked in hung.says(said)


def test_whoever_has_no_alarm_of_their_own_gets_the_numbers_and_is_asked(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    assert "113" in nam.says("/baodong")
    nam.chooses("Có, cần giúp ngay")
    assert told(hung, "alert")


def test_a_person_finds_their_own_matters_by_what_everybody_calls_them(world: World) -> None:
    nam = world.person_with_phone()
    answers = {"viết cv": "đã làm nghề gì", "phiên chợ việc làm": "buổi", "tôi hợp nghề gì": "chuẩn bị gì"}
    for said, answer in answers.items():
        assert answer in nam.says(said), said
        nam.says("hủy")
