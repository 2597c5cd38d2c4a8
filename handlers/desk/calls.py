"""The call list on the desk: who is to be called and why, the longest waiting first; numbers stand behind a press."""

from dataclasses import dataclass

from handlers.calls.call_list import who_named, why_told
from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from storage import accounts
from storage.outbox import call_list

MOST = 30
MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Call:
    id: int
    who: str
    why: str
    since: str
    times: int


@dataclass(frozen=True, slots=True)
class CallsFacts:
    calls: list[Call]
    count: int
    more: str


def gather(scope: Scope, asked: Asked) -> CallsFacts:
    """Lists who of the commune is to be called; `after` in `asked`: only those behind this entry."""
    calls = _calls(scope, id_in(asked.get("after", "")), MOST + 1)
    more = str(calls[MOST - 1].id) if len(calls) > MOST else ""
    return CallsFacts(calls[:MOST], call_list.how_many(scope.db, scope.unit), more)


def _calls(scope: Scope, after: int, most: int) -> list[Call]:
    entries = call_list.page_of(scope.db, scope.unit, after, most)
    accounts_by_id = accounts.several(scope.db, {entry.account_id for entry in entries})
    return [
        Call(
            entry.id,
            who_named(scope, accounts_by_id[entry.account_id]),
            why_told(scope, entry.reason),
            scope.moment(entry.at),
            entry.times,
        )
        for entry in entries
        if entry.account_id in accounts_by_id
    ]


def sheet(scope: Scope, _asked: Asked) -> Sheet:
    """Writes them as a list for Excel, without numbers."""
    names = ("who", "why", "since", "times")
    rows = [[getattr(call, name) for name in names] for call in _calls(scope, 0, MOST_ROWS)]
    return Sheet(scope.text("desk.calls.title"), [scope.text(f"desk.calls.{name}") for name in names], rows)


CALLS = DeskPage(id="calls", path="calls", gather=gather, sheet=sheet, topics=("call",))
