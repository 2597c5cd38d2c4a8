"""Officers read the reports of a quarter, accept them or ask back; nothing that was sent is overwritten."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document as read_word

from storage import assignments, attachments, persons, quarter_reports
from storage.planning import Page
from tests.audited import how_often
from tests.conftest import StandingClock
from tests.handlers.commune import told
from tests.handlers.quarter.quarters import morning, report_on, visited
from tests.person import Talker, World


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World, tu: Talker) -> int:
    return world.person(guardian=tu, born=1990)


@pytest.fixture
def sent(world: World, clock: StandingClock, tu: Talker, hung: Talker, nam: int) -> int:
    """A report that waits for an officer; gives its id."""
    visited(world, tu, nam, date(2026, 12, 5))
    morning(world, clock)
    tu.says("bao cao quy")
    tu.chooses("Gửi đi")
    return report_on(world, nam).id


def test_what_waits_comes_first_and_is_accepted_in_two_taps(
    world: World, hung: Talker, tu: Talker, nam: int, sent: int
) -> None:
    world.person("Vũ Văn Lực")
    assert "Báo cáo quý IV/2026: 1 chờ xem" in hung.says("bao cao quy")
    read = hung.chooses("Trần Văn Nam")
    assert "Nguyễn Văn Tư gửi" in read
    assert "Gặp ngày 5/12 (tại nhà)" in read
    assert "Đã nhận báo cáo về anh Nam" in hung.chooses("Nhận báo cáo")
    assert report_on(world, nam).state == "accepted"
    assert "Cán bộ đã nhận báo cáo quý IV/2026 của anh Nam" in told(tu, "quarter_accepted")[0]
    assert "1 đã nhận" in hung.presses("do:quarter_reports")


def test_a_question_brings_the_guardians_own_words_back_and_asks_nothing_twice(
    world: World, hung: Talker, tu: Talker, nam: int, sent: int
) -> None:
    hung.presses(f"do:quarter_read:{sent}")
    hung.chooses("Hỏi lại")
    assert "Đã hỏi lại bác Tư" in hung.says("Anh Nam làm ở đâu ạ?")
    assert "muốn hỏi thêm" in told(tu, "quarter_returned")[0]
    visited(world, tu, nam, date(2026, 12, 20))
    draft = tu.chooses("Xem câu hỏi")
    assert "Cán bộ hỏi: «Anh Nam làm ở đâu ạ?»" in draft
    assert "Gặp ngày 5/12 (tại nhà)." in draft
    tu.changes("work")
    tu.says("Làm ở xưởng gỗ anh Ba")
    assert "đã gửi" in tu.chooses("Gửi đi")
    report = report_on(world, nam)
    assert (report.state, report.version, report.question) == ("sent", 2, "")
    with world.look() as db:
        steps = quarter_reports.steps(db, sent)
    assert [(step.version, step.state) for step in steps] == [(1, "sent"), (1, "returned"), (2, "sent")]
    assert "xưởng gỗ" not in steps[0].words
    assert "xưởng gỗ" in steps[2].words


def test_an_accepted_report_is_opened_again_with_a_reason_and_keeps_what_was_accepted(
    world: World, hung: Talker, tu: Talker, nam: int, sent: int
) -> None:
    hung.presses(f"do:quarter_accept:{sent}.1")
    hung.presses(f"do:quarter_read:{sent}")
    hung.chooses("Mở lại báo cáo")
    hung.says("Thiếu lần gặp tháng 11")
    assert report_on(world, nam).state == "returned"
    assert "Thiếu lần gặp tháng 11" in tu.says("bao cao quy")
    tu.chooses("Gửi đi")
    with world.look() as db:
        states = [step.state for step in quarter_reports.steps(db, sent)]
    assert states == ["sent", "accepted", "returned", "sent"]


def test_the_second_of_two_officers_is_told_that_it_has_moved_on(
    world: World, hung: Talker, tu: Talker, nam: int, sent: int
) -> None:
    hoa = world.officer("Phạm Thị Hoa")
    hoa.presses(f"do:quarter_read:{sent}")
    hung.presses(f"do:quarter_accept:{sent}.1")
    assert "vừa đổi" in hoa.chooses("Nhận báo cáo")
    assert hoa.presses(f"go:quarter_return:report={sent}")
    assert report_on(world, nam).state == "accepted"


def test_nobody_accepts_a_version_that_they_have_not_read(world: World, hung: Talker, nam: int, sent: int) -> None:
    assert "vừa đổi" in hung.presses(f"do:quarter_accept:{sent}.0")
    assert report_on(world, nam).state == "sent"


def test_an_officer_of_another_commune_sees_nothing(world: World, hung: Talker, nam: int, sent: int) -> None:
    with world.store.transaction() as db:
        persons.change(db, nam, unit="17792")
    for press in (f"do:quarter_read:{sent}", f"do:quarter_accept:{sent}.1"):
        assert "thuộc xã khác" in hung.presses(press)
    assert "Trần Văn Nam" not in hung.says("bao cao quy")
    with world.look() as db:
        assert how_often(db, nam, "person.refused") == 2


def test_a_guardian_reads_only_reports_on_their_own(world: World, tu: Talker, nam: int, sent: int) -> None:
    assert "đã gửi, chờ cán bộ xem" in tu.presses(f"do:quarter:{sent}")
    bay = world.guardian("Lê Văn Bảy")
    assert "Không tìm thấy" in bay.presses(f"do:quarter:{sent}")
    with world.store.transaction() as db:
        assignments.assign(db, nam, bay.account_id, by=None)
    assert "Không tìm thấy" in tu.presses(f"do:quarter:{sent}")
    assert "đã gửi" in bay.presses(f"do:quarter:{sent}")


def test_both_have_the_form_as_word_and_pdf_as_it_was_sent(
    world: World, hung: Talker, tu: Talker, nam: int, sent: int
) -> None:
    visited(world, tu, nam, date(2026, 12, 20))
    tu.presses(f"do:quarter:{sent}")
    tu.chooses("Bản Word và PDF")
    hung.presses(f"do:quarter_read:{sent}")
    hung.chooses("Bản Word và PDF")
    documents = world.deployment.registry.documents
    made = []
    with world.store.transaction() as db:
        for asked in attachments.to_make(db, 9):
            writing = documents[asked.document].prepare(db, world.deployment, asked)
            assert writing is not None
            made.append(writing())
    assert [content[:2] for content in made] == [b"PK", b"%P"] * 2
    words = read_word(BytesIO(made[0]))
    said = "\n".join(paragraph.text for paragraph in words.paragraphs)
    for known in ("Dự thảo theo mẫu HCD-08", "Trần Văn Nam", "1990", "Quý: IV", "Nguyễn Văn Tư", "Gặp ngày 5/12"):
        assert known in said
    assert [cell.text for cell in words.tables[0].rows[1].cells] == ["5/12/2026", "Tại nhà", "Gặp được"]
    assert len(words.tables[0].rows) == 2


def test_the_morning_tells_officers_what_waits_and_from_day_six_what_is_late(
    world: World, clock: StandingClock, hung: Talker, tu: Talker, nam: int, sent: int
) -> None:
    world.person("Vũ Văn Lực")
    with world.store.transaction() as db:
        quarter_reports.begin(db, "2026-4", date(2026, 12, 31), Page(1, 2**62, True))
    morning(world, clock, date(2027, 1, 4))
    assert "1 báo cáo quý chờ xem" in told(hung, "digest")[-1]
    assert "quá ngày 5" not in told(hung, "digest")[-1]
    morning(world, clock, date(2027, 1, 6))
    assert "1 báo cáo quý quá ngày 5 chưa gửi" in told(hung, "digest")[-1]


@pytest.mark.parametrize("argument", ["x", "2026-9", "2026-4.nothing", "2026-4.sent.99", "1999-1", "0"])
def test_nonsense_in_a_button_shows_the_list_or_that_there_is_none(
    world: World, hung: Talker, sent: int, argument: str
) -> None:
    said = hung.presses(f"do:quarter_reports:{argument}")
    assert "Báo cáo quý IV/2026" in said or "Chưa có báo cáo quý" in said


def test_the_person_sees_that_a_report_is_kept_and_not_what_it_says(
    world: World, clock: StandingClock, tu: Talker
) -> None:
    luc = world.person_with_phone("Vũ Văn Lực")
    with world.store.transaction() as db:
        person = persons.by_account(db, luc.account_id)
        assert person is not None
        assignments.assign(db, person.id, tu.account_id, by=None)
    morning(world, clock)
    assert "Báo cáo quý" not in luc.says("/me")
    tu.says("bao cao quy")
    tu.chooses("Gửi đi")
    said = luc.says("/me")
    assert "Báo cáo quý IV/2026 của người giúp đỡ" in said
    assert "lần ghé thăm nào" not in said
    assert "không thuộc việc của" in luc.presses(f"do:quarter_read:{report_on(world, person.id).id}")


def test_nobody_tells_of_a_quarter_before_there_was_one(world: World, hung: Talker) -> None:
    assert "Chưa có báo cáo quý" in hung.says("bao cao quy")
