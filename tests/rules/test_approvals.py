"""What needs two people, and who may be the second."""

import pytest

from rules.approvals import CODE, PHONE, ROLES, is_trusted, may_decide, new_number_needs_two, raises

ASKER, OTHER, THIRD = 1, 2, 3


@pytest.mark.parametrize(
    ("before", "after", "is_raise"),
    [
        (("guardian",), ("guardian", "officer"), True),
        (("officer",), ("officer", "admin"), True),
        (("admin",), ("officer",), True),
        (("officer", "admin"), ("officer",), False),
        (("officer",), ("guardian", "officer"), False),
        (("guardian",), ("partner",), False),
        ((), ("person",), False),
    ],
)
def test_only_what_opens_records_is_a_raise(before: tuple[str, ...], after: tuple[str, ...], is_raise: bool) -> None:
    assert raises(before, after) == is_raise


def test_officers_and_admins_are_trusted_with_records() -> None:
    assert is_trusted(("guardian", "officer"))
    assert is_trusted(("admin",))
    assert not is_trusted(("guardian", "person", "partner"))


@pytest.mark.parametrize("what", [CODE, PHONE, ROLES])
def test_nobody_decides_what_they_asked_for(what: str) -> None:
    assert not may_decide(what, decider=ASKER, asked_by=ASKER, account_id=OTHER)
    assert may_decide(what, decider=THIRD, asked_by=ASKER, account_id=OTHER)


def test_a_number_of_ones_own_may_be_agreed_to_but_not_roles_of_ones_own() -> None:
    assert may_decide(PHONE, decider=OTHER, asked_by=ASKER, account_id=OTHER)
    assert not may_decide(ROLES, decider=OTHER, asked_by=ASKER, account_id=OTHER)


def test_a_first_number_needs_two_of_an_officer_only_and_another_number_always() -> None:
    assert new_number_needs_two(("officer",), None)
    assert new_number_needs_two(("guardian",), "+84912000111")
    assert not new_number_needs_two(("guardian",), None)
