"""What the law makes of each case type."""

from rules import case_types
from rules.case_types import BY_CODE, CASE_TYPES, CODES, SENTENCE


def test_the_codes_that_lie_in_databases_stay() -> None:
    assert CODES == ("finished", "amnesty", "parole", "suspended", "community", "residence")


def test_a_row_whose_numbers_were_not_seen_in_a_text_in_force_says_so() -> None:
    assert not any(row.absence.seen for row in CASE_TYPES if row.absence)
    assert all(row.source for row in CASE_TYPES)


def test_who_serves_in_the_community_comes_to_the_roll_call_and_is_in_no_group() -> None:
    in_community = [row for row in CASE_TYPES if row.regime == SENTENCE]
    assert [row.code for row in in_community] == ["parole", "suspended", "community"]
    assert all(row.roll_call and not row.groups for row in in_community)


def test_who_has_served_owes_no_report_of_their_own() -> None:
    for code in ("finished", "amnesty"):
        assert BY_CODE[code].regime == case_types.RELEASED
        assert not BY_CODE[code].roll_call
        assert BY_CODE[code].self_report is None
