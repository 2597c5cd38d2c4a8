"""An agreed time is reminded of a day and an hour before; afterwards the officer is asked how it went."""

from datetime import timedelta

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules import quiet
from rules.appointments import LASTS, reminders
from rules.notices import kind_of
from storage import access, accounts, appointments, due, persons
from storage.appointments import Appointment
from storage.database import Db
from storage.due import Due, Planned
from storage.persons import Person

TO_PERSONS = ("appointment_day", "appointment_hour")
KINDS = (*TO_PERSONS, "appointment_after")
AFTER = LASTS + timedelta(minutes=30)
StillAgreed = tuple[Due, Appointment, Person]


def plan(db: Db, made: Appointment, reader: int) -> None:
    """Plans the reminders that are still to come; the period is the time, so that a moved one is reminded of anew."""
    assert made.at is not None
    period = made.at.strftime("%Y-%m-%dT%H:%M")
    wanted = [Planned(kind, made.id, period, moment, made.unit, reader) for kind, moment in reminders(made.at, db.now)]
    wanted.append(Planned("appointment_after", made.id, period, made.at + AFTER, made.unit, made.officer_id))
    due.plan_many(db, wanted, again=True)


def _still_agreed(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> list[StillAgreed]:
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    by_id = appointments.several(db, {row.subject_id for row in due_rows})
    people = persons.several(db, {made.person_id for made in by_id.values()})
    still = []
    for row in due_rows:
        made = by_id.get(row.subject_id)
        person = people.get(made.person_id) if made else None
        if made is None or person is None or person.status != "managed" or made.state != "confirmed":
            batch.drop([row], "no longer so")
        elif kind_of(row.kind).is_too_late(row.at, leaves):
            batch.drop([row], "too late")
        else:
            still.append((row, made, person))
    return still


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    for row, made, _ in _still_agreed(db, deployment, due_rows, batch):
        with batch.attempt([row]):
            if row.recipient_id is not None:
                notices.tell(db, deployment, row.recipient_id, row.kind, _reminding(db, row, made))


def _reminding(db: Db, row: Due, made: Appointment) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        when = wording.moment(made.at, db.today) if made.at else ""
        typed = wording.text("appointments_own.typed")
        see = Button(wording.text("appointments_own.button"), f"do:appointment_own:{made.id}", "command", typed)
        return Outgoing(wording.text(f"notice.{row.kind}", when=when, place=made.place), (see,))

    return telling


def ask_how_it_went(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    for row, made, person in _still_agreed(db, deployment, due_rows, batch):
        with batch.attempt([row]):
            _ask_officer(db, deployment, row, made, person)


def _ask_officer(db: Db, deployment: Deployment, row: Due, made: Appointment, person: Person) -> None:
    """Asks whoever offered the times; the others on duty where that one is out."""
    officer = accounts.get(db, made.officer_id)
    asked = (
        [officer] if officer and access.acts(officer, "officer", unit=made.unit) else accounts.on_call(db, made.unit)
    )
    telling = _asking(made, person)
    notices.tell_each(db, deployment, asked, row.kind, lambda _: telling)


def _asking(made: Appointment, person: Person) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        fields = {"who": wording.called(person), "number": made.code}
        came, missed = (
            Button(
                wording.text(f"appointment.{how}"),
                f"do:appointment_{how}:{made.number}",
                "command",
                wording.text(f"appointment.typed.{how}", number=made.code),
            )
            for how in ("kept", "missed")
        )
        return Outgoing(wording.text("notice.appointment_after", **fields), (came, missed))

    return telling
