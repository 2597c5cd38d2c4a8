"""Reviewed answers: each has a source and a day on which to read it again; a faulty one is refused by name."""

from datetime import date
from typing import Any

import pytest

from handlers.texts import Texts
from rules.guidance import WHOM, BadEntry, read
from seeds.tables import load_guidance

GOOD = {
    "id": "lost_card",
    "title": "Mất thẻ",
    "asked": ["mất thẻ thì sao"],
    "answer": "Xin cấp lại.",
    "steps": ["Ra công an xã."],
    "source": "Nghị định 58/2026",
    "seen": "text",
    "see": "police",
}


def theme(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    days = {"checked_on": date(2026, 11, 29), "check_again_on": date(2027, 1, 5)}
    return {"theme": "papers", **days, **more, "entries": list(entries)}


def test_an_entry_takes_its_days_from_its_theme_or_sets_its_own() -> None:
    (entry,) = read([theme(GOOD)])
    assert not entry.is_past_check(date(2027, 1, 4))
    assert entry.is_past_check(date(2027, 1, 5))
    (own,) = read([theme(GOOD | {"check_again_on": date(2026, 12, 1)})])
    assert own.is_past_check(date(2026, 12, 1))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"source": ""}, "lost_card: it has no source"),
        ({"asked": []}, "lost_card: it has no asked"),
        ({"seen": "memory"}, "lost_card: seen is one of"),
        ({"see": "neighbour"}, "lost_card: seen is one of"),
        ({"title": "x" * 33}, "lost_card: the title stands on buttons"),
        ({"checked_on": "29/11"}, "lost_card: checked_on and check_again_on are days"),
    ],
)
def test_a_faulty_entry_is_refused_by_name(fault: dict[str, Any], said: str) -> None:
    with pytest.raises(BadEntry, match=said):
        read([theme(GOOD | fault)])


def test_an_id_stands_for_one_entry_only() -> None:
    with pytest.raises(BadEntry, match="lost_card: an id stands for one"):
        read([theme(GOOD, GOOD)])


def test_ours_can_be_read_and_are_worded(texts: Texts) -> None:
    entries = load_guidance()
    assert len(entries) >= 80
    assert [whom for whom in WHOM if not texts.has(f"guidance.see.{whom}")] == []
