"""What tells of danger, what may, and what only sounds like it: kinds of sentences, none of which was learnt from."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.danger import KINDS, REASON_OF, danger
from seeds.tables import load_alert_rules
from tests.understand.sentences import read
from training import phrases

FOUND = [
    ("a wish to die without the word", "thu tuyet menh de tren ban hoc cua no"),
    ("a plan", "toi nay chau di xa luon, ong ba dung cho cua"),
    ("a farewell", "vinh biet ca nha"),
    ("a rope", "no treo co trong buong"),
    ("a bridge", "nhay cau"),
    ("poison", "uống thuốc trừ cỏ"),
    ("a weapon", "cam con rua duoi vo"),
    ("a threat with one", "chém cả nhà"),
    ("fire", "bếp ga nổ rồi"),
    ("the heart", "đau ngực không thở nổi"),
    ("beating at home", "hắn đập vợ"),
]
ALIKE = [
    ("an idiom", "chết mê nghề mộc"),
    ("laughter", "cuoi chet mat thoi"),
    ("a film", "coi phim thấy nó nhảy lầu tội nghiệp ghê"),
    ("work", "ngày nào cũng cầm dao thái thịt ở quán phở"),
    ("the field", "mai phun thuốc sâu xong mới đi họp được"),
    ("long ago", "hồi xưa có đánh nhau một lần giờ hết rồi"),
]


def test_sentences_written_before_any_was_tried_are_told_apart() -> None:
    rows = [(row["danger"], danger(row["text"]).verdict, row["text"]) for row in read("fourth_round")]
    assert [text for told, heard, text in rows if told == "yes" and heard != "yes"] == []
    assert [text for told, heard, text in rows if told == "no" and heard == "yes"] == []
    assert sum(told == "no" and heard == "maybe" for told, heard, _ in rows) <= 5


@pytest.mark.parametrize(("what", "text"), FOUND, ids=[what for what, _ in FOUND])
def test_danger_is_found_in_any_dress(what: str, text: str) -> None:
    for typed in (text, text.upper(), unicodedata.normalize("NFD", text)):
        assert danger(typed).verdict in ("yes", "maybe"), what


@pytest.mark.parametrize(("what", "text"), ALIKE, ids=[what for what, _ in ALIKE])
def test_what_only_sounds_like_it_rings_nobody(what: str, text: str) -> None:
    assert danger(text).verdict != "yes", what


@pytest.mark.parametrize("row", [row for row in read("emergencies") if row["kind"] != "-"], ids=lambda row: row["text"])
def test_bare_words_of_the_list_are_at_least_asked_about(row: dict[str, str]) -> None:
    assert danger(row["text"]).verdict != "no"


def test_a_look_alike_of_the_list_rarely_rings() -> None:
    alike = [row["text"] for row in read("emergencies") if row["kind"] == "-"]
    assert sum(danger(text).verdict == "yes" for text in alike) <= len(alike) * 0.1


@pytest.mark.parametrize("text", ["", "1", "2", "ok", "dạ", "vâng ạ", "menu", "chào bác", "👍", "0912345678", "GYC7K2"])
def test_what_is_typed_every_day_is_none(text: str) -> None:
    assert danger(text).verdict == "no"


def test_every_kind_has_an_urgent_reason() -> None:
    assert set(REASON_OF) == set(KINDS) == set(phrases.KINDS)
    assert {load_alert_rules().level_of(reason) for reason in REASON_OF.values()} == {"urgent"}


def test_on_writers_aside_most_danger_is_found_and_few_look_alikes_ring() -> None:
    rows = phrases.aside()
    verdicts = {row: danger(row.text).verdict for row in rows if row.emergency != "no"}
    real = [verdict for row, verdict in verdicts.items() if row.emergency in ("yes", "maybe")]
    alike = [verdict for row, verdict in verdicts.items() if row.emergency == "near"]
    assert 1 - real.count("no") / len(real) >= 0.88
    assert alike.count("yes") / len(alike) <= 0.05


@given(st.text(max_size=300))
def test_any_text_can_be_heard(text: str) -> None:
    found = danger(text)
    assert (found.verdict == "no") == (found.kind == "")


@pytest.mark.parametrize(
    "text",
    [
        "em tự làm hại mình",
        "em muon tu lam hai minh",
        "em tự làm đau mình",
        "tui muốn làm hại bản thân",
        "e rach tay roi",
    ],
)
def test_harm_to_oneself_is_at_least_asked_about(text: str) -> None:
    assert danger(text).verdict != "no"
