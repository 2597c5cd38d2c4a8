"""The report of a quarter drafts itself from what is on record, and the guardian sends it in their own words."""

from datetime import date
from typing import Any

import pytest

from storage import accounts, assignments, checkins, covers, needs, quarter_reports
from tests.conftest import StandingClock
from tests.filling import Sends
from tests.handlers.commune import told
from tests.handlers.quarter.quarters import morning, report_on, visited
from tests.person import Talker, World


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def nam(world: World, tu: Talker) -> int:
    return world.person(guardian=tu)


def test_the_guardian_hears_in_the_morning_and_sends_it_in_two_taps(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    for month in (10, 11, 12):
        visited(world, tu, nam, date(2026, month, 5))
    morning(world, clock)
    [heard] = told(tu, "quarter_report")
    assert "báo cáo quý IV/2026 của anh Nam đã soạn sẵn" in heard
    draft = tu.chooses("Xem và gửi")
    assert "có 3 lần ghé thăm, gặp được 3 lần" in draft
    assert "5/10 (tại nhà), 5/11 (tại nhà), 5/12 (tại nhà)" in draft
    assert "Có việc ổn định (5/10, 5/11, 5/12)." in draft
    assert "Tốt (5/10, 5/11, 5/12)." in draft
    assert "không thấy điều gì đáng lo" in draft
    assert "còn ít" not in draft
    assert "đã gửi. Vậy là đủ cả rồi" in tu.chooses("Gửi đi")
    report = report_on(world, nam)
    assert (report.state, report.version, report.guardian_id) == ("sent", 1, tu.account_id)
    assert report.content["visits"][0] == {"ngay": "5/10/2026", "cach_gap": "Tại nhà", "ket_qua": "Gặp được"}


def test_what_was_not_well_stands_there_with_its_day(world: World, clock: StandingClock, tu: Talker, nam: int) -> None:
    visited(world, tu, nam, date(2026, 10, 5), work="looking", mood="low", concerns=["alcohol"], kind="phone")
    visited(world, tu, nam, date(2026, 11, 5), outcome="away", reason="at_work")
    visited(world, tu, nam, date(2026, 12, 5), note="Mới nhận việc ở xưởng gỗ")
    with world.store.transaction() as db:
        needs.open_need(db, nam, "job")
        checkins.add(db, person_id=nam, period="2026-11", answers={"face": "bad", "helps": [], "words": "buồn lắm"})
    morning(world, clock)
    draft = tu.says("bao cao quy")
    for words in (
        "Gặp ngày 5/10 (gọi điện thoại), 5/12 (tại nhà).",
        "Không gặp được ngày 5/11 (đi vắng, đang đi làm).",
        "Đang tìm việc (5/10). Có việc ổn định (5/12).",
        "Uống nhiều rượu bia (5/10).",
        "chưa được mỗi tháng một lần",
        "5/12: Mới nhận việc ở xưởng gỗ",
        "Đã tự trả lời hỏi thăm ngày",
    ):
        assert words in draft
    assert "buồn lắm" not in draft


def test_what_another_told_in_their_name_is_marked_in_the_report(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    with world.store.transaction() as db:
        needs.open_need(db, nam, "job", proxy=tu.account_id)
        answers: dict[str, Any] = {"face": "good", "helps": [], "words": None}
        checkins.add(db, person_id=nam, period="2026-11", answers=answers, proxy=tu.account_id)
    morning(world, clock)
    draft = tu.says("bao cao quy")
    assert draft.count("(Nguyễn Văn Tư ghi hộ)") == 2


def test_too_few_visits_are_said_honestly(world: World, clock: StandingClock, tu: Talker, nam: int) -> None:
    morning(world, clock)
    draft = tu.says("bao cao quy")
    assert "Trong quý IV/2026 chưa có lần ghé thăm nào được báo." in draft
    assert "Chưa gặp được nên chưa rõ." in draft


def test_any_part_is_said_in_own_words_or_by_voice_and_more_is_added(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    visited(world, tu, nam, date(2026, 12, 5))
    morning(world, clock)
    tu.says("bao cao quy")
    tu.changes("work")
    tu.says("Đi phụ hồ với ông Bảy, công nhật")
    tu.changes("health")
    tu.sends("voice", text="khỏe")
    tu.says("Xin xã xem giúp việc vay vốn cho em nó trong quý tới")
    tu.chooses("Gửi đi")
    words = report_on(world, nam).content["words"]
    assert words["work"] == "Đi phụ hồ với ông Bảy, công nhật"
    assert words["health"] == "khỏe (có ghi âm kèm theo)"
    assert "vay vốn" in words["remarks"]


def test_several_people_in_a_row_without_the_menu(world: World, clock: StandingClock, tu: Talker, nam: int) -> None:
    world.person("Lê Thị Lan", guardian=tu, pronoun="chi")
    morning(world, clock)
    assert "anh Nam, chị Lan" in told(tu, "quarter_report")[0]
    assert "của ai trước" in tu.chooses("Xem và gửi")
    tu.chooses("Anh Nam")
    assert "Còn 1 báo cáo nữa" in tu.chooses("Gửi đi")
    tu.chooses("Tiếp: chị Lan")
    assert "đủ cả rồi" in tu.chooses("Gửi đi")
    assert "không có báo cáo quý nào" in tu.says("bao cao quy")


def test_who_has_sent_is_not_nudged_and_who_has_not_is_till_day_five(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    bay = world.guardian("Lê Văn Bảy")
    world.person("Vũ Văn Lực", guardian=bay)
    for day in (2, 4, 5, 6):
        morning(world, clock, date(2027, 1, day))
        if day == 2:
            tu.says("bao cao quy")
            tu.chooses("Gửi đi")
    assert len(told(tu, "quarter_report")) == 1
    assert ["ngày cuối" in text for text in told(bay, "quarter_report")] == [False, False, True]


def test_a_guardian_who_came_in_the_middle_signs_what_both_have_seen(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    visited(world, tu, nam, date(2026, 10, 5))
    bay = world.guardian("Lê Văn Bảy", pronoun="anh")
    with world.store.transaction() as db:
        assignments.assign(db, nam, bay.account_id, by=None)
    visited(world, bay, nam, date(2026, 12, 5))
    morning(world, clock)
    assert told(tu, "quarter_report") == []
    draft = bay.says("bao cao quy")
    assert "Gặp ngày 5/10 (tại nhà), 5/12 (tại nhà)" in draft
    assert "Các lần ngày 5/10 do Nguyễn Văn Tư ghé thăm" in draft
    assert "đã gửi" in bay.chooses("Gửi đi")
    assert report_on(world, nam).guardian_id == bay.account_id


def test_during_a_leave_the_stand_in_is_asked_and_signs(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    bay = world.guardian("Lê Văn Bảy", pronoun="anh")
    with world.store.transaction() as db:
        days = {"first_day": date(2026, 12, 30), "last_day": date(2027, 1, 9)}
        asked = covers.ask(db, unit=world.deployment.unit, guardian_id=tu.account_id, stand_in_id=None, **days)
        cover = covers.get(db, asked)
        assert cover is not None
        covers.decide(db, cover, stand_in_id=bay.account_id, by=tu.account_id)
    morning(world, clock)
    assert told(tu, "quarter_report") == []
    assert "anh Nam" in told(bay, "quarter_report")[0]
    bay.chooses("Xem và gửi")
    assert "đã gửi" in bay.chooses("Gửi đi")
    assert report_on(world, nam).guardian_id == bay.account_id


def test_a_report_half_done_when_the_guardian_changes_is_not_sent_by_the_former(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    bay = world.guardian("Lê Văn Bảy")
    morning(world, clock)
    tu.says("bao cao quy")
    with world.store.transaction() as db:
        assignments.assign(db, nam, bay.account_id, by=None)
    tu.chooses("Gửi đi")
    assert report_on(world, nam).state == "waiting"
    assert "chưa có lần ghé thăm" in bay.says("bao cao quy")


def test_whoever_came_home_after_the_quarter_or_is_no_longer_managed_has_none(
    world: World, clock: StandingClock, tu: Talker
) -> None:
    later = world.person("Trần Văn Nam", guardian=tu, came_home_on=date(2027, 1, 1))
    ended = world.person("Lê Văn Bình", guardian=tu, status="ended")
    morning(world, clock)
    with world.look() as db:
        assert [quarter_reports.of_person(db, person) for person in (later, ended)] == [[], []]
    assert told(tu, "quarter_report") == []


def test_an_account_that_is_closed_hears_nothing(world: World, clock: StandingClock, tu: Talker, nam: int) -> None:
    with world.store.transaction() as db:
        accounts.set_status(db, tu.account_id, "closed", by=None)
    morning(world, clock)
    assert told(tu) == []


def test_a_service_that_stood_still_catches_up_and_says_it_once(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    morning(world, clock, date(2027, 1, 4))
    assert len(told(tu, "quarter_report")) == 1
    assert report_on(world, nam).quarter == "2026-4"


def test_outside_the_days_of_a_quarter_nothing_is_begun(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    morning(world, clock, date(2026, 12, 15))
    with world.look() as db:
        assert quarter_reports.of_person(db, nam) == []
    assert "không có báo cáo quý nào" in tu.says("bao cao quy")


def test_an_english_guardian_is_asked_in_english_and_signs_a_vietnamese_paper(
    world: World, clock: StandingClock
) -> None:
    mary = world.linked("Mary Nguyen", "guardian", language="en")
    nam = world.person(guardian=mary)
    visited(world, mary, nam, date(2026, 12, 5))
    morning(world, clock)
    assert "the report of quarter IV/2026" in told(mary, "quarter_report")[0]
    draft = mary.says("quarter report")
    assert "Visits: " in draft
    assert "Gặp ngày 5/12" in draft


def test_a_voice_note_of_a_part_is_heard_by_the_officer(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    hung = world.officer()
    morning(world, clock)
    tu.says("bao cao quy")
    tu.changes("work")
    tu.answers(until="review", work=Sends("voice"))
    tu.chooses("Gửi đi")
    hung.presses(f"do:quarter_read:{report_on(world, nam).id}")
    assert "Nghe ghi âm · Việc làm" in hung.last.labels
