"""The demo commune played through two quarters: every duty done in chat, and the folder an inspector would ask for."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from bot.commands.demo_paperwork import NEWCOMER
from handlers.understand.fold import bare
from rules.case_types import BY_CODE
from storage import alerts, duty_days, person_groups, persons, quarter_reports, taking_charge, threads
from tests.bot.commands.console import Console

UNIT = "17791"


@pytest.mark.wall_clock
def test_two_quarters_are_done_in_chat_and_leave_what_an_inspector_asks_for(console: Console, tmp_path: Path) -> None:
    console.works("demo", "--seed-only", "--quarters", "2", "--folder", str(tmp_path / "papers"))
    folders = sorted((tmp_path / "papers").iterdir())
    assert len(folders) == 2
    with console.look() as db:
        managed = [person for person in persons.of_unit(db, UNIT) if person.status == "managed"]
        for folder in folders:
            period = folder.name
            reports = quarter_reports.in_states(db, UNIT, period, ["accepted"], most=1000)
            assert quarter_reports.counts(db, UNIT, period) == {"accepted": len(reports)}, "none is left half done"
            for ending in ("docx", "pdf"):
                assert len(list((folder / "hcd_08").glob(f"*.{ending}"))) == len(reports)
            grouped = person_groups.in_quarter(db, [person.id for person in managed], period)
            assert set(grouped) == {person.id for person in managed if BY_CODE[person.case_type].groups}
            assert len(person_groups.lists_of(db, UNIT, period)) == 1
            assert sorted(paper.suffix for paper in (folder / "hcd_09").iterdir()) == [".docx", ".pdf", ".xlsx"]
            assert (folder / "muc-luc.xlsx").exists()
        assert alerts.open_of(db, UNIT) == []
        newcomer = next(person for person in managed if person.name == NEWCOMER)
        assert set(taking_charge.facts_of(db, newcomer.id)) >= {"met", "proposed", "decided", "filed"}
        talks = [thread for person in managed for thread in threads.of_person(db, person.id)]
        assert talks
        assert all(thread.closed_at for thread in talks), "every question was answered and closed"
        days = {duty.day for duty in duty_days.between(db, UNIT, date(2000, 1, 1), date(2100, 1, 1))}
        assert len(days) == (max(days) - min(days)).days + 1 > 90, "no day is without somebody on duty"
    assert {place.name for place in folders[-1].iterdir() if place.is_dir()} == {
        *("hcd_02", "hcd_05", "hcd_06", "hcd_07", "hcd_08", "hcd_09")
    }
    for form, words in (
        ("hcd_08", newcomer.name),
        ("hcd_02", "Tay nghề: Xây dựng"),
        ("hcd_07", "Người quyết định: Chủ tịch Ủy ban xã"),
    ):
        assert words in paper_of(newcomer.name, folders[-1] / form), form


def paper_of(name: str, folder: Path) -> str:
    """All that stands in somebody's Word file, its tables too."""
    paper = Document(str(next(folder.glob(f"{bare(name).replace(' ', '-')}-*.docx"))))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])
