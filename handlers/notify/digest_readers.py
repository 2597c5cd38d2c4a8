"""Which officers get a digest in the morning, and until when other notices wait to be said in it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.kit.deployment import Deployment
from handlers.notify.planning import PLANNED
from rules.deadlines import MORNING, is_working_day
from rules.local_time import at, local, local_day
from storage import due
from storage.accounts import Account
from storage.database import Db

DIGEST = "digest"
# how long after the digest's time something waits for it, should the service be late
LATEST = timedelta(minutes=15)


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


def joining(db: Db, deployment: Deployment, readers: Iterable[Account], leaves: datetime) -> dict[int, datetime]:
    """Maps officer → until when what waits for the morning is kept, so that the digest of that morning says it."""
    by_unit: dict[str, list[Account]] = {}
    for reader in readers:
        by_unit.setdefault(reader.unit, []).append(reader)
    told = (officers_told_by_digest(db, deployment, of_unit, unit, leaves) for unit, of_unit in sorted(by_unit.items()))
    until = at(local_day(leaves), MORNING) + LATEST
    return {officer: until for of_unit in told for officer in of_unit} if until > leaves else {}
