"""How somebody may choose to be addressed; who has not chosen is addressed neutrally."""

from collections.abc import Collection

PRONOUNS = ("anh", "chi", "em", "bac", "co", "chu", "ong", "ba", "dong_chi", "neutral")
OFFICERS_ONLY = ("dong_chi",)


def choices(roles: Collection[str]) -> tuple[str, ...]:
    """Lists what somebody with these roles may choose, when linking and later."""
    return tuple(word for word in PRONOUNS if word not in OFFICERS_ONLY or "officer" in roles)
