"""What is asked about somebody's situation when they are taken in charge, and which needs follow from it."""

from collections.abc import Mapping
from typing import Any

from rules.visits import NEEDS

LODGING = ("own", "family", "relatives", "rented", "unstable")
PAPERS = ("id_card", "residence", "birth", "insurance", "certificate", "vneid")
FAMILY = ("close", "far", "strained", "alone")
HEALTH = ("well", "ill", "care", "disabled")
DEBTS = ("none", "small", "heavy")
# how somebody agreed to it being kept: in their own chat, or by word of mouth before an officer
AGREED = ("chat", "spoken")


def needs_told(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Lists the needs that the answers name, in the order of rules/visits.py; what was skipped names none."""
    named = set(answers.get("wishes") or ())
    named |= {"housing"} if answers.get("lodging") == "unstable" else set()
    named |= {"papers"} if answers.get("papers") else set()
    named |= {"health_care"} if answers.get("health") == "care" else set()
    return tuple(need for need in NEEDS if need in named)
