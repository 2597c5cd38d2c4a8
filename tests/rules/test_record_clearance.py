"""When a record counts as cleared: worked examples by Bộ luật Hình sự 2015 art. 69–73 and 107."""

from datetime import date

import pytest

from rules.record_clearance import Clearance, Judgment, Refusals, clearance

TODAY = date(2026, 11, 29)


def prison(term: str, ended_on: date | None, **more: object) -> Judgment:
    return Judgment("prison", term, ended_on, **more)  # type: ignore[arg-type]


def stands(judgment: Judgment, *later: Judgment, refusals: Refusals | None = None) -> Clearance:
    return clearance(judgment, TODAY, later, refusals)


CASES = {
    "a year after non-custodial reform": (
        Judgment("non_custodial", ended_on=date(2025, 10, 1)),
        "cleared",
        date(2026, 10, 1),
        "70.2",
    ),
    "two years after prison up to five": (prison("up_to_5", date(2024, 12, 25)), "not_yet", date(2026, 12, 25), "70.2"),
    "fifteen years exactly are of the third row": (
        prison("over_5_to_15", date(2022, 12, 12)),
        "cleared",
        date(2025, 12, 12),
        "70.2",
    ),
    "five years after more than fifteen": (prison("over_15", date(2022, 3, 1)), "not_yet", date(2027, 3, 1), "70.2"),
    "a year after the probation of a suspended sentence": (
        Judgment("suspended", ended_on=date(2026, 1, 10)),
        "not_yet",
        date(2027, 1, 10),
        "70.2",
    ),
    "a ban that runs longer": (
        prison("up_to_5", date(2023, 2, 14), additional_until=date(2027, 2, 14)),
        "not_yet",
        date(2027, 2, 14),
        "70.2",
    ),
    "a ban that is over before": (
        prison("up_to_5", date(2025, 2, 14), additional_until=date(2026, 2, 14)),
        "not_yet",
        date(2027, 2, 14),
        "70.2",
    ),
    "aged 17, a very serious crime with intent": (
        prison("over_5_to_15", date(2024, 9, 30), age="from_16", gravity="very_serious"),
        "cleared",
        date(2026, 9, 30),
        "107.2",
    ),
    "aged 17, suspended": (
        Judgment("suspended", ended_on=date(2025, 8, 31), age="from_16", gravity="especially_serious"),
        "cleared",
        date(2026, 2, 28),
        "107.2",
    ),
    "on the last day itself it is not over yet": (prison("up_to_5", date(2024, 11, 29)), "not_yet", TODAY, "70.2"),
    "the day after": (prison("up_to_5", date(2024, 11, 28)), "cleared", date(2026, 11, 28), "70.2"),
    "from the last of February": (Judgment("fine", ended_on=date(2024, 2, 29)), "cleared", date(2025, 2, 28), "70.2"),
    "by the court, prison up to five": (
        prison("up_to_5", date(2022, 5, 1), by_court=True),
        "court",
        date(2025, 5, 1),
        "71",
    ),
    "by the court, more than fifteen": (
        prison("over_15", date(2022, 5, 1), by_court=True),
        "court",
        date(2029, 5, 1),
        "71",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_day_follows_from_the_sentence_as_pronounced(case: str) -> None:
    judgment, state, due, article = CASES[case]
    found = stands(judgment)
    assert (found.state, found.due, found.article) == (state, due, article)


NO_RECORD = {
    "exempted from penalty": (Judgment("exempt"), "69.2"),
    "a measure instead of a penalty, aged 17": (Judgment("exempt", age="from_16"), "107.1"),
    "by negligence, a serious crime": (prison("up_to_5", None, negligent=True, gravity="serious"), "69.2"),
    "aged 15, whatever the crime": (prison("over_5_to_15", None, age="from_14", gravity="especially_serious"), "107.1"),
    "aged 17, a serious crime": (prison("up_to_5", None, age="from_16", gravity="serious"), "107.1"),
    "aged 17, a very serious crime by negligence": (
        prison("up_to_5", None, age="from_16", gravity="very_serious", negligent=True),
        "107.1",
    ),
}


@pytest.mark.parametrize("case", NO_RECORD)
def test_some_have_no_record_at_all(case: str) -> None:
    judgment, article = NO_RECORD[case]
    assert stands(judgment) == Clearance("no_record", article)


def test_a_very_serious_crime_by_negligence_has_a_record_for_an_adult() -> None:
    found = stands(prison("up_to_5", date(2024, 1, 1), negligent=True, gravity="very_serious"))
    assert (found.state, found.due) == ("cleared", date(2026, 1, 1))


def test_what_is_owed_blocks_it_and_no_day_is_given() -> None:
    found = stands(Judgment("suspended", ended_on=date(2025, 8, 8), owes=True))
    assert (found.state, found.due, found.time_over_on, found.reasons) == ("blocked", None, date(2026, 8, 8), ("owes",))


def test_paid_after_the_time_was_over_is_for_an_officer_to_tell() -> None:
    found = stands(prison("up_to_5", date(2023, 1, 1), paid_on=date(2025, 6, 1)))
    assert (found.state, found.due, found.reasons) == ("ask", None, ("paid_late",))
    assert stands(prison("up_to_5", date(2023, 1, 1), paid_on=date(2024, 6, 1))).state == "cleared"


def test_a_court_may_clear_somebody_early_after_a_third() -> None:
    found = stands(prison("over_5_to_15", date(2025, 1, 1)))
    assert (found.state, found.early_from, found.due) == ("not_yet", date(2026, 1, 1), date(2028, 1, 1))


def test_after_a_refusal_the_court_is_asked_again_in_one_year_then_in_two() -> None:
    judgment = prison("up_to_5", date(2020, 1, 1), by_court=True)
    assert stands(judgment, refusals=Refusals(1, date(2026, 5, 10))).due == date(2027, 5, 10)
    assert stands(judgment, refusals=Refusals(2, date(2026, 5, 10))).due == date(2028, 5, 10)
    assert stands(judgment, refusals=Refusals(1, date(2021, 5, 10))).due == date(2023, 1, 1)


def test_a_later_sentence_starts_the_time_anew() -> None:
    first, later = prison("over_5_to_15", date(2021, 1, 1)), Judgment("non_custodial", ended_on=date(2025, 3, 1))
    assert (stands(first, later).state, stands(first, later).due) == ("not_yet", date(2028, 3, 1))
    longer = prison("over_15", date(2025, 3, 1))
    assert stands(first, longer).due == date(2030, 3, 1)
    assert stands(first, prison("up_to_5", None)).state == "unfinished"
    assert stands(first, prison("up_to_5", date(2025, 3, 1), by_court=True)).state == "court"


def test_while_the_main_penalty_goes_on_there_is_no_day() -> None:
    assert stands(prison("up_to_5", None)).state == "unfinished"


UNSURE = {
    "term": prison("", date(2024, 1, 1)),
    "by_court": prison("up_to_5", date(2024, 1, 1), by_court=None),
    "additional": prison("up_to_5", date(2024, 1, 1), additional_open=True),
    "gravity": prison("up_to_5", date(2024, 1, 1), negligent=None),
    "court_rule": Judgment("fine", ended_on=date(2024, 1, 1), by_court=True),
}


@pytest.mark.parametrize("reason", UNSURE)
def test_what_somebody_is_not_sure_of_goes_to_an_officer_and_is_not_guessed(reason: str) -> None:
    found = stands(UNSURE[reason])
    assert (found.state, found.due, found.reasons) == ("ask", None, (reason,))


def test_what_an_officer_should_look_at_is_noted_beside_the_day() -> None:
    assert stands(prison("over_15", date(2025, 1, 1), owes=None)).notes == ("money_unknown", "old_code")
    assert stands(prison("over_5_to_15", date(2026, 2, 1), age="from_16", gravity="very_serious")).notes == (
        "minors_anew",
    )
    assert stands(prison("up_to_5", date(2024, 1, 1))).notes == ()
