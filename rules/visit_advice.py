"""What may help a guardian at a door, and which of it fits what a report names as worrying."""

from collections.abc import Iterable, Mapping

ADVICE = ("drink", "quarrel", "silence", "money")
# concern → entry
ADVICE_ON: Mapping[str, str] = {
    "alcohol": "drink",
    "violence": "quarrel",
    "family": "quarrel",
    "low_mood": "silence",
    "debt": "money",
    "gambling": "money",
}


def advice_on(concerns: Iterable[str]) -> list[str]:
    """Lists the entries of advice that fit these concerns, each once."""
    return list(dict.fromkeys(ADVICE_ON[concern] for concern in concerns if concern in ADVICE_ON))
