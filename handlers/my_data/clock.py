"""Both clocks of a request about one's own data: the office is reminded on the last day and told the day after."""

from datetime import timedelta

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules.deadlines import MORNING, next_working_day
from rules.local_time import DAY, at
from storage import accounts, data_requests, due
from storage.data_requests import DataRequest
from storage.database import Db
from storage.due import Due, Planned

DUE, LATE = KINDS = ("data_request_due", "data_request_late")


def plan(db: Db, deployment: Deployment, request: DataRequest) -> None:
    """Plans both for the first answer and for the doing."""
    free = deployment.free_days
    due.plan_many(
        db,
        [
            Planned(kind, request.id, step, at(next_working_day(last_day + after, free), MORNING), request.unit)
            for step, last_day in (("answer", request.answer_by), ("act", request.act_by))
            for kind, after in ((DUE, timedelta()), (LATE, DAY))
        ],
    )


def settled(db: Db, request_id: int) -> None:
    due.clear(db, request_id, list(KINDS), "settled")


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Reminds the office; of what is late its admins and whoever asked hear, too."""
    asked = data_requests.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        request = asked.get(row.subject_id)
        if request is None or not request.is_open or (row.period == "answer" and request.answered_at is not None):
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            _tell_office(db, deployment, row, request)
            if row.kind == LATE:
                tell_sender(db, deployment, request, f"late_{row.period}")


def _tell_office(db: Db, deployment: Deployment, row: Due, request: DataRequest) -> None:
    readers = accounts.on_call(db, request.unit)
    if row.kind == LATE:
        readers = [*readers, *accounts.with_role(db, request.unit, "admin")]

    def telling(wording: Wording) -> Outgoing:
        last_day = request.answer_by if row.period == "answer" else request.act_by
        words = wording.text(
            f"notice.{row.kind}.{row.period}", number=request.code, day=wording.day(last_day, db.today)
        )
        return Outgoing(words, (see_button(wording, request),))

    others = {reader.id: reader for reader in readers if reader.id != request.asked_by}
    notices.tell_each(db, deployment, others.values(), row.kind, lambda _: telling, subject_id=request.asked_by)


def tell_sender(db: Db, deployment: Deployment, request: DataRequest, what: str) -> bool:
    def telling(wording: Wording) -> Outgoing:
        until = wording.day(request.act_by, db.today)
        words = wording.text(f"notice.data_news.{what}", number=request.code, until=until)
        typed = wording.text("data_own.typed")
        see = Button(wording.text("data_own.see"), f"do:data_own:{request.id}", "command", typed)
        return Outgoing(words, (see,))

    return notices.tell(db, deployment, request.asked_by, "data_news", telling)


def see_button(wording: Wording, request: DataRequest) -> Button:
    typed = wording.text("data_request.typed", number=request.code)
    return Button(wording.text("data_request.see"), f"do:data_request:{request.number}", "command", typed)
