"""Whoever has complained sees where it stands: who has it, by when, what was answered."""

from handlers.complaints import dealing
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.matter import Wish
from handlers.kit.scope import Scope
from handlers.people import offices
from storage import complaints, units
from storage.complaints import Complaint

MOST = 6


def listed(scope: Scope, argument: str = "") -> Reply:
    """Lists one's own, or shows the one whose id is given, or the only one."""
    mine = complaints.of_sender(scope.db, scope.account.id, MOST)
    meant = [each for each in mine if each.id == id_in(argument)] or (mine if len(mine) == 1 else [])
    if meant:
        return _page(scope, meant[0])
    write = scope.button("complaint.write", "go:complain")
    if not mine:
        return Said("complaint_own.none", buttons=(write, scope.menu_button()))
    buttons = [Button(line(scope, each), f"do:complaint_own:{each.id}") for each in mine]
    return Said("complaint_own.title", buttons=(*buttons, write, scope.menu_button()))


def _page(scope: Scope, complaint: Complaint) -> Outgoing:
    lines = [line(scope, complaint), *dealing.words_of(scope, complaint), *dealing.answers_of(scope, complaint)]
    human = (scope.button("complaint.write", "go:complain"),) if not complaint.is_open else ()
    return Outgoing("\n".join(lines), (*human, scope.menu_button()))


def wishes(scope: Scope) -> list[Wish]:
    """Lists what waits to be taken or answered."""
    mine = complaints.of_sender(scope.db, scope.account.id)
    return [
        Wish(
            "complaint",
            scope.text("complaint_own.wish", number=complaint.code),
            scope.text(f"complaint.state.{complaint.state}"),
            _place(scope, complaint),
            complaint.due_on,
            scope.text(f"complaint_own.then.{complaint.state}"),
            f"do:complaint_own:{complaint.id}",
        )
        for complaint in mine
        if complaint.is_open
    ]


def _place(scope: Scope, complaint: Complaint) -> str:
    unit = units.get(scope.db, complaint.unit)
    return offices.unit_named(scope.wording, unit) if unit else ""


def line(scope: Scope, complaint: Complaint) -> str:
    """Says one in a line: «K3 · tỉnh Nghệ An đã nhận · trả lời chậm nhất thứ Hai 28/12»."""
    late = ".late" if complaint.is_open and complaint.due_on < scope.today else ""
    return scope.text(
        f"complaint_own.line.{complaint.state}{late}",
        number=complaint.code,
        place=_place(scope, complaint),
        day=scope.day(complaint.due_on),
    )


COMMANDS = (
    Command(
        "complaint_own",
        listed,
        words=("khieu nai cua toi", "phan anh cua toi", "/khieunaicuatoi", "my complaints"),
    ),
)
