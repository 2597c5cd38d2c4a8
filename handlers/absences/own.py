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


def _mine(scope: Scope) -> list[Absence]:
    person = record.person_of(scope)
    return absences.of_person(scope.db, person.id)[::-1] if person else []


def listed(scope: Scope, argument: str = "") -> Reply:
    """Lists the last requests, or shows the one whose id is given."""
    mine = _mine(scope)
    shown = [one for one in mine if one.id == id_in(argument)] or mine[:MOST]
    ask = scope.button("absence.ask", "go:absence_request")
    if not shown:
        return Said("absences_own.none", buttons=(ask, scope.menu_button()))
    text = "\n".join([scope.text("absences_own.title"), *(line(scope, one) for one in shown)])
    return Outgoing(text, (*_deeds(scope, shown), ask, scope.menu_button()))


def line(scope: Scope, one: Absence) -> str:
    """Says a request in a line: «P3: Vinh, thứ Hai 7/12 – thứ Năm 10/12 · được đi»."""
    told = scope.text(
        "absence.line",
        number=one.code,
        where=one.told["where"],
        first=scope.day(one.from_on),
        last=scope.day(one.until_on),
        state=scope.text(f"absence.state.{one.state}"),
    )
    return f"{told}\n  «{one.why}»" if one.why else told


def _deeds(scope: Scope, shown: list[Absence]) -> tuple[Button, ...]:
    deeds = {WAITING: ("absence.take_back", "do:absence_take_back"), AWAY: ("absence.back", "do:absence_back")}
    return tuple(
        scope.button(deeds[one.state][0], f"{deeds[one.state][1]}:{one.id}", number=one.code)
        for one in shown
        if one.state in deeds
    )


def take_back(scope: Scope, argument: str) -> Reply:
    """Takes a request back that nobody has decided."""
    one = next((one for one in _mine(scope) if one.id == id_in(argument) and one.state == WAITING), None)
    if one is None:
        return listed(scope)
    absences.move(scope.db, one, "withdrawn", scope.account.id)
    return Said("absences_own.taken_back", {"number": one.code}, (scope.menu_button(),))


def back(scope: Scope, argument: str) -> Reply:
    """Notes that the person is home; without an id, from the absence that has begun."""
    away = [one for one in _mine(scope) if one.state == AWAY and one.from_on <= scope.today]
    one = next((one for one in away if not argument or one.id == id_in(argument)), None)
    if one is None:
        return Said("absences_own.not_away", buttons=(scope.menu_button(),))
    returning.note_back(scope, one)
    late = (scope.today - one.until_on).days
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
