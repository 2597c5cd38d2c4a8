"""What people came for: sentences that are not among our phrases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.abbreviations import expand
from handlers.understand.fold import fold, words
from handlers.understand.intents import INTENTS, intent_of, score
from tests.understand.sentences import ROLES, read
from training import phrases

SURE = 0.7
SHORTEST = 6  # «ok» and «ừ» are said the same by everybody


def understood(row: dict[str, str]) -> tuple[str, float]:
    return intent_of(row["text"], ROLES[row["role"]]) or ("-", 0.0)


def is_right(row: dict[str, str]) -> bool:
    """«-» is nothing that the service has a form for: small talk."""
    return understood(row)[0] in ({"other", "greeting", "-"} if row["intent"] == "-" else {row["intent"]})


def test_no_phrase_of_ours_is_a_sentence_of_the_test() -> None:
    ours = {fold(phrase.text) for phrase in phrases.trained_on() if len(phrase.text) > SHORTEST}
    assert not ours & {fold(row["text"]) for name in ("utterances", "more_utterances") for row in read(name)}


@pytest.mark.parametrize(("name", "least"), [("utterances", 0.9), ("more_utterances", 0.85)])
def test_most_sentences_are_understood(name: str, least: float) -> None:
    rows = read(name)
    wrong = [f"{row['intent']} ≠ {understood(row)}: {row['text']}" for row in rows if not is_right(row)]
    assert len(wrong) <= len(rows) * (1 - least), "\n".join(wrong)


def test_wishes_written_before_any_was_tried_are_nearly_all_understood() -> None:
    rows = [row for row in read("fourth_round") if row["intent"] not in ("emergency", "near")]
    understood = [(intent_of(row["text"], row["role"]) or ("-", 0.0))[0] for row in rows]
    wrong = [row["text"] for row, intent in zip(rows, understood, strict=True) if intent != row["intent"]]
    assert len(wrong) <= 4, "\n".join(wrong)


@pytest.mark.parametrize("name", ["utterances", "more_utterances"])
def test_what_is_misunderstood_is_hardly_ever_sure(name: str) -> None:
    rows = read(name)
    wrong = [f"{understood(row)}: {row['text']}" for row in rows if not is_right(row) and understood(row)[1] >= SURE]
    assert len(wrong) <= len(rows) * 0.03, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "role", "intent"),
    [
        ("cho xem canh bao nao dang mo", "officer", "show_alerts"),
        ("thống kê quý này bao nhiêu lượt thăm", "officer", "figures"),
        ("giao anh Lực cho bác Tám giúp", "officer", "assign"),
        ("alo co ai o do khong", "person", "greeting"),
        ("👍", "guardian", "greeting"),
        ("cảm ơn bác nhiều lắm", "person", "thanks"),
    ],
)
def test_greetings_and_what_officers_type_are_wishes_of_their_own(text: str, role: str, intent: str) -> None:
    assert (intent_of(text, role) or ("-", 0.0))[0] == intent


@pytest.mark.parametrize(
    "text", ["quán cơm ngon", "an com chua", "bạn ăn chưa", "cái váy đẹp", "án", "toán lý hóa", "an toàn", ""]
)
def test_part_of_a_word_chooses_nothing(text: str) -> None:
    found = intent_of(text)
    assert found is None or found[0] in ("other", "about") or found[1] < SURE


def test_the_role_is_a_leaning_and_no_wall() -> None:
    unclear = "cho xem danh sách"
    likely = {role: dict(score(unclear, role)) for role in ("guardian", "officer", "person")}
    assert likely["guardian"]["my_people"] > likely["person"]["my_people"]
    assert likely["officer"]["export"] > likely["person"]["export"]
    for role in ("person", "guardian", ("partner", "guardian"), None):
        assert (intent_of("báo cáo thăm nhà hôm qua đã gặp", role) or ("-", 0.0))[0] == "report_visit"


@given(st.text(max_size=200), st.sampled_from([None, *ROLES.values()]))
def test_any_text_can_be_asked_about(text: str, role: str | None) -> None:
    found = intent_of(text, role)
    assert found is None or (found[0] in INTENTS and 0 < found[1] <= 1)


@given(st.text(max_size=100))
def test_the_shares_of_all_intents_make_one(text: str) -> None:
    shares = [share for _, share in score(text, "person")]
    assert not shares or sum(shares) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize(
    ("typed", "full"),
    [("k bik lm j", "không biết làm gì"), ("100k", "100k"), ("đk bt", "đk bt"), ("LLTP", "lý lịch tư pháp")],
)
def test_only_unmistakable_short_forms_are_written_out(typed: str, full: str) -> None:
    assert " ".join(expand(words(typed))) == full
