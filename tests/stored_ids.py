"""Ids that lie in databases once they are released: forms, questions, codes, commands, reasons and the like.

`python -m tests.stored_ids` adds what is new to `stored_ids.json`. What is given up is moved to its `retired` by hand,
with the code that still reads it left in place, or with a migration.
"""

import json
from pathlib import Path

from handlers.kit import Choice
from handlers.matters import REGISTRY
from rules import (
    absences,
    alerts,
    appointments,
    broadcasts,
    case_types,
    checkins,
    consent,
    goals,
    groups,
    hiring,
    loans,
    notices,
    pronouns,
    roll_call,
    taking_charge,
    trades,
    visits,
)
from seeds.tables import load_alert_rules
from storage import persons
from storage.broadcasts import audiences

FILE = Path(__file__).with_suffix(".json")
CODES = {
    "alert levels": alerts.LEVELS,
    "alert reasons": load_alert_rules().reasons,
    "alert rules": tuple(load_alert_rules().by_id),
    "alert states": alerts.STATES,
    "alert outcomes": alerts.OUTCOMES,
    "consent purposes": consent.PURPOSES,
    "pronouns": pronouns.PRONOUNS,
    "visit outcomes": visits.OUTCOMES,
    "visit kinds": visits.KINDS,
    "visit reasons": visits.REASONS,
    "work": visits.WORK,
    "mood": visits.MOOD,
    "concerns": visits.CONCERNS,
    "needs": visits.NEEDS,
    "faces": checkins.FACES,
    "helps": checkins.HELPS,
    "check-in questions": tuple(checkins.QUESTIONS),
    "trades": trades.TRADES,
    "loan certificates": loans.CERTIFICATES,
    "loan purposes": loans.PURPOSES,
    "case types": case_types.CODES,
    "charge steps": (*taking_charge.CODES, taking_charge.DONE),
    "goal states": goals.STATES,
    "goal helpers": goals.HELPERS,
    "person states": persons.STATUSES,
    "broadcast states": broadcasts.STATES,
    "broadcast audiences": tuple(audiences.BELONGS),
    "roll-call states": roll_call.STATES,
    "roll-call ways": roll_call.WAYS,
    "absence states": absences.STATES,
    "appointment states": appointments.STATES,
    "groups": groups.LETTERS,
    "interest states": hiring.STATES,
    "checks at work": hiring.CHECKS,
    "reasons against": hiring.REASONS,
    "due kinds": (*(kind.id for kind in notices.ROWS if kind.visit or kind.late), *REGISTRY.due_works),
    "notice kinds": tuple(notices.KINDS),
}
Ids = dict[str, list[str]]


def present() -> Ids:
    """Subject → ids, as the code has them now."""
    found: Ids = {
        "forms": sorted(REGISTRY.forms),
        "commands": sorted(REGISTRY.commands),
        "commands of strangers": sorted(REGISTRY.strangers.commands),
    }
    for form in REGISTRY.forms.values():
        found[f"{form.id}: questions"] = sorted(form.by_id)
        for question in form.questions:
            if isinstance(question, Choice) and not callable(question.source):
                found[f"{form.id}.{question.id}: codes"] = sorted(question.source)
    return found | {subject: sorted(set(codes)) for subject, codes in CODES.items()}


def listed() -> tuple[Ids, Ids]:
    """What is in use, and what has been given up."""
    content = json.loads(FILE.read_text("utf-8"))
    return content["in use"], content["retired"]


def add_new() -> None:
    known, retired = listed() if FILE.exists() else ({}, {})
    both = {
        subject: sorted({*known.get(subject, []), *ids} - set(retired.get(subject, [])))
        for subject, ids in (known | present()).items()
    }
    text = json.dumps({"in use": dict(sorted(both.items())), "retired": retired}, indent=1)
    FILE.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    add_new()
