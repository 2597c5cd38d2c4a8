"""What a filed visit report sets going: reminders are answered, needs opened, alerts raised, the next visit planned."""

from handlers.kit.scope import Scope
from handlers.notify import alert_rules, alerts
from handlers.notify.need_telling import raise_need
from handlers.notify.visit_planning import plan_next
from handlers.notify.withdrawal import mark_done, withdraw
from handlers.people import attachments
from handlers.visits import one_address
from rules.alert_rules import Finding
from rules.visits import Report, report_of
from storage import assignments
from storage import visits as reports
from storage.persons import Person
from storage.visits import Visit


def follow_up(scope: Scope, visit: Visit, person: Person, before: Visit | None = None) -> bool:
    """Answers reminders, opens needs, raises alerts and plans the next visit.

    True if somebody on duty hears of it at once. `before` is the report as it read until it was put right.
    """
    report = as_report(visit)
    findings = _new_findings(scope, visit, before)
    named = as_report(before).needs if before else ()
    for need in report.needs:
        if need not in named:
            raise_need(scope.db, scope.deployment, visit.person_id, need, visit.id, by=scope.account.id)
    for finding, visit_ids in findings:
        _raise(scope, visit, finding, visit_ids)
    withdraw(scope.db, "visit", visit.person_id, f"visit {visit.id}")
    mark_done(scope.db, scope.deployment, "visit", visit.person_id, {visit.guardian_id}, key="visit")
    plan_next(scope.db, scope.deployment, person, assignments.guardian_of(scope.db, person.id))
    return any(finding.level != "normal" for finding, _ in findings)


def _new_findings(scope: Scope, visit: Visit, before: Visit | None) -> list[tuple[Finding, list[int]]]:
    """Finds the rules that a report raises and its earlier version has not, each with the reports it rests on."""
    rules = alert_rules.of_unit(scope.db, scope.deployment, visit.unit)
    latest = reports.latest(scope.db, visit.person_id)
    earlier = [earlier_visit for earlier_visit in latest if _comes_before(earlier_visit, visit)]

    def raised(version: Visit) -> list[tuple[Finding, list[int]]]:
        findings = rules.raised("visit", as_report(version).facts, [as_report(report).facts for report in earlier])
        resting = [(finding, [visit.id, *(earlier[at].id for at in finding.earlier)]) for finding in findings]
        return [*resting, *one_address.findings(scope, rules, version)]

    before_keys = {(finding.level, finding.reason) for finding, _ in raised(before)} if before else set()
    return [(finding, ids) for finding, ids in raised(visit) if (finding.level, finding.reason) not in before_keys]


def as_report(visit: Visit) -> Report:
    return report_of(visit.visited_on, visit.kind, visit.outcome, visit.answers)


def _comes_before(earlier_visit: Visit, visit: Visit) -> bool:
    return earlier_visit.id != visit.id and earlier_visit.visited_on <= visit.visited_on


def _raise(scope: Scope, visit: Visit, finding: Finding, visit_ids: list[int]) -> None:
    note = visit.answers.get("note")
    alerts.raise_alert(
        scope.db,
        scope.deployment,
        unit=visit.unit,
        level=finding.level,
        reason=finding.reason,
        rule=finding.rule.id,
        visit_ids=visit_ids,
        person_id=visit.person_id,
        raised_by=scope.account.id,
        note=attachments.words_in(note) or None,
        attachment_ids=attachments.ids_of(note),
    )
