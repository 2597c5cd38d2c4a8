"""A person takes one of the times, asks for another, and sees what is agreed."""

from handlers.appointments import reminders, shown
from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording, capital
from handlers.notify import officers
from handlers.people import record
from rules.appointments import time_problem
from storage import accounts, appointments, due, persons
from storage.appointments import Appointment


def _own_open(scope: Scope) -> list[Appointment]:
    person = record.person_of(scope)
    return appointments.open_of(scope.db, person.id) if person else []


def listed(scope: Scope, argument: str = "") -> Reply:
    """Shows what is open: the times to choose from, or what is agreed."""
    mine = _own_open(scope)
    open_ones = [made for made in mine if made.id == id_in(argument)] or mine
    if not open_ones:
        return Said("appointments_own.none", buttons=(_counsel(scope), scope.menu_button()))
    text = "\n\n".join([scope.text("appointments_own.title"), *(shown.line(scope, made) for made in open_ones)])
    deeds = (button for made in open_ones for button in _deeds(scope, made))
    return Outgoing(text, (*deeds, _counsel(scope), scope.menu_button()))


def _counsel(scope: Scope) -> Button:
    return scope.button("counselling.button", "go:counselling", typed=scope.text("counselling.typed"))


def _deeds(scope: Scope, made: Appointment) -> tuple[Button, ...]:
    other = scope.button("appointment.other", f"go:appointment_other:appointment={made.id}", number=made.code)
    if made.state == "offered":
        times = (
            scope.button("appointment.take", f"do:appointment_take:{made.id}.{place}", when=scope.moment(moment))
            for place, moment in enumerate(made.offered)
            if time_problem(moment, scope.now) is None
        )
        return (*times, other)
    if made.state == "confirmed":
        return scope.button("appointment.calendar", f"do:appointment_calendar:{made.id}"), other
    return ()


def take(scope: Scope, argument: str) -> Reply:
    """Takes the time at this place of the offer; a button of an offer that is over shows the present one."""
    appointment_id, _, place = argument.partition(".")
    made = next((made for made in _own_open(scope) if made.id == id_in(appointment_id)), None)
    if made is None or made.state != "offered" or not place.isdecimal() or int(place[:3]) >= len(made.offered):
        return listed(scope)
    moment = made.offered[int(place)]
    if time_problem(moment, scope.now):
        return Said("appointment.time_over", buttons=(*_deeds(scope, made), scope.menu_button()))
    agreed = appointments.confirm(scope.db, made, moment, scope.account.id)
    reminders.plan(scope.db, agreed, scope.account.id)
    tell_officer(scope, agreed, "confirmed")
    return Said(
        "appointment.agreed",
        {"when": scope.moment(moment), "place": agreed.place},
        (*_deeds(scope, agreed), scope.menu_button()),
    )


def tell_officer(scope: Scope, made: Appointment, news: str) -> None:
    """Tells whoever offered it, else those on duty, what the person has said of it."""

    def telling(wording: Wording) -> Outgoing:
        fields = {
            "Who": capital(wording.called(scope.account)),
            "number": made.code,
            "when": wording.moment(made.at, scope.today) if made.at else "",
        }
        return Outgoing(wording.text(f"notice.appointment_news.{news}", **fields), (see_button(wording, made),))

    whoever_offered = accounts.get(scope.db, made.officer_id)
    officers.tell(scope, "appointment_news", telling, first=whoever_offered, subject_id=made.person_id)


def see_button(wording: Wording, made: Appointment) -> Button:
    typed = wording.text("appointments.typed", number=made.code)
    return Button(wording.text("appointments.see"), f"do:appointment:{made.number}", "command", typed)


def movable(_answers: Answers, scope: Scope) -> list[Option]:
    return [Option(str(made.id), _name(scope.author, made)) for made in _own_open(scope)]


def _name(viewer: Viewer, made: Appointment) -> str:
    return f"{made.code} · {viewer.moment(made.at)}" if made.at else made.code


def own_named(value: str, viewer: Viewer) -> str:
    made = appointments.get(viewer.db, id_in(value))
    person = persons.get(viewer.db, made.person_id) if made else None
    is_own = person is not None and viewer.reader is not None and person.account_id == viewer.reader.id
    return _name(viewer, made) if made and is_own else ""


def ask_other(answers: Answers, scope: Scope) -> Said:
    """Passes on which time would suit; what was agreed is off until the officer offers another."""
    made = next((made for made in _own_open(scope) if made.id == id_in(answers["appointment"])), None)
    if made is None:
        raise Problem("no_longer_there", question="appointment")
    asked = appointments.ask_other(scope.db, made, answers["wish"], scope.account.id)
    due.clear(scope.db, made.id, reminders.KINDS, "moved")
    tell_officer(scope, asked, "asked")
    return Said("appointment_other.sent", buttons=(scope.menu_button(),))


def nothing_open(scope: Scope) -> Said | None:
    return None if _own_open(scope) else Said("appointments_own.none", buttons=(scope.menu_button(),))


appointment_other = Form(
    "appointment_other",
    Choice("appointment", movable, named=own_named),
    Text("wish", longest=300),
    submit=ask_other,
    may=("person",),
    review=False,
    ready=nothing_open,
)
COMMANDS = (
    Command(
        "appointment_own",
        listed,
        may=("person",),
        words=("/lichhen", "lich hen", "lich hen cua toi", "my appointments"),
    ),
    Command("appointment_take", take, may=("person",)),
)
