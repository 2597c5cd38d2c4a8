"""`python -m bot texts` says what is wrong with the sentences, and whether anything is."""

import pytest

from bot.commands import texts
from handlers.texts.checks import Fault, Finding
from tests.bot.commands.console import Console

UNUSED = Finding("handlers/texts/vi/visits.po:9", "visit_report.gone", Fault.UNUSED)
REPEATED = Finding("handlers/texts/vi/visits.po:12", "visit_report.again", Fault.REPEATED, "visit_report.thanks")


def test_texts_in_order_end_well(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "check", lambda _needed: [])
    assert "every text is there, translated and used" in console.works("texts")


def test_a_fault_is_named_with_its_file_and_ends_with_1(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "check", lambda _needed: [UNUSED])
    result = console.run("texts")
    assert result.exit_code == 1
    assert "handlers/texts/vi/visits.po:9: visit_report.gone is unused" in result.output


def test_a_remark_is_not_a_fault(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "check", lambda _needed: [REPEATED])
    assert "remark: handlers/texts/vi/visits.po:12" in console.works("texts")
