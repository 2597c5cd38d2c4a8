"""An officer is reminded on the morning of the first day of duty."""

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.notify.duty_planning import BEGINS
from storage import accounts, duty_days
from storage.database import Db
from storage.due import Due


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
