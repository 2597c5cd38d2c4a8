"""The alert rules in words, and what each would have raised over last month's visit reports."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.alerts.rule_pages import choices, rules_of, state_of
from handlers.alerts.why import changed_by, words_of
from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.kit.commands import number_in
from handlers.kit.scope import Scope
from handlers.visits.follow_up import as_report
from rules.alert_rules import MOST_COUNT, AlertRule, AlertRules
from rules.figures import period_of
from storage import visits
from storage.visits import Visit

# of the latest reports of a month: more would keep the reader waiting, and tell no more
MOST_REPORTS = 500
# the reports before them that a rule may rest on
LOOKED_BACK = timedelta(days=200)
MOST_DAYS = 6


@dataclass(frozen=True, slots=True)
class Tried:
    """How often a rule would have raised an alert, and on which days, the latest first; `more` days are not shown."""

    count: int
    days: list[str]
    more: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as it stands here. `tried` None: it does not look at visit reports, or nobody asked; `counts` to try."""

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
    """`month`: the month that was tried, empty where nobody asked; `reports` of it were looked at, `cut`: not all."""

    rules: list[RuleLine]
    month: str
    reports: int
    cut: bool


def gather(scope: Scope, asked: Asked) -> RulesFacts:
    """Lists the rules; with `try` in `asked` holds them against last month: all, or one rule with another `count`."""
    own = rules_of(scope)
    wanted = asked.get("try", "")
    tried = _asked_with(own, wanted, number_in(asked.get("count", "")))
    if not wanted:
        return RulesFacts([_line(scope, rule, None) for rule in own.values()], "", 0, cut=False)
    month = period_of("month", scope.today).before
    reports = visits.latest_between(scope.db, scope.unit, month.first, month.last, MOST_REPORTS)
    days = _raised(scope, tried, reports)
    lines = [_line(scope, rule, days.get(rule.id, []) if rule.over == "visit" else None) for rule in tried.values()]
    return RulesFacts(lines, f"{month.first.month}/{month.first.year}", len(reports), cut=len(reports) == MOST_REPORTS)


def _asked_with(own: dict[str, AlertRule], wanted: str, count: int) -> dict[str, AlertRule]:
    """Gives the rules, one of them with another number of reports in a row."""
    rule = own.get(wanted)
    if rule is None or not rule.count or not 2 <= count <= MOST_COUNT:
        return own
    return {**own, wanted: rule.counting(count)}


def _raised(scope: Scope, rules: dict[str, AlertRule], reports: list[Visit]) -> dict[str, list[date]]:
    """Maps rule → the days of the reports that would have raised it, each rule by itself, switched off or not."""
    if not reports:
        return {}
    people = {report.person_id for report in reports}
    first, last = reports[-1].visited_on - LOOKED_BACK, reports[0].visited_on
    histories = visits.of_people(scope.db, people, first, last)
    over_visits = [AlertRules({rule.id: replace(rule, off=False)}) for rule in rules.values() if rule.over == "visit"]
    by_rule: dict[str, list[date]] = {}
    for history in histories.values():
        facts = [as_report(visit).facts for visit in history]
        for place, visit in enumerate(history):
            if visit.visited_on < reports[-1].visited_on:
                break
            for alone in over_visits:
                for finding in alone.raised("visit", facts[place], facts[place + 1 :]):
                    by_rule.setdefault(finding.rule.id, []).append(visit.visited_on)
    return by_rule


def _line(scope: Scope, rule: AlertRule, days: list[date] | None) -> RuleLine:
    return RuleLine(
        rule.id,
        words_of(scope, rule),
        state_of(scope, rule),
        rule.off,
        rule.fixed,
        bool(choices({"rule": rule.id}, scope)),
        changed_by(scope, rule) if rule.changed_at else "",
        rule.count,
        [count for count in range(2, MOST_COUNT + 1) if rule.count and rule.over == "visit"],
        None if days is None else _tried(scope, days),
    )


def _tried(scope: Scope, days: list[date]) -> Tried:
    latest = sorted(days, reverse=True)
    return Tried(len(days), [scope.day(day) for day in latest[:MOST_DAYS]], max(len(days) - MOST_DAYS, 0))


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Writes the rules, and how often each would have raised an alert, as a list for Excel."""
    facts = gather(scope, {**asked, "try": asked.get("try") or "all"})
    names = ("words", "level", "tried")
    rows = [[line.words, line.level, "" if line.tried is None else line.tried.count] for line in facts.rules]
    headings = [scope.text(f"desk.alert_rules.{name}", month=facts.month) for name in names]
    return Sheet(scope.text("desk.alert_rules.title"), headings, rows)


ALERT_RULES = DeskPage(id="alert_rules", path="alert-rules", gather=gather, sheet=sheet, topics=("alert_rule",))
