"""Questions that only offers ask: the pay, which may be a range, how many people, and a day to come."""

import re

from handlers.kit import Answers, Day, Incoming, JsonValue, Problem, Question
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.understand.amounts import read_amount
from handlers.understand.dates import read_day
from handlers.understand.fold import bare, fold

LEAST_PAY, MOST_PAY = 100_000, 200_000_000
MOST_PEOPLE = 999
_UP_TO = re.compile(r"^(?:tu )?(.+?) ?(?:-|–|den|toi|to) ?(.+)$")
_UNIT = re.compile(r"^[\d.,]+$")


def read_pay(text: str) -> list[int] | None:
    """Reads «7-9tr», «7 triệu đến 9 triệu», «8 triệu»: least and most, in đồng a month."""
    said = re.sub(r" ?/ ?(?:thang|month)$| (?:1|mot|moi|a) (?:thang|month)$", "", fold(text[:80]).strip(". "))
    up_to = _UP_TO.match(said)
    if up_to is None:
        whole = read_amount(said)
        return [whole, whole] if whole else None
    low, high = up_to[1].strip(), up_to[2].strip()
    if _UNIT.match(low):
        low += re.sub(r"^[\d.,]+", "", high)
    least, most = read_amount(low), read_amount(high)
    return [least, most] if least and most and least <= most else None


class Pay(Question):
    """Stored as [least, most], in đồng a month."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        pay = read_pay(message.text)
        if pay is None:
            raise Problem("not_pay")
        if not LEAST_PAY <= pay[0] <= pay[1] <= MOST_PAY:
            raise Problem("out_of_range", least=scope.money(LEAST_PAY), most=scope.money(MOST_PAY))
        return pay

    def accepts(self, stored: JsonValue) -> bool:
        return (
            isinstance(stored, list)
            and len(stored) == 2
            and all(isinstance(amount, int) and LEAST_PAY <= amount <= MOST_PAY for amount in stored)
        )

    def show(self, stored: JsonValue, answers: Answers, viewer: Viewer) -> str:
        least, most = (viewer.money(amount) for amount in stored)
        return least if least == most else f"{least} – {most}"


class Count(Question):
    """How many people: «5», «5 người»."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        numbers = re.findall(r"\d+", bare(message.text[:40]))
        if len(numbers) != 1 or not 1 <= int(numbers[0]) <= MOST_PEOPLE:
            raise Problem("not_a_count", most=MOST_PEOPLE)
        return int(numbers[0])

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, int) and 1 <= stored <= MOST_PEOPLE


class DayToCome(Day):
    """«31/12» is the next one, where a visit's would be the last."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        typed = message.text.strip()
        day = None if value or typed.isdecimal() else read_day(typed, scope.today, "future")
        return day.isoformat() if day else super().read(message, value, answers, scope)
