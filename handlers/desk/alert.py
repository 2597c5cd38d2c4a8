"""One alert on the desk: what it is about, the reports it rests on, all that happened to it, what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.alerts import story
from handlers.desk.alerts import AlertRow, row_of
from handlers.desk.page import Asked, DeskPage, Missing
from handlers.kit import Button, Line
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.people.offices import with_office
from handlers.people.records import form_of
from rules.alerts import STEPS
from storage import access, accounts, alerts, persons, visits
from storage.access import NotAllowed
from storage.accounts import Account
from storage.alerts import Alert, Event
from storage.database import Db
from storage.persons import Person


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to the alert: `what` in words, `by` whom, and what they said."""

    at: str
    by: str
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class Report:
    """A visit report that the alert rests on, read as its form says."""

    receipt: str
    day: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """`lines` name who is concerned and how to reach them; `ways` are the buttons that the chat gives."""

    row: AlertRow
    lines: tuple[str, ...]
    reports: tuple[Report, ...]
    history: tuple[Step, ...]
    ways: tuple[Button, ...]


def gather(scope: Scope, asked: Asked) -> AlertFacts:
    """Opens an alert for an officer of its commune; the look is written down. Raises Missing, NotAllowed."""
    alert = _opened(scope, id_in(asked.get("alert", "")))
    person = persons.get(scope.db, alert.person_id)
    shown = person if person and access.may_see(scope.db, scope.account, person) else None
    return AlertFacts(
        row=row_of(scope, alert, shown),
        lines=(*story.concerned(scope, alert), *story.repeated(scope, alert)),
        reports=_reports(scope, alert, shown) if shown else (),
        history=_history(scope, alert),
        ways=story.ways(scope, alert),
    )


def looked(db: Db, account: Account, facts: AlertFacts) -> None:
    """Notes who was the first to look, as a look in chat does."""
    alerts.see(db, facts.row.id, account.id)


def _opened(scope: Scope, alert_id: int) -> Alert:
    alert = alerts.get(scope.db, alert_id)
    if alert is None:
        raise Missing(f"alert {alert_id}")
    if not access.may_see_alert(scope.account, alert):
        scope.audit("alert.refused", None, f"alert {alert_id}")
        raise NotAllowed(f"account {scope.account.id}, alert {alert_id}")
    scope.audit("alert.looked", alert.person_id, f"alert {alert.id}")
    return alert


def _reports(scope: Scope, alert: Alert, person: Person) -> tuple[Report, ...]:
    """Reads the reports by their form; what only others may read of them is left out."""
    ids = {cause.visit_id for cause in alerts.causes(scope.db, alert.id) if cause.visit_id}
    form, viewer = form_of(scope.deployment, "visit_report"), scope.viewer(person)
    about_them = [visit for visit in visits.several(scope.db, ids) if visit.person_id == person.id] if ids else []
    return tuple(
        Report(visit.receipt, scope.day(visit.visited_on), tuple(form.shown(visit.said(), viewer)))
        for visit in about_them
    )


def _history(scope: Scope, alert: Alert) -> tuple[Step, ...]:
    """Words what happened, the latest first; the words with which it was raised stand at its beginning."""
    events = alerts.events(scope.db, alert.id)
    handed_to = {int(event.detail) for event in events if event.kind == "handed_on"}
    accounts_by_id = accounts.several(scope.db, {event.by for event in events if event.by} | handed_to)
    first = events[0].id if events else 0
    steps = [
        Step(
            at=scope.moment(event.at),
            by=_named(scope, accounts_by_id.get(event.by or 0)),
            what=_happened(scope, event, accounts_by_id),
            note=(event.note or alert.note if event.id == first else event.note) or "",
        )
        for event in reversed(events)
    ]
    return tuple(steps)


def _named(scope: Scope, account: Account | None) -> str:
    if account is None:
        return scope.text("desk.alert.by_service")
    return capital(with_office(scope.db, scope.wording, account))


def _happened(scope: Scope, event: Event, accounts_by_id: Mapping[int, Account]) -> str:
    """Says a step in words: the level it was raised at, whom it climbed or was handed to, how it ended."""
    fields = {"level": "", "whom": "", "outcome": ""}
    if event.kind in ("opened", "repeated", "lifted"):
        fields["level"] = scope.text(f"alert.level.{event.detail}")
    elif event.kind == "climbed":
        step = STEPS[min(int(event.detail), len(STEPS) - 1)]
        fields["whom"] = scope.text(f"desk.alerts.step.{step}")
    elif event.kind == "handed_on":
        to = accounts_by_id.get(int(event.detail))
        fields["whom"] = with_office(scope.db, scope.wording, to) if to else scope.text("person.some_officer")
    elif event.kind == "closed":
        fields["outcome"] = scope.text(f"alert_close.outcome.{event.detail}")
    return scope.text(f"desk.alert.step.{event.kind}", **fields)


ALERT = DeskPage(id="alert", path="alerts/{alert}", gather=gather, looked=looked, topics=("alerts",), in_menu=False)
