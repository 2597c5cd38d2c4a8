"""Questions that only offers ask: the pay, how many people, what is provided, and a day to come."""

import re

from handlers.kit import Answers, Choice, Choices, Incoming, JsonValue, Problem, Question
from handlers.kit.choices import NAMED
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.understand.counts import only_number
from handlers.understand.fold import bare
from handlers.understand.numerals import NUMBER, number_of
from handlers.understand.pay import find_pay, read_pay
from handlers.understand.spelling import spelled

# per → the least and the most that somebody may mean, in đồng
PAY_BETWEEN = {
    "month": (500_000, 200_000_000),
    "day": (50_000, 5_000_000),
    "hour": (10_000, 1_000_000),
    "piece": (100, 10_000_000),
}
MOST_PEOPLE = 999
_COUNT = re.compile(
    rf"(?P<count>{NUMBER}) (?:nguoi|ng|tho|ban|anh|chi|em|lao dong|cong nhan|nhan vien|phu ho|tai xe|suat|cho|people|"
    r"workers?)(?!\w)"
)

_LEARNS_AT_WORK = re.compile(r"\b(?:hoc viec|vua hoc vua lam|tap nghe|nhan nguoi hoc nghe|kem nghe|apprentice\w*)\b")
_TEACHES = re.compile(r"\b(?:lop|khoa hoc|day nghe|hoc phi|hoc nghe|chieu sinh|tuyen sinh|dao tao)\b")
_NOTHING = re.compile(r"\b(?:khong|ko|k) (?:co |lo |bao |nuoi )+(?:cho |noi )?(?:an|com|o)\b")
_GIVES = r"\b(?:bao|lo|co|nuoi)(?: luon| them)?"
_PROVIDED = {
    "lodging": re.compile(
        rf"{_GIVES} (?:an |com )?(?:cho o|noi o|an o|o lai|nha tro|phong tro)\b|\b(?:bao|nuoi) (?:an )?o\b"
    ),
    "meals": re.compile(rf"{_GIVES} (?:bua )?(?:an|com|an trua|com trua)\b"),
}


class Pay(Question):
    """Stored as [least, most, per], in đồng a month, a day, an hour or a piece."""

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


def kind_told(text: str) -> str:
    """Finds what is offered: a count of heads or a pay hires; words of a course leave it to be asked."""
    if _LEARNS_AT_WORK.search(bare(text)):
        return "trainee"
    hires = _COUNT.search(spelled(text)) or find_pay(text)
    return "job" if hires and not _TEACHES.search(bare(text)) else ""


class OfferKind(Choice):
    """A job, a trade to learn at work, or a course.

    «cần 3 phụ hồ, 350 nghìn một ngày» counts heads or names a pay, and offers a job.
    """

    def said_in(self, text: str, answers: Answers, scope: Scope) -> JsonValue | None:
        told = kind_told(text)
        return told if told == "trainee" else super().said_in(text, answers, scope) or told or None


class Count(Question):
    """How many people: «5», «5 người», «hai thợ»."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        count = self.said_in(message.text, answers, scope) or only_number(message.text)
        if count is None or not 1 <= count <= MOST_PEOPLE:
            raise Problem("not_a_count", most=MOST_PEOPLE)
        return count

    def said_in(self, text: str, answers: Answers, scope: Scope) -> JsonValue | None:
        count = _COUNT.search(spelled(text))
        return number_of(count["count"]) if count else None

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, int) and 1 <= stored <= MOST_PEOPLE


class Provided(Choices):
    """Lodging, meals, both or neither: «bao ăn ở», «có cơm trưa», «không lo chỗ ở»."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        return (not value and _provided_in(message.text)) or super().read(message, value, answers, scope)

    def weighed(self, text: str, answers: Answers, scope: Scope) -> tuple[float, JsonValue] | None:
        told = _provided_in(text)
        return (NAMED, told) if told else super().weighed(text, answers, scope)


def _provided_in(text: str) -> list[str]:
    said = bare(text)
    return [] if _NOTHING.search(said) else [what for what, words in _PROVIDED.items() if words.search(said)]
