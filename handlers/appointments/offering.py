"""An officer offers two or three times; the person hears of them with a button for each."""

from datetime import datetime

from handlers.appointments import reminders, shown
from handlers.kit import Answers, Button, Choice, Form, JsonValue, Moment, Option, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, begins, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people.naming import person_named
from handlers.people.targets import people_to_choose, person_in
from handlers.understand.moments import find_when
from rules.appointments import ASKED, OPEN_STATES, time_problem
from storage import appointments, due
from storage.appointments import Appointment
from storage.persons import Person

OFFICER = ("officer",)
TIMES = ("first", "second", "third")


class OfferedTime(Moment):
    """A time to come, by day, other than those offered before it."""

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        moment = datetime.fromisoformat(stored)
        if code := time_problem(moment, scope.now):
            raise Problem(code)
        earlier = TIMES[: TIMES.index(self.id)]
        if any(answers.get(name) and datetime.fromisoformat(answers[name]) == moment for name in earlier):
            raise Problem("same_time")


def times_in(answers: Answers) -> list[datetime]:
    return [datetime.fromisoformat(answers[name]) for name in TIMES if answers.get(name)]


def time_told(scope: Scope, text: str) -> Answers:
    """Takes the hour of a sentence such as «hẹn anh Nam lên xã 8h sáng mai» for the first of the times."""
    moment = find_when(text, scope.now, "future")
    return {"first": moment.isoformat()} if isinstance(moment, datetime) else {}


def offer(answers: Answers, scope: Scope) -> Said:
    person = person_in(scope, answers["person"], "appointment")
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    made = appointments.offer(
        scope.db,
        unit=person.unit,
        person_id=person.id,
        officer_id=scope.account.id,
        times=times_in(answers),
        about=answers["about"],
        place=answers["place"],
    )
    return tell_times(scope, made, person)


def tell_times(scope: Scope, made: Appointment, person: Person) -> Said:
    """Tells the person of the times; an officer hears when that reaches nobody, and takes the letter."""
    see = scope.button("appointments.see", f"do:appointment:{made.number}")
    fields = {"who": scope.wording.called(person), "number": made.code}
    reached = person.account_id is not None and notices.tell(
        scope.db, scope.deployment, person.account_id, "appointment_offer", _offering(scope, made), subject_id=person.id
    )
    return Said("appointment.sent" if reached else "appointment.no_chat", fields, (see, scope.menu_button()))


def _offering(scope: Scope, made: Appointment) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        times = "\n".join(f"– {wording.moment(moment, scope.today)}" for moment in made.offered)
        text = wording.text("notice.appointment_offer", officer=wording.called(scope.account), times=times)
        typed = wording.text("appointments_own.typed")
        see = Button(wording.text("appointment.choose"), f"do:appointment_own:{made.id}", "command", typed)
        return Outgoing(text, (see,))

    return telling


TIME_QUESTIONS = (OfferedTime("first"), OfferedTime("second"), OfferedTime("third", optional=True))
appointment = Form(
    "appointment",
    Choice("person", people_to_choose, named=person_named, detail="head"),
    Text("about", longest=200),
    Text("place", longest=200),
    *TIME_QUESTIONS,
    submit=offer,
    may=OFFICER,
    prefill=time_told,
)


def waiting(_answers: Answers, scope: Scope) -> list[Option]:
    return [
        Option(str(made.id), shown.named(str(made.id), scope.author))
        for made in appointments.open_in(scope.db, scope.unit)
    ]


def offer_again(answers: Answers, scope: Scope) -> Said:
    """Offers other times in place of those before; a time that was agreed holds no longer."""
    made = appointments.get(scope.db, id_in(answers["appointment"]))
    person = person_in(scope, str(made.person_id), "appointment") if made and made.unit == scope.unit else None
    if made is None or person is None or made.state not in OPEN_STATES:
        raise Problem("no_longer_there", question="appointment")
    due.clear(scope.db, made.id, (*reminders.KINDS, ASKED), "moved")
    place = answers["place"] or ""
    offered = appointments.offer_again(scope.db, made, times_in(answers), scope.account.id, place=place)
    return tell_times(scope, offered, person)


def nothing_open(scope: Scope) -> Said | None:
    return None if waiting({}, scope) else Said("appointments.none", buttons=(scope.menu_button(),))


def appointment_named(value: str, viewer: Viewer) -> str:
    return shown.named(value, viewer)


appointment_again = Form(
    "appointment_again",
    Choice("appointment", waiting, named=appointment_named, detail="head"),
    *TIME_QUESTIONS,
    Text("place", longest=200, optional=True),
    submit=offer_again,
    may=OFFICER,
    ready=nothing_open,
)


COMMANDS = (
    Command(
        "appointment_offer",
        begins("appointment"),
        may=OFFICER,
        words=("/henlich", "hen gap", "moi den", "make an appointment"),
    ),
)
