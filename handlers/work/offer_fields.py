"""What partners write that everybody reads: kind words, where, working hours, whom to ask."""

from handlers.kit import Answers, Incoming, JsonValue, Problem, Text
from handlers.kit.scope import Scope
from handlers.understand.pay import is_pay
from handlers.understand.unkind import shames


class Public(Text):
    """Words that stand on the card."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        text = str(super().read(message, value, answers, scope))
        if shames(text):
            raise Problem("kinder_words")
        return " ".join(text.split())


class Title(Public):
    """What the card is headed with."""

    is_title = True


class Where(Public):
    """The place, which the sentence of an offer may name, too."""

    told_beside = True


class Hours(Public):
    """When one works, in their own words; a sum is the answer to another question."""

    free = False

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        if is_pay(message.text):
            raise Problem("not_hours")
        return super().read(message, value, answers, scope)


class Contact(Public):
    """Whom to ask for, with a number or without; the sentence of an offer may tell a number."""

    told_beside = True
