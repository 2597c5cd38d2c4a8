"""Consent, chatter, delivery, retention, pronouns, check-ins."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules import chatter, checkins, consent, delivery, pronouns, retention
from rules.deadlines import MORNING
from rules.local_time import at
from rules.notices import kind_of, of_visits

NOW = datetime(2026, 11, 23, 3, 0, 5, tzinfo=UTC)


def test_silence_is_no_consent() -> None:
    assert not consent.allows({}, "jobs")
    assert not consent.allows({"jobs": False}, "jobs")
    assert consent.allows({"jobs": True}, "jobs")


def test_an_older_wording_is_asked_again() -> None:
    assert consent.to_ask({}) == consent.AT_LINKING
    assert consent.to_ask(dict.fromkeys(consent.PURPOSES, consent.VERSION)) == ()
    assert consent.to_ask({**dict.fromkeys(consent.PURPOSES, consent.VERSION), "jobs": "2020-01"}) == ("jobs",)


def test_the_twenty_first_message_of_a_minute_gets_one_line_and_then_silence() -> None:
    minute, count = 0, 0
    heard = []
    for _ in range(23):
        minute, count, reply = chatter.take(minute, count, NOW)
        heard.append(reply)
    assert heard == ["answer"] * 20 + ["ask_to_wait"] + ["silent"] * 2
    assert chatter.take(minute, count, NOW + timedelta(minutes=1))[2] == "answer"


@given(st.integers(1, 9), st.floats(0, 0.999))
def test_waits_grow_within_their_bounds(tries: int, chance: float) -> None:
    wait = delivery.back_off(tries, chance)
    assert wait is not None
    assert delivery.FIRST_WAIT / 2 <= wait <= delivery.LONGEST_WAIT
    after = delivery.back_off(tries + 1, chance)
    assert after is None or after >= wait


def test_tries_end() -> None:
    assert delivery.back_off(delivery.MOST_TRIES, 0.5) is None


def test_a_reminder_does_not_live_until_the_next_morning_and_news_does() -> None:
    morning = at(date(2026, 11, 23), MORNING)
    kinds = {kind for kind, visit in of_visits() if visit.reader == "guardian"} | {"check_in", "draft_nudge", "digest"}
    assert all(kind_of(kind).ends_at(morning) < morning + timedelta(hours=24) for kind in kinds)
    assert kind_of("assignment").ends_at(morning) == morning + timedelta(days=3)


def test_what_is_not_named_is_kept() -> None:
    assert retention.cutoff("inbox", NOW) == NOW - timedelta(days=30)
    assert retention.cutoff("units", NOW) is None
    assert retention.cutoff("inbox", NOW, {"inbox": 5}) == NOW - timedelta(days=5)


def test_only_officers_are_comrades() -> None:
    assert "dong_chi" in pronouns.choices({"officer"})
    assert "dong_chi" not in pronouns.choices({"guardian", "person"})


def test_a_check_in_is_missing_after_ten_days_on_a_working_day() -> None:
    asked = date(2026, 11, 13)
    assert checkins.missing_on(asked, frozenset()) == date(2026, 11, 23)
    assert checkins.missing_on(asked, frozenset({date(2026, 11, 23)})) == date(2026, 11, 24)
    assert checkins.period_of(asked) == "2026-11"
