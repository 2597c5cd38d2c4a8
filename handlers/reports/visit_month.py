"""A guardian's month: on which day whom they saw or missed, and whom they are to see."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from handlers.kit.wording import Wording, capital
from rules.visits import met, months_later, visit_due
from storage import access, visits
from storage.accounts import Account
from storage.database import Db

Sort = Literal["met", "vain", "planned", "late"]
# no guardian reports more in a month
MOST = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody on a day: seen, sought in vain, to be seen, or overdue."""

    sort: Sort
    who: str


@dataclass(slots=True)
class Month:
    """A month from its first day on; `days` has those on which there is something."""

    first: date
    today: date
    days: dict[date, list[Mark]] = field(default_factory=dict)

    def add(self, day: date, mark: Mark) -> None:
        if (day.year, day.month) == (self.first.year, self.first.month):
            self.days.setdefault(day, []).append(mark)


def gather(db: Db, guardian: Account, wording: Wording, first: date) -> Month:
    """Reads the month of those in the guardian's care today."""
    month = Month(first, db.today)
    people = {person.id: person for person in access.in_care(db, guardian, "visit month")}
    names = {person.id: capital(wording.called(person)) for person in people.values()}
    for visit in visits.of_guardian(db, guardian.id, list(people), MOST):
        month.add(visit.visited_on, Mark("met" if met(visit.outcome) else "vain", names[visit.person_id]))
    for person in people.values():
        if person.next_visit_on is not None:
            late = visit_due(person.next_visit_on, db.today).is_overdue
            month.add(person.next_visit_on, Mark("late" if late else "planned", names[person.id]))
    return month


def month_from(argument: str, today: date) -> date:
    """Reads which month is meant: this one, or the next (`1`)."""
    return months_later(today.replace(day=1), 1 if argument == "1" else 0)
