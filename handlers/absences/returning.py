"""The way back: the person is reminded before the last day; who has not said that they are home, officers hear of."""

from datetime import timedelta

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from rules import quiet
from rules.absences import AWAY, remind_on
from rules.deadlines import MORNING, next_working_day
from rules.local_time import at
from rules.notices import kind_of
from storage import absences, accounts, due, persons
from storage.absences import Absence
from storage.database import Db
from storage.due import Due, Planned
from storage.persons import Person

KINDS = ("absence_return", "absence_late")
StillAway = tuple[Due, Absence, Person]


def plan(db: Db, deployment: Deployment, asked: Absence) -> None:
    """Plans the reminder, and the look whether they are back on the working day after."""
    late = next_working_day(asked.until_on + timedelta(days=1), deployment.free_days)
    days = ((KINDS[0], remind_on(asked.from_on, asked.until_on), asked.asked_by), (KINDS[1], late, None))
    due.plan_many(
        db,
        [
            Planned(kind, asked.id, asked.until_on.isoformat(), at(day, MORNING), asked.unit, recipient)
            for kind, day, recipient in days
        ],
    )


def end(scope: Scope, asked: Absence) -> None:
    """Writes down that they are home, and calls off what is planned."""
    absences.move(scope.db, asked, "back", scope.account.id, back_on=scope.today)
    due.clear(scope.db, asked.id, KINDS, "back")


def note_back(scope: Scope, asked: Absence) -> None:
    """Notes that somebody says they are home; officers hear of it where they were waiting for it."""
    end(scope, asked)
    if scope.today <= asked.until_on:
        return

    def telling(wording: Wording) -> Outgoing:
        fields = {"Who": capital(wording.called(scope.account)), "number": asked.code}
        return Outgoing(wording.text("notice.absence_news.back", **fields), (see_button(wording, asked),))

    duty = accounts.on_call(scope.db, asked.unit)
    notices.tell_each(scope.db, scope.deployment, duty, "absence_news", lambda _: telling, subject_id=asked.person_id)


def see_button(wording: Wording, asked: Absence) -> Button:
    typed = wording.text("absence.typed", number=asked.code)
    return Button(wording.text("absence.see"), f"do:absence:{asked.number}", "command", typed)


def _still_away(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> list[StillAway]:
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    asked_for = absences.several(db, {row.subject_id for row in due_rows})
    people = persons.several(db, {asked.person_id for asked in asked_for.values()})
    still = []
    for row in due_rows:
        asked = asked_for.get(row.subject_id)
        person = people.get(asked.person_id) if asked else None
        if asked is None or person is None or person.status != "managed" or asked.state != AWAY:
            batch.drop([row], "no longer so")
        elif kind_of(row.kind).is_too_late(row.at, leaves):
            batch.drop([row], "too late")
        else:
            still.append((row, asked, person))
    return still


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    for row, asked, _ in _still_away(db, deployment, due_rows, batch):
        with batch.attempt([row]):
            notices.tell(db, deployment, asked.asked_by, row.kind, _coming_home(db, asked))


def _coming_home(db: Db, asked: Absence) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        typed = wording.text("absence.typed.back")
        home = Button(wording.text("absence.am_back"), f"do:absence_back:{asked.id}", "command", typed)
        return Outgoing(wording.text("notice.absence_return", day=wording.day(asked.until_on, db.today)), (home,))

    return telling


def tell_officers(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    for row, asked, person in _still_away(db, deployment, due_rows, batch):
        with batch.attempt([row]):
            _tell_duty(db, deployment, row, asked, person)


def _tell_duty(db: Db, deployment: Deployment, row: Due, asked: Absence, person: Person) -> None:
    telling = _not_back(db, asked, person)
    notices.tell_each(db, deployment, accounts.on_call(db, asked.unit), row.kind, lambda _: telling)


def _not_back(db: Db, asked: Absence, person: Person) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        fields = {"Who": capital(wording.called(person)), "day": wording.day(asked.until_on, db.today)}
        return Outgoing(wording.text("notice.absence_late", **fields), (see_button(wording, asked),))

    return telling
