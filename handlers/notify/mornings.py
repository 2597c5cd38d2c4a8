"""The one message that a reader gets unasked in the morning: what it will say for others, and how it is put."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Button, Outgoing
from handlers.notify import notices
from handlers.notify.planning import PLANNED
from rules.deadlines import MORNING, is_working_day
from rules.local_time import local, local_day
from storage import due, outbox
from storage.accounts import Account
from storage.database import Db

DIGEST = "digest"


def officers_told_by_digest(
    db: Db, deployment: Deployment, readers: Iterable[Account], unit: str, leaves: datetime
) -> set[int]:
    """Finds those officers of the commune whose digest comes by the day that something would leave, and names it."""
    officers = [reader.id for reader in readers if "officer" in reader.roles and reader.unit == unit]
    day = local_day(leaves)
    if not officers or not is_working_day(day, deployment.free_days):
        return set()
    if day > db.today or (local(db.now).time() <= MORNING and not due.is_planned(db, PLANNED, 0, day.isoformat())):
        return set(officers)
    return due.waiting(db, officers, DIGEST, day.isoformat())


def tell(db: Db, deployment: Deployment, reader: Account, out: Outgoing) -> None:
    """Puts the digest; whoever is a guardian, too, gets it in one message with the visits to be made."""
    before = outbox.unsent_reminder(db, reader.id)
    if before is None:
        notices.tell(db, deployment, reader.id, DIGEST, lambda _: out)
        return
    visits = Outgoing.from_json(before["body"])
    both = replace(visits, text=f"{visits.text}\n\n{out.text}", buttons=_most_pressing(visits, out))
    before["body"] = both.to_json()


def _most_pressing(first: Outgoing, then: Outgoing) -> tuple[Button, ...]:
    return (*first.buttons[:2], *then.buttons[:1])
