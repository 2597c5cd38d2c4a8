"""How an appointment reads: its number, its time or the times offered, where and what about."""

from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from storage import appointments, persons
from storage.appointments import Appointment


def line(scope: Scope, made: Appointment) -> str:
    """Says it in a few lines: «H2 · 8:00 thứ Tư 2/12 · đã hẹn», where, what about."""
    when = scope.moment(made.at) if made.at else " / ".join(scope.moment(moment) for moment in made.offered)
    fields = {"number": made.code, "state": state_of(scope, made), "about": made.about}
    told = (
        scope.text("appointment.line", **fields, when=when, place=made.place)
        if when
        else scope.text("appointment.line_without_time", **fields)
    )
    return f"{told}\n  «{made.remark}»" if made.remark else told


def state_of(scope: Scope, made: Appointment) -> str:
    """Says how it stands; who was never offered a time asks for one, and for no other."""
    waits_for_first = made.state == "asked" and not made.offered
    return scope.text("appointment.state.no_time_yet" if waits_for_first else f"appointment.state.{made.state}")


def named(value: str, viewer: Viewer) -> str:
    """Names an appointment of the reader's own commune: «H2 · Lê Văn Nam»."""
    made = appointments.get(viewer.db, id_in(value))
    if made is None or viewer.reader is None or made.unit != viewer.reader.unit:
        return ""
    person = persons.get(viewer.db, made.person_id)
    return f"{made.code} · {person.name}" if person else made.code
