"""An account that ails is left alone and tried now and then; one bad message is not an account that ails."""

from bot.delivery.breaker import FAILURES, FIRST_PAUSE, LONGEST_PAUSE, STEADY, Breaker


def ailing(now: float = 0.0) -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES):
        breaker.failed("timeout", now)
    return breaker


def test_a_few_failures_are_no_trouble() -> None:
    breaker = Breaker()
    for _ in range(FAILURES - 1):
        assert not breaker.failed("timeout", 0.0)
    breaker.worked(50)
    assert not breaker.failed("timeout", 0.0)
    assert (breaker.is_open, breaker.wait(0.0)) == (False, 0.0)


def test_failures_in_a_row_open_it_and_nothing_leaves_for_a_while() -> None:
    breaker = ailing()
    assert breaker.reason == "timeout"
    assert breaker.wait(0.0) == FIRST_PAUSE
    assert breaker.wait(FIRST_PAUSE) == 0.0


def test_what_only_a_hand_mends_opens_it_at_once() -> None:
    for code in ("operator_401", "token"):
        breaker = Breaker()
        assert breaker.failed(code, 0.0)
        assert breaker.lasts(0.0)


def test_a_hiccup_is_not_worth_telling_and_a_minute_is() -> None:
    breaker = ailing()
    assert not breaker.lasts(59.0)
    assert breaker.lasts(60.0)


def test_one_message_at_a_time_goes_to_see_and_the_pauses_grow() -> None:
    breaker, now, pauses = ailing(), 0.0, []
    for _ in range(10):
        pauses.append(breaker.wait(now))
        now += breaker.wait(now)
        breaker.tries()
        assert breaker.wait(now) > 0
        assert not breaker.failed("timeout", now)
        breaker.tried()
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-1] == LONGEST_PAUSE


def test_an_answer_closes_it_and_that_is_known_once() -> None:
    breaker = ailing()
    breaker.tries()
    assert breaker.worked(50)
    assert not breaker.worked(50)
    assert breaker.wait(0.0) == 0.0


def test_what_was_under_way_when_it_opened_makes_no_pause_longer() -> None:
    breaker = ailing()
    for _ in range(20):
        breaker.failed("timeout", 1.0)
    assert breaker.wait(FIRST_PAUSE) == 0.0


def test_a_try_that_shows_nothing_leaves_room_for_the_next() -> None:
    breaker = ailing()
    breaker.tries()
    breaker.tried()
    assert breaker.wait(FIRST_PAUSE) == 0.0


def test_that_it_is_over_is_said_when_it_has_lasted() -> None:
    breaker = Breaker()
    breaker.failed("operator_-137", 100)
    assert not breaker.is_steady(1000)
    breaker.worked(1000)
    assert not breaker.is_steady(1000 + STEADY - 1)
    assert breaker.is_steady(1000 + STEADY)
