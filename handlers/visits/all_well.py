"""Once a week, where there was nothing to remind of, a guardian hears that all is well, and of the next visit."""

from handlers.kit import Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.visits.reminders import TO_GUARDIANS
from rules import quiet
from rules.deadlines import MORNING, is_first_of_week
from rules.local_time import WEEK, at
from rules.notices import kind_of
from storage import accounts, chats, outbox, planning
from storage.database import Db
from storage.due import Due, Planned

ALL_WELL = "visits_well"


def _plan(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    if not is_first_of_week(db.today, deployment.free_days):
        return []
    period, moment = db.today.isoformat(), at(db.today, MORNING)
    guardians = planning.with_role_without(db, "guardian", ALL_WELL, period, page)
    return [Planned(ALL_WELL, guardian.id, period, moment, guardian.unit, guardian.id) for guardian in guardians]


DAILY = DailyPlan(ALL_WELL, planning.accounts_page, _plan)


def tell_guardians(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells those who had no reminder in the week and have a visit ahead; an officer has the digest."""
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    readers = accounts.several(db, {row.subject_id for row in due_rows})
    reachable = chats.reaching(db, readers)
    next_visits = planning.next_visits(db, readers)
    told = outbox.recently_put(db, [chat.id for chat in reachable.values()], TO_GUARDIANS, db.now - WEEK)
    for row in due_rows:
        reader, chat = readers.get(row.subject_id), reachable.get(row.subject_id)
        next_visit = next_visits.get(row.subject_id)
        if reader is None or chat is None or reader.status != "active" or set(reader.roles) >= {"guardian", "officer"}:
            batch.drop([row], "no longer so")
        elif kind_of(row.kind).is_too_late(row.at, leaves):
            batch.drop([row], "too late")
        elif next_visit is None or next_visit <= db.today or chat.id in told or outbox.unsent_reminder(db, reader.id):
            batch.drop([row], "not all is well")
        else:
            with batch.attempt([row], writes=False):
                wording = Wording.to(deployment.texts, reader)
                words = wording.text("notice.visits_well", day=wording.day(next_visit, db.today))
                notices.put(db, deployment, chat, Outgoing(words), ALL_WELL)
