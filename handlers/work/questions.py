"""Questions that only offers ask: the pay, which may be a range, how many people, and a day to come."""

import re

from handlers.kit import Answers, Choice, Day, Incoming, JsonValue, Problem, Question
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.understand.dates import read_day
from handlers.understand.numerals import NUMBER, number_of
from handlers.understand.pay import find_pay, read_pay
from handlers.understand.spelling import spelled

# per → the least and the most that somebody may mean, in đồng
PAY_BETWEEN = {"month": (500_000, 200_000_000), "day": (50_000, 5_000_000), "hour": (10_000, 1_000_000)}
MOST_PEOPLE = 999
_COUNT = re.compile(
    rf"(?P<count>{NUMBER}) (?:nguoi|ng|tho|ban|anh|chi|em|lao dong|cong nhan|nhan vien|phu ho|tai xe|suat|cho|people|"
    r"workers?)(?!\w)"
)

_NUMBERS = re.compile(rf"(?<!\w){NUMBER}(?!\w)")


class Pay(Question):
    """Stored as [least, most, per], in đồng a month, a day or an hour."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        pay = read_pay(message.text)
        if pay is None:
            raise Problem("not_pay")
        least, most = PAY_BETWEEN[pay.per]
        if not least <= pay.least <= pay.most <= most:
            raise Problem("out_of_range", least=scope.money(least), most=scope.money(most))
        return list(pay)

    def said_in(self, text: str, answers: Answers, scope: Scope) -> JsonValue | None:
        pay = find_pay(text)
        return list(pay) if pay and self.accepts(list(pay)) else None

    def accepts(self, stored: JsonValue) -> bool:
        if not (isinstance(stored, list) and len(stored) == 3 and stored[2] in PAY_BETWEEN):
            return False
        least, most = PAY_BETWEEN[stored[2]]
        return all(isinstance(amount, int) and least <= amount <= most for amount in stored[:2])

    def show(self, stored: JsonValue, answers: Answers, viewer: Viewer) -> str:
        least, most = (viewer.money(amount) for amount in stored[:2])
        amount = least if least == most else f"{least} – {most}"
        return viewer.text("offer.pay.exactly", pay=amount, per=viewer.text(f"offer.per.{stored[2]}"))


class OfferKind(Choice):
    """A job or a course: «cần 3 phụ hồ, 350 nghìn một ngày» counts heads or names a pay, and offers a job."""

    def said_in(self, text: str, answers: Answers, scope: Scope) -> JsonValue | None:
        hires = _COUNT.search(spelled(text)) or find_pay(text)
        return super().said_in(text, answers, scope) or ("job" if hires else None)


class Count(Question):
    """How many people: «5», «5 người», «hai thợ»."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        said = spelled(message.text[:40])
        count = self.said_in(message.text, answers, scope) or _only_number(said)
        if count is None or not 1 <= count <= MOST_PEOPLE:
            raise Problem("not_a_count", most=MOST_PEOPLE)
        return count

    def said_in(self, text: str, answers: Answers, scope: Scope) -> JsonValue | None:
        count = _COUNT.search(spelled(text))
        return number_of(count["count"]) if count else None

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, int) and 1 <= stored <= MOST_PEOPLE


def _only_number(said: str) -> int | None:
    numbers = _NUMBERS.findall(said)
    return number_of(numbers[0]) if len(numbers) == 1 else None


class DayToCome(Day):
    """«31/12» is the next one, where a visit's would be the last."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        typed = message.text.strip()
        day = None if value or typed.isdecimal() else read_day(typed, scope.today, "future")
        return day.isoformat() if day else super().read(message, value, answers, scope)
