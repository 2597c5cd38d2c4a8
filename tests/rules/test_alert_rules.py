"""What raises an alert, by the rules as they are and as a unit has changed them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import alert_rules, alerts, visits
from rules.visits import Report
from seeds.tables import load_alert_rules

TODAY = date(2026, 11, 23)
RULES = load_alert_rules()
REPORTS = st.builds(
    Report,
    visited_on=st.dates(date(2026, 1, 1), TODAY),
    outcome=st.sampled_from(visits.OUTCOMES),
    kind=st.sampled_from(visits.KINDS),
    work=st.sampled_from(("", *visits.WORK)),
    mood=st.sampled_from(("", *visits.MOOD)),
    concerns=st.lists(st.sampled_from(visits.CONCERNS), unique=True).map(tuple),
    reason=st.sampled_from(("", *visits.REASONS)),
)


def report(days_ago: int = 0, outcome: str = "met", **other: object) -> Report:
    return Report(TODAY - timedelta(days=days_ago), outcome, **other)  # type: ignore[arg-type]


def raised(now: Report, earlier: list[Report] | None = None) -> list[tuple[str, str]]:
    """(level, reason) of what a report raises, the most pressing first."""
    before = sorted(earlier or [], key=lambda one: one.visited_on, reverse=True)
    found = RULES.raised("visit", now.facts, [one.facts for one in before])
    return [(finding.level, finding.reason) for finding in found]


@pytest.mark.parametrize(
    ("now", "earlier", "expected"),
    [
        (report(), [], []),
        (report(concerns=("violence",)), [], [("urgent", "violence")]),
        (report(concerns=("left_area",)), [], [("high", "left_area")]),
        (report(outcome="moved"), [], [("high", "moved")]),
        (report(outcome="away", reason="custody"), [], [("high", "custody")]),
        (report(outcome="away", reason="hospital"), [], [("normal", "hospital")]),
        (report(concerns=("drugs",)), [], [("normal", "drugs")]),
        (report(concerns=("drugs",)), [report(30, concerns=("drugs",))], [("high", "drugs")]),
        (report(concerns=("drugs", "company")), [], [("high", "drugs")]),
        (report(concerns=("alcohol",)), [], []),
        (report(concerns=("alcohol",)), [report(30, concerns=("alcohol",))], [("normal", "alcohol")]),
        (report(concerns=("alcohol", "family")), [], [("high", "family")]),
        (report(mood="bad", concerns=("low_mood",)), [], [("high", "low_mood")]),
        (report(mood="bad"), [], [("normal", "low_mood")]),
        (report(mood="low"), [], []),
        (report(mood="low"), [report(30, mood="low")], [("high", "low_mood")]),
        (report(mood="ill", concerns=("health",)), [], [("normal", "health")]),
        (report(outcome="refused"), [], []),
        (report(outcome="refused"), [report(9, "refused")], [("high", "refused_again")]),
        (report(outcome="away"), [report(9, "away")], []),
        (report(outcome="away"), [report(9, "away"), report(18, "away")], [("high", "away_again")]),
        (report(outcome="away"), [report(9, "refused"), report(18, "away")], [("high", "away_again")]),
        (report(outcome="away"), [report(9, "away"), report(18), report(27, "away")], []),
        (report(outcome="away", reason="working_far"), [report(9, "away"), report(18, "away")], []),
        (report(work="none", mood="low"), [report(30, work="steady")], [("normal", "setback")]),
        (report(work="none"), [report(30, work="steady")], []),
    ],
)
def test_what_is_worrying(now: Report, earlier: list[Report], expected: list[tuple[str, str]]) -> None:
    assert raised(now, earlier) == expected


def test_many_concerns_together_weigh_more() -> None:
    found = raised(report(concerns=("alcohol", "gambling", "company", "debt")))
    assert ("high", "many_concerns") in found


@given(REPORTS, st.lists(REPORTS, max_size=6))
def test_alerts_are_known_once_each_and_the_most_pressing_first(now: Report, earlier: list[Report]) -> None:
    found = raised(now, earlier)
    assert all(level in alerts.LEVELS and reason in RULES.reasons for level, reason in found)
    assert len({reason for _, reason in found}) == len(found)
    assert [alerts.LEVELS.index(level) for level, _ in found] == sorted(alerts.LEVELS.index(one) for one, _ in found)


@given(REPORTS, st.lists(REPORTS, max_size=6, unique_by=lambda one: one.visited_on), st.randoms())
def test_the_order_in_which_earlier_reports_come_does_not_matter(
    now: Report, earlier: list[Report], chance: object
) -> None:
    shuffled = list(earlier)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert raised(now, shuffled) == raised(now, earlier)


@given(REPORTS)
def test_violence_is_always_urgent(now: Report) -> None:
    assert (("urgent", "violence") in raised(now)) == ("violence" in now.concerns)


@pytest.mark.parametrize(
    ("face", "helps", "earlier", "expected"),
    [
        ("good", (), (), []),
        ("good", ("job",), (), []),
        ("bad", (), (), [("high", "low_mood")]),
        ("low", (), (), []),
        ("low", (), ("low",), []),
        ("low", (), ("low", "bad"), [("normal", "low_mood")]),
        ("low", (), ("low", "low", "low"), []),
        ("low", (), ("good", "low", "low"), []),
        ("low", ("talk",), (), [("normal", "low_mood")]),
        ("low", ("talk",), ("low", "low", "low"), [("normal", "low_mood")]),
        ("bad", ("talk",), (), [("high", "low_mood")]),
        ("great", ("talk",), (), [("normal", "asks_to_talk")]),
    ],
)
def test_when_a_check_in_is_more_than_an_answer(
    face: str, helps: tuple[str, ...], earlier: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    now = {"face": (face,), "helps": helps}
    found = RULES.raised("check_in", now, [{"face": (before,)} for before in earlier])
    assert [(finding.level, finding.reason) for finding in found] == expected


def test_a_finding_names_the_earlier_reports_it_rests_on() -> None:
    now, before = report(outcome="away"), [report(9, "refused"), report(18, "away"), report(27, "away")]
    (finding,) = RULES.raised("visit", now.facts, [one.facts for one in before])
    assert (finding.rule.id, finding.earlier) == ("away_again", (0, 1))


def test_concerns_that_grow_from_meeting_to_meeting_are_told_of() -> None:
    now = report(concerns=("alcohol", "debt", "company"))
    growing = [report(30, concerns=("gambling", "health")), report(60, concerns=("family",))]
    assert ("normal", "concern_rising") in raised(now, growing)
    assert ("normal", "concern_rising") not in raised(now, growing[:1])
    assert ("normal", "concern_rising") not in raised(now, [growing[0], report(60, concerns=("family", "debt"))])


def test_a_unit_may_ask_for_more_misses_before_it_hears_of_them() -> None:
    own = RULES.for_unit({"away_again": {"count": 4, "level": "normal", "by": 7, "at": "2026-11-01T08:00:00+07:00"}})
    rule = own.by_id["away_again"]
    assert (rule.count, rule.level, rule.changed_by) == (4, "normal", 7)
    tries = [report(9 * nth, "away").facts for nth in range(1, 4)]
    assert own.raised("visit", report(outcome="away").facts, tries[:2]) == []
    assert [found.reason for found in own.raised("visit", report(outcome="away").facts, tries)] == ["away_again"]


def test_what_is_switched_off_is_not_raised_and_what_is_fixed_cannot_be() -> None:
    own = RULES.for_unit({"drugs": {"off": True}, "violence": {"off": True, "level": "normal"}})
    assert own.raised("visit", report(concerns=("drugs",)).facts) == []
    assert [found.level for found in own.raised("visit", report(concerns=("violence",)).facts)] == ["urgent"]
    assert alert_rules.levels_for(RULES.by_id["violence"]) == ("urgent",)


@pytest.mark.parametrize("change", [{"level": "loud"}, {"count": 99}, {"count": "three"}, {"unknown": 1}])
def test_a_change_that_cannot_be_read_leaves_the_rule_as_it_was(change: dict[str, object]) -> None:
    rule = RULES.for_unit({"away_again": change}).by_id["away_again"]
    assert (rule.level, rule.count, rule.off) == ("high", 3, False)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "x", "level": "loud", "over": "visit"}, "x: .*none"),
        ({"id": "x", "level": "high", "over": "visit", "when": []}, "x: nothing is called when"),
        ({"id": "x", "level": "high", "over": "visit", "now": [{"mood": {"most": 3}}]}, "x: mood: 'most'"),
        ({"level": "high", "over": "visit"}, r"\?: 'id'"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named(row: dict[str, object], said: str) -> None:
    with pytest.raises(alert_rules.BadRule, match=said):
        alert_rules.read([row])


def test_the_file_names_only_fields_and_codes_that_a_report_has() -> None:
    codes = {
        "outcome": visits.OUTCOMES,
        "work": visits.WORK,
        "mood": visits.MOOD,
        "concerns": visits.CONCERNS,
        "reason": visits.REASONS,
    }
    for rule in RULES.of("visit", "address"):
        cases = [*rule.now, *(rule.before.cases if rule.before else ())]
        for test in (test for case in cases for test in case):
            assert set(test.codes) <= set(codes[test.field]), rule.id


def test_places_are_one_address_by_metres_or_by_the_same_words() -> None:
    assert visits.is_one_address([20.5412, 105.9121], [20.5413, 105.9124])
    assert not visits.is_one_address([20.5412, 105.9121], [20.5512, 105.9121])
    assert visits.is_one_address("Số 12, ngõ 3  xóm 6", "số 12, ngõ 3 xóm 6")
    assert not visits.is_one_address("", "")
    assert not visits.is_one_address("xóm 6", [20.5, 105.9])
