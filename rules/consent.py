"""What people are asked to agree to, one purpose at a time: Luật 91/2025/QH15 wants it explicit, never pre-ticked."""

from collections.abc import Collection, Mapping

from rules.roles import purposes_of

PURPOSES = ("service", "jobs", "loans", "relay", "intake")
NEEDED = ("service",)
# asked when it is wanted, and not of everybody who links a chat
ASKED_LATER = ("intake",)
AT_LINKING = tuple(purpose for purpose in PURPOSES if purpose not in ASKED_LATER)
# a new wording gets a new version, and everybody is asked again
VERSION = "2026-11"


def purposes_for(roles: Collection[str]) -> tuple[str, ...]:
    """Lists what somebody with these roles is asked: those who come to help agree to the service and no more."""
    concerned = purposes_of(roles)
    return tuple(purpose for purpose in PURPOSES if purpose in concerned or purpose in NEEDED)


def allows(current: Mapping[str, bool], purpose: str) -> bool:
    """Says whether somebody agreed to a purpose; silence is no consent (Luật 91/2025/QH15)."""
    return current.get(purpose, False)


def to_ask(versions: Mapping[str, str]) -> tuple[str, ...]:
    """Lists those of linking never answered, or for an older wording; `versions` of the last answers by purpose."""
    return tuple(purpose for purpose in AT_LINKING if versions.get(purpose) != VERSION)


def still_to_ask(roles: Collection[str], versions: Mapping[str, str], current: Mapping[str, bool]) -> tuple[str, ...]:
    """Lists what to ask somebody who links a chat: a no to what is needed is asked again, other answers are kept.

    `versions` and `current` are of the last answers, by purpose.
    """
    open_now = {*to_ask(versions), *(purpose for purpose in NEEDED if not allows(current, purpose))}
    return tuple(purpose for purpose in purposes_for(roles) if purpose in open_now)
