"""The duty roster by week: set, copied, swapped; alerts reach whoever is on it today."""

from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from storage import accounts, attachments, duty_days, units
from storage.database import VIETNAM
from storage.duty_days import DutyDay
from tests.conftest import StandingClock
from tests.handlers.commune import raise_one, run_all
from tests.person import Talker, World

MONDAY = date(2026, 11, 23)


@pytest.fixture
def officers(world: World) -> tuple[Talker, Talker, Talker]:
    """Hùng of the police, Bình of the border post, Hoa of the committee; only Hùng has said to be on duty."""
    kinds = {"police": "Công an xã", "border": "Đồn Biên phòng", "committee": "UBND xã"}
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="Kim Bảng", kind="xa")
        ids = [
            units.add_organisation(db, unit=world.deployment.unit, kind=kind, name=name) for kind, name in kinds.items()
        ]
    hung = world.officer(organisation_id=ids[0])
    binh = world.linked("Trần Quốc Bình", "officer", pronoun="anh", organisation_id=ids[1])
    hoa = world.linked("Vũ Thị Hoa", "officer", pronoun="chi", organisation_id=ids[2])
    return hung, binh, hoa


def on_duty(world: World, first: date, last: date, *who: Talker) -> None:
    days = [first + timedelta(days=nth) for nth in range((last - first).days + 1)]
    with world.store.transaction() as db:
        duties = [DutyDay(day, one.account_id, None) for day in days for one in who]
        duty_days.write(db, world.deployment.unit, first, last, duties, who[0].account_id)


def today(world: World) -> set[int]:
    with world.look() as db:
        return {officer.id for officer in accounts.officers_of(db, world.deployment.unit)}


def test_an_officer_sets_the_week_and_alerts_reach_those_of_the_roster_first(
    world: World, officers: tuple[Talker, Talker, Talker]
) -> None:
    hung, binh, hoa = officers
    hung.fills("duty_week", week="0", officers=[str(binh.account_id), str(hoa.account_id)])
    assert "✅ Đã xếp lịch trực" in hung.sees
    raise_one(world, world.person(), level="urgent", reason="violence")
    assert "KHẨN C1" in binh.sees
    assert "KHẨN C1" in hoa.sees
    assert "KHẨN" not in hung.sees
    assert "đang trực" in hoa.says("vì sao C1")


def test_without_a_roster_for_the_day_it_is_those_who_said_to_be_on_duty(
    world: World, officers: tuple[Talker, Talker, Talker], clock: StandingClock
) -> None:
    hung, binh, _ = officers
    on_duty(world, MONDAY, MONDAY, binh)
    assert today(world) == {binh.account_id}
    clock.move(days=1)
    assert today(world) == {hung.account_id}


def test_who_is_on_duty_today_is_asked_by_officers_and_guardians(
    world: World, officers: tuple[Talker, Talker, Talker]
) -> None:
    hung, binh, _ = officers
    tu = world.guardian()
    on_duty(world, MONDAY, MONDAY + timedelta(days=6), binh)
    assert "Anh Bình (Biên phòng)" in hung.says("ai trực hôm nay?").replace("Đồn Biên phòng", "Biên phòng")
    said = tu.says("ai trực hôm nay")
    assert "Anh Bình" in said
    assert "điện thoại" not in said


def test_a_week_is_set_as_the_one_before_and_stand_ins_were_for_once(
    world: World, officers: tuple[Talker, Talker, Talker], clock: StandingClock
) -> None:
    hung, binh, hoa = officers
    on_duty(world, MONDAY, MONDAY + timedelta(days=3), hung)
    with world.store.transaction() as db:
        friday = MONDAY + timedelta(days=4)
        duty = DutyDay(friday, hoa.account_id, binh.account_id)
        duty_days.write(db, world.deployment.unit, friday, friday, [duty], hung.account_id)
    clock.move_to(datetime(2026, 11, 30, 8, 0, tzinfo=VIETNAM))
    assert "chưa xếp lịch" in hung.says("lịch trực")
    said = hung.chooses("Như tuần trước")
    assert "Anh Hùng (Công an xã)" in said
    assert "Anh Bình" in said
    assert "Hoa" not in said


def test_the_free_days_of_a_week_are_named(world: World, officers: tuple[Talker, Talker, Talker]) -> None:
    assert "Trong tuần có ngày nghỉ: thứ Ba 24/11" in officers[0].says("lịch trực")


def test_two_officers_swap_days_by_asking_and_saying_yes(world: World, officers: tuple[Talker, Talker, Talker]) -> None:
    hung, binh, _ = officers
    wednesday, saturday = MONDAY + timedelta(days=2), MONDAY + timedelta(days=5)
    on_duty(world, wednesday, wednesday, hung)
    on_duty(world, saturday, saturday, binh)
    hung.fills(
        "duty_swap",
        first=wednesday.isoformat(),
        last=wednesday.isoformat(),
        colleague=str(binh.account_id),
        in_return=f"{saturday}_{saturday}",
    )
    assert "lịch trực chưa đổi" in hung.sees
    assert "nhờ anh trực thay thứ Tư 25/11. Đổi lại, người nhờ trực thứ Bảy 28/11." in binh.sees
    binh.chooses("Đồng ý")
    assert "Anh Bình đã nhận trực" in hung.sees
    with world.look() as db:
        duties = duty_days.between(db, world.deployment.unit, MONDAY, MONDAY + timedelta(days=6))
    assert [(duty.day, duty.account_id) for duty in duties] == [
        (wednesday, binh.account_id),
        (saturday, hung.account_id),
    ]
    assert "thay anh Hùng" in hung.says("lịch trực")


def test_a_stand_in_who_cannot_leaves_the_roster_as_it_is(
    world: World, officers: tuple[Talker, Talker, Talker]
) -> None:
    hung, binh, _ = officers
    on_duty(world, MONDAY, MONDAY, hung)
    ask(hung, binh, MONDAY)
    binh.chooses("Không được")
    assert "không trực thay" in hung.sees
    assert today(world) == {hung.account_id}


def ask(asker: Talker, colleague: Talker, day: date) -> None:
    asker.fills(
        "duty_swap",
        first=day.isoformat(),
        last=day.isoformat(),
        colleague=str(colleague.account_id),
        in_return="nothing",
    )


def test_a_yes_after_the_roster_was_set_anew_changes_nothing(
    world: World, officers: tuple[Talker, Talker, Talker]
) -> None:
    hung, binh, hoa = officers
    on_duty(world, MONDAY, MONDAY, hung)
    ask(hung, binh, MONDAY)
    on_duty(world, MONDAY, MONDAY, hoa)
    assert "không đổi nữa" in binh.chooses("Đồng ý")
    assert today(world) == {hoa.account_id}


def test_days_that_are_past_or_not_ones_own_are_refused_kindly(
    world: World, officers: tuple[Talker, Talker, Talker]
) -> None:
    hung, *_ = officers
    assert "không cần đổi" in hung.presses("go:duty_swap")
    on_duty(world, MONDAY, MONDAY, hung)
    hung.presses("go:duty_swap")
    assert "đã qua" in hung.says("hôm qua")


def test_nobody_else_can_decide_a_request(world: World, officers: tuple[Talker, Talker, Talker]) -> None:
    hung, binh, hoa = officers
    on_duty(world, MONDAY, MONDAY, hung)
    ask(hung, binh, MONDAY)
    binh.listen()
    press = binh.last.out.buttons[0].press
    assert "không còn nữa" in hoa.presses(press)
    assert today(world) == {hung.account_id}


def test_duty_begins_with_a_word_in_the_morning(
    world: World, officers: tuple[Talker, Talker, Talker], clock: StandingClock
) -> None:
    hung, binh, _ = officers
    hung.fills("duty_week", week="1", officers=[str(binh.account_id)])
    clock.move_to(datetime(2026, 11, 30, 7, 35, tzinfo=VIETNAM))
    run_all(world)
    assert any("bắt đầu trực" in heard.text for heard in binh.listen())


def test_who_says_off_duty_on_a_day_of_the_roster_hears_that_alerts_still_come(
    world: World, officers: tuple[Talker, Talker, Talker]
) -> None:
    hung, *_ = officers
    on_duty(world, MONDAY, MONDAY, hung)
    assert "có tên trong lịch trực" in hung.presses("do:duty:off")


def test_several_days_change_in_one_press_and_what_a_colleague_changed_meanwhile_stays(
    world: World, officers: tuple[Talker, Talker, Talker], clock: StandingClock
) -> None:
    """Hùng saw Bình on Monday and Tuesday; Hoa came on for Sunday since; Monday is past."""
    hung, binh, hoa = officers
    tuesday, sunday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=6)
    on_duty(world, MONDAY, tuesday, binh)
    clock.move(days=1)
    on_duty(world, sunday, sunday, hoa)
    ticked = f"{binh.account_id}={0b0000011},{hung.account_id}.2,{hung.account_id}.3,{hung.account_id}.0"
    said = hung.presses(f"do:duty_days:{MONDAY},{ticked}")
    assert "Anh Hùng (Công an xã): thêm thứ Tư 25/11 – thứ Năm 26/11" in said
    assert "Anh Bình (Đồn Biên phòng): bớt thứ Ba 24/11" in said
    assert "Ngày đã qua" in said
    assert "đồng nghiệp cũng vừa đổi" in said
    with world.look() as db:
        week = duty_days.between(db, world.deployment.unit, MONDAY, sunday)
    assert [(duty.day, duty.account_id) for duty in week] == [
        (MONDAY, binh.account_id),
        (MONDAY + timedelta(days=2), hung.account_id),
        (MONDAY + timedelta(days=3), hung.account_id),
        (sunday, hoa.account_id),
    ]
    assert "chưa có gì đổi" in hung.presses(f"do:duty_days:{MONDAY},{hoa.account_id}=64,{hoa.account_id}.6,71.9,x")
    clock.move_to(datetime(2026, 11, 25, 7, 35, tzinfo=VIETNAM))
    run_all(world)
    assert any("bắt đầu trực" in heard.text for heard in hung.listen())


def test_ones_own_days_come_as_a_file_for_the_phones_calendar(
    world: World, officers: tuple[Talker, Talker, Talker]
) -> None:
    hung, binh, _ = officers
    assert "chưa có gì" in binh.presses("do:duty_calendar")
    on_duty(world, MONDAY, MONDAY + timedelta(days=2), hung)
    hung.presses("do:duty_calendar")
    with world.store.transaction() as db:
        [asked] = attachments.to_make(db, 5)
        writing = world.deployment.registry.documents[asked.document].prepare(db, world.deployment, asked)
    assert writing is not None
    [event] = Calendar.from_ical(writing()).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (MONDAY, MONDAY + timedelta(days=3))
