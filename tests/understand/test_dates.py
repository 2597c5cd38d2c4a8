"""Days as people write them; today is Monday 23 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.dates import find_day, read_day
from handlers.understand.fold import fold
from handlers.understand.numerals import number_of

TODAY = date(2026, 11, 23)


def day(text: str) -> date:
    return date.fromisoformat(text)


BOTH_WAYS = {
    "hôm nay": "2026-11-23",
    "hôm ni": "2026-11-23",
    "sáng nay": "2026-11-23",
    "hôm qua": "2026-11-22",
    "dạ hôm qua ạ": "2026-11-22",
    "tối qua": "2026-11-22",
    "hôm kia": "2026-11-21",
    "bữa tê": "2026-11-21",
    "ngày mai": "2026-11-24",
    "ngày kia": "2026-11-25",
    "3 hôm trước": "2026-11-20",
    "ba ngày trước": "2026-11-20",
    "cách đây 2 tuần": "2026-11-09",
    "2 tuần nữa": "2026-12-07",
    "1 tháng trước": "2026-10-23",
    "thứ 3 tuần trước": "2026-11-17",
    "thứ ba tuần sau": "2026-12-01",
    "t6 tuần này": "2026-11-27",
    "thứ 6 vừa rồi": "2026-11-20",
    "chủ nhật vừa rồi": "2026-11-22",
    "chủ nhật này": "2026-11-29",
    "CN tuần trước": "2026-11-22",
    "thứ hai tuần trước nữa": "2026-11-09",
    "20/11": "2026-11-20",
    "20/11/2026": "2026-11-20",
    "20-11-26": "2026-11-20",
    "20.11": "2026-11-20",
    "2026-11-20": "2026-11-20",
    "ngày 20 tháng 11": "2026-11-20",
    "ngày hai mươi tháng mười một": "2026-11-20",
    "20 tháng 11 năm 2025": "2025-11-20",
    "hôm 20/11": "2026-11-20",
    "ngày 25 tháng này": "2026-11-25",
    "ngày 5 tháng sau": "2026-12-05",
    "ngày 31 tháng trước": "2026-10-31",
    "cuối tháng": "2026-11-30",
    "đầu tháng sau": "2026-12-01",
    "giữa tháng": "2026-11-15",
    "cuối tháng trước": "2026-10-31",
    "cuối năm": "2026-12-31",
}
LEANING = {
    "thứ tư": ("2026-11-18", "2026-11-25"),
    "chủ nhật": ("2026-11-22", "2026-11-29"),
    "ngày 15": ("2026-11-15", "2026-12-15"),
    "25/12": ("2025-12-25", "2026-12-25"),
    "25/11": ("2026-11-25", "2026-11-25"),
    "mùng 5 tết": ("2026-02-21", "2027-02-10"),
    "mùng 1 tết": ("2026-02-17", "2027-02-06"),
    "rằm tháng giêng": ("2026-03-03", "2027-02-20"),
    "rằm tháng 7": ("2026-08-27", "2027-08-16"),
    "23 tháng chạp": ("2026-02-10", "2027-01-30"),
    "cuối tuần": ("2026-11-21", "2026-11-28"),
}
NO_DAY = [
    "",
    "không nhớ",
    "hôm trước",
    "tuần trước",
    "dạo trước",
    "31/2",
    "0/0",
    "99/99",
    "20",
    "32/1/2026",
    "qua nhà anh",
    "🙂",
]


@pytest.mark.parametrize(("typed", "expected"), BOTH_WAYS.items())
def test_days_that_can_only_be_one(typed: str, expected: str) -> None:
    for text in (typed, fold(typed), typed.upper()):
        assert read_day(text, TODAY) == read_day(text, TODAY, "future") == day(expected)


@pytest.mark.parametrize(("typed", "expected"), LEANING.items())
def test_days_that_depend_on_what_is_asked(typed: str, expected: tuple[str, str]) -> None:
    assert (read_day(typed, TODAY), read_day(typed, TODAY, "future")) == (day(expected[0]), day(expected[1]))


@pytest.mark.parametrize(
    "typed", ["vừa ở đó về xong", "mới ghé nhà nó về", "vua tham no xong", "mới ở nhà anh Nam về", "moi gap xong"]
)
def test_who_has_just_come_back_was_there_today(typed: str) -> None:
    assert read_day(typed, TODAY) == TODAY


def test_who_has_come_back_from_elsewhere_names_no_day() -> None:
    assert read_day("vừa đi chợ về", TODAY) is None


@pytest.mark.parametrize("typed", NO_DAY)
def test_what_names_no_day(typed: str) -> None:
    assert read_day(typed, TODAY) is None


def test_accents_tell_two_days_ago_from_three() -> None:
    assert read_day("hôm kìa", TODAY) == TODAY - timedelta(days=3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bc tham nha ngay 20/11 em T chua co viec", "2026-11-20"),
        ("hôm qua ghé nhà anh Mai, anh khoẻ", "2026-11-22"),
        ("ghé lúc 9.30 sáng nay", "2026-11-23"),
        ("tối qua ghé mà không gặp", "2026-11-22"),
        ("tôi qua nhà 2 lần", None),
        ("từ 1/11 đến 20/11", None),
        ("nhà số 12/5 đường làng", None),
        ("vay 1.5 triệu", None),
        ("lương 7-9tr", None),
        ("số 0987.123.456", None),
    ],
)
def test_the_one_day_in_a_longer_text(text: str, expected: str | None) -> None:
    assert find_day(text, TODAY) == (day(expected) if expected else None)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_a_whole_date_is_read_the_same_on_any_day(meant: date, today: date) -> None:
    for text in (f"{meant:%d/%m/%Y}", meant.isoformat(), f"ngày {meant.day} tháng {meant.month} năm {meant.year}"):
        assert read_day(text, today) == meant


@given(st.dates(date(2021, 1, 1), date(2035, 12, 31)), st.integers(0, 30))
def test_a_day_and_month_lately_past_are_read_back(today: date, ago: int) -> None:
    meant = today - timedelta(days=ago)
    assert read_day(f"{meant.day}/{meant.month}", today) == meant


@given(st.text(max_size=120), st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.sampled_from(["past", "future"]))
def test_any_text_can_be_read(text: str, today: date, lean: str) -> None:
    for found in (read_day(text, today, lean), find_day(text, today, lean)):  # type: ignore[arg-type]
        assert found is None or isinstance(found, date)


SHARDS = st.sampled_from(
    [
        "ngày",
        "thứ",
        "3",
        "2",
        "20",
        "11",
        "/",
        ".",
        "tháng",
        "tuần",
        "trước",
        "sau",
        "này",
        "hôm",
        "qua",
        "mùng",
        "tết",
        "rằm",
        "giêng",
        "cuối",
        "đầu",
        "năm",
        "nữa",
        "hai",
        "mươi",
    ]
)


@given(st.lists(SHARDS, max_size=9).map(" ".join))
def test_any_jumble_of_date_words_can_be_read(text: str) -> None:
    read_day(text, TODAY)
    find_day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("hai", 2),
        ("muoi lam", 15),
        ("hai muoi", 20),
        ("hai muoi mot", 21),
        ("hai mot", 21),
        ("mot tram", 100),
        ("mot tram linh nam", 105),
        ("muoi", 10),
        ("", None),
        ("con ga", None),
    ],
)
def test_small_numbers_in_words(text: str, number: int | None) -> None:
    assert number_of(text) == number
