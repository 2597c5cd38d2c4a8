"""What the scheduler does when something falls due: reminders, drafts left lying, alerts that nobody has taken."""

from datetime import datetime, time, timedelta

from handlers import alerts
from handlers.book import Book
from handlers.due import guardians, officers, persons, unreachable
from handlers.due.drafts import expire_drafts, nudge_drafts
from handlers.due.outcome import Failure, Outcome, Round
from handlers.due.plan import plan_daily, plan_visits
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


def run_due(db: Db, book: Book, limit: int = 500) -> Outcome:
    """One batch of what is due; the day itself is planned first, if it is not yet."""
    _plan_today(db, book)
    taken = due.take(db, db.now, limit)
    round = Round(db)
    kinds: dict[str, list[Due]] = {}
    for row in taken:
        kinds.setdefault(row.kind, []).append(row)
    to_guardians = [row for kind in guardians.TO_GUARDIANS for row in kinds.pop(kind, [])]
    if to_guardians:
        alone = guardians.remind(db, book, to_guardians, round)
        officers.tell_of_those_alone(db, book, alone, round)
    for kind, rows in kinds.items():
        work = WORK.get(kind)
        if work is None:
            round.drop(rows, "unknown kind")
        else:
            work(db, book, rows, round)
    return round.outcome()


WORK = {
    "visit_overdue_officer": officers.warn,
    "visit_busy": officers.seek_stand_ins,
    "digest": officers.send_digests,
    "check_in": persons.ask,
    "check_in_missing": persons.tell_missing,
    "unreachable": unreachable.raise_alerts,
}


def _plan_today(db: Db, book: Book) -> None:
    """Whatever the process missed: a start at noon, a night without power."""
    period = db.today.isoformat()
    if not due.is_planned(db, PLANNED, 0, period) and plan_daily(db, book):
        due.mark(db, PLANNED, 0, period, unit=book.unit)


def climb_alerts(db: Db, book: Book, limit: int = 100) -> Outcome:
    """Alerts that nobody has taken in their time go a step up."""
    done, failures = 0, []
    for alert in stored.to_climb(db, db.now, limit):
        try:
            with db.whole_or_not():
                alerts.climb(db, book, alert)
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
