"""Job fairs and talks: announced, come to, reminded of the day before; who posted one reads counts, names if agreed."""

from datetime import datetime

import pytest

from storage.database import VIETNAM
from tests.conftest import StandingClock
from tests.handlers.commune import told
from tests.handlers.work.offering import announces, offers_a_job, partner_of, work_off
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(born=1992)


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


def go_to(clock: StandingClock, day: int, hour: int) -> None:
    clock.move(seconds=(datetime(2026, 12, day, hour, tzinfo=VIETNAM) - clock.moment).total_seconds())


def test_an_officers_fair_is_seen_at_once_and_people_say_that_they_come(nam: Talker, hung: Talker) -> None:
    assert announces(hung, for_whom="ai đến cũng được").startswith("✅ Đã báo: B1 · Ngày hội việc làm")
    nam.says("xem ngay hoi")
    assert "Dành cho: ai đến cũng được" in nam.chooses("B1 · Ngày hội việc làm")
    assert "Nơi tổ chức chỉ biết số người" in nam.chooses("Tôi sẽ đến")
    assert "Có 1 người báo sẽ đến." in hung.says("B1")
    assert "Nam" not in hung.sees


def test_a_name_is_read_only_by_whoever_posted_it_and_once_it_was_agreed(
    world: World, nam: Talker, hung: Talker
) -> None:
    hong, lam = partner_of(world)
    other, _ = partner_of(world, "Xưởng mộc", "Hoàng Minh Đạo")
    offers_a_job(world, lam)
    announces(hong)
    nam.says("B1")
    nam.chooses("Tôi sẽ đến")
    nam.chooses("Cho họ biết tên tôi")
    assert "Những người cho biết tên: anh Nam." in hong.says("B1")
    assert "Nam" not in other.says("B1")


def test_who_comes_is_reminded_the_day_before(world: World, nam: Talker, hung: Talker, clock: StandingClock) -> None:
    announces(hung)
    nam.says("B1")
    nam.chooses("Tôi sẽ đến")
    assert "Ngày hội việc làm" in nam.says("den dau roi")
    go_to(clock, 4, 9)
    work_off(world)
    [reminder] = told(nam, "fair_day")
    assert "mai có buổi anh định đến: «Ngày hội việc làm»" in reminder
    assert "Nhà văn hóa xã" in reminder


def test_who_stays_away_is_not_reminded_and_not_counted(
    world: World, nam: Talker, hung: Talker, clock: StandingClock
) -> None:
    announces(hung)
    nam.says("B1")
    nam.chooses("Tôi sẽ đến")
    nam.chooses("Tôi không đến nữa")
    assert "Có 0 người" in hung.says("B1")
    go_to(clock, 4, 9)
    work_off(world)
    assert told(nam, "fair_day") == []


def test_a_new_partners_fair_and_one_with_signs_of_a_trap_wait_for_an_officer(
    world: World, nam: Talker, hung: Talker
) -> None:
    hong, lam = partner_of(world)
    assert "Cán bộ xã xem trước" in announces(hong)
    assert "chưa có ngày hội" in nam.says("xem ngay hoi")
    hung.chooses("Xem buổi này")
    hung.chooses("Cho hiện buổi này")
    assert "đã hiện cho mọi người" in hong.sees
    assert "B1 · Ngày hội việc làm" in nam.says("xem ngay hoi") or "B1" in " ".join(nam.last.labels)
    offers_a_job(world, lam)
    assert "tiền phải nộp trước" in announces(hong, details="đặt cọc 200 nghìn giữ chỗ")


def test_called_off_is_told_to_who_wanted_to_come(
    world: World, nam: Talker, hung: Talker, clock: StandingClock
) -> None:
    announces(hung)
    nam.says("B1")
    nam.chooses("Tôi sẽ đến")
    hung.says("B1")
    hung.chooses("Hủy buổi này")
    assert "không tổ chức nữa: «Ngày hội việc làm»" in nam.sees
    assert "đã qua hoặc không còn" in nam.says("B1")
    go_to(clock, 4, 9)
    work_off(world)
    assert told(nam, "fair_day") == []


def test_a_time_that_has_passed_is_asked_again(hung: Talker) -> None:
    hung.fills("fair_post", until="starts_at")
    assert "đã qua rồi" in hung.says("8 giờ sáng 1/11/2026")


def test_nobody_else_calls_it_off(world: World, nam: Talker, hung: Talker) -> None:
    hong, _ = partner_of(world)
    announces(hung)
    hung.says("B1")
    [press] = [button.press for button in hung.last.out.buttons if button.press.startswith("do:fair_off")]
    hong.presses(press)
    nam.presses(press)
    assert "Tôi sẽ đến" in nam.says("B1") or "Tôi sẽ đến" in nam.last
