"""DUNG stops, BAT DAU starts again, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.stopwords import is_resume, is_stop
from tests.understand.sentences import read


@pytest.mark.parametrize(
    "text",
    [
        "DUNG",
        "dung",
        "Dừng",
        "dừng lại",
        "STOP",
        "stop!",
        "dung nhan tin nua",
        "Đừng nhắn tin nữa",
        "ngưng nhắn tin",
        "dạ dừng nhắn tin đi ạ",
        "thôi dừng lại nhé",
        "em muốn dừng nhận tin",
        "không muốn nhận tin nữa",
        "unsubscribe",
        "đừng nhắn tin cho tôi nữa",
        "k nhan tin nua",
        "«DUNG»",
    ],
)
def test_words_that_stop(text: str) -> None:
    assert is_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "đúng",
        "Đúng rồi",
        "đúng ạ",
        "dùng",
        "Dũng",
        "anh Dũng",
        "đứng lại",
        "dùng lại",
        "dung roi",
        "đừng",
        "dừng xe ở đâu",
        "",
        "nghi em K dung lai ma tuy, lam gi h",
        "dừng uống rượu rồi",
        "bus stop ở đâu",
        "dung " * 30,
    ],
)
def test_words_that_do_not(text: str) -> None:
    assert not is_stop(text)


@pytest.mark.parametrize("text", ["BAT DAU", "bắt đầu", "Bắt đầu lại ạ", "nhận tin lại", "resume"])
def test_words_that_start_again(text: str) -> None:
    assert is_resume(text)
    assert not is_stop(text)


@pytest.mark.parametrize("row", read("utterances"), ids=lambda row: row["id"])
def test_of_the_known_sentences_one_stops(row: dict[str, str]) -> None:
    assert is_stop(row["text"]) == (row["intent"] == "stop_messages")
    assert not is_resume(row["text"])


@given(st.text(max_size=100))
def test_no_text_both_stops_and_starts(text: str) -> None:
    assert not (is_stop(text) and is_resume(text))
