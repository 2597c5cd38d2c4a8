"""What the scheduler does when something falls due: due rows, drafts left lying, alerts that nobody has taken."""

from datetime import datetime, time, timedelta

from handlers.kit.batch import Batch, Failure, Outcome
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DueWork
from handlers.notify import alerts
from handlers.notify.drafts import expire_drafts, nudge_drafts
from handlers.notify.planning import PLANNED, plan_daily
from rules.local_time import at
from storage import alerts as stored
from storage import conversations, drafts, due
from storage.database import Db
from storage.due import Due

__all__ = [
    "Outcome",
    "climb_alerts",
    "expire_drafts",
    "next_due_at",
    "nudge_drafts",
    "plan_daily",
    "run_due",
]

PLAN_FROM = time(0, 5)


def run_due(db: Db, deployment: Deployment, limit: int = 500) -> Outcome:
    """Works off one batch of what is due, kind by kind; the day itself is planned first, if it is not yet."""
    _plan_today(db, deployment)
    works = deployment.registry.due_works
    last = [kind for kind, work in works.items() if work.last]
    batch = Batch(db)
    taken = due.take(db, db.now, limit, but=last)
    _work_off(db, deployment, taken, batch)
    if len(taken) < limit:
        _work_off(db, deployment, due.take(db, db.now, limit - len(taken), only=last), batch)
    return batch.outcome()


def _work_off(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    by_work: dict[DueWork | None, list[Due]] = {}
    for row in due_rows:
        by_work.setdefault(deployment.registry.due_works.get(row.kind), []).append(row)
    for work, rows in by_work.items():
        if work is None:
            batch.drop(rows, "unknown kind")
        else:
            work.work_off(db, deployment, rows, batch)


def _plan_today(db: Db, deployment: Deployment) -> None:
    """Plans the day if it is not yet, whatever the process missed: a start at noon, a night without power."""
    period = db.today.isoformat()
    if not due.is_planned(db, PLANNED, 0, period) and plan_daily(db, deployment):
        due.mark(db, PLANNED, 0, period, unit=deployment.unit)


def climb_alerts(db: Db, deployment: Deployment, limit: int = 100) -> Outcome:
    """Moves alerts that nobody has taken in their time a step up."""
    done, failures = 0, []
    for alert in stored.to_climb(db, db.now, limit):
        try:
            with db.whole_or_not():
                alerts.climb(db, deployment, alert)
            done += 1
        except Exception as error:  # noqa: BLE001  one that fails must not hold up the others; it is reported
            failures.append(Failure("climb", alert.id, type(error).__name__))
    return Outcome(done, 0, len(failures), tuple(failures))


def next_due_at(db: Db) -> datetime | None:
    """Says when there is something to do next; the day's own plan is made after midnight."""
    moments = (
        due.next_at(db),
        conversations.next_draft_at(db),
        drafts.next_at(db),
        stored.next_climb_at(db),
        at(db.today + timedelta(days=1), PLAN_FROM),
    )
    return min((moment for moment in moments if moment is not None), default=None)
