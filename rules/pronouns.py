"""How somebody is addressed: by their own choice, else by age, else neutrally."""

from collections.abc import Collection

PRONOUNS = ("anh", "chi", "em", "bac", "co", "chu", "ong", "ba", "dong_chi", "neutral")
OFFICERS_ONLY = ("dong_chi",)
YOUNG_BELOW = 18
ELDER_FROM = 60


def pronoun(setting: str, born: int | None, year: int) -> str:
    """Picks how somebody is addressed, by their `setting`, else by the year they were `born`.

    Without a setting only the young and the old have a word that fits both men and women.
    """
    if setting in PRONOUNS and setting != "neutral":
        return setting
    if born is None:
        return "neutral"
    age = year - born
    if age < YOUNG_BELOW:
        return "em"
    return "bac" if age >= ELDER_FROM else "neutral"


def choices(roles: Collection[str]) -> tuple[str, ...]:
    """Lists what somebody with these roles may choose, when linking and later."""
    return tuple(word for word in PRONOUNS if word not in OFFICERS_ONLY or "officer" in roles)
