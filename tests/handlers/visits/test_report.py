"""The visit report, told by a guardian on a channel with buttons and on one without."""

from datetime import date

import pytest

from storage import alerts, assignments, attachments, due, needs, persons, visits
from storage.database import VIETNAM
from tests.conftest import StandingClock
from tests.filling import Sends
from tests.person import Talker, World
from tests.storage.commune import waiting_for


@pytest.fixture
def guardian(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def nam(world: World, guardian: Talker) -> int:
    return world.person("Trần Văn Nam", guardian=guardian, last_met_on=date(2026, 10, 20))


@pytest.fixture
def hoa(world: World, guardian: Talker) -> int:
    return world.person("Lê Thị Hoa", guardian=guardian, pronoun="chi", hamlet="xóm 2", last_met_on=date(2026, 11, 11))


YESTERDAY = date(2026, 11, 22)


def test_a_meeting_is_told_in_under_a_minute_and_gets_a_receipt(
    world: World, guardian: Talker, nam: int, hoa: int
) -> None:
    assert guardian.says("tham").startswith("Bác vừa ghé thăm ai ạ?")
    assert guardian.last.labels[:2] == ["Anh Nam · xóm 6 · 34 ngày chưa gặp", "Chị Hoa · xóm 2 · 12 ngày chưa gặp"]
    review = guardian.answers(person=nam, visited_on=YESTERDAY, until="review")
    assert "Có gặp được không" not in review
    assert "Kết quả: Gặp được" in review
    assert "Điều đáng lo: Không có" in review
    assert guardian.chooses("Gửi đi").startswith(
        "✅ Đã ghi nhận, cảm ơn bác. Báo cáo số TH-0001. Nhờ bác ghé thăm lại anh Nam trước thứ Ba 22/12."
    )
    with world.look() as db:
        visit = visits.latest(db, nam)[0]
        person = persons.get(db, nam)
        assert (visit.kind, visit.outcome, visit.visited_on) == ("home", "met", date(2026, 11, 22))
        assert visit.answers["work"] == "steady"
        assert person is not None
        assert (person.last_met_on, person.next_visit_on) == (date(2026, 11, 22), date(2026, 12, 22))


def test_one_sentence_fills_what_it_tells(guardian: Talker, nam: int) -> None:
    asked = guardian.says("hôm qua tôi ghé nhà anh Nam, gặp được, chưa có việc làm, dạo này hay uống rượu")
    assert "Sức khỏe và tinh thần ra sao" in asked
    asked = guardian.says("bình thường thôi ạ")
    assert "Có việc gì cần giúp không" in asked


def test_a_report_from_a_reminder_begins_with_the_person_in_it(guardian: Talker, nam: int, hoa: int) -> None:
    assert guardian.presses(f"go:visit_report:person={hoa}").startswith(
        "Đồng Hành đã ghi: chị Hoa.\n\nBác ghé thăm hôm nào"
    )


def test_going_in_vain_is_a_report_too_with_its_reason(world: World, guardian: Talker, nam: int) -> None:
    guardian.says("/visit")
    guardian.answers(outcome="away", until="reason")
    assert guardian.last.labels[:3] == ["Đang đi làm", "Đi làm xa", "Sang nhà bà con"]
    assert "trước thứ Hai 7/12" in guardian.answers(reason="working_far", note="nghe nói vào Vinh phụ hồ")
    with world.look() as db:
        answers = visits.latest(db, nam)[0].answers
        assert (answers["reason"], answers["note"]) == ("working_far", "nghe nói vào Vinh phụ hồ")
        assert "mood" not in answers


def test_changing_one_answer_drops_what_no_longer_applies(world: World, guardian: Talker, nam: int) -> None:
    guardian.reports(nam, until="review")
    assert guardian.changes("outcome").startswith("Bác có gặp được không ạ?")
    guardian.chooses("Đi vắng")
    assert "Sức khỏe" not in guardian.answers(reason="at_work", until="review")
    guardian.changes("outcome")
    again = guardian.chooses("Không muốn gặp")
    assert "at_work" not in again
    assert "Bác có biết vì sao không ạ?" in again
    guardian.answers(reason="busy")
    with world.look() as db:
        assert visits.latest(db, nam)[0].answers["reason"] == "busy"


@pytest.mark.parametrize(("day", "answer"), [("26/11", "Ngày này chưa tới"), ("1/10", "Ngày này đã quá 30 ngày")])
def test_a_day_to_come_or_long_past_is_not_taken(guardian: Talker, nam: int, day: str, answer: str) -> None:
    guardian.presses(f"go:visit_report:person={nam}")
    said = guardian.says(day)
    assert said.startswith(answer)
    assert "Bác ghé thăm hôm nào" in said


def test_what_is_worrying_reaches_those_on_duty_and_needs_are_opened(world: World, guardian: Talker, nam: int) -> None:
    officer = world.officer()
    thanks = guardian.reports(
        nam, concerns=["violence", "alcohol"], needs=["job", "papers"], note="hay to tiếng với vợ"
    )
    assert "Đồng Hành đã báo ngay cho người trực" in thanks
    assert "C1" in officer.sees
    assert "to tiếng" not in officer.sees
    with world.look() as db:
        assert {need.kind for need in needs.of_person(db, nam)} == {"job", "papers"}
        raised = alerts.of_person(db, nam)
        assert [(one.level, one.reason) for one in raised] == [("urgent", "violence")]
        assert raised[0].note == "hay to tiếng với vợ"


def test_a_note_may_be_spoken_or_a_photo_and_is_fetched_later(world: World, guardian: Talker, nam: int) -> None:
    review = guardian.reports(nam, note=Sends("voice"), place=(18.85, 105.12), until="review")
    assert "có ghi âm kèm theo" in review
    guardian.chooses("Gửi đi")
    with world.look() as db:
        answers = visits.latest(db, nam)[0].answers
        note = attachments.get(db, answers["note"]["attachment"])
        assert note is not None
        assert note.kind == "voice"
        assert answers["place"] == [18.85, 105.12]


def test_a_place_as_it_was_called_before_is_shown_with_the_commune_of_today(guardian: Talker, nam: int) -> None:
    assert "bên Thanh Hà cũ (nay là xã Kim Bảng)" in guardian.reports(nam, place="bên Thanh Hà cũ", until="review")
    assert "(nay là" not in guardian.reports(nam, place="chợ xã Kim Bảng", until="review")


def test_a_report_answers_the_reminders_and_plans_the_next_visit(world: World, guardian: Talker, nam: int) -> None:
    with world.store.transaction() as db:
        due.plan(
            db, "visit_overdue", nam, "2026-11-19", db.now, unit=world.deployment.unit, recipient_id=guardian.account_id
        )
    guardian.reports(nam, visited_on=YESTERDAY)
    with world.look() as db:
        planned = waiting_for(db, nam)
        assert {row.period for row in planned} == {"2026-12-22"}
        assert [(row.kind, row.at.astimezone(VIETNAM).date().isoformat()) for row in planned] == [
            ("visit_soon", "2026-12-21"),
            ("visit_today", "2026-12-22"),
            ("visit_overdue", "2026-12-24"),
            ("visit_overdue_officer", "2026-12-28"),
            ("visit_waiting", "2026-12-28"),
            ("visit_waiting_longer", "2027-01-04"),
            ("visit_last_nudge", "2027-01-11"),
        ]
        nudged = {row.recipient_id for row in planned if row.kind != "visit_overdue_officer"}
        assert nudged == {guardian.account_id}


def test_a_report_of_a_visit_long_past_sends_nobody_to_yesterday(
    world: World, guardian: Talker, clock: StandingClock
) -> None:
    nam = world.person("Trần Văn Nam", guardian=guardian, came_home_on=date(2026, 10, 1))
    assert "trước thứ Năm 26/11" in guardian.reports(nam, visited_on=date(2026, 11, 5))


def test_the_same_message_twice_files_one_report(world: World, guardian: Talker, nam: int) -> None:
    guardian.reports(nam)
    guardian.presses("visit_report:*:!send")
    with world.look() as db:
        assert len(visits.latest(db, nam)) == 1


def test_nobody_reports_on_somebody_in_another_guardians_care(world: World, guardian: Talker, nam: int) -> None:
    stranger = world.guardian("Phan Thị Sáu", pronoun="co")
    assert stranger.says("/tham").startswith("Hiện cô chưa được giao giúp ai")
    other = world.person("Vũ Văn Lực", guardian=stranger)
    assert stranger.presses(f"go:visit_report:person={nam}").startswith("Cô vừa ghé thăm ai ạ?")
    stranger.presses(f"visit_report:person:{nam}")
    assert stranger.last.labels[:1] == ["Anh Lực · xóm 6 · chưa gặp lần nào"]
    with world.look() as db:
        assert visits.latest(db, nam) == visits.latest(db, other) == []


def test_two_who_would_read_the_same_are_told_apart(world: World, guardian: Talker, nam: int) -> None:
    world.person("Phan Nam", guardian=guardian, last_met_on=date(2026, 11, 1))
    guardian.says("/tham")
    assert guardian.last.labels[:2] == [
        "Trần Văn Nam · xóm 6 · 34 ngày chưa gặp",
        "Phan Nam · xóm 6 · 22 ngày chưa gặp",
    ]


def test_a_report_is_put_right_within_a_day_and_the_earlier_version_stays(
    world: World, guardian: Talker, nam: int, clock: StandingClock
) -> None:
    officer = world.officer()
    guardian.reports(nam, visited_on=YESTERDAY)
    clock.move(hours=20)
    review = guardian.presses("do:correct:1")
    assert "1. Báo cáo: TH-0001 · anh Nam · Chủ nhật 22/11" in review
    assert guardian.changes("concerns").startswith("Có điều gì khiến bác lo không?")
    guardian.ticks("Rời khỏi địa phương")
    assert guardian.chooses("Gửi đi").startswith("✅ Đã sửa báo cáo số TH-0001, cảm ơn bác. Đồng Hành đã báo ngay")
    assert "C1" in officer.sees
    with world.look() as db:
        visit = visits.latest(db, nam)[0]
        assert (visit.version, visit.answers["concerns"]) == (2, ["left_area"])
        assert [version.answers["concerns"] for version in visits.versions(db, visit.id)] == [[]]
        assert len(visits.latest(db, nam)) == 1


def test_a_correction_raises_no_alert_a_second_time(world: World, guardian: Talker, nam: int) -> None:
    guardian.reports(nam, concerns=["left_area"], needs=["job"])
    guardian.chooses("Sửa báo cáo này")
    guardian.changes("note")
    guardian.says("đã hỏi lại hàng xóm")
    guardian.chooses("Xong")
    guardian.chooses("Gửi đi")
    with world.look() as db:
        assert [one.repeats for one in alerts.of_person(db, nam)] == [0]
        assert [(one.kind, one.times) for one in needs.of_person(db, nam)] == [("job", 1)]


def test_after_a_day_a_report_stays_as_it_is(world: World, guardian: Talker, nam: int, clock: StandingClock) -> None:
    guardian.reports(nam)
    guardian.presses("do:correct:1")
    clock.move(hours=25)
    guardian.chooses("Gửi đi")
    assert "chỉ sửa được trong 24 giờ" in guardian.presses("do:correct:1")
    with world.look() as db:
        assert visits.latest(db, nam)[0].version == 1


def test_after_a_reassignment_the_report_stays_as_it_is(world: World, guardian: Talker, nam: int) -> None:
    guardian.reports(nam)
    guardian.presses("do:correct:1")
    stand_in = world.guardian("Phan Thị Sáu", pronoun="co")
    with world.store.transaction() as db:
        assignments.assign(db, nam, stand_in.account_id, by=None)
    assert "không còn nữa" in guardian.chooses("Gửi đi")
    with world.look() as db:
        assert visits.latest(db, nam)[0].version == 1


def test_nobody_puts_right_what_somebody_else_has_filed(world: World, guardian: Talker, nam: int) -> None:
    guardian.reports(nam)
    stranger = world.guardian("Phan Thị Sáu", pronoun="co")
    world.person("Vũ Văn Lực", guardian=stranger)
    assert "chỉ sửa được trong 24 giờ" in stranger.presses("do:correct:1")
    with world.look() as db:
        visit = visits.latest(db, nam)[0]
    assert stranger.presses(f"go:visit_correction:visit={visit.id};outcome=away").startswith(
        "Đồng Hành đã ghi: đi vắng.\n\nCô muốn sửa báo cáo nào?"
    )
    stranger.presses(f"visit_correction:visit:{visit.id}")
    with world.look() as db:
        assert visits.latest(db, nam)[0].version == 1


def test_the_report_is_as_complete_in_english(world: World, nam: int) -> None:
    guardian = world.guardian("Anna Smith", pronoun="chi", language="en")
    hoa = world.person("Lê Thị Hoa", guardian=guardian, pronoun="chi", last_met_on=date(2026, 11, 11))
    assert guardian.says("/visit").startswith("This time it is Hoa")
    assert guardian.chooses("Back").startswith("Whom did you visit?")
    assert guardian.last.labels[0] == "Hoa · xóm 6 · 12 days since last met"
    review = guardian.answers(person=hoa, until="review")
    for line in ("Where: At home", "Outcome: Yes, we met", "Work: Steady work", "Worries: None", "Note: (skipped)"):
        assert line in review
    assert guardian.chooses("Send").startswith(
        "✅ Recorded, thank you. Report TH-0001. Please visit Hoa again before Wed 23 Dec."
    )
