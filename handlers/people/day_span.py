"""The two questions for a span of days, which people answer at once: «từ 24/11 đến 26/11»."""

from datetime import date

from handlers.kit import Answers, Day, Incoming, JsonValue, Problem
from handlers.kit.scope import Scope
from handlers.understand.dates import find_days
from handlers.understand.day_readers import Lean


def span_in(text: str, today: date, lean: Lean) -> tuple[str, str] | None:
    """Finds the first and the last day, as ISO, where a text names exactly two, the earlier one in front."""
    days = list(dict.fromkeys(hit.day for hit in find_days(text, today, lean)))
    return (days[0].isoformat(), days[1].isoformat()) if len(days) == 2 and days[0] < days[1] else None


class SpanStart(Day):
    """The first day; an answer that names two is this one and the last."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        try:
            return super().read(message, value, answers, scope)
        except Problem:
            if span := span_in(message.text, scope.today, self.lean):
                return span[0]
            raise

    def said_in(self, text: str, answers: Answers, scope: Scope) -> JsonValue | None:
        span = span_in(text, scope.today, self.lean)
        return span[0] if span else super().said_in(text, answers, scope)


class SpanEnd(Day):
    """The last day; beside the first one it is heard only where both are named."""

    def said_in(self, text: str, answers: Answers, scope: Scope) -> JsonValue | None:
        span = span_in(text, scope.today, self.lean)
        return span[1] if span else None
