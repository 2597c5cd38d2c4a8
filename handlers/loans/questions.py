"""Questions that loans ask: how much, for how many months, how many workers."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Unpack

from handlers.kit import Amount, Answers, Choice, Incoming, JsonValue, Option, Problem, Question
from handlers.kit.question import Manner
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.understand.amounts import read_amount
from handlers.understand.counts import only_number
from handlers.understand.durations import find_duration
from handlers.understand.fold import fold
from handlers.understand.need_words import is_childs_schooling
from handlers.understand.numerals import number_of
from handlers.understand.spelling import spelled

LEAST_ASKED = 500_000
# an amount beyond these is a slip of the finger
MOST_READ = 10**12
LONGEST_NUMBER = 6
LONGEST_SUM = 40
SPANS = (12, 24, 36, 60, 120)
MOST_WORKERS = 9999
_FEW_DONG = re.compile(r"\d{1,4} ?(?:d|dong|vnd)")
# «năm chục», «một trăm», of millions
_IN_TENS = re.compile(r"\b(?:chuc|tram)$")
# «một trăm hai»: twenty, not two
_HUNDRED_AND = re.compile(
    r"(?:\b(?P<hundreds>\d|mot|hai|ba|bon|nam) )?\btram (?P<tens>ruoi|hai|ba|tu|bon|nam|sau|bay|tam|chin)$"
)
Limit = Callable[[Answers, Scope], int]


class Purpose(Choice):
    """What the loan is for; a child's schooling is neither one's own business nor one's own course."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        if not value and is_childs_schooling(message.text):
            raise Problem("for_a_child")
        return super().read(message, value, answers, scope)

    def told_in(self, text: str, options: list[Option]) -> dict[str, float]:
        return {} if is_childs_schooling(text) else super().told_in(text, options)


class LoanAmount(Amount):
    """Money to borrow: «300 đ» and «5 tỷ» are answered for what they are, with what this source lends.

    `limit(answers, scope)`: the most, in đồng.
    """

    def __init__(self, id: str, limit: Limit, **manner: Unpack[Manner]):
        super().__init__(id, most=MOST_READ, **manner)
        self.limit = limit

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        if _FEW_DONG.fullmatch(spelled(message.text.strip())):
            raise Problem("too_small", least=scope.money(LEAST_ASKED))
        if read_amount(message.text) is None:
            message = replace(message, text=_of_millions(message.text))
        return super().read(message, value, answers, scope)

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        if stored is None:
            return
        if stored < LEAST_ASKED:
            raise Problem("too_small", least=scope.money(LEAST_ASKED))
        most = self.limit(answers, scope)
        if stored > most:
            raise Problem("over_most", most=scope.money(most))


def _of_millions(text: str) -> str:
    """Adds to «năm chục» and «một trăm hai» that they are millions; any other text stays as it is."""
    said = fold(spelled(text[:LONGEST_SUM]))
    if hundred := _HUNDRED_AND.search(said):
        tens = 5 if hundred["tens"] == "ruoi" else number_of(hundred["tens"]) or 0
        return f"{100 * (number_of(hundred['hundreds'] or '1') or 1) + 10 * tens} tr"
    return f"{text} tr" if _IN_TENS.search(said) else text


class Months(Question):
    """For how long: «3 năm», «36 tháng», «36»; stored as «36», of `most(answers, scope)` months at most."""

    def __init__(self, id: str, most: Limit, **manner: Unpack[Manner]):
        super().__init__(id, **manner)
        self.most = most

    def options(self, answers: Answers, scope: Scope) -> list[Option]:
        most = self.most(answers, scope)
        return [Option(str(months), scope.text("loan.months", months=months)) for months in SPANS if months <= most]

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        if value:
            return value
        offered, typed = self.options(answers, scope), message.text.strip()
        if typed.isdecimal() and 0 < int(typed[:4]) <= len(offered):
            return offered[int(typed) - 1].value
        months = self.said_in(message.text, answers, scope) or only_number(message.text)
        if not months:
            raise Problem("not_months")
        return str(months)

    def said_in(self, text: str, answers: Answers, scope: Scope) -> JsonValue | None:
        length = find_duration(text, scope.today)
        return str(length.months) if length and length.months else None

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, str) and stored.isdecimal() and int(stored[:LONGEST_NUMBER]) > 0

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        most = self.most(answers, scope)
        if int(stored) > most:
            raise Problem("too_long", most=most)

    def show(self, stored: JsonValue, answers: Answers, viewer: Viewer) -> str:
        return viewer.text("loan.months", months=stored)


class Workers(Question):
    """How many people, in figures or in words: `least` of them, and no more than the answer to `among`."""

    def __init__(self, id: str, *, least: int = 1, among: str = "", **manner: Unpack[Manner]):
        super().__init__(id, **manner)
        self.least = least
        self.among = among

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        count = only_number(message.text)
        if count is None or not self.least <= count <= MOST_WORKERS:
            raise Problem("not_workers")
        return count

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, int) and self.least <= stored <= MOST_WORKERS

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        most = answers.get(self.among, MOST_WORKERS)
        if stored > most:
            raise Problem("more_than_all", most=most)
