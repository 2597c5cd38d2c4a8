"""Appointments, played: times offered and taken, moved, reminded of, kept or missed, and the calendar file."""

from datetime import date, datetime

import pytest
from icalendar import Calendar

from storage import appointments, attachments, persons
from storage.appointments import Appointment
from tests.conftest import StandingClock
from tests.handlers.accounts.ending import closes, counted
from tests.handlers.commune import moment, run_all, told
from tests.person import Talker, World

WEDNESDAY = date(2026, 12, 2)
OFFER = {
    "about": "làm căn cước",
    "place": "trụ sở UBND xã",
    "first": "9h ngày 2/12/2026",
    "second": "14h ngày 3/12/2026",
    "third": None,
}


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone()


def id_of(world: World, talker: Talker) -> int:
    with world.look() as db:
        person = persons.by_account(db, talker.account_id)
        assert person is not None
        return person.id


def only(world: World) -> Appointment:
    with world.look() as db:
        made = appointments.by_number(db, world.deployment.unit, 1)
        assert made is not None
        return made


def offered(world: World, hung: Talker, nam: Talker) -> None:
    assert "hẹn H1" in offer(hung, id_of(world, nam))


def offer(hung: Talker, person: int, **other: str | None) -> str:
    hung.presses(f"go:appointment:person={person}")
    for words in (OFFER | other).values():
        hung.says("bỏ qua" if words is None else words)
    return hung.says("gửi")


def taken(world: World, hung: Talker, nam: Talker) -> None:
    offered(world, hung, nam)
    nam.says("lịch hẹn")
    nam.chooses("Chọn 09:00")


def test_the_person_hears_of_the_times_and_takes_one(world: World, hung: Talker, nam: Talker) -> None:
    offered(world, hung, nam)
    assert "mời anh chọn một giờ" in nam.sees
    nam.says("lịch hẹn")
    assert "Hẹn anh Nam lúc 09:00" in nam.chooses("Chọn 09:00")
    assert only(world).at == moment(WEDNESDAY, 9, 0)
    assert "đã chọn giờ: 09:00" in hung.sees


def test_a_time_of_the_past_or_the_same_twice_is_asked_again_kindly(world: World, hung: Talker, nam: Talker) -> None:
    hung.presses(f"go:appointment:person={id_of(world, nam)}")
    hung.says("làm căn cước")
    hung.says("trụ sở")
    assert "qua rồi" in hung.says("9h ngày 20/11/2026")
    assert "khuya quá" in hung.says("23h ngày 2/12/2026")
    hung.says("9h ngày 2/12/2026")
    assert "trùng" in hung.says("9h ngày 2/12/2026")


def test_another_time_is_asked_for_and_offered_anew(world: World, hung: Talker, nam: Talker) -> None:
    taken(world, hung, nam)
    nam.chooses("Xin giờ khác")
    assert "giờ tiện" in nam.says("sáng thứ 6")
    assert "xin giờ khác" in hung.sees
    assert "«sáng thứ 6»" in hung.says("xem hẹn H1")
    hung.chooses("Đổi giờ khác")
    for words in ("8h ngày 4/12/2026", "10h ngày 4/12/2026", "bỏ qua", "bỏ qua", "gửi"):
        hung.says(words)
    nam.says("lịch hẹn")
    nam.chooses("Chọn 08:00")
    assert only(world).at == moment(date(2026, 12, 4), 8, 0)


def test_a_button_of_an_offer_that_is_over_shows_the_present_one(world: World, hung: Talker, nam: Talker) -> None:
    taken(world, hung, nam)
    made = only(world)
    assert "đã hẹn" in nam.presses(f"do:appointment_take:{made.id}.1")
    assert only(world).at == made.at


def test_it_is_reminded_of_a_day_and_an_hour_before(
    world: World, hung: Talker, nam: Talker, clock: StandingClock
) -> None:
    taken(world, hung, nam)
    clock.move_to(moment(date(2026, 12, 1), 9))
    run_all(world)
    assert told(nam, "appointment_day")
    clock.move_to(moment(WEDNESDAY, 8))
    run_all(world)
    assert told(nam, "appointment_hour")


def test_a_moved_one_is_reminded_of_at_its_new_time_only(
    world: World, hung: Talker, nam: Talker, clock: StandingClock
) -> None:
    taken(world, hung, nam)
    nam.chooses("Xin giờ khác")
    nam.says("tuần sau")
    clock.move_to(moment(date(2026, 12, 1), 9))
    run_all(world)
    assert told(nam, "appointment_day") == []


def test_afterwards_the_officer_notes_whether_they_came(
    world: World, hung: Talker, nam: Talker, clock: StandingClock
) -> None:
    taken(world, hung, nam)
    clock.move_to(moment(WEDNESDAY, 10, 5))
    run_all(world)
    assert told(hung, "appointment_after")
    assert "đã gặp" in hung.chooses("Đã đến gặp")
    assert only(world).state == "kept"


def test_where_the_officer_is_out_the_office_hears_of_it_and_those_on_duty_are_asked_afterwards(
    world: World, hung: Talker, nam: Talker, clock: StandingClock
) -> None:
    taken(world, hung, nam)
    binh = world.officer("Trần Quốc Bình")
    assert counted(closes(world, hung)) == {"appointments": 1}
    assert any("Hẹn gặp cần người khác tiếp: 1" in heard.text for heard in binh.listen())
    clock.move_to(moment(WEDNESDAY, 10, 5))
    run_all(world)
    assert told(binh, "appointment_after")


def test_one_called_off_is_told_and_not_reminded_of(
    world: World, hung: Talker, nam: Talker, clock: StandingClock
) -> None:
    taken(world, hung, nam)
    hung.says("lịch hẹn")
    hung.chooses("H1")
    hung.chooses("Hủy hẹn này")
    assert "đã được hủy" in nam.sees
    clock.move_to(moment(date(2026, 12, 1), 9))
    run_all(world)
    assert told(nam, "appointment_day") == []


def test_whoever_no_chat_reaches_gets_the_letter(world: World, hung: Talker) -> None:
    luc = world.person("Lê Văn Lực")
    assert "chưa có kênh nhắn tin" in offer(hung, luc)
    hung.chooses("Xem hẹn")
    hung.chooses("Giấy mời")
    hung.answers(at="9h ngày 2/12/2026")
    with world.store.transaction() as db:
        assert {asked.document for asked in attachments.to_make(db, 5)} == {
            "invitation_letter_docx",
            "invitation_letter_pdf",
        }


def test_the_calendar_file_has_the_time_and_says_nothing_of_the_matter(world: World, hung: Talker, nam: Talker) -> None:
    taken(world, hung, nam)
    nam.chooses("Thêm vào lịch")
    with world.store.transaction() as db:
        [asked] = attachments.to_make(db, 5)
        writing = world.deployment.registry.documents[asked.document].prepare(db, world.deployment, asked)
    assert writing is not None
    written = writing()
    [event] = Calendar.from_ical(written).walk("VEVENT")
    assert event.decoded("dtstart") == datetime.fromisoformat("2026-12-02T02:00:00+00:00")
    assert event.decoded("sequence") == 1
    assert "căn cước" not in written.decode()


def test_somebody_elses_appointment_is_out_of_reach(world: World, hung: Talker, nam: Talker) -> None:
    offered(world, hung, nam)
    luc = world.person_with_phone("Lê Văn Lực")
    assert "không có hẹn" in luc.presses(f"do:appointment_take:{only(world).id}.0")
    assert only(world).state == "offered"


def test_appointments_are_there_in_english(world: World, hung: Talker) -> None:
    ann = world.linked("Ann Tran", "person", language="en")
    person = world.person("Ann Tran", account_id=ann.account_id)
    offer(hung, person)
    assert "Please choose a time" in ann.sees
    assert "Your appointments:" in ann.says("my appointments")
