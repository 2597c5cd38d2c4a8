"""A week of the roster is set: who of each agency, or as the week before."""

from datetime import date

from handlers.kit import Answers, Choice, Choices, Form, Option, Problem, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.notify import duty_planning
from handlers.people.naming import of_accounts
from handlers.people.offices import office_of
from handlers.roster.week import LAST, holidays, show, span, week_asked
from rules.duty import days_of_week, monday_of
from rules.local_time import WEEK
from storage import accounts, duty_days
from storage.duty_days import DutyDay

OFFICER = ("officer",)


def weeks(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers this week and the next ones."""
    this = monday_of(scope.today)
    mondays = [this + WEEK * nth for nth in range(LAST + 1)]
    return [Option(str(nth), span(scope, monday, days_of_week(monday)[-1])) for nth, monday in enumerate(mondays)]


def week_named(value: str, viewer: Viewer) -> str:
    monday = monday_of(viewer.today) + WEEK * week_asked(value)
    return viewer.text("roster.span", first=viewer.day(monday), last=viewer.day(days_of_week(monday)[-1]))


def officers(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers the commune's officers, each with their agency."""
    of_unit = accounts.officers_of(scope.db, scope.unit, on_duty=False)
    names = of_accounts(scope.wording, of_unit)
    offices = {officer.id: office_of(scope.db, scope.wording, officer) for officer in of_unit}
    label = {key: f"{names[key]} ({office})" if office else names[key] for key, office in offices.items()}
    return [Option(str(officer.id), label[officer.id]) for officer in of_unit]


def officer_named(value: str, viewer: Viewer) -> str:
    officer = accounts.get(viewer.db, id_in(value))
    return officer.name if officer else ""


def write(answers: Answers, scope: Scope) -> Said:
    """Writes the week: of this one the days that are left, for what has been stays as it was."""
    chosen = [id_in(value) for value in answers["officers"]]
    if not chosen:
        raise Problem("somebody", question="officers")
    monday = monday_of(scope.today) + WEEK * week_asked(answers["week"])
    days = [day for day in days_of_week(monday) if day >= scope.today]
    _write(scope, days, [DutyDay(day, account_id, None) for day in days for account_id in chosen])
    return _week_set(scope, monday)


def _write(scope: Scope, days: list[date], duties: list[DutyDay]) -> None:
    duty_days.write(scope.db, scope.unit, days[0], days[-1], duties, scope.account.id)
    duty_planning.plan(scope.db, scope.unit, duties)


def _week_set(scope: Scope, monday: date) -> Said:
    free = "\n".join(holidays(scope, monday))
    nth = (monday - monday_of(scope.today)).days // 7
    see = scope.button("roster.button.week", f"do:roster:{nth}")
    days = span(scope, monday, days_of_week(monday)[-1])
    return Said("duty_week.done", {"days": days, "holidays": f"\n{free}" if free else ""}, (see, scope.menu_button()))


def copy(scope: Scope, argument: str) -> Reply:
    """Sets a week as the one before it: the same people on the same days of the week; stand-ins were for once."""
    nth = max(week_asked(argument), 0)
    monday = monday_of(scope.today) + WEEK * nth
    before = duty_days.between(scope.db, scope.unit, monday - WEEK, days_of_week(monday - WEEK)[-1])
    active = {officer.id for officer in accounts.officers_of(scope.db, scope.unit, on_duty=False)}
    duties = {
        (duty.day + WEEK, duty.instead_of or duty.account_id): DutyDay(
            duty.day + WEEK, duty.instead_of or duty.account_id, None
        )
        for duty in before
    }
    days = [day for day in days_of_week(monday) if day >= scope.today]
    wanted = [duty for duty in duties.values() if duty.account_id in active and duty.day in days]
    if not wanted:
        set_it = scope.button("roster.button.set", f"go:duty_week:week={nth}")
        return Said("roster.nothing_to_copy", buttons=(set_it, scope.menu_button()))
    _write(scope, days, wanted)
    return show(scope, str(nth))


duty_week = Form(
    "duty_week",
    Choice("week", weeks, named=week_named),
    Choices("officers", officers, named=officer_named),
    submit=write,
    may=OFFICER,
)
COMMANDS = (
    Command(
        "duty_copy",
        copy,
        may=OFFICER,
        words=("tuan nay nhu tuan truoc", "lich truc nhu tuan truoc", "same as last week"),
    ),
)
