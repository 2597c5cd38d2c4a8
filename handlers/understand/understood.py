"""All that is read in one typed sentence, together: for measuring and for trying out, not for a turn."""

from dataclasses import dataclass
from datetime import date, datetime

from handlers.understand import intents
from handlers.understand.amounts import find_amount
from handlers.understand.danger import Danger, danger
from handlers.understand.day_readers import Lean
from handlers.understand.moments import find_when
from handlers.understand.visit_day import visited_on
from handlers.understand.visits import outcome_of, visit_told
from rules.local_time import local_day

SHOWN = 3
# in the chat a greeting is answered as one; among what people come for it is something else
_COUNTED_AS = {"greeting": "other"}
_LEANS: dict[str, Lean] = {"guardian": "past"}
Visit = dict[str, str | list[str] | None]


@dataclass(frozen=True, slots=True)
class Understood:
    """`alternatives` are the next likeliest intents, those that would stand beside it on buttons."""

    intent: str
    confidence: float
    alternatives: list[str]
    danger: Danger
    when: date | datetime | None
    amount: int | None
    visit: Visit | None

    def to_json(self) -> dict[str, object]:
        return {
            "intent": self.intent,
            "confidence": self.confidence,
            "alternatives": self.alternatives,
            "emergency": {"is": self.danger.verdict, "kind": self.danger.kind or None},
            "when": self.when.isoformat() if self.when else None,
            "amount": self.amount,
            "visit": self.visit,
        }


def understood(text: str, now: datetime, role: str | None = None) -> Understood:
    """Reads a sentence as it would be if somebody of that role typed it at `now`, an aware moment."""
    ranked = intents.score(text, role)
    intent, confidence = intents.intent_of(text, role) or (ranked[0] if ranked else ("other", 0.0))
    intent = _COUNTED_AS.get(intent, intent)
    others = dict.fromkeys(_COUNTED_AS.get(other, other) for other, _ in ranked)
    return Understood(
        intent,
        confidence,
        [other for other in others if other != intent][: SHOWN - 1],
        danger(text),
        find_when(text, now, _LEANS.get(role or "")),
        find_amount(text),
        _visit(text, local_day(now)) if _tells_of_a_visit(text, intent) else None,
    )


def _tells_of_a_visit(text: str, intent: str) -> bool:
    return intent == "report_visit" or bool(outcome_of(text))


def _visit(text: str, today: date) -> Visit | None:
    told = visit_told(text)
    if told is None:
        return None
    day = visited_on(text, today)
    return {
        "visited_on": day.isoformat() if day else None,
        "outcome": told.outcome or None,
        "how": told.how or None,
        "work": told.work or None,
        "concerns": list(told.concerns),
        "needs": list(told.needs),
    }
