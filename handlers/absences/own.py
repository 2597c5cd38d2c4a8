"""A person sees what they asked for, takes it back, and says that they are home again."""

from handlers.absences import returning
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.people import record
from rules.absences import AWAY, WAITING
from storage import absences
from storage.absences import Absence

MOST = 6


def _own_absences(scope: Scope) -> list[Absence]:
    person = record.person_of(scope)
    return absences.of_person(scope.db, person.id)[::-1] if person else []


def listed(scope: Scope, argument: str = "") -> Reply:
    """Lists the last requests, or shows the one whose id is given."""
    mine = _own_absences(scope)
    shown = [absence for absence in mine if absence.id == id_in(argument)] or mine[:MOST]
    ask = scope.button("absence.ask", "go:absence_request")
    if not shown:
        return Said("absences_own.none", buttons=(ask, scope.menu_button()))
    text = "\n".join([scope.text("absences_own.title"), *(line(scope, absence) for absence in shown)])
    return Outgoing(text, (*_deeds(scope, shown), ask, scope.menu_button()))


def line(scope: Scope, absence: Absence) -> str:
    """Says a request in a line: «P3: Vinh, thứ Hai 7/12 – thứ Năm 10/12 · được đi»."""
    told = scope.text(
        "absence.line",
        number=absence.code,
        where=absence.told["where"],
        first=scope.day(absence.from_on),
        last=scope.day(absence.until_on),
        state=scope.text(f"absence.state.{absence.state}"),
    )
    return f"{told}\n  «{absence.why}»" if absence.why else told


def _deeds(scope: Scope, shown: list[Absence]) -> tuple[Button, ...]:
    deeds = {WAITING: ("absence.take_back", "do:absence_take_back"), AWAY: ("absence.back", "do:absence_back")}
    return tuple(
        scope.button(deeds[absence.state][0], f"{deeds[absence.state][1]}:{absence.id}", number=absence.code)
        for absence in shown
        if absence.state in deeds
    )


def take_back(scope: Scope, argument: str) -> Reply:
    """Takes a request back that nobody has decided."""
    absence = next(
        (absence for absence in _own_absences(scope) if absence.id == id_in(argument) and absence.state == WAITING),
        None,
    )
    if absence is None:
        return listed(scope)
    absences.move(scope.db, absence, "withdrawn", scope.account.id)
    return Said("absences_own.taken_back", {"number": absence.code}, (scope.menu_button(),))


def back(scope: Scope, argument: str) -> Reply:
    """Notes that the person is home; without an id, from the absence that has begun."""
    away = [absence for absence in _own_absences(scope) if absence.state == AWAY and absence.from_on <= scope.today]
    absence = next((absence for absence in away if not argument or absence.id == id_in(argument)), None)
    if absence is None:
        return Said("absences_own.not_away", buttons=(scope.menu_button(),))
    returning.note_back(scope, absence)
    late = (scope.today - absence.until_on).days
    return Said("absences_own.back_late" if late > 0 else "absences_own.back", {"days": late}, (scope.menu_button(),))


COMMANDS = (
    Command(
        "absence_own",
        listed,
        may=("person",),
        words=("/giayvang", "viec xin vang", "don xin vang", "my leave"),
    ),
    Command("absence_take_back", take_back, may=("person",)),
    Command(
        "absence_back",
        back,
        may=("person",),
        words=("/dave", "da ve", "da ve nha", "toi da ve", "em da ve", "i am back"),
    ),
)
