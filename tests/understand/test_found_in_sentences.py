"""Days, moments and sums within whole sentences, as tired people type them; the tables stand beside this file."""

import unicodedata
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.amounts import find_amount
from handlers.understand.dates import find_days
from handlers.understand.moments import find_when
from handlers.understand.spelling import spelled
from handlers.understand.telex import untelexed
from handlers.understand.visit_day import visited_on
from rules.local_time import ZONE
from tests.understand.sentences import read

DAYS, AMOUNTS = read("days"), read("amounts")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZONE)


def when(text: str, now: datetime = MONDAY) -> str:
    found = find_when(text, now)
    return found.isoformat()[:16] if found else ""


@pytest.mark.parametrize("row", DAYS, ids=lambda row: row["text"])
def test_the_day_or_moment_that_a_sentence_names(row: dict[str, str]) -> None:
    now = datetime.fromisoformat(row["now"]).replace(tzinfo=ZONE)
    assert when(row["text"], now) == when(unicodedata.normalize("NFD", row["text"]), now) == row["when"]


@pytest.mark.parametrize("row", AMOUNTS, ids=lambda row: row["text"])
def test_the_sum_that_a_sentence_names(row: dict[str, str]) -> None:
    amount = int(row["amount"]) if row["amount"] else None
    assert find_amount(row["text"]) == find_amount(unicodedata.normalize("NFD", row["text"])) == amount


def test_an_instant_carries_the_offset_of_viet_nam() -> None:
    found = find_when("mai 8h em lên", MONDAY)
    assert isinstance(found, datetime)
    assert found.isoformat() == "2026-11-24T08:00:00+07:00"


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("9h sáng tôi ghé, gặp", "2026-11-23T10:00", "2026-11-23T09:00"),
        ("21h tôi ghé, gặp", "2026-11-23T10:00", "2026-11-22T21:00"),
        ("hẹn 9h ở xã", "2026-11-23T10:00", "2026-11-24T09:00"),
        ("9h sáng tôi ghé, gặp", "2026-11-23", "2026-11-23T09:00"),
        ("hẹn 9h ở xã", "2026-11-23", "2026-11-23T09:00"),
    ],
)
def test_an_hour_alone_is_the_last_or_the_next_one(text: str, now: str, expected: str) -> None:
    assert when(text, datetime.fromisoformat(now).replace(tzinfo=ZONE)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hôm qua ghé không gặp, mai ghé lại", "2026-11-22"),
        ("từ thứ 3 nó bỏ đi, hôm nay tôi ghé nhà", "2026-11-23"),
        ("hôm qua ghé, hôm kia cũng ghé", ""),
        ("thứ 5 ghé nhà anh Nam", "2026-11-19"),
        ("mai tôi ghé", ""),
        ("da gap. gd binh thuong", ""),
    ],
)
def test_the_day_of_a_visit_is_past(text: str, expected: str) -> None:
    day = visited_on(text, MONDAY.date())
    assert (day.isoformat() if day else "") == expected


@pytest.mark.parametrize("row", read("visit_days"), ids=lambda row: row["text"])
def test_the_day_of_a_visit_is_not_that_of_something_else(row: dict[str, str]) -> None:
    day = visited_on(row["text"], date(2026, 11, 25))
    assert (day.isoformat() if day else "") == row["day"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hoom", "hôm"), ("ngafy", "ngày"), ("truwowcs", "trước"), ("tuana", "tuân"), ("mai", "mai"), ("class", "class")],
)
def test_telex_keys_that_stayed_in_a_word(typed: str, meant: str) -> None:
    assert untelexed(typed) == meant


@pytest.mark.parametrize("text", ["", "20/11", "🙂", "...", "1", "hôm"])
def test_hardly_any_words_can_be_spelled(text: str) -> None:
    assert isinstance(spelled(text), str)


@given(st.text(max_size=160))
def test_any_text_can_be_spelled_and_searched(text: str) -> None:
    assert spelled(unicodedata.normalize("NFD", text)) == spelled(unicodedata.normalize("NFC", text))
    found = find_when(text, MONDAY)
    assert found is None or isinstance(found, date)
    amount = find_amount(text)
    assert amount is None or amount > 0


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(0, 23), st.integers(0, 59))
def test_a_written_moment_is_found_in_a_sentence(day: date, hour: int, minute: int) -> None:
    text = f"hẹn lúc {hour:02}h{minute:02} ngày {day:%d/%m/%Y} tại xã"
    assert when(text) == f"{day.isoformat()}T{hour:02}:{minute:02}"


@given(st.integers(1, 60))
def test_days_ago_and_days_ahead_mirror_each_other(count: int) -> None:
    today = MONDAY.date()
    ago, ahead = (find_days(f"ghé {count} ngày {way}", today)[0].day for way in ("trước", "nữa"))
    assert today - ago == ahead - today == timedelta(days=count)
