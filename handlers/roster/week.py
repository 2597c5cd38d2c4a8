"""«Lịch trực»: a week of the roster, day by day where they differ."""

from datetime import date
from itertools import groupby

from handlers.kit import Button, Outgoing
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.people.offices import with_office
from rules.duty import days_of_week, monday_of
from rules.local_time import WEEK
from storage import accounts, duty_days
from storage.duty_days import DutyDay

# weeks that are shown, from this one: the last and the next eight
FIRST, LAST = -1, 8


def show(scope: Scope, argument: str) -> Reply:
    """Shows a week; `argument` counts weeks from this one, `1` is the next."""
    nth = week_asked(argument)
    monday = monday_of(scope.today) + WEEK * nth
    duties = duty_days.between(scope.db, scope.unit, monday, monday + WEEK)
    duties = [duty for duty in duties if duty.day < monday + WEEK]
    head = scope.text("roster.week", first=scope.day(monday), last=scope.day(days_of_week(monday)[-1]))
    lines = _lines(scope, duties) or [scope.text("roster.empty")]
    return Outgoing("\n".join([head, *lines, *holidays(scope, monday)]), _buttons(scope, nth, is_set=bool(duties)))


def week_asked(argument: str) -> int:
    """Reads which week is meant; this one for nonsense."""
    number = argument.removeprefix("-")
    nth = int(argument) if number.isdecimal() and len(number) == 1 else 0
    return nth if FIRST <= nth <= LAST else 0


def _lines(scope: Scope, duties: list[DutyDay]) -> list[str]:
    """Names who is on duty; days that follow each other with the same people are one line."""
    officers = accounts.several(scope.db, {duty.account_id for duty in duties})
    others = accounts.several(scope.db, {duty.instead_of for duty in duties if duty.instead_of})

    def named(duty: DutyDay) -> str:
        officer, former = officers.get(duty.account_id), others.get(duty.instead_of or 0)
        who = with_office(scope.db, scope.wording, officer) if officer else scope.text("person.some_officer")
        return scope.text("roster.instead", who=who, former=scope.wording.called(former)) if former else who

    by_day = [(day, ", ".join(map(named, of_day))) for day, of_day in groupby(duties, lambda duty: duty.day)]
    lines = []
    for who, pairs in groupby(by_day, lambda pair: pair[1]):
        days = [day for day, _ in pairs]
        lines.append(scope.text("roster.line", days=span(scope, days[0], days[-1]), who=capital(who)))
    return lines


def span(scope: Scope, first: date, last: date) -> str:
    """Names days from the first to the last: «thứ Hai 23/11 – Chủ nhật 29/11», or the one day."""
    if first == last:
        return scope.wording.day(first)
    return scope.text("roster.span", first=scope.wording.day(first), last=scope.wording.day(last))


def holidays(scope: Scope, monday: date) -> list[str]:
    """Says which of the days are free for all others: somebody is on duty all the same."""
    free = [day for day in days_of_week(monday) if day in scope.deployment.free_days]
    return [scope.text("roster.holidays", days=", ".join(scope.wording.day(day) for day in free))] if free else []


def _buttons(scope: Scope, nth: int, *, is_set: bool) -> tuple[Button, ...]:
    buttons = []
    if nth >= 0:
        buttons.append(scope.button("roster.button.set", f"go:duty_week:week={nth}"))
        if not is_set:
            buttons.append(scope.button("roster.button.copy", f"do:duty_copy:{nth}"))
        buttons.append(scope.button("roster.button.swap", "go:duty_swap"))
    if nth < LAST:
        buttons.append(scope.button("roster.button.next", f"do:roster:{nth + 1}"))
    return (*buttons, scope.menu_button())


COMMANDS = (
    Command(
        "roster",
        show,
        may=("officer",),
        words=("lich truc", "lich truc tuan nay", "/lichtruc", "/roster", "roster", "duty roster"),
    ),
)
