"""When a record clears, asked in chat: only what the rule needs, a day with its reason, nothing kept."""

from datetime import date
from typing import Any

import pytest

from rules.record_clearance import CHECKED_ON
from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all, told
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(came_home_on=date(2024, 12, 25))


def asks(nam: Talker, **stated: Any) -> str:
    """Somebody grown up, after prison, with nothing in the way but what is stated."""
    nam.says("/xoaantich")
    plain = {"penalty": "prison", "age": "adult", "term": "up_to_5", "negligent": "no", "by_court": "no"}
    after = {"ended_on": date(2024, 12, 25), "additional": "no", "owes": "no", "later": "no"}
    return nam.answers(**{**plain, **after, **stated})


def test_the_day_comes_with_its_article_and_how_long_it_is(nam: Talker) -> None:
    said = asks(nam)
    assert said.startswith("Theo những gì anh trả lời, hết ngày")
    assert "25/12" in said
    assert "Điều 70 Bộ luật Hình sự" in said
    assert "còn 32 ngày nữa" in said
    assert "cơ quan có thẩm quyền mới xác nhận được" in said
    assert f"{CHECKED_ON.day}/{CHECKED_ON.month}" in said


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("4 năm 6 tháng", "Đến 5 năm"),
        ("5 nam", "Đến 5 năm"),
        ("tuyên 6 năm ạ", "Trên 5 năm đến 15 năm"),
        ("15 năm", "Trên 5 năm đến 15 năm"),
        ("chung than", "Trên 15 năm, hoặc chung thân"),
    ],
)
def test_a_length_in_words_finds_its_row(nam: Talker, words: str, row: str) -> None:
    nam.says("/xoaantich")
    nam.answers(penalty="prison", age="adult", until="term")
    nam.says(words)
    after = {"ended_on": date(2024, 12, 25), "additional": "no", "owes": "no", "later": "no"}
    assert row in nam.answers(until="review", negligent="no", by_court="no", **after)


def test_what_is_owed_gives_no_day_and_says_what_to_do(nam: Talker) -> None:
    said = asks(nam, owes="yes")
    assert said.startswith("Còn tiền theo bản án chưa nộp xong thì chưa có ngày")
    assert "cơ quan thi hành án dân sự" in said


def test_without_intent_nothing_more_is_asked_than_needed(world: World, nam: Talker) -> None:
    nam.says("/xoaantich")
    nam.answers(penalty="suspended", age="adult", negligent="yes", gravity="serious", by_court="no", until="review")
    review = world.asked(nam)
    assert review is not None
    assert {"ended_on", "additional", "owes", "later"}.isdisjoint(review.before)
    assert "không bị coi là có án tích (khoản 2 Điều 69" in nam.chooses("Gửi đi")


def test_what_nobody_is_sure_of_is_not_guessed(nam: Talker) -> None:
    nam.says("/xoaantich")
    said = nam.answers(penalty="prison", age="from_16", term="over_5_to_15", negligent="no", gravity="unsure")
    assert said.startswith("Trường hợp này phải xem bản án mới nói chắc được: bản án ghi loại tội nào")
    assert "1800 1233" in said


def test_crimes_of_two_chapters_are_the_courts_to_clear(nam: Talker) -> None:
    refused = {"refused": "once", "refused_on": date(2026, 5, 10)}
    said = asks(nam, by_court="yes", ended_on=date(2022, 1, 1), **refused)
    assert said.startswith("Trường hợp này do tòa án quyết định")
    assert "10/5/2027" in said


def test_a_later_sentence_counts_anew(nam: Talker) -> None:
    later = {"later": "yes", "later_penalty": "non_custodial", "later_ended_on": date(2026, 3, 1)}
    said = asks(nam, term="over_5_to_15", ended_on=date(2021, 1, 1), **later)
    assert "1/3/2029" in said


def test_whoever_wants_is_reminded_when_the_day_is_over_and_may_take_it_back(
    world: World, nam: Talker, clock: StandingClock
) -> None:
    asks(nam)
    assert "sáng thứ Bảy 26/12" in nam.chooses("Nhắc tôi khi tới ngày")
    nam.chooses("Thôi, không cần nhắc")
    clock.move_to(moment(date(2026, 12, 26)))
    run_all(world)
    assert told(nam, "own_day") == []


def test_the_reminder_names_nothing_on_the_screen_of_a_phone(world: World, nam: Talker, clock: StandingClock) -> None:
    asks(nam)
    nam.chooses("Nhắc tôi khi tới ngày")
    clock.move_to(moment(date(2026, 12, 26)))
    run_all(world)
    (reminder,) = told(nam, "own_day")
    assert reminder.startswith("Hôm nay là ngày anh nhờ Đồng Hành nhắc.")


def test_a_typed_wish_leads_there(nam: Talker) -> None:
    said = nam.says("em muốn hỏi khi nào thì được xóa án tích ạ")
    assert "Tính thử ngày" in nam.last.labels
    assert "1800 1233" in said
    assert "Hình phạt chính trong bản án" in nam.chooses("Tính thử ngày")
