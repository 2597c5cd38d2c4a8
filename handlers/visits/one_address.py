"""Two guardians report of one address: what each of them sees alone may be little, together it is more."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from handlers.kit.scope import Scope
from rules.alert_rules import AlertRule, AlertRules, Finding, fits
from rules.visits import address_band, is_one_address, report_of
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


def raised_over(rule: AlertRule, reports: Sequence[Visit]) -> list[Visit]:
    """Lists the reports that raise a rule over addresses, each together with one of these that was filed before it."""
    placed: dict[int | str, list[tuple[Visit, object]]] = {}
    for visit in reports:
        place = visit.answers.get("place")
        if place and fits(rule.now, _facts(visit)):
            placed.setdefault(address_band(place), []).append((visit, place))
    raised = []
    for band, here in placed.items():
        beside = (band,) if isinstance(band, str) else (band - 1, band, band + 1)
        near = [each for band_beside in beside for each in placed.get(band_beside, ())]
        raised += [visit for visit, place in here if _has_one_before(visit, place, near)]
    return raised


def _has_one_before(visit: Visit, place: object, near: Iterable[tuple[Visit, object]]) -> bool:
    return any(_comes_before(other, visit) and is_one_address(place, other_place) for other, other_place in near)


def _comes_before(other: Visit, visit: Visit) -> bool:
    """Says whether another guardian's report of another person was there, and not too old, when this one was filed."""
    is_another = other.guardian_id != visit.guardian_id and other.person_id != visit.person_id
    return is_another and other.id < visit.id and other.visited_on >= visit.visited_on - LOOKED_BACK


def _lately(scope: Scope, visit: Visit) -> list[Visit]:
    """Lists what other guardians have reported of other people."""
    reports = visits.between(scope.db, visit.unit, visit.visited_on - LOOKED_BACK, scope.today)
    return [other for other in reports if other.guardian_id != visit.guardian_id and other.person_id != visit.person_id]


def _facts(visit: Visit) -> dict[str, tuple[str, ...]]:
    return report_of(visit.visited_on, visit.kind, visit.outcome, visit.answers).facts
