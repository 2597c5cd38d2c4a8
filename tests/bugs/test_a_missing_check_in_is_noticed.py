"""Somebody who left the monthly question unanswered was missed by nobody."""

from datetime import date

import pytest

from storage import alerts, chats, persons
from tests.conftest import StandingClock
from tests.handlers.commune import moment, rows, run_all, told
from tests.person import Talker, World

# asked on 25 November; ten days later is a Saturday, when offices are closed
ASKED, NOTICED = date(2026, 11, 25), date(2026, 12, 7)


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(came_home_on=date(2026, 1, 25))


def who(world: World, nam: Talker) -> int:
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        return person.id


def raised(world: World, nam: Talker) -> list[tuple[str, str, str]]:
    person = who(world, nam)
    with world.look() as db:
        found = alerts.of_person(db, person)
        return [(one.level, one.reason, one.state) for one in found]


def asked(world: World, clock: StandingClock) -> None:
    clock.move_to(moment(ASKED, 8))
    run_all(world)


def test_after_ten_days_those_on_duty_hear_of_it_once(world: World, nam: Talker, clock: StandingClock) -> None:
    hung = world.officer()
    asked(world, clock)
    assert told(nam, "check_in")
    clock.move_to(moment(date(2026, 12, 4), 8))
    run_all(world)
    assert raised(world, nam) == []
    clock.move_to(moment(NOTICED, 8))
    run_all(world)
    run_all(world)
    assert raised(world, nam) == [("normal", "check_in_missing", "open")]
    assert sum("cảnh báo" in words for words in told(hung)) == 1
    assert "Chưa thấy trả lời hỏi thăm" in hung.says("xem C1")


@pytest.mark.parametrize("answered_on", [date(2026, 11, 27), date(2026, 12, 2)])
def test_an_answer_ends_it_though_it_comes_in_the_next_month(
    world: World, nam: Talker, clock: StandingClock, answered_on: date
) -> None:
    asked(world, clock)
    clock.move_to(moment(answered_on, 9))
    nam.fills("checkin", face="good")
    clock.move_to(moment(NOTICED, 8))
    run_all(world)
    assert raised(world, nam) == []
    assert rows(world, who(world, nam))["check_in_missing"] == "cleared"


def test_whom_nothing_reaches_is_not_waited_for(world: World, nam: Talker, clock: StandingClock) -> None:
    with world.store.transaction() as db:
        [chat] = chats.of_account(db, nam.account_id)
        chats.set_state(db, chat.id, "stopped")
    asked(world, clock)
    assert "check_in_missing" not in rows(world, who(world, nam))


def test_whose_time_is_over_is_not_missed(world: World, nam: Talker, clock: StandingClock) -> None:
    asked(world, clock)
    with world.store.transaction() as db:
        db.execute(persons.persons.update().values(status="ended"))
    clock.move_to(moment(NOTICED, 8))
    run_all(world)
    assert raised(world, nam) == []
