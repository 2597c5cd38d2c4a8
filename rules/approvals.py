"""What in an account needs two people: who may decide, what counts as a raise, how long a request waits."""

from collections.abc import Collection
from datetime import timedelta

# what is asked for: a new account, a code that opens one that is there, one opened again, other roles, another number,
# a further chat of an officer
ACCOUNT, CODE, REOPEN, ROLES, PHONE, LINK = "account", "code", "reopen", "roles", "phone", "link"
LIFE = timedelta(days=7)
# what one person may have waiting at a time
MOST_WAITING = 5
# whoever holds one of these sees people's records or decides who does
TRUSTED = ("officer", "admin")


def is_trusted(roles: Collection[str]) -> bool:
    """Says whether somebody with these roles sees records, or decides who does."""
    return any(role in TRUSTED for role in roles)


def raises(before: Collection[str], after: Collection[str]) -> bool:
    """Says whether a change of roles gives somebody one that they could abuse."""
    return any(role in after and role not in before for role in TRUSTED)


def new_number_needs_two(roles: Collection[str], before: str | None) -> bool:
    """Says whether a second person has to agree to a number: always an officer's, of others one that is changed."""
    return is_trusted(roles) or before is not None


def may_decide(what: str, *, decider: int, asked_by: int, account_id: int | None) -> bool:
    """Says whether this account may decide: nobody on what they asked for, nor on roles of their own."""
    return decider != asked_by and not (what == ROLES and decider == account_id)
