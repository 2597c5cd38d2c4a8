"""A person asks for a time with a counsellor or with legal aid; officers find one, and it goes on as an appointment."""

from handlers.appointments.shown import state_of
from handlers.appointments.taking import see_button, tell_officer
from handlers.kit import Answers, Choice, Form, Outgoing, Said, Text
from handlers.kit.batch import Batch
from handlers.kit.commands import Command, begins
from handlers.kit.deployment import Deployment
from handlers.kit.matter import Wish
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices, officers
from handlers.people import offices, record
from handlers.people.offices import with_office
from rules.appointments import ASKED, COUNSEL, offered_by
from rules.local_time import local_day
from storage import accounts, appointments, due, persons
from storage.appointments import Appointment
from storage.database import Db
from storage.due import Due

MOST_ABOUT = 160


def ask_for_time(answers: Answers, scope: Scope) -> Said:
    """Files the wish; where the commune has no officer here, somebody is to call."""
    person = record.person_of(scope)
    on_call = offices.officers(scope)
    if person is None or not on_call:
        return officers.call_instead(scope)
    counsellor = scope.text(f"counselling.whom.{answers['whom']}")
    words = answers["about"]
    asked = appointments.ask(
        scope.db,
        unit=person.unit,
        person_id=person.id,
        officer_id=on_call[0].id,
        about=f"{counsellor}: {words}" if words else counsellor,
        remark=answers["suits"],
        by=scope.account.id,
    )
    plan_offer(scope.db, scope.deployment, asked)
    tell_officer(scope, asked, "counsel")
    see = scope.button("appointment_own.see", "do:appointment_own")
    return Said("counselling.thanks", {"number": asked.code}, (see, scope.menu_button()))


def plan_offer(db: Db, deployment: Deployment, asked: Appointment) -> None:
    """Sets the clock of whoever is to offer a time."""
    moment = offered_by(db.now, deployment.free_days)
    due.plan(db, ASKED, asked.id, f"{local_day(moment)}", moment, unit=asked.unit)


counselling = Form(
    "counselling",
    Choice("whom", COUNSEL),
    Text("suits", longest=200),
    Text("about", longest=MOST_ABOUT, optional=True),
    submit=ask_for_time,
    may=("person",),
    review=False,
    ready=record.missing,
)


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells those on duty of who still waits for a time, until one is offered."""
    asked_for = appointments.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        asked = asked_for.get(row.subject_id)
        if asked is None or asked.state != "asked":
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            _tell(db, deployment, asked)
            plan_offer(db, deployment, asked)


def _tell(db: Db, deployment: Deployment, asked: Appointment) -> None:
    person = persons.get(db, asked.person_id)

    def telling(wording: Wording) -> Outgoing:
        who = capital(wording.called(person)) if person else ""
        text = wording.text("notice.appointment_asked", Who=who, number=asked.code)
        return Outgoing(text, (see_button(wording, asked),))

    on_call = accounts.on_call(db, asked.unit)
    notices.tell_each(db, deployment, on_call, ASKED, lambda _: telling, subject_id=asked.person_id)


def wishes(scope: Scope) -> list[Wish]:
    """Lists the appointments of whoever writes that are still to come about, for «Việc tôi đã nhờ»."""
    person = record.person_of(scope)
    return [_wish(scope, made) for made in appointments.open_of(scope.db, person.id)] if person else []


def _wish(scope: Scope, made: Appointment) -> Wish:
    officer = accounts.get(scope.db, made.officer_id)
    who = with_office(scope.db, scope.wording, officer) if officer else scope.text("need.owner.officers")
    title = scope.text("appointment.wish", number=made.code)
    press = f"do:appointment_own:{made.id}"
    if made.state == "asked":
        day = local_day(offered_by(made.made_at, scope.deployment.free_days))
        then = scope.text("appointment.wish.then")
        return Wish("appointment", title, state_of(scope, made), who, max(day, scope.today), then, press)
    day_agreed = local_day(made.at) if made.at else None
    return Wish("appointment", title, state_of(scope, made), who, day_agreed, press=press)


COMMANDS = (
    Command(
        "counselling",
        begins("counselling"),
        may=("person",),
        words=("/tuvan", "xin tu van", "hen tu van", "see a counsellor"),
    ),
)
