"""Every key that the code asks for has its sentence, and every sentence is asked for by somebody."""

from functools import cache
from pathlib import Path

import pytest

from handlers.matters import REGISTRY
from handlers.texts.checks import Fault, Finding, check
from handlers.texts.usage import Usage, usage

ENTRY = 'msgid "{key}"\nmsgstr "{sentence}"\n\n'


def needed_by_forms() -> set[str]:
    return {key for form in REGISTRY.forms.values() for key in form.text_keys()}


@cache
def findings() -> list[Finding]:
    return check(needed_by_forms())


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.REPEATED])
def test_no_key_in_the_house(fault: Fault) -> None:
    assert [str(finding) for finding in findings() if finding.fault is fault] == []


def test_every_form_needs_words_for_its_questions_and_choices() -> None:
    assert {"visit_report.outcome.ask", "visit_report.outcome.label", "visit_report.outcome.away"} <= needed_by_forms()
    assert "dialogue.consent.yes" in needed_by_forms()


def faults_of(tmp_path: Path, vietnamese: dict[str, str], english: dict[str, str]) -> set[tuple[Fault, str]]:
    """What is found in two small files; what they lack of our own texts does not count."""
    for language, sentences in (("vi", vietnamese), ("en", english)):
        (tmp_path / language).mkdir()
        entries = "".join(ENTRY.format(key=key.strip(), sentence=words) for key, words in sentences.items())
        (tmp_path / language / "visits.po").write_text(entries, encoding="utf-8")
    all_findings = check(set(), tmp_path)
    return {(finding.fault, finding.key) for finding in all_findings if finding.fault is not Fault.NO_SENTENCE}


WHOLE = {"visit_report.thanks": "Cảm ơn {you}, đã ghi số {number}."}


@pytest.mark.parametrize(
    ("vietnamese", "english", "fault"),
    [
        (WHOLE, {"visit_report.thanks": "Thank you, number {number} is noted."}, None),
        (WHOLE, {}, (Fault.UNTRANSLATED, "visit_report.thanks")),
        (WHOLE, {"visit_report.thanks": ""}, (Fault.UNTRANSLATED, "visit_report.thanks")),
        (WHOLE, {"visit_report.thanks": "Thank you."}, (Fault.FIELDS, "visit_report.thanks")),
        ({"visit.nobody_says": "a"}, {"visit.nobody_says": "a"}, (Fault.UNUSED, "visit.nobody_says")),
        (
            WHOLE | {"visit_report.thanks ": "b"},
            {"visit_report.thanks": "b {number}"},
            (Fault.DOUBLED, "visit_report.thanks"),
        ),
        (
            {"menu.title": "Một câu dài hơn hai mươi lăm chữ.", "more.title": "Một câu dài hơn hai mươi lăm chữ."},
            {"menu.title": "a", "more.title": "b"},
            (Fault.REPEATED, "more.title"),
        ),
    ],
)
def test_what_is_wrong_with_a_text_is_found(
    tmp_path: Path, vietnamese: dict[str, str], english: dict[str, str], fault: tuple[Fault, str] | None
) -> None:
    faults = faults_of(tmp_path, vietnamese, english)
    assert fault in faults if fault else not faults


@pytest.mark.parametrize(
    ("key", "used"),
    [
        ("office.police", True),
        ("office.somewhere", False),
        ("notice.alert.still.urgent", True),
        ("notice.alert.still.purple", False),
        ("page.js.weekday.0", True),
        ("page.problem.missing.next", True),
        ("visit_report.thanks_alerted", True),
        ("visit_report.thanks_nobody", False),
        ("alert.reason.nonsense", False),
    ],
)
def test_a_key_counts_as_used_when_the_code_puts_it_together(key: str, used: bool) -> None:
    assert usage().says(key) == used


def test_a_word_alone_says_no_key() -> None:
    said = Usage(words=frozenset({"office", "police"}), patterns=(), beginnings=frozenset())
    assert not said.says("office.police")
