"""Link codes as people copy them, and how often they may guess."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules import links
from rules.links import Tries

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CODES = st.integers(0, links.HOW_MANY - 1).map(links.spell)


@given(CODES)
@example("5AMA-KXTY")
@example("7ABC-MA9X")
def test_a_code_reads_back_however_it_is_typed(code: str) -> None:
    for typed in (
        code,
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " – "),
        code.replace("-", " "),
        f"  /start {code} ",
        f"mã: {code}",
        f"/start@OurBot {code}",
        f"https://t.me/OurBot?start={code}",
        f"Vào đây nhé: t.me/OurBot?start={code} (mã của anh)",
        f"tg://resolve?domain=OurBot&start={code}",
        f"https://donghanh.example/chat#{code}",
        f"mã của tôi là {code.lower()}",
        f"Mã của em là {code.replace('-', ' ')} ạ",
        f"da ma cua em la {code.replace('-', '')}",
    ):
        assert links.read_code(typed) == code
        assert links.looks_like_code(typed)
    assert not set(code) & set("0OoIlLU1")


@given(st.integers(0, links.HOW_MANY - 1), st.integers(0, links.HOW_MANY - 1))
def test_two_numbers_never_share_a_code(one: int, other: int) -> None:
    assert (links.spell(one) == links.spell(other)) == (one == other)


@pytest.mark.parametrize("number", [-1, links.HOW_MANY])
def test_a_number_out_of_range_has_no_code(number: int) -> None:
    with pytest.raises(ValueError, match="HOW_MANY"):
        links.spell(number)


@pytest.mark.parametrize("text", ["7F3K-92QO", "7f3k92q0", "7F3K-92O0"])
def test_what_no_code_has_is_read_as_what_it_was_misread_from(text: str) -> None:
    read = links.read_code(text)
    assert read is not None
    assert {"7F3K-92QD", "7F3K-92DQ"} & set(links.spellings(read))


@given(CODES)
def test_a_right_code_stands_for_itself_alone(code: str) -> None:
    assert links.spellings(code) == (code,)


@pytest.mark.parametrize("text", ["7F3K-92Q", "7f3k 92qdx", "/start 7O3KO2OD"])
def test_a_slip_is_seen_as_a_try(text: str) -> None:
    assert links.read_code(text) is None
    assert links.looks_like_code(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "xin chào", "tranvant", "TRANVANT", "20112026", "0912345678", "em muốn tìm việc", "/start", "7F3K"),
        *("a" * 500, "xe biển số 29A1-2345", "em mất 2tr5 hôm 2811 ạ", "mã số thuế 2901 2345", "https://t.me/Bot"),
    ],
)
def test_words_and_numbers_are_no_codes(text: str) -> None:
    assert links.read_code(text) is None
    assert not links.looks_like_code(text)


@given(st.text(max_size=80))
def test_any_text_can_be_asked_about(text: str) -> None:
    code = links.read_code(text)
    assert code is None or links.read_code(code) == code


def test_an_invite_is_used_once_and_for_a_week() -> None:
    end = NOW + links.LIFE
    assert links.state_of(None, end, end - timedelta(seconds=1)) == "open"
    assert links.state_of(None, end, end) == "expired"
    assert links.state_of(NOW, end, end) == "used"


def test_after_five_wrong_tries_one_waits_ten_minutes() -> None:
    tries = Tries()
    for _ in range(5):
        assert not links.must_wait(tries, NOW, links.TRIES_PER_CHAT)
        tries = links.after_wrong_try(tries, NOW)
    assert links.must_wait(tries, NOW + timedelta(minutes=9), links.TRIES_PER_CHAT)
    assert not links.must_wait(tries, NOW, links.TRIES_PER_ADDRESS)
    later = NOW + timedelta(minutes=10)
    assert not links.must_wait(tries, later, links.TRIES_PER_CHAT)
    assert links.after_wrong_try(tries, later).count == 1
