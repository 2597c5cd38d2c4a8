"""The question for the day on which a sentence ended, of which people often know the month alone."""

import re
from datetime import date
from typing import Unpack

from handlers.kit import Answers, Day, Incoming, JsonValue, Option, Problem
from handlers.kit.question import Manner
from handlers.kit.scope import Scope
from handlers.people import record
from handlers.understand.dates import find_day, find_month, read_day, read_month
from handlers.understand.durations import find_duration
from handlers.understand.fold import bare
from rules.visits import months_later

YEARS_BACK = 40
YEAR = re.compile(r"(?:nam )?(?:19|20)\d\d")


def end_problem(day: date, today: date) -> str | None:
    if day > today:
        return "in_future"
    return "too_old" if day.year < today.year - YEARS_BACK else None


class EndDay(Day):
    """The day on which a sentence ended: the one on record is offered; a month and a year will do, as their first day.

    «Được 7 tháng rồi» is a month, too; of «2 năm» the month is asked.
    """

    def __init__(self, id: str, **manner: Unpack[Manner]):
        super().__init__(id, problem=end_problem, **manner)

    def options(self, answers: Answers, scope: Scope) -> list[Option]:
        person = record.person_of(scope)
        return [Option(person.came_home_on.isoformat(), scope.day(person.came_home_on))] if person else []

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        if read_day(message.text, scope.today):
            return super().read(message, value, answers, scope)
        if not value and (month := read_month(message.text, scope.today)):
            return month.isoformat()
        named = None if value else read_day(message.text, scope.today)
        ago = None if value or named else find_duration(message.text, scope.today)
        if YEAR.fullmatch(bare(message.text)) or (ago and ago.months and ago.months % 12 == 0):
            raise Problem("which_month")
        if ago and ago.months:
            return months_later(scope.today.replace(day=1), -ago.months).isoformat()
        return super().read(message, value, answers, scope)

    def said_in(self, text: str, answers: Answers, scope: Scope) -> JsonValue | None:
        day = find_day(text, scope.today) or find_month(text, scope.today)
        return day.isoformat() if day else None
