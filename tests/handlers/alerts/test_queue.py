"""An officer sees, takes and closes alerts; everybody on the roster knows who has which."""

from datetime import timedelta

import pytest

from storage import alerts as stored
from storage import units
from storage.alerts import Alert
from tests.audited import looks_at
from tests.conftest import StandingClock
from tests.handlers.commune import raise_one
from tests.other_unit import put_into
from tests.person import Talker, World


def raised(world: World, level: str = "urgent", by: int | None = None) -> Alert:
    """An alert about anh Nam of xóm 6."""
    return raise_one(world, world.person(), level=level, reason="violence", raised_by=by, note="Đuổi đánh ngoài ngõ")


def two_officers(world: World) -> tuple[Talker, Talker]:
    """Hùng of the police and Bình of the border post, both on duty."""
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="Kim Bảng", kind="xa")
        police = units.add_organisation(db, unit=world.deployment.unit, kind="police", name="Công an xã Kim Bảng")
        border = units.add_organisation(db, unit=world.deployment.unit, kind="border", name="Đồn Biên phòng Ngọc Hải")
    hung = world.officer(organisation_id=police)
    return hung, world.officer("Trần Quốc Bình", organisation_id=border)


def of_another_commune(world: World, officer: Talker) -> Talker:
    with world.store.transaction() as db:
        put_into(db, officer.account_id, "17792")
    return officer


def now(world: World, alert: Alert) -> Alert:
    with world.look() as db:
        fresh = stored.get(db, alert.id)
        assert fresh is not None
        return fresh


def test_the_story_opens_behind_the_button_and_the_look_is_written_down(world: World) -> None:
    hung, alert = world.officer(), raised(world)
    # the alert came before the officer did
    story = hung.says(f"xem {alert.number}")
    assert story.startswith("🔴 KHẨN C1 · xóm 6, lúc 09:00")
    assert "Trần Văn Nam" in story
    assert "«Đuổi đánh ngoài ngõ»" in story
    with world.look() as db:
        assert looks_at(db, alert.person_id or 0, db.now - timedelta(days=1)) == {hung.account_id: 1}


def test_the_first_to_look_stays_the_first(world: World, clock: StandingClock) -> None:
    hung, binh = two_officers(world)
    alert = raised(world)
    hung.chooses("Xem")
    clock.move(minutes=3)
    assert "Anh Hùng (Công an xã) đã xem lúc 09:00, chưa ai nhận" in binh.chooses("Xem")
    assert now(world, alert).seen_by == hung.account_id


def test_everybody_on_the_roster_hears_who_has_taken_it(world: World) -> None:
    hung, binh = two_officers(world)
    raised(world)
    assert "✅ Anh đã nhận C1" in hung.chooses("Tôi nhận")
    assert binh.sees == "C1: anh Hùng (Công an xã) đã nhận lúc 09:00."
    assert "đã nhận lúc" not in hung.sees


def test_whoever_comes_second_hears_who_was_quicker(world: World, clock: StandingClock) -> None:
    hung, binh = two_officers(world)
    alert = raised(world)
    hung.chooses("Tôi nhận")
    clock.move(minutes=1)
    assert binh.says("NHAN C1").startswith("C1: anh Hùng (Công an xã) đã nhận lúc 09:00.")
    assert now(world, alert).taken_by == hung.account_id


def test_pressing_twice_is_no_race_with_oneself(world: World) -> None:
    hung = world.officer()
    raised(world)
    hung.says("nhan c1")
    assert "anh đã nhận rồi" in hung.says("nhan c1")


def test_the_guardian_who_raised_it_hears_that_help_comes(world: World) -> None:
    tu, hung = world.guardian(), world.officer()
    raised(world, by=tu.account_id)
    hung.chooses("Tôi nhận")
    assert tu.sees.startswith("Tin bác báo đã có người nhận")
    assert "Nam" not in tu.sees


def test_closing_asks_for_the_outcome_and_tells_the_others(world: World) -> None:
    hung, binh = two_officers(world)
    alert = raised(world)
    hung.chooses("Tôi nhận")
    assert "kết quả thế nào ạ" in hung.answers(hung.chooses("Đã lo xong"), until="outcome")
    assert "Đã đóng C1: Đã đến tận nơi giúp" in hung.answers(outcome="helped_on_site")
    assert binh.sees == "C1: anh Hùng (Công an xã) đã lo xong lúc 09:00."
    closed = now(world, alert)
    assert (closed.state, closed.outcome, closed.closed_by) == ("closed", "helped_on_site", hung.account_id)


def test_what_is_closed_is_closed(world: World) -> None:
    hung, binh = two_officers(world)
    alert = raised(world)
    hung.chooses("Tôi nhận")
    hung.answers(hung.chooses("Đã lo xong"))
    assert "đã lo xong lúc 09:00" in binh.says("nhan c1")
    binh.presses(f"do:alert_give_back:{alert.id}")
    binh.presses(f"do:alert_false_sure:{alert.id}")
    assert now(world, alert).state == "closed"


def test_a_false_alarm_needs_a_sentence_and_is_told_to_all(world: World) -> None:
    hung, binh = two_officers(world)
    alert = raised(world)
    hung.chooses("Xem")
    assert "một câu vì sao là báo nhầm" in hung.chooses("Báo nhầm")
    assert "Bỏ qua" not in hung.last
    assert now(world, alert).state == "seen"
    assert "ghi là báo nhầm" in hung.says("Cháu nhỏ nhà bên bấm chơi")
    assert now(world, alert).state == "false_alarm"
    assert "ghi là báo nhầm" in binh.sees
    assert "Cháu nhỏ nhà bên bấm chơi" in binh.says(alert.code)


def test_one_tap_is_sentence_enough_for_a_false_alarm(world: World) -> None:
    hung, alert = world.officer(), raised(world)
    hung.says(f"báo nhầm {alert.code}")
    hung.chooses("Bấm nhầm")
    with world.look() as db:
        assert stored.events(db, alert.id)[-1].note == "Bấm nhầm, người báo đã xác nhận."


def test_the_sentence_of_a_false_alarm_that_somebody_else_has_closed_closes_nothing(world: World) -> None:
    hung, binh = two_officers(world)
    alert = raised(world)
    hung.says(f"báo nhầm {alert.code}")
    binh.fills("alert_close", alert=alert.id, outcome="no_danger")
    hung.says("Bấm nhầm thôi")
    assert now(world, alert).closed_by == binh.account_id


def test_given_back_it_is_asked_of_the_others_and_climbs_again(world: World, clock: StandingClock) -> None:
    hung, binh = two_officers(world)
    alert = raised(world)
    hung.chooses("Tôi nhận")
    hung.chooses("Nhờ người khác")
    assert "cần người khác nhận" in binh.sees
    assert now(world, alert).climb_at == clock.now() + timedelta(minutes=10)
    assert "✅ Anh đã nhận C1" in binh.chooses("Tôi nhận")


def test_only_who_took_it_gives_it_back(world: World) -> None:
    hung, binh = two_officers(world)
    alert = raised(world)
    hung.chooses("Tôi nhận")
    binh.presses(f"do:alert_give_back:{alert.id}")
    assert now(world, alert).taken_by == hung.account_id


def test_the_list_has_the_most_pressing_first(world: World) -> None:
    hung = world.officer()
    raised(world, "normal")
    raised(world, "urgent")
    hung.says("/alerts")
    labels = hung.last.labels
    assert labels[0].startswith("C2 · khẩn · xóm 6 · chưa ai nhận")
    assert labels[1].startswith("C1 · thường")
    assert hung.chooses("C2").startswith("🔴 KHẨN C2")


@pytest.mark.parametrize("words", ["/alerts", "/canhbao", "canh bao", "CẢNH BÁO"])
def test_the_list_has_many_names(world: World, words: str) -> None:
    assert "không có cảnh báo nào" in world.officer().says(words)


@pytest.mark.parametrize(
    "press",
    [
        "do:alert_see:{}",
        "do:alert_take:{}",
        "do:alert_give_back:{}",
        "do:alert_false_sure:{}",
        "go:alert_close:alert={};outcome=no_danger",
        "go:alert_false:alert={}",
    ],
)
def test_another_communes_alert_is_out_of_reach(world: World, press: str) -> None:
    alert = raised(world)
    stranger = of_another_commune(world, world.officer("Vũ Văn Xa"))
    reply = stranger.presses(press.format(alert.id))
    assert "Nam" not in reply
    assert "Đuổi đánh" not in reply
    assert now(world, alert).state == "open"


@pytest.mark.parametrize("command", ["see", "take", "give_back", "false", "false_sure"])
@pytest.mark.parametrize("argument", ["", "0", "-1", "x", "9" * 30, "1;DROP", "٣"])
def test_whatever_a_button_carries_the_answer_is_kind(world: World, command: str, argument: str) -> None:
    assert world.officer().presses(f"do:alert_{command}:{argument}")


def test_a_guardian_cannot_take_an_alert(world: World) -> None:
    alert, tu = raised(world), world.guardian()
    assert "không thuộc việc của" in tu.presses(f"do:alert_take:{alert.id}")
    assert now(world, alert).state == "open"


def test_a_stale_button_of_a_closed_form_does_no_harm(world: World) -> None:
    hung, alert = world.officer(), raised(world)
    hung.presses(f"go:alert_close:alert={alert.id}")
    hung.says("huy")
    assert hung.presses("alert_close:outcome:no_danger")
    assert now(world, alert).state == "open"


def test_an_officer_raises_one_and_the_others_hear(world: World) -> None:
    hung, binh = two_officers(world)
    person = world.person()
    note = "Gọi mãi không nghe máy, nhà khóa cửa"
    assert "C1" in hung.fills("officer_alarm", person=person, level="high", note=note)
    assert binh.sees.startswith("🟠 CẦN XEM SỚM C1 · xóm 6")
    assert "khóa cửa" not in binh.sees
    assert "khóa cửa" in binh.chooses("Xem")
    binh.chooses("Tôi nhận")
    assert hung.sees == "C1: anh Bình (Đồn Biên phòng) đã nhận lúc 09:00."


def test_going_off_duty_alerts_reach_the_others(world: World) -> None:
    hung, binh = two_officers(world)
    assert "nghỉ trực" in hung.says("/truc")
    raised(world)
    assert binh.sees.startswith("🔴 KHẨN C1")
    assert not any("KHẨN" in one.text for one in hung.listen())
    assert "đang trực" in hung.chooses("Vào trực")


def test_the_last_to_leave_hears_that_nobody_is_on_duty(world: World) -> None:
    hung = world.officer()
    hung.says("/toanxa")
    assert "chưa ai trực" in hung.chooses("Nghỉ trực")
    raised(world)
    assert hung.sees.startswith("🔴 KHẨN C1")


def test_in_english_from_the_call_to_the_end(world: World) -> None:
    mary = world.officer("Mary Lê", language="en")
    raised(world)
    assert mary.sees.startswith("🔴 URGENT C1 · xóm 6. Somebody has to take it within 10 minutes.")
    assert "Violence or threats" in mary.chooses("See")
    assert "is yours" in mary.says("TAKE 1")
    said = mary.answers(mary.chooses("It is settled"), outcome="spoke_by_phone")
    assert "C1 is closed: Spoke by phone" in said


def test_every_button_fits_what_a_channel_can_carry(world: World) -> None:
    hung = world.officer()
    raised(world)
    for words in (
        "C1",
        "nhan c1",
        "/alerts",
        "/toanxa",
        "/tim",
        "Nam",
        "/overdue",
        "/calls",
        "/needs",
        "/messages",
    ):
        hung.says(words)
        assert all(len(button.press.encode()) <= 64 for button in hung.last.out.buttons), words
