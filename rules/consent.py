"""What people are asked to agree to, one purpose at a time: Luật 91/2025/QH15 wants it explicit, never pre-ticked."""

from collections.abc import Mapping

PURPOSES = ("service", "jobs", "loans", "health_notes", "relay")
NEEDED = ("service",)
# a new wording gets a new version, and everybody is asked again
VERSION = "2026-11"


def allows(current: Mapping[str, bool], purpose: str) -> bool:
    """Silence is no consent."""
    return current.get(purpose, False)


def may_be_served(current: Mapping[str, bool]) -> bool:
    return all(allows(current, purpose) for purpose in NEEDED)


def to_ask(versions: Mapping[str, str]) -> tuple[str, ...]:
    """The purposes never answered, or answered for an older wording; `versions` by purpose of the last answers."""
    return tuple(purpose for purpose in PURPOSES if versions.get(purpose) != VERSION)
