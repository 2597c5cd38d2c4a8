"""The two questions for a span of days, which people answer at once: «từ 24/11 đến 26/11»."""

import re
from datetime import date

from handlers.kit import Answers, Day, Incoming, JsonValue, Problem
from handlers.kit.scope import Scope
from handlers.understand.dates import find_day, find_days
from handlers.understand.day_readers import Lean
from handlers.understand.fold import bare


def span_in(text: str, today: date, lean: Lean) -> tuple[str, str] | None:
    """Finds the first and the last day, as ISO, where a text names exactly two, the earlier one in front."""
    days = list(dict.fromkeys(hit.day for hit in find_days(text, today, lean)))
    return (days[0].isoformat(), days[1].isoformat()) if len(days) == 2 and days[0] < days[1] else None


_RETURNS = re.compile(r"\b(?:ve|(?:den|toi) het|den ngay|het ngay|quay lai|tro lai)\b")
_LEAVES = re.compile(r"\b(?:di|tu|bat dau)\b")


def _is_return(text: str) -> bool:
    """Says whether a day is named as that of coming back: «em về ngày 2/12»."""
    said = bare(text)
    return _RETURNS.search(said) is not None and _LEAVES.search(said) is None


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
        if span or not _is_return(text):
            return span[0] if span else super().said_in(text, answers, scope)
        return None


class SpanEnd(Day):
    """The last day; beside the first one it is heard where both are named, or one as that of coming back."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        try:
            return super().read(message, value, answers, scope)
        except Problem:
            if day := find_day(message.text, scope.today, self.lean):
                return day.isoformat()
            raise

    def said_in(self, text: str, answers: Answers, scope: Scope) -> JsonValue | None:
        span = span_in(text, scope.today, self.lean)
        if span or not _is_return(text):
            return span[1] if span else None
        return super().said_in(text, answers, scope)
