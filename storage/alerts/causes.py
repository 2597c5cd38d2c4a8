"""Why an alert was raised: the rule, and the reports it rests on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.alerts.tables import alert_causes, alerts
from storage.database import Db


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule of seeds/alert_rules.yaml that raised the alert at a moment; `visit_id` is a report it rests on."""

    id: int
    at: datetime
    rule: str
    visit_id: int | None


OF_ALERT = (
    select(alert_causes.c.id, alert_causes.c.at, alert_causes.c.rule, alert_causes.c.visit_id)
    .where(alert_causes.c.alert_id == bindparam("alert_id"))
    .order_by(alert_causes.c.id)
)
# the latest by their number: an alert that is older, and was joined, is not looked for
LATEST = (
    select(alerts.c.id)
    .where(alerts.c.unit == bindparam("unit"))
    .order_by(alerts.c.number.desc())
    .limit(bindparam("most"))
    .subquery()
)
RAISED = (
    select(alert_causes.c.alert_id, alert_causes.c.rule, alert_causes.c.at)
    .join(LATEST, LATEST.c.id == alert_causes.c.alert_id)
    .where(
        alert_causes.c.rule.in_(bindparam("rules", expanding=True)),
        alert_causes.c.at >= bindparam("since"),
        alert_causes.c.at < bindparam("before"),
    )
    .distinct()
)


def raised_by(
    db: Db, unit: str, rules: Collection[str], since: datetime, before: datetime, most: int
) -> list[tuple[str, datetime]]:
    """Lists (rule, when) of what these rules have raised or repeated in a time, among the latest alerts."""
    asked = {"unit": unit, "rules": list(rules), "since": since, "before": before, "most": most}
    return [(row.rule, row.at) for row in db.execute(RAISED, asked)]


def note_cause(db: Db, alert_id: int, rule: str, visit_ids: Sequence[int] = ()) -> None:
    """Notes the rule that has raised or repeated the alert, a row for each report."""
    rows = [
        {"id": db.new_id(), "alert_id": alert_id, "at": db.now, "rule": rule, "visit_id": visit_id}
        for visit_id in visit_ids or (None,)
    ]
    db.execute(alert_causes.insert(), rows)


def causes(db: Db, alert_id: int, most: int = 12) -> list[Cause]:
    """Lists why the alert was raised and repeated, the latest first."""
    return [Cause(*row) for row in db.execute(OF_ALERT, {"alert_id": alert_id})][: -most - 1 : -1]
