"""On the 5th the list that the committee had still to confirm gave way to the next one, and none could print it."""

from datetime import date

from tests.conftest import StandingClock
from tests.handlers.commune import moment
from tests.handlers.loans.lending import asks
from tests.person import Talker, World


def test_the_committee_confirms_and_prints_on_the_day_itself(
    world: World, clock: StandingClock, hung: Talker, lan: Talker
) -> None:
    nam = world.person_with_phone()
    asks(nam)
    hung.says("danh sách vay")
    hung.chooses("Công an xã xác nhận (1)")
    clock.move_to(moment(date(2026, 12, 5)))
    assert "tháng 12/2026" in lan.says("danh sách vay")
    lan.chooses("UBND xã xác nhận (1)")
    clock.move_to(moment(date(2026, 12, 7)))
    assert "tháng 12/2026" in lan.says("danh sách vay")
    assert "Bản Word, PDF và Excel" in lan.last
    clock.move_to(moment(date(2026, 12, 14)))
    assert "tháng 1/2027" in lan.says("danh sách vay")
