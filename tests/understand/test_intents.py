"""What people came for: sentences that are not among our phrases."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.abbreviations import expand
from handlers.understand.fold import fold, words
from handlers.understand.intents import INTENTS, PHRASES, intent_of
from tests.understand.sentences import ROLES, read

SURE = 0.7
HARD = {"6", "14", "15", "21", "23", "30", "38", "41", "43", "47", "51", "55", "63", "66"}


def phrases() -> list[list[str]]:
    lines = PHRASES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def understood(row: dict[str, str]) -> tuple[str, float]:
    return intent_of(row["text"], ROLES[row["role"]]) or ("-", 0.0)


def is_right(row: dict[str, str]) -> bool:
    allowed = {row["intent"]} | ({"other"} if row["intent"] == "-" else set())
    return understood(row)[0] in allowed


def test_no_phrase_of_ours_is_a_sentence_of_the_test() -> None:
    ours = {fold(phrase) for _, phrase in phrases()}
    assert not ours & {fold(row["text"]) for name in ("utterances", "more_utterances") for row in read(name)}


@pytest.mark.parametrize(("name", "least"), [("utterances", 0.85), ("more_utterances", 0.8)])
def test_most_sentences_are_understood(name: str, least: float) -> None:
    rows = read(name)
    wrong = [f"{row['intent']} ≠ {understood(row)}: {row['text']}" for row in rows if not is_right(row)]
    assert len(wrong) <= len(rows) * (1 - least), "\n".join(wrong)


@pytest.mark.parametrize("name", ["utterances", "more_utterances"])
def test_what_is_misunderstood_is_never_sure(name: str) -> None:
    wrong = [
        f"{understood(row)}: {row['text']}" for row in read(name) if not is_right(row) and understood(row)[1] >= SURE
    ]
    assert not wrong


@pytest.mark.parametrize("row", [row for row in read("utterances") if row["id"] in HARD], ids=lambda row: row["id"])
def test_hard_sentences_are_right_or_left_open(row: dict[str, str]) -> None:
    intent, confidence = understood(row)
    assert intent == row["intent"] or confidence < SURE


@pytest.mark.parametrize(
    "row", [row for row in read("utterances") if row["intent"] == "emergency"], ids=lambda row: row["id"]
)
def test_every_emergency_is_one(row: dict[str, str]) -> None:
    assert understood(row) == ("emergency", 1.0)


@pytest.mark.parametrize(
    "text", ["quán cơm ngon", "an com chua", "bạn ăn chưa", "cái váy đẹp", "án", "toán lý hóa", "an toàn", ""]
)
def test_part_of_a_word_chooses_nothing(text: str) -> None:
    found = intent_of(text)
    assert found is None or found[0] in ("other", "about") or found[1] < SURE


def test_what_only_some_come_for() -> None:
    for role in ("person", "partner", "visitor"):
        found = intent_of("báo cáo thăm nhà hôm qua đã gặp", role)
        assert found is None or found[0] != "report_visit"
    for roles in ("guardian", ("partner", "guardian"), None):
        found = intent_of("báo cáo thăm nhà hôm qua đã gặp", roles)
        assert found is not None
        assert found[0] == "report_visit"


def test_every_intent_has_phrases_of_its_own() -> None:
    counts = Counter(intent for intent, _ in phrases())
    assert set(counts) == set(INTENTS) - {"emergency"}
    assert min(counts.values()) >= 7
    assert len({phrase for _, phrase in phrases()}) == sum(counts.values())


@pytest.mark.parametrize(
    ("typed", "full"),
    [("k bik lm j", "không biết làm gì"), ("100k", "100k"), ("đk bt", "đk bt"), ("LLTP", "lý lịch tư pháp")],
)
def test_only_unmistakable_short_forms_are_written_out(typed: str, full: str) -> None:
    assert " ".join(expand(words(typed))) == full


@given(st.text(max_size=200), st.sampled_from([None, *ROLES.values()]))
def test_any_text_can_be_asked_about(text: str, role: str | None) -> None:
    found = intent_of(text, role)
    assert found is None or (found[0] in INTENTS and 0 < found[1] <= 1)
