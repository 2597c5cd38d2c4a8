"""The messages to many that the office has sent: how each stands, what it said, stop and go on."""

from handlers.broadcasts import progress, steps
from handlers.broadcasts.compose import MAY
from handlers.broadcasts.review import shortened
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, Start, id_in
from handlers.kit.scope import Scope
from handlers.people.targets import LONGEST_NUMBER, not_here
from rules.local_time import local_day
from storage import accounts, broadcasts
from storage.broadcasts import Broadcast, tallies

MOST = 6


def begin(scope: Scope, argument: str) -> Reply:
    """One of them; or the last ones, so that nobody sends what a colleague has sent; the form where there are none."""
    if argument:
        return look(scope, argument)
    found = broadcasts.last_of(scope.db, scope.unit, MOST)
    if not found:
        return Start("broadcast")
    buttons = (
        scope.button("broadcast.button.new", "go:broadcast"),
        *(Button(_line(scope, one), f"do:broadcast:{one.id}") for one in found),
        scope.menu_button(),
    )
    return Said("broadcast.list", buttons=buttons)


def _line(scope: Scope, one: Broadcast) -> str:
    """«Số 12 · đang gửi · Sáng thứ Bảy xã khám sức khỏe…»"""
    state = scope.text(f"broadcast.state.{one.state}")
    return scope.text("broadcast.list.one", number=one.number, state=state, text=shortened(one.text))


def _one(scope: Scope, argument: str) -> Broadcast | None:
    """Of the officer's own commune; people type its number, buttons carry its id."""
    wanted = id_in(argument)
    if len(argument) <= LONGEST_NUMBER:
        return broadcasts.by_number(scope.db, scope.unit, wanted)
    found = broadcasts.get(scope.db, wanted)
    return found if found and found.unit == scope.unit else None


def look(scope: Scope, argument: str) -> Reply:
    one = _one(scope, argument)
    return _shown(scope, one) if one else not_here(scope)


def _shown(scope: Scope, one: Broadcast) -> Outgoing:
    tally = tallies.tally(scope.db, one.id)
    by = accounts.get(scope.db, one.by_account)
    head = scope.text(
        "broadcast.one",
        number=one.number,
        who=scope.wording.called(by) if by else "",
        at=scope.wording.moment(one.created_at, local_day(scope.now)),
        whom=scope.text(f"broadcast.to.{one.audience}"),
    )
    is_done = one.state == "done"
    told = (
        progress.report(scope.wording, scope.db, one, tally) if is_done else progress.status(scope.wording, one, tally)
    )
    lines = [head, told, scope.text("broadcast.said", text=one.text)]
    ways = [way._replace(role="option", typed="") for way in progress.buttons(scope.wording, one)]
    return Outgoing("\n\n".join(lines), (*ways, *progress.calls(scope.wording, one), scope.menu_button()))


def stop(scope: Scope, argument: str) -> Reply:
    one = _one(scope, argument)
    if one is None:
        return not_here(scope)
    stopped = steps.stop(scope.db, scope.deployment, one.id)
    if stopped is not None:
        scope.audit("broadcast.stopped", one.id, f"number {one.number}")
    return _shown(scope, stopped or one)


def go_on(scope: Scope, argument: str) -> Reply:
    one = _one(scope, argument)
    if one is None:
        return not_here(scope)
    resumed = steps.resume(scope.db, scope.deployment, one.id)
    if resumed is not None:
        scope.audit("broadcast.resumed", one.id, f"number {one.number}")
    return _shown(scope, resumed or one)


COMMANDS = (
    Command(
        "broadcast",
        begin,
        may=MAY,
        words=("/broadcast", "/thongbao", "thong bao", "gui thong bao", "broadcast"),
        takes_argument=True,
    ),
    Command("broadcast_stop", stop, may=MAY, words=("ngung gui", "hold broadcast"), takes_argument=True),
    Command("broadcast_go_on", go_on, may=MAY, words=("gui tiep", "resume broadcast"), takes_argument=True),
)
