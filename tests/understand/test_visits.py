"""What a sentence about a visit tells: whom it was to, whether they met."""

import pytest

from handlers.understand.visits import named_in, outcome_of

PEOPLE = {"1": "Nam", "2": "Hoa", "3": "Lực"}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Hôm qua tôi ghé nhà anh Nam, gặp, anh đi làm bình thường", "met"),
        ("Báo cáo: hôm nay đã gặp anh H, sức khỏe tốt", "met"),
        ("da gap. gd binh thuong. chap hanh tot", "met"),
        ("đến nhà ko gặp đc, hàng xóm nói đi vinh 3 hôm ni", "away"),
        ("ghe nha nhung di vang", "away"),
        ("anh ấy không muốn gặp tôi", "refused"),
        ("chị Hoa chuyển nhà vào Vinh rồi", "moved"),
        ("bc tham nha ngay 20/11 em T chua co viec, tam ly buon", None),
        ("nó gặp khó khăn", None),
    ],
)
def test_how_it_went(text: str, outcome: str | None) -> None:
    assert outcome_of(text) == outcome


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("hôm qua ghé nhà anh Nam", "1"),
        ("hom qua ghe nha anh luc", "3"),
        ("5 nam roi moi ghe nha chi hoa", "2"),
        ("năm 2026 ghé nhà", None),
        ("gặp anh Nam và chị Hoa", None),
        ("gặp em T", None),
        ("", None),
    ],
)
def test_whom_it_was_to(text: str, person: str | None) -> None:
    assert named_in(text, PEOPLE) == person
