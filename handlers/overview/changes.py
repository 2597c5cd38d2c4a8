"""What waits in a commune, with when it came: read once, compared with what each officer was last told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rules.deadlines import quarter_of
from rules.local_time import at, local_day
from rules.quarter import OPEN_STATES, late_from, period_of
from rules.visits import SOON_DAYS
from storage import alerts, needs, newcomers, quarter_reports, relays, tasks, threads, visits_due
from storage.alerts import Alert
from storage.database import Db
from storage.outbox import call_list

SOON = timedelta(days=SOON_DAYS)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are, and how many of them have come since the reader was last told."""

    count: int
    new: int


@dataclass(frozen=True, slots=True)
class Commune:
    """What waits today: the open alerts, those closed lately, visits by their day, all else by when it came.

    `climbed`: when alerts went a step up; `visits`: the day of each, and whether somebody has the person in care.
    """

    today: date
    open_alerts: list[Alert]
    closed_alerts: list[Alert]
    climbed: list[datetime]
    visits: list[tuple[date, bool]]
    came: Mapping[str, Sequence[datetime | None]]

    @classmethod
    def read(cls, db: Db, unit: str, since: datetime) -> "Commune":
        """Reads the commune; what is over, from `since` on."""
        asking = {relay.person_account: relay.at for relay in relays.waiting(db, unit)}
        came: dict[str, list[datetime | None]] = {
            "messages": list(asking.values()),
            "threads": [thread.waits_since for thread in threads.waiting(db, unit) if thread.waits_for == "office"],
            "tasks": [at(task.due_on, time.min) for task in tasks.of_unit(db, unit) if task.due_on < db.today],
            "calls": [entry.at for entry in call_list.open_of(db, unit)],
            "newcomers": [newcomer.asked_at for newcomer in newcomers.waiting(db, unit) if newcomer.state == "asked"],
            "needs": [need.opened_at for need in needs.open_of(db, unit)],
            "quarter_sent": list(quarter_reports.sent_at(db, unit)),
            "quarter_late": _late_reports(db, unit),
        }
        return cls(
            db.today,
            alerts.open_of(db, unit),
            alerts.closed_since(db, unit, since),
            alerts.climbed_since(db, unit, since),
            visits_due.visit_days(db, unit, db.today + SOON),
            came,
        )

    def tallies(self, since: datetime | None, reader_id: int) -> dict[str, Tally]:
        """Counts what waits, and what of it is new to a reader last told then; what they did themself is none.

        Without `since` all that waits is new, and nothing is over.
        """
        told_on = local_day(since) if since else date.min
        overdue = [day for day, _ in self.visits if day < self.today]
        soon = [day for day, _ in self.visits if day >= self.today]
        alone = [day for day, in_care in self.visits if day <= self.today and not in_care]
        taken = [alert.taken_at for alert in self.open_alerts if alert.taken_by != reader_id]
        closed = [alert.closed_at for alert in self.closed_alerts if alert.closed_by != reader_id]
        return {
            **{what: Tally(len(moments), _since(moments, since)) for what, moments in self.came.items()},
            "alerts": Tally(len(self.open_alerts), self._new_alerts(since)),
            "overdue": Tally(len(overdue), sum(day >= told_on for day in overdue)),
            "due": Tally(len(soon), sum(day - SOON > told_on for day in soon)),
            "alone": Tally(len(alone), sum(day > told_on for day in alone)),
            "taken": _over(taken, since),
            "closed": _over(closed, since),
        }

    def _new_alerts(self, since: datetime | None) -> int:
        """Counts those that nobody has taken, come or gone a step up; pressing ones were told of one by one."""
        if since is None:
            return len(self.open_alerts)
        waiting = [alert for alert in self.open_alerts if alert.level == "normal" and alert.taken_by is None]
        came = _since([alert.opened_at for alert in waiting], since)
        return max(came, min(len(waiting), _since(self.climbed, since)))


def _since(moments: Iterable[datetime | None], since: datetime | None) -> int:
    return sum(moment is not None and (since is None or moment > since) for moment in moments)


def _over(moments: Iterable[datetime | None], since: datetime | None) -> Tally:
    """Counts what is over since then: it waits for nobody, and is told once."""
    count = _since(moments, since) if since else 0
    return Tally(count, count)


def _late_reports(db: Db, unit: str) -> list[datetime | None]:
    """Gives, for each report of the last quarter that a guardian has not sent in time, from when on it was late."""
    quarter = quarter_of(db.today).previous
    if db.now < late_from(quarter):
        return []
    counts = quarter_reports.counts(db, unit, period_of(quarter))
    return [late_from(quarter)] * sum(counts[state] for state in OPEN_STATES)
