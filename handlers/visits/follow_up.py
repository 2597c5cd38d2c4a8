"""What a filed visit report sets going: reminders are answered, needs opened, alerts raised, the next visit planned."""

from handlers.kit.scope import Scope
from handlers.notify import alerts
from handlers.notify.visit_planning import plan_next
from handlers.notify.withdrawal import mark_done, withdraw
from handlers.people import attachments
from rules.visits import Report, alerts_for, report_of
from storage import needs
from storage import visits as reports
from storage.persons import Person
from storage.visits import Visit


def follow_up(scope: Scope, visit: Visit, person: Person, before: Visit | None = None) -> bool:
    """Answers reminders, opens needs, raises alerts and plans the next visit.

    True if somebody on duty hears of it at once. `before` is the report as it read until it was put right.
    """
    earlier = [
        as_report(earlier_visit)
        for earlier_visit in reports.latest(scope.db, visit.person_id)
        if _comes_before(earlier_visit, visit)
    ]
    report = as_report(visit)
    alerts_before = alerts_for(as_report(before), earlier) if before else []
    new_alerts = [alert for alert in alerts_for(report, earlier) if alert not in alerts_before]
    named = as_report(before).needs if before else ()
    for need in report.needs:
        if need not in named:
            needs.open_need(scope.db, visit.person_id, need, visit.id)
    for level, reason in new_alerts:
        _raise(scope, visit, level, reason)
    withdraw(scope.db, "visit", visit.person_id, f"visit {visit.id}")
    mark_done(scope.db, scope.deployment, "visit", visit.person_id, {visit.guardian_id}, key="visit")
    plan_next(scope.db, scope.deployment, person, scope.account.id)
    return any(level != "normal" for level, _ in new_alerts)


def as_report(visit: Visit) -> Report:
    return report_of(visit.visited_on, visit.kind, visit.outcome, visit.answers)


def _comes_before(earlier_visit: Visit, visit: Visit) -> bool:
    return earlier_visit.id != visit.id and earlier_visit.visited_on <= visit.visited_on


def _raise(scope: Scope, visit: Visit, level: str, reason: str) -> None:
    note = visit.answers.get("note")
    alerts.raise_alert(
        scope.db,
        scope.deployment,
        unit=visit.unit,
        level=level,
        reason=reason,
        person_id=visit.person_id,
        raised_by=scope.account.id,
        note=attachments.words_in(note) or None,
        attachment_ids=attachments.ids_of(note),
    )
