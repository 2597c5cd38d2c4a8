"""When an alert is raised: rules as values, read from seeds/alert_rules.yaml and changed by each unit for itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal

from rules.alerts import LEVELS

# what a rule looks at: one record, the last ones of a person, records of one address; or what the service itself sees
Over = Literal["visit", "check_in", "address", "silence", "message"]
# a record as a rule reads it: the field of the form → the codes that were chosen in it
Facts = Mapping[str, tuple[str, ...]]
MOST_COUNT = 6


class BadRule(ValueError):
    """A rule of seeds/alert_rules.yaml cannot be read. Its id and what is wrong with it stand in the message."""


@dataclass(frozen=True, slots=True)
class Test:
    """A field against codes: `any` of them, `all` of them, `none` of them, or at `least` so many different ones."""

    field: str
    how: Literal["any", "all", "none", "least"]
    codes: tuple[str, ...] = ()
    count: int = 0

    def holds(self, facts: Facts) -> bool:
        """Says whether a record passes the test."""
        chosen = set(facts.get(self.field, ()))
        if self.how == "least":
            return len(chosen) >= self.count
        if self.how == "all":
            return chosen.issuperset(self.codes)
        return chosen.isdisjoint(self.codes) == (self.how == "none")


# one of several cases, each of tests that all hold
Cases = tuple[tuple[Test, ...], ...]


def fits(cases: Cases, facts: Facts) -> bool:
    """Says whether a record is one of the cases."""
    return any(all(test.holds(facts) for test in case) for case in cases)


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier records have to say: of the `last` so many (of meetings only: `met`) at least `times` are `cases`.

    `rising`: the number of codes in this field grows from each of them to the next, up to the present record.
    """

    last: int
    times: int
    met: bool = False
    cases: Cases = ()
    rising: str = ""

    def matching(self, now: Facts, earlier: Sequence[Facts]) -> list[int] | None:
        """Gives the places of the earlier records (the latest first) that a rule rests on; None if it does not hold."""
        meetings = [at for at, facts in enumerate(earlier) if not self.met or "met" in facts.get("outcome", ())]
        looked_at = meetings[: self.last]
        if self.rising:
            return looked_at if self._rises(now, [earlier[at] for at in looked_at]) else None
        matching = [at for at in looked_at if fits(self.cases, earlier[at])]
        return matching if len(matching) >= self.times else None

    def _rises(self, now: Facts, earlier: Sequence[Facts]) -> bool:
        counts = [len(set(facts.get(self.rising, ()))) for facts in (now, *earlier)]
        return len(counts) > self.last and all(later > sooner for later, sooner in pairwise(counts))


@dataclass(frozen=True, slots=True)
class AlertRule:
    """A rule: which `reason` of what `level` is raised by what.

    `once`: of a run of records that all raise it the first does. `fixed`: a unit can neither switch it off nor lower
    it. `off`, `changed_by` and `changed_at`: what a unit has made
    of it.
    """

    id: str
    reason: str
    level: str
    over: Over
    now: Cases = ()
    before: Before | None = None
    once: bool = False
    fixed: bool = False
    off: bool = False
    changed_by: int | None = None
    changed_at: datetime | None = None

    @property
    def count(self) -> int:
        """Counts the records in a row it takes, the present one included; 0 where that is no number to choose."""
        before = self.before
        return before.last + 1 if before and before.times == before.last and not before.rising else 0

    def counting(self, count: int) -> "AlertRule":
        """Gives the same rule for another number of records in a row."""
        assert self.before is not None
        return replace(self, before=replace(self.before, last=count - 1, times=count - 1))

    def places(self, now: Facts, earlier: Sequence[Facts]) -> list[int] | None:
        """Gives the places of the earlier records (the latest first) it rests on; None if a record does not raise it.

        Whether it is switched off, or another one of its reason is more pressing, is not asked here.
        """
        places = self._matching(now, earlier)
        was_raised = self.once and bool(earlier) and self._matching(earlier[0], earlier[1:]) is not None
        return None if was_raised else places

    def _matching(self, now: Facts, earlier: Sequence[Facts]) -> list[int] | None:
        if self.now and not fits(self.now, now):
            return None
        return self.before.matching(now, earlier) if self.before else []


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a record has raised, and the places of the earlier records it rests on."""

    rule: AlertRule
    earlier: tuple[int, ...] = ()

    @property
    def level(self) -> str:
        return self.rule.level

    @property
    def reason(self) -> str:
        return self.rule.reason


@dataclass(frozen=True, slots=True)
class AlertRules:
    """All rules, as they stand for a unit."""

    by_id: Mapping[str, AlertRule]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Lists the codes of all reasons, each once."""
        return tuple(dict.fromkeys(rule.reason for rule in self.by_id.values()))

    def level_of(self, reason: str) -> str:
        """Finds the level of a reason that has a rule of its own name; normal for one of another version."""
        rule = self.by_id.get(reason)
        return rule.level if rule else "normal"

    def is_off(self, reason: str) -> bool:
        """Says whether the unit has switched off the rule of this name."""
        rule = self.by_id.get(reason)
        return rule is not None and rule.off

    def of(self, *over: Over) -> list[AlertRule]:
        """Lists the rules over such records that are not switched off."""
        return [rule for rule in self.by_id.values() if rule.over in over and not rule.off]

    def raised(self, over: Over, now: Facts, earlier: Sequence[Facts] = ()) -> list[Finding]:
        """Lists what a record raises, alone or with the earlier ones (the latest first): each reason once.

        Of several rules with one reason it is the most pressing; all are sorted with the most pressing first.
        """
        findings: dict[str, Finding] = {}
        for rule in self.of(over):
            places = rule.places(now, earlier)
            if places is None:
                continue
            earlier_finding = findings.get(rule.reason)
            if earlier_finding is None or LEVELS.index(rule.level) < LEVELS.index(earlier_finding.level):
                findings[rule.reason] = Finding(rule, tuple(places))
        return sorted(findings.values(), key=lambda finding: (LEVELS.index(finding.level), finding.reason))

    def for_unit(self, changes: Mapping[str, Mapping[str, Any]]) -> "AlertRules":
        """Applies what a unit has changed: rule → level, off, count, by, at; what does not fit is passed over."""
        if not changes:
            return self
        return AlertRules({name: _changed(rule, changes.get(name, {})) for name, rule in self.by_id.items()})


def _changed(rule: AlertRule, change: Mapping[str, Any]) -> AlertRule:
    if not change:
        return rule
    at = change.get("at")
    moment = datetime.fromisoformat(at) if isinstance(at, str) else None
    changed = replace(rule, changed_by=change.get("by"), changed_at=moment)
    level, count = change.get("level"), change.get("count")
    if level in levels_for(rule):
        changed = replace(changed, level=level)
    if isinstance(count, int) and rule.count and 2 <= count <= MOST_COUNT:
        changed = changed.counting(count)
    return replace(changed, off=bool(change.get("off")) and not rule.fixed)


def levels_for(rule: AlertRule) -> tuple[str, ...]:
    """Lists the levels that a unit may give a rule: any, but one that is fixed is never lowered."""
    return LEVELS[: LEVELS.index(rule.level) + 1] if rule.fixed else LEVELS


def read(rows: Iterable[Mapping[str, Any]]) -> AlertRules:
    """Reads the rules as they stand in the file. Raises BadRule."""
    by_id: dict[str, AlertRule] = {}
    for row in rows:
        name = str(row.get("id", "?"))
        try:
            rule = _rule(row)
        except (KeyError, TypeError, ValueError) as error:
            raise BadRule(f"{name}: {error}") from error
        if name in by_id or rule.level not in LEVELS:
            raise BadRule(f"{name}: it stands there twice, or its level {rule.level!r} is none")
        by_id[name] = rule
    return AlertRules(by_id)


def _rule(row: Mapping[str, Any]) -> AlertRule:
    unknown = set(row) - {"id", "reason", "level", "over", "now", "before", "once", "fixed"}
    if unknown:
        raise ValueError(f"nothing is called {', '.join(sorted(unknown))}")
    return AlertRule(
        id=row["id"],
        reason=row.get("reason", row["id"]),
        level=row["level"],
        over=row["over"],
        now=_cases(row.get("now", ())),
        before=_before(row["before"]) if "before" in row else None,
        once=bool(row.get("once", False)),
        fixed=bool(row.get("fixed", False)),
    )


def _before(given: Mapping[str, Any]) -> Before:
    cases = _cases(given.get("cases", ()))
    return Before(given["last"], given.get("times", 1), bool(given.get("met", False)), cases, given.get("rising", ""))


def _cases(given: Iterable[Mapping[str, Any]]) -> Cases:
    return tuple(tuple(_test(field, wanted) for field, wanted in case.items()) for case in given)


def _test(field: str, wanted: Any) -> Test:
    if isinstance(wanted, str):
        return Test(field, "any", (wanted,))
    if isinstance(wanted, list):
        return Test(field, "any", tuple(wanted))
    ((how, value),) = wanted.items()
    if how == "least":
        return Test(field, "least", count=int(value))
    if how not in ("all", "none"):
        raise ValueError(f"{field}: {how!r} is none of all, none, least")
    return Test(field, how, tuple(value))
