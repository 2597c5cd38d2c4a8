"""Twelve likings lead to trades: each kind of interest to some, and to none where nothing is liked."""

import pytest

from rules.trade_leanings import QUESTIONS, TRADE_LEANINGS, trades_for
from rules.trades import TRADES


def liking(*leanings: str) -> dict[str, str]:
    return {question: "like" if leaning in leanings else "dislike" for question, leaning in QUESTIONS.items()}


def test_each_leaning_is_asked_twice_and_each_trade_leads_somewhere() -> None:
    assert len(QUESTIONS) == 12
    assert all(list(QUESTIONS.values()).count(leaning) == 2 for leaning in set(QUESTIONS.values()))
    assert set(TRADE_LEANINGS) == set(TRADES) - {"other"}


@pytest.mark.parametrize("leaning", sorted(set(QUESTIONS.values())))
def test_each_leaning_alone_leads_to_a_trade_that_asks_for_it(leaning: str) -> None:
    suited = trades_for(liking(leaning))
    assert 1 <= len(suited) <= 3
    assert all(TRADE_LEANINGS[trade][0] == leaning for trade in suited)


def test_two_leanings_find_the_trade_of_both_first() -> None:
    assert trades_for(liking("lead", "people"))[0] == "shop"
    assert trades_for(liking("people", "art"))[0] == "cooking"
    assert trades_for(liking("hands", "inquiry"))[0] in ("building", "repair")


def test_who_likes_nothing_is_led_to_a_human_and_not_to_a_trade() -> None:
    assert trades_for(liking()) == []
    assert trades_for({}) == []
