"""What somebody came for, from a typed sentence: learnt from written ones, with what is known of the role."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from math import exp, log

from handlers.understand import learnt
from handlers.understand.danger import danger
from handlers.understand.stopwords import is_stop

INTENTS = (
    "find_job",
    "training",
    "loan_info",
    "loan_apply",
    "loan_status",
    "record_clearance",
    "id_papers",
    "residence",
    "mental_health",
    "addiction_help",
    "emergency",
    "report_visit",
    "my_people",
    "my_status",
    "talk_to_officer",
    "complaint",
    "stop_messages",
    "my_data",
    "change_phone",
    "offer_job",
    "broadcast",
    "anonymous_tip",
    "volunteer",
    "about",
    "help",
    "thanks",
    "greeting",
    "find_person",
    "show_alerts",
    "take_alert",
    "close_alert",
    "figures",
    "export",
    "assign",
    "other",
)
LEAST_CONFIDENCE = 0.2
LEAST_KNOWN = 0.6  # of the features; below it is no Vietnamese that we know


def intent_of(text: str, role: str | Collection[str] | None = None) -> tuple[str, float] | None:
    """Finds the intent and how sure we are of it, from 0 to 1, so that of those with 0.8 four in five are right.

    None when nothing is said or nothing is likely.
    """
    if danger(text).verdict == "yes":
        return "emergency", 1.0
    if is_stop(text):
        return "stop_messages", 1.0
    scores = score(text, role)
    return scores[0] if scores and scores[0][1] >= LEAST_CONFIDENCE else None


def score(text: str, role: str | Collection[str] | None = None) -> list[tuple[str, float]]:
    """Lists every intent with its probability, the likeliest first; none for a text of which hardly anything is known.

    The role is a leaning, no wall.
    """
    if not any(map(str.isalnum, text)):
        return [("greeting", 1.0)] if text.strip() else []
    said, header = learnt.sums(text), learnt.weights().header
    if said[learnt.KNOWN] < LEAST_KNOWN:
        return []
    leaning = _of_roles((role,) if isinstance(role, str) else tuple(role or ()))
    logits = [(said[intent] + lean) / header["temperature"] for intent, lean in zip(INTENTS, leaning, strict=True)]
    most = max(logits)
    weights = [exp(logit - most) for logit in logits]
    whole = sum(weights)
    scores = ((intent, round(weight / whole, 3)) for intent, weight in zip(INTENTS, weights, strict=True))
    return sorted(scores, key=lambda pair: -pair[1])


@lru_cache(maxsize=64)
def _of_roles(roles: tuple[str, ...]) -> Sequence[float]:
    """Says what speaks for each intent before a word is said; somebody with several roles may mean any of them."""
    of_role = learnt.weights().header["roles"]
    leanings = [of_role[role] for role in roles if role in of_role]
    if not leanings:
        return [0.0] * len(INTENTS)
    return [log(sum(map(exp, of_one)) / len(leanings)) for of_one in zip(*leanings, strict=True)]
