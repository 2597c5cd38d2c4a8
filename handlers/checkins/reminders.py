"""The monthly check-in: planned for each, a friendly question, none to whoever has answered; no answer, an alert."""

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.notify.unreachable import raise_alerts
from rules import quiet
from rules.checkins import FACES, MISSING, check_in_on, missing_on, period_of
from rules.deadlines import MORNING
from rules.local_time import at, local_day
from rules.notices import kind_of
from storage import accounts, chats, checkins, due, persons, planning
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db
from storage.due import Due, Planned
from storage.persons import Person


def _plan(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    """Plans the question for each person's own day of the month; who came after it is asked next month."""
    period = period_of(db.today)
    month = db.today.replace(day=1)
    return [
        Planned(
            "check_in",
            person.person_id,
            period,
            at(check_in_on(month, person.came_home_on, deployment.free_days), MORNING),
            person.unit,
            person.account_id,
        )
        for person in planning.not_asked(db, period, page)
    ]


DAILY = DailyPlan("check_ins", planning.persons_page, _plan)


def ask(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    people = persons.several(db, {row.subject_id for row in due_rows})
    readers = accounts.several(db, {person.account_id for person in people.values() if person.account_id})
    reachable = chats.reaching(db, readers)
    answered = checkins.have_answered(db, people, {row.period for row in due_rows})
    missing_at = at(missing_on(local_day(leaves), deployment.free_days), MORNING)
    asked = []
    for row in due_rows:
        person = people.get(row.subject_id)
        reader = readers.get(person.account_id or 0) if person else None
        if kind_of(row.kind).is_too_late(row.at, leaves):
            batch.drop([row], "too late")
        elif person is None or reader is None or not _is_to_be_asked(person, reader):
            batch.drop([row], "no longer so")
        elif (person.id, row.period) in answered:
            batch.drop([row], "answered")
        elif _ask(db, deployment, row, reader, reachable.get(reader.id), batch):
            asked.append(Planned(MISSING, person.id, row.period, missing_at, person.unit))
    due.plan_many(db, asked)


def _is_to_be_asked(person: Person, reader: Account) -> bool:
    return person.status == "managed" and reader.status == "active"


def _ask(db: Db, deployment: Deployment, row: Due, reader: Account, chat: Chat | None, batch: Batch) -> bool:
    """Puts the question; True if it is on its way."""
    asked = False
    if chat is None:
        with batch.attempt([row]):
            asked = notices.without_chats(db, deployment, [reader], row.kind, subject_id=row.subject_id) > 0
    else:
        with batch.attempt([row], writes=False):
            out = question(Wording.to(deployment.texts, reader))
            notices.put(db, deployment, chat, out, row.kind, subject_id=row.subject_id)
            asked = True
    return asked


def tell_missing(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Raises an alert for each question that has found no answer in its time."""
    answered = checkins.have_answered(db, {row.subject_id for row in due_rows}, {row.period for row in due_rows})
    unanswered = []
    for row in due_rows:
        if kind_of(row.kind).is_too_late(row.at, db.now):
            batch.drop([row], "too late")
        elif (row.subject_id, row.period) in answered:
            batch.drop([row], "answered")
        else:
            unanswered.append(row)
    raise_alerts(db, deployment, unanswered, batch)


def question(wording: Wording) -> Outgoing:
    """Words the question; answering it starts the check-in."""
    buttons = tuple(
        Button(
            wording.text(f"notice.check_in.{face}"),
            f"go:checkin:face={face}",
            "command",
            wording.text("notice.check_in.typed"),
        )
        for face in FACES
    )
    return Outgoing(wording.text("notice.check_in"), buttons)
