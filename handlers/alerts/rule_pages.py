"""«Quy tắc cảnh báo»: an officer reads by which rules alerts are raised, and changes one for the commune."""

from datetime import datetime
from typing import Any

from handlers.alerts.why import changed_by, words_of
from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.notify import alert_rules
from rules.alert_rules import MOST_COUNT, AlertRule, levels_for

OFFICER = ("officer",)
OFF, ON, DEFAULT = "off", "on", "default"


def rules_of(scope: Scope) -> dict[str, AlertRule]:
    """Gives the rules as they stand for the commune, by their ids."""
    rules = scope.once("alert rules", lambda: alert_rules.of_unit(scope.db, scope.deployment, scope.unit))
    return dict(rules.by_id)


def listed(scope: Scope, argument: str) -> Reply:
    """Lists the rules page by page; `argument` says how many are skipped."""
    rules = list(rules_of(scope).values())
    page = ListPage.asked(argument, len(rules))
    buttons = [Button(_label(scope, rule), f"do:alert_rule:{rule.id}") for rule in page.of(rules)]
    head = scope.text("alert_rules.head", count=len(rules))
    more = (*page.more(scope, "do:alert_rules:"), scope.menu_button())
    return Outgoing("\n".join([head, *page.lines(buttons)]), (*page.numbered(buttons), *more))


def _label(scope: Scope, rule: AlertRule) -> str:
    return scope.text("alert_rules.line", rule=words_of(scope, rule), level=state_of(scope, rule))


def state_of(scope: Scope, rule: AlertRule) -> str:
    """Says the level that a rule gives, or that it is switched off."""
    return scope.text("alert_rules.off" if rule.off else f"alert.level.{rule.level}")


def show(scope: Scope, argument: str) -> Reply:
    """Shows a rule: what it says, its level, who has changed it."""
    rule = rules_of(scope).get(argument)
    if rule is None:
        return listed(scope, "")
    lines = [words_of(scope, rule), scope.text("alert_rules.level", level=state_of(scope, rule))]
    if rule.changed_at:
        lines.append(changed_by(scope, rule))
    if rule.fixed:
        lines.append(scope.text("alert_rules.fixed"))
    can_change = bool(choices({"rule": rule.id}, scope))
    change = (scope.button("alert_rules.button.change", f"go:alert_rule:rule={rule.id}"),) if can_change else ()
    every = scope.button("alert_rules.button.list", "do:alert_rules")
    return Outgoing("\n".join(lines), (*change, every, scope.menu_button()))


def changeable(_answers: Answers, scope: Scope) -> list[Option]:
    return [
        Option(rule.id, words_of(scope, rule)) for rule in rules_of(scope).values() if choices({"rule": rule.id}, scope)
    ]


def choices(answers: Answers, scope: Scope) -> list[Option]:
    """Offers what can be made of a rule: another level, another number of reports, off or on, as it was at first."""
    rule = rules_of(scope).get(answers.get("rule", ""))
    if rule is None:
        return []
    levels = [level for level in levels_for(rule) if level != rule.level]
    offered = [(level, scope.text("alert_rule.to_level", level=scope.text(f"alert.level.{level}"))) for level in levels]
    counts = [count for count in range(2, MOST_COUNT + 1) if rule.count and count != rule.count]
    offered += [(f"count_{count}", scope.text("alert_rule.to_count", count=count)) for count in counts]
    if not rule.fixed:
        switch = ON if rule.off else OFF
        offered.append((switch, scope.text(f"alert_rule.to_{switch}")))
    if rule.changed_at:
        offered.append((DEFAULT, scope.text("alert_rule.to_default")))
    return [Option(*pair) for pair in offered]


def change(answers: Answers, scope: Scope) -> Said:
    """Writes the change down, with who and when; the audit has the rule and the change, both codes."""
    rule, wanted = rules_of(scope)[answers["rule"]], answers["change"]
    if all(option.value != wanted for option in choices(answers, scope)):
        raise Problem("no_longer_there", question="change")
    alert_rules.change(scope.db, scope.unit, rule.id, _changed(scope, rule, wanted))
    scope.audit("alert_rule.changed", None, f"{rule.id}: {wanted}")
    fresh = alert_rules.of_unit(scope.db, scope.deployment, scope.unit).by_id[rule.id]
    fields = {"rule": words_of(scope, fresh), "level": state_of(scope, fresh)}
    every = scope.button("alert_rules.button.list", "do:alert_rules")
    return Said("alert_rule.done", fields, (every, scope.menu_button()))


def _changed(scope: Scope, rule: AlertRule, wanted: str) -> dict[str, Any] | None:
    """Gives what the commune's own rule is now; None where it is to be as it was at first."""
    if wanted == DEFAULT:
        return None
    own = dict(alert_rules.changes_of(scope.db, scope.unit).get(rule.id, {}))
    if wanted in (OFF, ON):
        own["off"] = wanted == OFF
    elif wanted.startswith("count_"):
        own["count"] = int(wanted.removeprefix("count_"))
    else:
        own["level"] = wanted
    return {**own, "by": scope.account.id, "at": _stamp(scope.now)}


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


alert_rule = Form(
    "alert_rule",
    Choice("rule", changeable),
    Choice("change", choices),
    submit=change,
    review=False,
    may=OFFICER,
)
COMMANDS = (
    Command("alert_rules", listed, may=OFFICER, words=("quy tac", "quy tac canh bao", "/quytac", "alert rules")),
    Command("alert_rule", show, may=OFFICER),
)
