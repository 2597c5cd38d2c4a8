"""Plans what reminds officers of their days on the roster."""

from collections.abc import Iterable
from datetime import date

from rules.deadlines import MORNING
from rules.duty import runs
from rules.local_time import at
from storage import due
from storage.database import Db
from storage.due import Planned
from storage.duty_days import DutyDay

BEGINS = "duty_begins"


def plan(db: Db, unit: str, duties: Iterable[DutyDay]) -> None:
    """Plans a reminder for the first day of each officer's days in a row."""
    by_officer: dict[int, list[date]] = {}
    for duty in duties:
        by_officer.setdefault(duty.account_id, []).append(duty.day)
    wanted = [
        Planned(BEGINS, officer, first.isoformat(), at(first, MORNING), unit, officer)
        for officer, own in by_officer.items()
        for first, _ in runs(own)
        if first > db.today
    ]
    due.plan_many(db, wanted, again=True)
