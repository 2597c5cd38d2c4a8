"""The moves that wait for an answer, and one of them with what is known and what can be done with it."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.notify import transfer_news as telling
from handlers.people.naming import TYPED, name_of
from storage import access, persons, transfers
from storage.access import NotAllowed
from storage.persons import Person
from storage.transfers import Transfer

OFFICER = ("officer",)


def listed(scope: Scope) -> Reply:
    """Lists the moves to and from the officer's commune, the first to be answered in front."""
    waiting = transfers.open_of(scope.db, scope.unit)
    propose = scope.button("transfer.button", "go:transfer")
    if not waiting:
        return Said("transfers.none", buttons=(propose, scope.menu_button()))
    people = persons.several(scope.db, [transfer.person_id for transfer in waiting])
    scope.audit("persons.listed", None, f"transfers: {len(waiting)}")
    buttons = tuple(_line(scope, transfer, people[transfer.person_id]) for transfer in waiting)
    return Said("transfers.head", {"count": len(waiting)}, (*buttons, propose, scope.menu_button()))


def _line(scope: Scope, transfer: Transfer, person: Person) -> Button:
    way = "in" if transfer.to_unit == scope.unit else "out"
    other = transfer.unit if way == "in" else transfer.to_unit or ""
    fields = {"who": person.name, "place": telling.commune(scope.db, scope.deployment, other)}
    return scope.button(f"transfers.line.{way}", f"do:transfer_show:{transfer.id}", **fields)


def opened(scope: Scope, argument: str) -> tuple[Transfer, Person] | None:
    """Opens a move that waits, for an officer of either commune; the look is written down, a refusal too."""
    typed = [each for each in transfers.open_of(scope.db, scope.unit) if str(each.id)[-TYPED:] == argument]
    transfer = typed[0] if len(typed) == 1 else transfers.get(scope.db, id_in(argument))
    if transfer is None:
        return None
    try:
        return transfer, access.look_at_transfer(scope.db, scope.account, transfer)
    except NotAllowed:
        return None


def over(scope: Scope) -> Said:
    return Said("transfer.over", buttons=(scope.button("transfers.button", "do:transfers"), scope.menu_button()))


def show(scope: Scope, argument: str) -> Reply:
    """Shows one by its id, or the end of it as it is typed; without one, the list."""
    if not argument:
        return listed(scope)
    visible = opened(scope, argument)
    if visible is None:
        return over(scope)
    return Outgoing("\n".join(_lines(scope, *visible)), (*_ways(scope, visible[0]), scope.menu_button()))


def _lines(scope: Scope, transfer: Transfer, person: Person) -> list[str]:
    from_place, to_place = (
        telling.commune(scope.db, scope.deployment, code or "") for code in (transfer.unit, transfer.to_unit)
    )
    born = scope.text("officer.card.born", year=person.born) if person.born else ""
    case = scope.text(f"case_type.{person.case_type}")
    lines = [
        " · ".join(part for part in (name_of(person), born) if part),
        scope.text("officer.card.home", day=scope.day(person.came_home_on), case=case),
        scope.text("transfer.way", from_place=from_place, to_place=to_place, day=scope.day(transfer.moves_on)),
        scope.text("transfer.reason", why=transfer.why),
    ]
    if transfer.question:
        lines.append(scope.text("transfer.question", question=transfer.question))
    if transfer.answer:
        lines.append(scope.text("transfer.answer", answer=transfer.answer))
    if transfer.due_on:
        lines.append(scope.text("transfer.until", day=scope.day(transfer.due_on)))
    return lines


def _ways(scope: Scope, transfer: Transfer) -> tuple[Button, ...]:
    """Offers each side what it can do: accept or ask back; answer or take back."""
    if transfer.to_unit == scope.unit:
        return (
            scope.button("transfer.button.accept", f"do:transfer_accept:{transfer.id}"),
            scope.button("transfer.button.ask", f"go:transfer_question:transfer={transfer.id}"),
        )
    answers = (scope.button("transfer.button.answer", f"go:transfer_answer:transfer={transfer.id}"),)
    return (
        *(answers if transfer.state == "asked_back" else ()),
        scope.button("transfer.button.withdraw", f"do:transfer_withdraw:{transfer.id}"),
    )


COMMANDS = (
    Command("transfers", show, may=OFFICER, words=("chuyen den", "/chuyenden", "/transfers"), takes_argument=True),
    Command("transfer_show", show, may=OFFICER),
)
