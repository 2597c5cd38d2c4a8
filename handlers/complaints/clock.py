"""The clock of a complaint: the unit above is reminded on the last day, and the day after all concerned hear."""

from handlers.complaints import above
from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules.complaints import late_on
from rules.deadlines import MORNING, next_working_day
from rules.local_time import at
from storage import complaints, due
from storage.complaints import Complaint
from storage.database import Db
from storage.due import Due, Planned

DUE, LATE = KINDS = ("complaint_due", "complaint_late")


def plan(db: Db, deployment: Deployment, complaint: Complaint) -> None:
    """Plans both for the day that counts now; those of another day are called off."""
    settled(db, complaint)
    free = deployment.free_days
    days = {DUE: next_working_day(complaint.due_on, free), LATE: late_on(complaint.due_on, free)}
    period = f"{complaint.state}.{complaint.due_on}"
    planned = [Planned(kind, complaint.id, period, at(day, MORNING), complaint.unit) for kind, day in days.items()]
    due.plan_many(db, planned, again=True)


def settled(db: Db, complaint: Complaint) -> None:
    due.clear(db, complaint.id, list(KINDS), "settled")


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Reminds the unit above; of what is late, whoever has written it hears too, with the way to a human."""
    written = complaints.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        complaint = written.get(row.subject_id)
        if complaint is None or not complaint.is_open or not row.period.endswith(f"{complaint.due_on}"):
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            above.tell(db, deployment, complaint, row.kind, _telling(db, complaint, row.kind))
            if row.kind == LATE:
                tell_sender(db, deployment, complaint, "late")


def _telling(db: Db, complaint: Complaint, kind: str) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        key = f"notice.complaint.{kind.removeprefix('complaint_')}"
        words = wording.text(key, number=complaint.code, day=wording.day(complaint.due_on, db.today))
        return Outgoing(words, (see_button(wording, complaint),))

    return telling


def tell_sender(db: Db, deployment: Deployment, complaint: Complaint, what: str) -> None:
    """Tells whoever wrote it, in neutral words, by chat or not at all: nobody of their commune is asked to ring."""

    def telling(wording: Wording) -> Outgoing:
        day = wording.day(complaint.due_on, db.today)
        words = wording.text(f"notice.complaint_news.{what}", number=complaint.code, day=day)
        typed = wording.text("complaint_own.typed")
        see = Button(wording.text("complaint_own.see"), f"do:complaint_own:{complaint.id}", "command", typed)
        return Outgoing(words, (see,))

    notices.tell(db, deployment, complaint.asked_by, "complaint_news", telling)


def see_button(wording: Wording, complaint: Complaint) -> Button:
    typed = wording.text("complaint.typed", number=complaint.code)
    return Button(wording.text("complaint.see"), f"do:complaint:{complaint.number}", "command", typed)
