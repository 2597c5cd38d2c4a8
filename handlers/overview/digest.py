"""What an officer is told on working mornings: only what waits, and nothing at all when nothing does."""

from datetime import timedelta

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules import quiet
from rules.deadlines import MORNING, is_working_day
from rules.local_time import at
from rules.notices import kind_of
from storage import accounts, alerts, needs, newcomers, persons, planning, relays
from storage.accounts import Account
from storage.database import Db
from storage.due import Due, Planned
from storage.outbox import call_list

DAY = timedelta(days=1)
# what waits → the command that shows it; in the order of what presses most
LEADS = {
    "alerts": "alerts",
    "overdue": "overdue",
    "messages": "waiting_messages",
    "calls": "calls",
    "newcomers": "newcomers",
    "needs": "needs",
    "due": "",
}


def _plan(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    if not is_working_day(db.today, deployment.free_days):
        return []
    period, moment = db.today.isoformat(), at(db.today, MORNING)
    officers = planning.officers_without(db, "digest", period, page)
    return [Planned("digest", officer.id, period, moment, officer.unit, officer.id) for officer in officers]


DAILY = DailyPlan("digests", planning.officers_page, _plan)


def send(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    leaves = quiet.earliest_send(db.now, False, deployment.free_days)
    readers = accounts.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        reader = readers.get(row.subject_id)
        if reader is None or reader.status != "active" or not kind_of(row.kind).is_for(reader.roles):
            batch.drop([row], "no longer so")
        elif kind_of(row.kind).is_too_late(row.at, leaves):
            batch.drop([row], "too late")
        else:
            with batch.attempt([row]):
                _tell(db, deployment, reader)


def _tell(db: Db, deployment: Deployment, reader: Account) -> None:
    out = digest(Wording.to(deployment.texts, reader), db, reader)
    if out is not None:
        notices.tell(db, deployment, reader.id, "digest", lambda _: out)


def digest(wording: Wording, db: Db, officer: Account) -> Outgoing | None:
    """Words the digest of the officer's own commune; None if there is nothing to tell, for nobody reads empty ones."""
    waiting = {what: count for what, count in _waiting(db, officer.unit).items() if count}
    if not waiting or set(waiting) == {"due"}:
        return None
    lines = [
        wording.text("notice.officer_digest.head"),
        *(_line(wording, what, waiting[what]) for what in LEADS if what in waiting),
    ]
    buttons = tuple(_button(wording, what) for what in LEADS if what in waiting and LEADS[what])
    return Outgoing("\n".join(lines), buttons)


def _waiting(db: Db, unit: str) -> dict[str, int]:
    counts = persons.counts(db, unit, db.today)
    return {
        "alerts": len(alerts.open_of(db, unit)),
        "overdue": counts.overdue,
        "due": counts.due_soon,
        "needs": sum(1 for need in needs.open_of(db, unit) if need.opened_at >= db.now - DAY),
        "newcomers": newcomers.how_many(db, unit),
        "calls": call_list.how_many(db, unit),
        "messages": len({relay.person_account for relay in relays.waiting(db, unit)}),
    }


def _line(wording: Wording, what: str, count: int) -> str:
    return wording.text(f"notice.officer_digest.{what}", count=count)


def _button(wording: Wording, what: str) -> Button:
    return Button(
        wording.text(f"notice.officer_digest.button.{what}"),
        f"do:{LEADS[what]}",
        role="command",
        typed=wording.text(f"notice.officer_digest.typed.{what}"),
    )
