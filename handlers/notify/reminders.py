"""What the scheduler does when something falls due: reminders, drafts left lying, alerts that nobody has taken."""

from datetime import datetime, time, timedelta

from handlers.checkins import reminders as check_in_reminders
from handlers.kit.deployment import Deployment
from handlers.notify import alerts, unreachable
from handlers.notify.batch import Batch, Failure, Outcome
from handlers.notify.drafts import expire_drafts, nudge_drafts
from handlers.notify.planning import plan_daily, plan_visits
from handlers.visits import officer_reminders
from handlers.visits import reminders as visit_reminders
from rules.local_time import at
from storage import alerts as stored
from storage import conversations, due
from storage.database import Db
from storage.due import Due

__all__ = [
    "Failure",
    "Outcome",
    "climb_alerts",
    "expire_drafts",
    "next_due_at",
    "nudge_drafts",
    "plan_daily",
    "plan_visits",
    "run_due",
]

PLANNED = "planned"
PLAN_FROM = time(0, 5)


def run_due(db: Db, deployment: Deployment, limit: int = 500) -> Outcome:
    """One batch of what is due; the day itself is planned first, if it is not yet."""
    _plan_today(db, deployment)
    taken = due.take(db, db.now, limit)
    round = Batch(db)
    kinds: dict[str, list[Due]] = {}
    for row in taken:
        kinds.setdefault(row.kind, []).append(row)
    to_guardians = [row for kind in visit_reminders.TO_GUARDIANS for row in kinds.pop(kind, [])]
    if to_guardians:
        alone = visit_reminders.remind(db, deployment, to_guardians, round)
        officer_reminders.tell_of_those_alone(db, deployment, alone, round)
    for kind, rows in kinds.items():
        work = WORK.get(kind)
        if work is None:
            round.drop(rows, "unknown kind")
        else:
            work(db, deployment, rows, round)
    return round.outcome()


WORK = {
    "visit_overdue_officer": officer_reminders.warn,
    "visit_busy": officer_reminders.seek_stand_ins,
    "digest": officer_reminders.send_digests,
    "check_in": check_in_reminders.ask,
    "check_in_missing": check_in_reminders.tell_missing,
    "unreachable": unreachable.raise_alerts,
}


def _plan_today(db: Db, deployment: Deployment) -> None:
    """Whatever the process missed: a start at noon, a night without power."""
    period = db.today.isoformat()
    if not due.is_planned(db, PLANNED, 0, period) and plan_daily(db, deployment):
        due.mark(db, PLANNED, 0, period, unit=deployment.unit)


def climb_alerts(db: Db, deployment: Deployment, limit: int = 100) -> Outcome:
    """Alerts that nobody has taken in their time go a step up."""
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
    """When there is something to do next; the day's own plan is made after midnight."""
    moments = (
        due.next_at(db),
        conversations.next_draft_at(db),
        stored.next_climb_at(db),
        at(db.today + timedelta(days=1), PLAN_FROM),
    )
    return min((moment for moment in moments if moment is not None), default=None)
