"""What alert rules would have raised in a month, each by itself, whether it was switched off then or not.

Rules over reports and answers are held against those of the month. What did not come is counted by what fell due for
it, and messages, whose rules are never switched off, by what they did raise.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.checkins.check_in import by_month
from handlers.kit.scope import Scope
from handlers.visits import one_address
from handlers.visits.follow_up import as_report
from rules.alert_rules import AlertRule
from rules.figures import Period
from rules.local_time import at, local_day
from rules.notices import kind_of
from storage import alerts, checkins, silences, visits
from storage.checkins import Checkin
from storage.visits import Visit

# of the latest of a month: more would keep the reader waiting, and tell no more
MOST = 150
MOST_ALERTS = 2000
# what came before them, on which a rule may rest
LOOKED_BACK = timedelta(days=200)
DAY = timedelta(days=1)
KINDS = ("visit", "address", "check_in", "message")
# rule, day, how often
Raised = Iterable[tuple[str, date, int]]


@dataclass(frozen=True, slots=True)
class Trial:
    """Rule → day → how often it would have raised an alert; `reports` and `told` check-ins were looked at."""

    days: Mapping[str, Counter[date]]
    reports: int
    told: int

    @property
    def is_cut(self) -> bool:
        return MOST in (self.reports, self.told)


def over(scope: Scope, rules: Mapping[str, AlertRule], month: Period) -> Trial:
    """Tries the rules on what the commune's records have of the month."""
    since, before = at(month.first, time()), at(month.last + DAY, time())
    reports = visits.latest_between(scope.db, scope.unit, month.first, month.last, MOST)
    told = checkins.latest_between(scope.db, scope.unit, since, before, MOST)
    of = {kind: [rule for rule in rules.values() if rule.over == kind] for kind in KINDS}
    days: dict[str, Counter[date]] = {}
    for rule, day, count in (
        *_over_visits(scope, of["visit"], reports),
        *_over_addresses(scope, of["address"], reports),
        *_over_checkins(scope, of["check_in"], told),
        *_in_silence(scope, month.first, since, before),
        *_by_messages(scope, of["message"], since, before),
    ):
        days.setdefault(rule, Counter())[day] += count
    return Trial(days, len(reports), len(told))


def _over_visits(scope: Scope, rules: list[AlertRule], reports: list[Visit]) -> Raised:
    if not reports:
        return
    first, last = reports[-1].visited_on, reports[0].visited_on
    people = {report.person_id for report in reports}
    for history in visits.of_people(scope.db, people, first - LOOKED_BACK, last).values():
        facts = [as_report(visit).facts for visit in history]
        for place, visit in enumerate(history):
            if visit.visited_on < first:
                break
            earlier = facts[place + 1 :]
            yield from (
                (rule.id, visit.visited_on, 1) for rule in rules if rule.places(facts[place], earlier) is not None
            )


def _over_addresses(scope: Scope, rules: list[AlertRule], reports: list[Visit]) -> Raised:
    if not reports:
        return
    first, last = reports[-1].visited_on, reports[0].visited_on
    with_earlier = visits.latest_between(scope.db, scope.unit, first - one_address.LOOKED_BACK, last, 2 * MOST)
    for rule in rules:
        for visit in one_address.raised_over(rule, with_earlier):
            if visit.visited_on >= first:
                yield rule.id, visit.visited_on, 1


def _over_checkins(scope: Scope, rules: list[AlertRule], told: list[Checkin]) -> Raised:
    if not told:
        return
    people = {checkin.person_id for checkin in told}
    histories = checkins.of_people(scope.db, people, told[-1].at - LOOKED_BACK, told[0].at)
    for checkin in told:
        answers = checkin.answers
        now = {"face": (answers["face"],), "helps": tuple(answers.get("helps", ()))}
        before = [each for each in histories.get(checkin.person_id, ()) if each.period < checkin.period]
        earlier = [{"face": (face,)} for face in by_month(before).values()]
        day = local_day(checkin.at)
        yield from ((rule.id, day, 1) for rule in rules if rule.places(now, earlier) is not None)


def _in_silence(scope: Scope, first: date, since: datetime, before: datetime) -> Raised:
    for kind, nth_day, count in silences.by_day(scope.db, scope.unit, since, before):
        yield kind_of(kind).alert, first + nth_day * DAY, count


def _by_messages(scope: Scope, rules: list[AlertRule], since: datetime, before: datetime) -> Raised:
    names = [rule.id for rule in rules]
    for rule, moment in alerts.raised_by(scope.db, scope.unit, names, since, before, MOST_ALERTS):
        yield rule, local_day(moment), 1
