"""Several days of the roster are changed in one press: who comes on it and who is taken off, each by the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.kit import Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.notify import duty_planning
from handlers.people.offices import with_office
from handlers.roster.week import LAST, holidays, span
from rules.duty import days_of_week, monday_of, runs
from rules.local_time import DAY, WEEK
from storage import accounts, duty_days
from storage.accounts import Account
from storage.duty_days import DutyDay

OFFICER = ("officer",)
# somebody on one day of the week
Cell = tuple[int, date]


@dataclass(frozen=True, slots=True)
class WeekTicked:
    """A week as it was shown, and as it is wanted."""

    monday: date
    shown: set[Cell]
    wanted: set[Cell]

    @classmethod
    def read(cls, argument: str) -> "WeekTicked | None":
        """Reads `2026-11-30,71=3,71.0,72.6`.

        The Monday; who was shown on which days, a bit each, Monday the lowest; who is wanted on the day behind the
        point, Monday 0. None for what is not so.
        """
        first, *parts = argument.split(",")
        try:
            monday = monday_of(date.fromisoformat(first))
        except ValueError:
            return None
        days = days_of_week(monday)
        shown, wanted = set[Cell](), set[Cell]()
        for part in parts:
            officer, _, mask = part.partition("=")
            shown |= {(id_in(officer), day) for nth, day in enumerate(days) if id_in(mask) >> nth & 1}
            officer, _, number = part.partition(".")
            wanted |= {(id_in(officer), day) for nth, day in enumerate(days) if number == str(nth)}
        return cls(monday, shown, wanted)


def change(scope: Scope, argument: str) -> Reply:
    """Writes what differs from the week as it was shown; what others have changed meanwhile stays."""
    week = WeekTicked.read(argument)
    if week is None:
        return _week_said(scope, "duty_days.same", monday_of(scope.today))
    on_it = _on_duty(scope, week.monday)
    officers = {officer.id: officer for officer in accounts.officers_of(scope.db, scope.unit, on_duty=False)}
    asked_on, asked_off = week.wanted - week.shown, week.shown - week.wanted
    on = {cell for cell in asked_on - on_it if cell[0] in officers and _may_change(scope, cell[1])}
    off = {cell for cell in asked_off & on_it if _may_change(scope, cell[1])}
    _write(scope, on, off)
    lines = _lines(scope, on, off)
    refused = (asked_on - on_it - on) | (asked_off & on_it - off)
    more = [
        *([scope.text("duty_days.kept")] if refused else []),
        *([scope.text("duty_days.others")] if on_it != week.shown else []),
        *holidays(scope, week.monday),
    ]
    key = "duty_days.done" if lines else "duty_days.same"
    return _week_said(scope, key, week.monday, "\n".join([*lines, *more]))


def _week_said(scope: Scope, key: str, monday: date, lines: str = "") -> Said:
    nth = (monday - monday_of(scope.today)).days // 7
    fields = {"days": span(scope, monday, days_of_week(monday)[-1]), "lines": f"\n{lines}" if lines else ""}
    return Said(key, fields, (scope.button("roster.button.week", f"do:roster:{nth}"), scope.menu_button()))


def _on_duty(scope: Scope, monday: date) -> set[Cell]:
    duties = duty_days.between(scope.db, scope.unit, monday, days_of_week(monday)[-1])
    return {(duty.account_id, duty.day) for duty in duties}


def _may_change(scope: Scope, day: date) -> bool:
    """Says whether a day is of a week that can be set, and still to come."""
    return scope.today <= day < monday_of(scope.today) + WEEK * (LAST + 1)


def _write(scope: Scope, on: set[Cell], off: set[Cell]) -> None:
    for officer, days in _by_officer(off).items():
        duty_days.take_back(scope.db, scope.unit, officer, days, scope.account.id)
    for officer, days in _by_officer(on).items():
        duty_days.add(scope.db, scope.unit, officer, days, scope.account.id)
        around = duty_days.days_of(scope.db, officer, days[0] - DAY, days[-1])
        begun = [DutyDay(first, officer, None) for first, _ in runs(around) if first in days]
        duty_planning.plan(scope.db, scope.unit, begun)


def _by_officer(cells: Iterable[Cell]) -> dict[int, list[date]]:
    days: dict[int, list[date]] = {}
    for officer, day in sorted(cells):
        days.setdefault(officer, []).append(day)
    return days


def _lines(scope: Scope, on: set[Cell], off: set[Cell]) -> list[str]:
    """Says of each who was changed which days they came on and which they were taken off."""
    named = accounts.several(scope.db, {officer for officer, _ in on | off})
    kinds = (("duty_days.on", _by_officer(on)), ("duty_days.off", _by_officer(off)))
    return [
        scope.text(key, Who=_officer_named(scope, named.get(officer)), days=_spans(scope, days))
        for key, by_officer in kinds
        for officer, days in by_officer.items()
    ]


def _officer_named(scope: Scope, officer: Account | None) -> str:
    if officer is None:
        return capital(scope.text("person.some_officer"))
    return capital(with_office(scope.db, scope.wording, officer))


def _spans(scope: Scope, days: list[date]) -> str:
    return ", ".join(span(scope, first, last) for first, last in runs(days))


COMMANDS = (Command("duty_days", change, may=OFFICER),)
