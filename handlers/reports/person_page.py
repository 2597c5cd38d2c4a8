"""What one page says of a person: who they are, their guardian, visits by quarter, needs, alerts and check-ins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from handlers.kit import Form, Line
from handlers.kit.viewer import Viewer
from handlers.reports.written_for import written_for
from rules.alerts import OPEN_STATES
from rules.deadlines import Quarter, quarter_of
from rules.visits import met, visit_due
from storage import accounts, alerts, assignments, checkins, goals, intakes, needs, taking_charge, visits
from storage.checkins import Checkin
from storage.persons import Person
from storage.visits import Visit

MOST_VISITS = 40
MOST_SHOWN = 6
QUARTERS = 4
MOST_CHECKINS = 3
MOST_ALERTS = 5


@dataclass(frozen=True, slots=True)
class VisitFacts:
    on: date
    receipt: str
    in_short: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class QuarterOfVisits:
    """Counts the visits of a quarter; `shown` are the latest of them."""

    quarter: Quarter
    visits: int
    met: int
    shown: tuple[VisitFacts, ...]


@dataclass(frozen=True, slots=True)
class CheckinFacts:
    """An answered check-in; `mark`: by whom in the person's name, empty where it was themself."""

    at: datetime
    mark: str
    in_short: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """An open need, by its code; `mark`: by whom it was named in the person's name, empty where by themself."""

    kind: str
    mark: str


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert that nobody has closed; level, reason and state are codes of `rules.alerts`."""

    code: str
    level: str
    reason: str
    state: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """A goal that the person has agreed to; `helper` is a code of rules/goals.py, `helper_named` who that is."""

    what: str
    helper: str
    helper_named: str
    due_on: date


@dataclass(frozen=True, slots=True)
class PersonPage:
    """The facts of the page; `case_type` and `status` are codes. `guardian` is empty where there is none.

    `steps` of being taken in charge, by their codes, with their days; `situation` as the person told it.
    """

    name: str
    born: int | None
    hamlet: str
    case_type: str
    came_home_on: date
    status: str
    guardian: str
    next_visit_on: date | None
    days_late: int
    quarters: tuple[QuarterOfVisits, ...]
    needs: tuple[NeedFacts, ...]
    alerts: tuple[OpenAlert, ...]
    checkins: tuple[CheckinFacts, ...]
    steps: tuple[tuple[str, date], ...] = ()
    situation: tuple[Line, ...] = ()
    goals: tuple[GoalFacts, ...] = ()


def gather(person: Person, viewer: Viewer, report: Form, check_in: Form, intake: Form) -> PersonPage:
    """Gathers what this viewer may see; whether they may see the person at all is asked before."""
    guardian = accounts.get(viewer.db, assignments.guardian_of(viewer.db, person.id))
    return PersonPage(
        name=person.name,
        born=person.born,
        hamlet=person.hamlet,
        case_type=person.case_type,
        came_home_on=person.came_home_on,
        status=person.status,
        guardian=guardian.name if guardian else "",
        next_visit_on=person.next_visit_on,
        days_late=visit_due(person.next_visit_on, viewer.today).days_overdue,
        quarters=tuple(_by_quarter(visits.latest(viewer.db, person.id, MOST_VISITS), viewer, report)),
        needs=tuple(
            NeedFacts(need.kind, written_for(viewer, need.named_by)) for need in needs.of_person(viewer.db, person.id)
        ),
        alerts=tuple(_open_alerts(person, viewer)),
        checkins=tuple(
            _checkin_facts(checkin, viewer, check_in)
            for checkin in checkins.latest(viewer.db, person.id, MOST_CHECKINS)
        ),
        steps=tuple(taking_charge.days_of(taking_charge.facts_of(viewer.db, person.id)).items()),
        situation=_situation(person, viewer, intake),
        goals=tuple(
            GoalFacts(goal.what, goal.helper, goal.helper_named, goal.due_on)
            for goal in goals.of_person(viewer.db, person.id)
            if goal.state == "agreed"
        ),
    )


def _situation(person: Person, viewer: Viewer, intake: Form) -> tuple[Line, ...]:
    told = intakes.latest(viewer.db, person.id)
    return tuple(intake.shown(told.answers, viewer)) if told else ()


def _by_quarter(latest: list[Visit], viewer: Viewer, report: Form) -> Iterable[QuarterOfVisits]:
    """Yields the last four quarters with a visit in them, the latest first."""
    room = MOST_SHOWN
    for quarter, group in list(_quarters(latest))[:QUARTERS]:
        shown = tuple(_visit_facts(visit, viewer, report) for visit in group[:room])
        room -= len(shown)
        yield QuarterOfVisits(quarter, len(group), sum(met(visit.outcome) for visit in group), shown)


def _quarters(latest: list[Visit]) -> Iterable[tuple[Quarter, list[Visit]]]:
    for quarter, group in groupby(latest, lambda visit: quarter_of(visit.visited_on)):
        yield quarter, list(group)


def _visit_facts(visit: Visit, viewer: Viewer, report: Form) -> VisitFacts:
    said = visit.said()
    return VisitFacts(visit.visited_on, visit.receipt, report.in_short(said, viewer), _below(report, said, viewer))


def _checkin_facts(checkin: Checkin, viewer: Viewer, check_in: Form) -> CheckinFacts:
    in_short = check_in.in_short(checkin.answers, viewer)
    mark = written_for(viewer, checkin.filed_by)
    return CheckinFacts(checkin.at, mark, in_short, _below(check_in, checkin.answers, viewer))


def _below(form: Form, answers: dict[str, object], viewer: Viewer) -> tuple[Line, ...]:
    """Gives all lines that the one line does not say."""
    return (*form.shown(answers, viewer, "listed"), *form.shown(answers, viewer, "whole"))


def _open_alerts(person: Person, viewer: Viewer) -> list[OpenAlert]:
    still_open = [alert for alert in alerts.of_person(viewer.db, person.id) if alert.state in OPEN_STATES]
    return [
        OpenAlert(alert.code, alert.level, alert.reason, alert.state, alert.opened_at)
        for alert in still_open[:MOST_ALERTS]
    ]
