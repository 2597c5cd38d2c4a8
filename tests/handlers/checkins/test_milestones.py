"""Milestones: three, six and twelve months at home and a job that lasts get a kind word, once, and not if unwanted."""

from datetime import date

from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all, told
from tests.person import World


def test_months_at_home_get_a_kind_word_once_each(world: World, clock: StandingClock) -> None:
    nam = world.person_with_phone(came_home_on=date(2026, 8, 25))
    for day in (25, 26, 27):
        clock.move_to(moment(date(2026, 11, day), 8))
        run_all(world)
        # the day itself has the month's check-in
        assert len(told(nam, "milestone")) == (day > 25)
    [word] = told(nam, "milestone")
    assert word.startswith("✅ Tròn 3 tháng anh Nam về với gia đình. Chúc mừng anh và cả nhà.")
    assert "không gửi lời chúc" in nam.presses("do:milestones:off")
    for day in (25, 26):
        clock.move_to(moment(date(2027, 2, day), 8))
        run_all(world)
    assert len(told(nam, "milestone")) == 1
    assert "lại gửi lời chúc" in nam.says("loi chuc")
    for day in (25, 26):
        clock.move_to(moment(date(2027, 8, day), 8))
        run_all(world)
    assert "Tròn một năm" in told(nam, "milestone")[-1]
