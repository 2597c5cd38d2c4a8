"""The alert rules in words, and what each would have raised last month."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from handlers.alerts.rule_pages import choices, rules_of, state_of
from handlers.alerts.why import changed_by, words_of
from handlers.desk import rule_trials
from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.kit.commands import number_in
from handlers.kit.scope import Scope
from rules.alert_rules import MOST_COUNT, AlertRule
from rules.figures import period_of

MOST_DAYS = 6


@dataclass(frozen=True, slots=True)
class Tried:
    """How often a rule would have raised an alert, and on which days, the latest first; `more` days are not shown."""

    count: int
    days: list[str]
    more: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as it stands here. `tried` None: nobody asked; `counts` to try."""

    id: str
    words: str
    level: str
    is_off: bool
    is_fixed: bool
    can_change: bool
    changed: str
    count: int
    counts: list[int]
    tried: Tried | None


@dataclass(frozen=True, slots=True)
class RulesFacts:
    """`month`: the one that was tried, empty where nobody asked.

    `reports` of visits and `told` check-ins of it were looked at; `cut`: the latest alone.
    """

    rules: list[RuleLine]
    month: str
    reports: int
    told: int
    cut: bool


def gather(scope: Scope, asked: Asked) -> RulesFacts:
    """Lists the rules; with `try` in `asked` holds them against last month: all, or one rule with another `count`."""
    own = rules_of(scope)
    wanted = asked.get("try", "")
    tried = _asked_with(own, wanted, number_in(asked.get("count", "")))
    if not wanted:
        return RulesFacts([_line(scope, rule, None) for rule in own.values()], "", 0, 0, cut=False)
    month = period_of("month", scope.today).before
    trial = rule_trials.over(scope, tried, month)
    lines = [_line(scope, rule, trial.days.get(rule.id, Counter())) for rule in tried.values()]
    named = f"{month.first.month}/{month.first.year}"
    return RulesFacts(lines, named, trial.reports, trial.told, cut=trial.is_cut)


def _asked_with(own: dict[str, AlertRule], wanted: str, count: int) -> dict[str, AlertRule]:
    """Gives the rules, one of them with another number of reports in a row."""
    rule = own.get(wanted)
    if rule is None or not rule.count or not 2 <= count <= MOST_COUNT:
        return own
    return {**own, wanted: rule.counting(count)}


def _line(scope: Scope, rule: AlertRule, days: Counter[date] | None) -> RuleLine:
    return RuleLine(
        rule.id,
        words_of(scope, rule),
        state_of(scope, rule),
        rule.off,
        rule.fixed,
        bool(choices({"rule": rule.id}, scope)),
        changed_by(scope, rule) if rule.changed_at else "",
        rule.count,
        [count for count in range(2, MOST_COUNT + 1) if rule.count],
        None if days is None else _tried(scope, days),
    )


def _tried(scope: Scope, days: Counter[date]) -> Tried:
    latest = sorted(days, reverse=True)[:MOST_DAYS]
    return Tried(
        days.total(), [_times(scope, day, days[day]) for day in latest], days.total() - sum(days[day] for day in latest)
    )


def _times(scope: Scope, day: date, count: int) -> str:
    return scope.text("desk.alert_rules.on_day", day=scope.day(day), count=count) if count > 1 else scope.day(day)


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Writes the rules, and how often each would have raised an alert, as a list for Excel."""
    facts = gather(scope, {**asked, "try": asked.get("try") or "all"})
    names = ("words", "level", "tried")
    rows = [[line.words, line.level, "" if line.tried is None else line.tried.count] for line in facts.rules]
    headings = [scope.text(f"desk.alert_rules.{name}", month=facts.month) for name in names]
    return Sheet(scope.text("desk.alert_rules.title"), headings, rows)


ALERT_RULES = DeskPage(id="alert_rules", path="alert-rules", gather=gather, sheet=sheet, topics=("alert_rule",))
