"""An officer is reminded on the morning of the first day of duty."""

from datetime import date

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules.deadlines import MORNING
from rules.duty import runs
from rules.local_time import at
from storage import accounts, due, duty_days
from storage.database import Db
from storage.due import Due, Planned
from storage.duty_days import DutyDay

BEGINS = "duty_begins"


def plan(db: Db, unit: str, days: list[date], duties: list[DutyDay]) -> None:
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


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Reminds those who are on duty today, still."""
    officers = accounts.several(db, {row.subject_id for row in due_rows})
    today = {unit: duty_days.between(db, unit, db.today, db.today) for unit in {row.unit for row in due_rows}}
    for row in due_rows:
        officer = officers.get(row.subject_id)
        is_on = any(duty.account_id == row.subject_id for duty in today[row.unit])
        if officer is None or not is_on or row.period != db.today.isoformat():
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            notices.tell(db, deployment, officer.id, BEGINS, _telling)


def _telling(wording: Wording) -> Outgoing:
    swap = Button(wording.text("roster.button.swap"), "go:duty_swap", "command", wording.text("roster.typed.swap"))
    return Outgoing(wording.text("notice.duty.begins"), (swap,))
