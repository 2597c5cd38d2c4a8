"""Officers see what is agreed and what waits, move it, call it off, and note whether somebody came."""

from handlers.appointments import reminders, shown
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, Start, number_in
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.notify.appointment_news import tell_called_off
from handlers.people.naming import name_of
from handlers.people.targets import not_here, person_in
from rules.appointments import OPEN_STATES
from storage import appointments, due, persons
from storage.appointments import Appointment
from storage.persons import Person

OFFICER = ("officer",)
# as long as the letter has room for
LETTER_PLACE = 160


def listed(scope: Scope, argument: str = "") -> Reply:
    """Lists what is open by its time, or shows the appointment of this number; `+8` skips eight lines."""
    if argument and not argument.startswith("+"):
        return show(scope, argument)
    made = appointments.open_in(scope.db, scope.unit)
    page = ListPage.asked(argument.removeprefix("+"), len(made))
    people = persons.several(scope.db, {appointment.person_id for appointment in page.of(made)})
    scope.audit("persons.listed", None, f"appointments: {len(people)}")
    buttons = page.numbered([_line(scope, appointment, people[appointment.person_id]) for appointment in page.of(made)])
    new = scope.button("appointments.new", "go:appointment", typed=scope.text("appointments.new.typed"))
    key = "appointments.list" if made else "appointments.none"
    more = page.more(scope, "do:appointment:+")
    return Said(key, {"count": len(made)}, (*buttons, *more, new, scope.menu_button()))


def _line(scope: Scope, made: Appointment, person: Person) -> Button:
    when = scope.moment(made.at) if made.at else scope.text(f"appointment.state.{made.state}")
    return Button(f"{made.code} · {person.name} · {when}", f"do:appointment:{made.number}")


def _appointment_in(scope: Scope, argument: str) -> tuple[Appointment, Person] | None:
    made = appointments.by_number(scope.db, scope.unit, number_in(argument))
    person = person_in(scope, str(made.person_id), "appointment") if made else None
    return (made, person) if made and person else None


def show(scope: Scope, argument: str) -> Reply:
    appointed = _appointment_in(scope, argument)
    if appointed is None:
        return not_here(scope)
    made, person = appointed
    text = "\n".join([name_of(person), shown.line(scope, made)])
    return Outgoing(text, (*_deeds(scope, made), scope.button("appointments.button", "do:appointment")))


def _deeds(scope: Scope, made: Appointment) -> tuple[Button, ...]:
    if made.state not in OPEN_STATES:
        return ()
    number = str(made.number)
    noting = (
        scope.button("appointment.kept", f"do:appointment_kept:{number}"),
        scope.button("appointment.missed", f"do:appointment_missed:{number}"),
    )
    return (
        *(noting if made.state == "confirmed" else ()),
        scope.button("appointment.again", f"go:appointment_again:appointment={made.id}"),
        scope.button("appointment.call_off", f"do:appointment_off:{number}"),
        scope.button("appointment.letter", f"do:appointment_letter:{number}"),
    )


def _end(scope: Scope, argument: str, state: str) -> Reply:
    appointed = _appointment_in(scope, argument)
    if appointed is None or appointed[0].state not in OPEN_STATES:
        return not_here(scope)
    made, person = appointed
    appointments.end(scope.db, made, state, scope.account.id)
    due.clear(scope.db, made.id, reminders.KINDS, state)
    if state == "called_off":
        tell_called_off(scope.db, scope.deployment, made, person)
    fields = {"who": scope.wording.called(person), "state": scope.text(f"appointment.state.{state}")}
    buttons = (scope.button("appointments.button", "do:appointment"), scope.menu_button())
    return Said("appointments.noted", fields, buttons)


def kept(scope: Scope, argument: str) -> Reply:
    return _end(scope, argument, "kept")


def missed(scope: Scope, argument: str) -> Reply:
    return _end(scope, argument, "missed")


def call_off(scope: Scope, argument: str) -> Reply:
    return _end(scope, argument, "called_off")


def letter(scope: Scope, argument: str) -> Reply:
    """Begins the letter of invitation with what the appointment says; an open time is asked for."""
    appointed = _appointment_in(scope, argument)
    if appointed is None:
        return not_here(scope)
    made, person = appointed
    said = {"person": str(person.id), "place": made.place[:LETTER_PLACE], "purpose": made.about}
    return Start("invitation_letter", said | ({"at": made.at.isoformat()} if made.at else {}))


COMMANDS = (
    Command(
        "appointment",
        listed,
        may=OFFICER,
        words=("/lichhen", "lich hen", "xem hen", "appointments"),
        record="appointment",
        lists=True,
    ),
    Command("appointment_kept", kept, may=OFFICER, words=("da den", "came"), takes_argument=True, record="appointment"),
    Command(
        "appointment_missed",
        missed,
        may=OFFICER,
        words=("khong den", "did not come"),
        takes_argument=True,
        record="appointment",
    ),
    Command("appointment_off", call_off, may=OFFICER),
    Command("appointment_letter", letter, may=OFFICER),
)
