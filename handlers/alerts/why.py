"""«Vì sao tôi nhận cảnh báo này?»: the rule, its reports, why it came to this officer, who may change it."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.notify import alert_roster, alert_rules
from handlers.people.offices import with_office
from handlers.people.targets import alert_in
from rules.alert_rules import AlertRule
from storage import accounts, visits
from storage import alerts as stored
from storage.alerts import Alert, Cause


def why(scope: Scope, argument: str) -> Reply:
    alert = alert_in(scope, argument)
    if alert is None:
        return Said("alerts.no_such", buttons=(scope.button("alert.button.list", "do:alerts"),))
    scope.audit("alert.looked", alert.person_id, f"alert {alert.id} why")
    causes = stored.causes(scope.db, alert.id)
    rules = alert_rules.of_unit(scope.db, scope.deployment, alert.unit).by_id
    meant = [rules[name] for name in dict.fromkeys(cause.rule for cause in causes) if name in rules]
    lines = [
        scope.text("alert_why.head", number=alert.code),
        *(f"• {words_of(scope, rule)}" for rule in meant),
        *([] if meant else [scope.text("alert_why.no_rule", reason=scope.text(f"alert.reason.{alert.reason}"))]),
        *_reports(scope, causes),
        scope.text(f"alert_why.you.{alert_roster.why_asked(scope.db, alert, scope.account)}"),
        *(changed_by(scope, rule) for rule in meant if rule.changed_at),
        scope.text("alert_why.who_changes"),
    ]
    return Outgoing("\n".join(lines), _buttons(scope, alert, meant))


def words_of(scope: Scope, rule: AlertRule) -> str:
    """Explains a rule in a sentence, with the number of reports it takes where that can be chosen."""
    return scope.text(f"alert_rule.{rule.id}", count=rule.count)


def changed_by(scope: Scope, rule: AlertRule) -> str:
    officer = accounts.get(scope.db, rule.changed_by)
    who = with_office(scope.db, scope.wording, officer) if officer else scope.text("person.some_officer")
    return scope.text("alert_why.changed", who=capital(who), at=scope.moment(rule.changed_at or scope.now))


def _reports(scope: Scope, causes: list[Cause]) -> list[str]:
    ids = {cause.visit_id for cause in causes if cause.visit_id}
    reports = visits.several(scope.db, ids) if ids else []
    named = ", ".join(
        scope.text("alert_why.report", number=visit.receipt, day=scope.day(visit.visited_on)) for visit in reports
    )
    return [scope.text("alert_why.reports", reports=named)] if named else []


def _buttons(scope: Scope, alert: Alert, rules: list[AlertRule]) -> tuple[Button, ...]:
    change = [scope.button("alert_why.button.rule", f"do:alert_rule:{rule.id}") for rule in rules[:1]]
    return (scope.button("alert.button.see", f"do:alert_see:{alert.id}"), *change, scope.menu_button())


COMMANDS = (Command("alert_why", why, may=("officer",), words=("vi sao", "/visao", "why"), record="alert"),)
