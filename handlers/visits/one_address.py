"""Two guardians report of one address: what each of them sees alone may be little, together it is more."""

from datetime import timedelta

from handlers.kit.scope import Scope
from rules.alert_rules import AlertRules, Finding, fits
from rules.visits import is_one_address, report_of
from storage import visits
from storage.visits import Visit

LOOKED_BACK = timedelta(days=30)


def findings(scope: Scope, rules: AlertRules, visit: Visit) -> list[tuple[Finding, list[int]]]:
    """Finds the rules over addresses that a report meets, with the ids of the reports each rests on."""
    place = visit.answers.get("place")
    wanted = [rule for rule in rules.of("address") if place and fits(rule.now, _facts(visit))]
    if not wanted:
        return []
    near = [other for other in _lately(scope, visit) if is_one_address(place, other.answers.get("place"))]
    by_rule = ((rule, [other.id for other in near if fits(rule.now, _facts(other))]) for rule in wanted)
    return [(Finding(rule), [visit.id, *ids]) for rule, ids in by_rule if ids]


def _lately(scope: Scope, visit: Visit) -> list[Visit]:
    """Lists what other guardians have reported of other people."""
    reports = visits.between(scope.db, visit.unit, visit.visited_on - LOOKED_BACK, scope.today)
    return [other for other in reports if other.guardian_id != visit.guardian_id and other.person_id != visit.person_id]


def _facts(visit: Visit) -> dict[str, tuple[str, ...]]:
    return report_of(visit.visited_on, visit.kind, visit.outcome, visit.answers).facts
