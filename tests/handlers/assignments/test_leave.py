"""A guardian is away for some days: an officer says yes, somebody stands in, and afterwards all returns by itself."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import access, accounts, assignments, covers, persons
from storage.access import NotAllowed
from storage.audit import audit
from storage.database import VIETNAM
from tests.conftest import StandingClock
from tests.handlers.commune import plan, run_all, told
from tests.other_unit import put_into
from tests.person import Talker, World


def asks_for_leave(world: World, tu: Talker, first: date, last: date, stand_in: Talker | None = None) -> int:
    who = stand_in.account_id if stand_in else "office"
    tu.fills("guardian_leave", first_day=first, last_day=last, stand_in=who)
    return own_leave(world, tu)


def on_leave(world: World, hung: Talker, tu: Talker, hoa: Talker, days: int = 7) -> int:
    """Tư is away from today for so many days, and Hoa stands in."""
    with world.look() as db:
        today = db.today
    cover = asks_for_leave(world, tu, today, today + timedelta(days=days - 1), hoa)
    hung.fills("cover_decide", cover=cover, answer="yes", stand_in=hoa.account_id)
    return cover


def own_leave(world: World, guardian: Talker) -> int:
    with world.look() as db:
        return covers.of_account(db, guardian.account_id)[0].id


def sees(world: World, talker: Talker, person: int) -> bool:
    with world.look() as db:
        account, record = accounts.get(db, talker.account_id), persons.get(db, person)
        assert account
        assert record
        return access.may_see(db, account, record)


def test_both_days_are_told_in_one_answer(world: World) -> None:
    tu = world.guardian()
    tu.fills("guardian_leave", until="first_day")
    tu.says("nghỉ từ 1/12/2026 đến 5/12/2026")
    asked = world.asked(tu)
    assert asked is not None
    assert asked.before == ("first_day", "last_day")


def test_the_officer_is_asked_and_nothing_changes_before_the_yes(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    asks_for_leave(world, tu, date(2026, 11, 26), date(2026, 11, 30), hoa)
    assert "Bác Tư xin nghỉ từ thứ Năm 26/11 đến hết thứ Hai 30/11" in hung.sees
    assert not sees(world, hoa, nam)


def test_during_the_days_the_stand_in_is_told_sees_the_person_and_reports(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    on_leave(world, hung, tu, hoa)
    assert "nhờ cô giúp thay bác Tư: anh Nam" in hoa.sees
    assert "Cô Hoa giúp thay bác" in tu.sees
    assert sees(world, hoa, nam)
    assert "TH-0001" in hoa.reports(nam)
    with world.look() as db:
        assert assignments.guardian_of(db, nam) == tu.account_id


def test_the_person_hears_whom_to_ask_now_and_that_the_guardian_is_back(world: World, clock: StandingClock) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person_with_phone()
    with world.store.transaction() as db:
        record = persons.by_account(db, nam.account_id)
        assert record
        assignments.assign(db, record.id, tu.account_id, None)
    on_leave(world, hung, tu, hoa)
    assert "anh cứ hỏi cô Hoa" in nam.sees
    clock.move(days=7)
    run_all(world)
    assert "Bác Tư đã trở lại" in nam.sees
    assert "đã trở lại" in hoa.sees
    assert "Chào bác Tư trở lại" in tu.sees


def test_reminders_go_to_the_stand_in_and_then_to_the_guardian_again(world: World, clock: StandingClock) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu, next_visit_on=date(2026, 11, 27))
    plan(world, nam)
    on_leave(world, hung, tu, hoa, days=5)
    clock.move_to(datetime(2026, 11, 27, 8, 0, tzinfo=VIETNAM))
    run_all(world)
    assert any("anh Nam" in text for text in told(hoa, "visit_today", "visit_soon"))
    assert told(tu, "visit_today", "visit_soon") == []
    clock.move_to(datetime(2026, 12, 2, 8, 0, tzinfo=VIETNAM))
    run_all(world)
    assert any("Nam" in text for text in told(tu, "visit_overdue", "visit_waiting"))


def test_the_officer_sees_on_the_record_who_stands_in(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    on_leave(world, hung, tu, hoa)
    assert "Phan Thị Hoa giúp thay" in hung.presses(f"do:person_card:{nam}")


def test_after_the_last_day_the_stand_in_sees_nothing_more(world: World, clock: StandingClock) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    on_leave(world, hung, tu, hoa, days=3)
    clock.move(days=2)
    assert sees(world, hoa, nam)
    clock.move(days=1)
    assert not sees(world, hoa, nam)
    with world.look() as db:
        account = accounts.get(db, hoa.account_id)
        assert account
        with pytest.raises(NotAllowed):
            access.look(db, account, nam, "test")


def test_a_guardian_back_early_has_everything_again_at_once(world: World, clock: StandingClock) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    on_leave(world, hung, tu, hoa)
    clock.move(days=2)
    tu.says("nghi")
    assert "từ giờ mọi việc lại do bác lo" in tu.chooses("Bỏ lần nghỉ")
    assert not sees(world, hoa, nam)
    assert "đã trở lại" in hoa.sees


def test_a_refused_leave_changes_nothing_and_is_told_kindly(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    cover = asks_for_leave(world, tu, date(2026, 11, 26), date(2026, 11, 30), hoa)
    hung.fills("cover_decide", cover=cover, answer="no")
    assert "GAP CAN BO" in tu.sees
    assert not sees(world, hoa, nam)


def test_an_unanswered_leave_is_asked_about_once_more_on_its_first_morning(world: World, clock: StandingClock) -> None:
    hung, tu = world.officer(), world.guardian()
    asks_for_leave(world, tu, date(2026, 11, 26), date(2026, 11, 30))
    hung.listen()
    clock.move_to(datetime(2026, 11, 26, 8, 0, tzinfo=VIETNAM))
    run_all(world)
    assert any("hôm nay bắt đầu nghỉ mà chưa có trả lời" in text for text in told(hung, "cover"))


def test_a_leave_that_is_over_is_not_agreed_to_any_more(world: World, clock: StandingClock) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    cover = asks_for_leave(world, tu, date(2026, 11, 26), date(2026, 11, 27), hoa)
    clock.move_to(datetime(2026, 11, 30, 9, 0, tzinfo=VIETNAM))
    hung.presses(f"go:cover_decide:cover={cover};answer=no")
    hung.presses("cover_decide:*:!send")
    with world.look() as db:
        decided = covers.get(db, cover)
        assert decided
        assert decided.state == "asked"


def test_the_last_day_before_the_first_is_asked_again(world: World) -> None:
    tu = world.guardian()
    tu.fills("guardian_leave", until="review", first_day=date(2026, 12, 5), last_day=date(2026, 12, 1))
    assert "Ngày cuối đang trước ngày đầu" in tu.presses("guardian_leave:*:!send")


def test_days_asked_for_twice_are_said_to_be_there(world: World) -> None:
    tu = world.guardian()
    asks_for_leave(world, tu, date(2026, 12, 1), date(2026, 12, 5))
    tu.fills("guardian_leave", until="review", first_day=date(2026, 12, 4), last_day=date(2026, 12, 8))
    assert "đã báo nghỉ từ thứ Ba 1/12 rồi" in tu.presses("guardian_leave:*:!send")


def test_an_officer_enters_a_leave_and_all_stands_as_if_the_guardian_had_asked(
    world: World, clock: StandingClock
) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person(guardian=tu)
    days: dict[str, Any] = {"first_day": date(2026, 11, 26), "last_day": date(2026, 11, 30)}
    said = hung.fills("cover_enter", guardian=tu.account_id, stand_in=hoa.account_id, **days)
    assert "Tư nghỉ từ thứ Năm 26/11 đến hết thứ Hai 30/11, cô Hoa giúp thay" in said
    assert "Cán bộ đã ghi bác nghỉ từ thứ Năm 26/11 đến hết thứ Hai 30/11, cô Hoa giúp thay" in tu.sees
    assert not sees(world, hoa, nam)
    clock.move_to(datetime(2026, 11, 26, 8, 0, tzinfo=VIETNAM))
    run_all(world)
    assert sees(world, hoa, nam)
    assert "nhờ cô giúp thay bác Tư: anh Nam" in hoa.sees
    with world.look() as db:
        assert ("cover.entered", hung.account_id) in [(row.action, row.actor) for row in db.execute(select(audit))]
    assert "từ giờ mọi việc lại do bác lo" in tu.presses(f"do:my_leave_end:{own_leave(world, tu)}")
    assert not sees(world, hoa, nam)


def test_a_leave_entered_for_today_is_told_to_the_guardian_once(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    world.person(guardian=tu)
    with world.look() as db:
        today = db.today
    hung.fills("cover_enter", guardian=tu.account_id, stand_in=hoa.account_id, first_day=today, last_day=today)
    assert len(told(tu, "cover", "cover_begins")) == 1
    assert len(told(hoa, "cover_begins")) == 1


def test_a_leave_to_come_that_an_officer_ends_is_told_to_guardian_and_stand_in(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    days: dict[str, Any] = {"first_day": date(2026, 11, 26), "last_day": date(2026, 11, 30)}
    hung.fills("cover_enter", guardian=tu.account_id, stand_in=hoa.account_id, **days)
    hung.presses(f"do:cover_end:{own_leave(world, tu)}.yes")
    assert "Cán bộ đã bỏ lần nghỉ" in tu.sees
    assert "cô không phải giúp thay" in hoa.sees


def test_an_officer_enters_no_leave_beside_another_one_nor_for_another_commune(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    asks_for_leave(world, tu, date(2026, 11, 26), date(2026, 11, 30))
    days: dict[str, Any] = {"first_day": date(2026, 11, 28), "last_day": date(2026, 12, 2)}
    hung.fills("cover_enter", until="review", guardian=tu.account_id, stand_in=hoa.account_id, **days)
    assert "đã có lần nghỉ từ thứ Năm 26/11" in hung.presses("cover_enter:*:!send")
    foreign = world.officer("Võ Văn Khác")
    with world.store.transaction() as db:
        put_into(db, foreign.account_id, "17792")
    assert "Xã chưa có người giúp đỡ thứ hai" in foreign.presses(f"go:cover_enter:guardian={hoa.account_id}")


def test_who_is_away_on_these_days_is_not_offered_as_a_stand_in(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    world.guardian("Đặng Văn Sáu")
    world.person(guardian=tu)
    on_leave(world, hung, hoa, tu)
    cover = asks_for_leave(world, world.guardian("Lý Văn Mười"), date(2026, 11, 25), date(2026, 11, 26))
    hung.presses(f"go:cover_decide:cover={cover};answer=yes")
    assert not any("Hoa" in label for label in hung.last.labels)
    assert any("Sáu" in label for label in hung.last.labels)


def test_the_stand_in_whose_account_ends_stands_in_no_more_and_the_office_hears(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    admin = world.linked("Trần Thị Bình", "admin")
    nam = world.person(guardian=tu)
    on_leave(world, hung, tu, hoa)
    admin.fills("account_close", account=hoa.account_id, how="closed", why="nghỉ việc")
    assert "nay cần xếp lại: 1" in hung.sees
    with world.look() as db:
        assert covers.acting_guardians(db, [nam]) == {nam: tu.account_id}


def test_another_commune_cannot_answer_the_leave(world: World) -> None:
    tu, hoa = world.guardian(), world.guardian("Phan Thị Hoa", "co")
    cover = asks_for_leave(world, tu, date(2026, 11, 26), date(2026, 11, 30), hoa)
    stranger = world.officer("Võ Văn Khác")
    with world.store.transaction() as db:
        put_into(db, stranger.account_id, "17792")
    stranger.presses(f"go:cover_decide:cover={cover};answer=no")
    assert "Tư" not in stranger.sees
