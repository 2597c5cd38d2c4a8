"""The duty roster of a month: who is on duty day by day, and where nobody of an agency is."""

from dataclasses import dataclass
from datetime import date

from handlers.desk.page import Asked, DeskPage
from handlers.desk.roster import by_agency, day_asked, officers_of
from handlers.documents.sheet import Sheet
from handlers.kit.scope import Scope
from rules.duty import days_of_week, monday_of
from rules.figures import Period, period_of
from rules.local_time import DAY
from storage import duty_days


@dataclass(frozen=True, slots=True)
class OnDay:
    """An agency on a day; nobody is a hole, where the day is still to come."""

    agency: str
    names: tuple[str, ...]
    is_hole: bool


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day; those of the months before and after fill up the weeks."""

    day: date
    name: str
    is_of_month: bool
    is_today: bool
    is_free: bool
    agencies: tuple[OnDay, ...]


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """A month by weeks; `previous` and `following` are days of the months beside it."""

    first: date
    weeks: tuple[tuple[MonthDay, ...], ...]
    holes: int
    previous: date
    following: date


def gather(scope: Scope, asked: Asked) -> MonthFacts:
    """Gives the month of the day asked for, or this one."""
    month = period_of("month", day_asked(asked, scope.today))
    days = days_shown(scope, month)
    weeks = tuple(tuple(days[nth : nth + 7]) for nth in range(0, len(days), 7))
    holes = sum(agency.is_hole for day in days if day.is_of_month for agency in day.agencies)
    return MonthFacts(month.first, weeks, holes, month.first - DAY, month.last + DAY)


def days_shown(scope: Scope, month: Period) -> list[MonthDay]:
    """Lists the days of whole weeks that the month lies in."""
    first, last = monday_of(month.first), days_of_week(monday_of(month.last))[-1]
    duties = duty_days.between(scope.db, scope.unit, first, last)
    agencies = by_agency(scope, officers_of(scope, duties))
    on_duty: dict[date, set[int]] = {}
    for duty in duties:
        on_duty.setdefault(duty.day, set()).add(duty.account_id)

    def on_day(day: date) -> MonthDay:
        ids = on_duty.get(day, set())
        told = []
        for agency, officers in agencies:
            names = tuple(scope.wording.called(officer) for officer in officers if officer.id in ids)
            told.append(OnDay(agency, names, not names and bool(agency and officers) and day >= scope.today))
        is_free = day in scope.deployment.free_days
        of_month = month.first <= day <= month.last
        return MonthDay(day, scope.wording.day(day), of_month, day == scope.today, is_free, tuple(told))

    return [on_day(first + DAY * nth) for nth in range((last - first).days + 1)]


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Lists the days of the month, an agency a column."""
    month = period_of("month", day_asked(asked, scope.today))
    days = [day for day in days_shown(scope, month) if day.is_of_month]
    nobody = scope.text("desk.roster.agency.none")
    agencies = [agency.agency or nobody for agency in days[0].agencies]
    title = scope.text("desk.roster_month.title", month=f"{month.first:%m/%Y}".lstrip("0"))
    return Sheet(
        title,
        [scope.text("desk.roster.column.day"), *agencies],
        [[scope.wording.date_on_paper(day.day), *(", ".join(agency.names) for agency in day.agencies)] for day in days],
    )


ROSTER_MONTH = DeskPage(
    id="roster_month", path="roster/month", gather=gather, sheet=sheet, topics=("roster",), in_menu=False
)
