"""A time with a counsellor or legal aid: asked for, offered, taken, reminded of; nobody waits unheard."""

from datetime import date

from storage import appointments, persons
from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all, told
from tests.person import Talker, World


def number(world: World, nam: Talker) -> str:
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        [made] = appointments.open_of(db, person.id)
        return str(made.id)


def test_a_time_is_asked_for_offered_taken_and_reminded_of(world: World, clock: StandingClock) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    assert "Đã ghi H1" in nam.fills("counselling", whom="lawyer", suits="sáng thứ Ba", about="tiền công bị giữ")
    assert any("xin một buổi gặp, số H1" in text for text in told(hung, "appointment_news"))
    card = hung.says("xem hen H1")
    assert "tiền công bị giữ" in card
    assert "sáng thứ Ba" in card
    for day in (26, 30):
        clock.move_to(moment(date(2026, 11, day), 8))
        run_all(world)
    assert len(told(hung, "appointment_asked")) == 2
    offered = {"place": "Trụ sở xã", "first": "9h ngày 2/12", "second": "14h ngày 3/12"}
    hung.fills("appointment_again", appointment=number(world, nam), **offered)
    nam.presses(f"do:appointment_take:{number(world, nam)}.0")
    assert "Trụ sở xã" in nam.sees
    assert "Hẹn gặp H1" in nam.says("viec toi da nho")
    clock.move_to(moment(date(2026, 12, 1), 9, 5))
    run_all(world)
    assert told(nam, "appointment_day")
    assert len(told(hung, "appointment_asked")) == 2


def test_with_no_officer_here_somebody_is_to_call(world: World) -> None:
    nam = world.person_with_phone()
    nam.fills("counselling", whom="counsellor", suits="buổi chiều")
    assert "đang chờ cán bộ gọi" in nam.says("viec toi da nho")
