"""Whoever has asked about their own data sees how far it is, with both last days."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.matter import Wish
from handlers.kit.scope import Scope
from handlers.my_data import dealing
from storage import data_requests
from storage.data_requests import DataRequest

MOST = 6


def listed(scope: Scope, argument: str = "") -> Reply:
    """Lists one's own, or shows the one whose id is given, or the only one."""
    mine = data_requests.of_sender(scope.db, scope.account.id)[:MOST]
    meant = [request for request in mine if request.id == id_in(argument)] or (mine if len(mine) == 1 else [])
    new = scope.button("more.correct", "go:correct_me")
    if meant:
        lines = [_title(scope, meant[0]), *dealing.lines_of(scope, meant[0])]
        return Outgoing("\n".join(lines), (new, scope.human_button(), scope.menu_button()))
    if not mine:
        return Said("data_own.none", buttons=(new, scope.menu_button()))
    buttons = [Button(_title(scope, request), f"do:data_own:{request.id}") for request in mine]
    return Said("data_own.title", buttons=(*buttons, new, scope.menu_button()))


def _title(scope: Scope, request: DataRequest) -> str:
    return scope.text("data_own.line", number=request.code, wish=scope.text(f"correct_me.wish.{request.wish}"))


def wishes(scope: Scope) -> list[Wish]:
    """Lists what waits for the office."""
    return [
        Wish(
            "data_request",
            _title(scope, request),
            scope.text(f"data_request.state.{request.step}"),
            scope.text("need.owner.officers"),
            request.due_on,
            scope.text(f"data_own.then.{request.step}"),
            f"do:data_own:{request.id}",
        )
        for request in data_requests.of_sender(scope.db, scope.account.id)
        if request.is_open
    ]


COMMANDS = (Command("data_own", listed, words=("yeu cau cua toi", "/yeucaucuatoi", "my requests about my data")),)
