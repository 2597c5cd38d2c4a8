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
    """Shows one broadcast; or the last ones, so that nobody sends them again; starts the form where there are none."""
    if argument:
        return look(scope, argument)
    sent = broadcasts.last_of(scope.db, scope.unit, MOST)
    if not sent:
        return Start("broadcast")
    buttons = (
        scope.button("broadcast.button.new", "go:broadcast"),
        *(Button(_line(scope, broadcast), f"do:broadcast:{broadcast.id}") for broadcast in sent),
        scope.menu_button(),
    )
    return Said("broadcast.list", buttons=buttons)


def _line(scope: Scope, broadcast: Broadcast) -> str:
    """Describes a broadcast: «Số 12 · đang gửi · Sáng thứ Bảy xã khám sức khỏe…»"""
    state = scope.text(f"broadcast.state.{broadcast.state}")
    return scope.text("broadcast.list.one", number=broadcast.code, state=state, text=shortened(broadcast.text))


def _broadcast_in(scope: Scope, argument: str) -> Broadcast | None:
    """Finds a broadcast of the officer's own commune: people type its number, buttons carry its id."""
    broadcast_id = id_in(argument)
    if len(argument) <= LONGEST_NUMBER:
        return broadcasts.by_number(scope.db, scope.unit, broadcast_id)
    broadcast = broadcasts.get(scope.db, broadcast_id)
    return broadcast if broadcast and broadcast.unit == scope.unit else None


def look(scope: Scope, argument: str) -> Reply:
    broadcast = _broadcast_in(scope, argument)
    return _shown(scope, broadcast) if broadcast else not_here(scope)


def head(scope: Scope, broadcast: Broadcast) -> str:
    """Says who has written it, when and to whom."""
    writer = accounts.get(scope.db, broadcast.by_account)
    return scope.text(
        "broadcast.one",
        number=broadcast.code,
        who=scope.wording.called(writer) if writer else "",
        at=scope.wording.moment(broadcast.created_at, local_day(scope.now)),
        whom=scope.text(f"broadcast.to.{broadcast.audience}"),
    )


def _shown(scope: Scope, broadcast: Broadcast) -> Outgoing:
    tally = tallies.tally(scope.db, broadcast.id)
    is_done = broadcast.state == "done"
    report = (
        progress.report(scope.wording, scope.db, broadcast, tally)
        if is_done
        else progress.status(scope.wording, broadcast, tally)
    )
    lines = [head(scope, broadcast), report, scope.text("broadcast.said", text=broadcast.text)]
    ways = [way._replace(role="option", typed="") for way in progress.buttons(scope.wording, broadcast)]
    return Outgoing("\n\n".join(lines), (*ways, *progress.calls(scope.wording, broadcast), scope.menu_button()))


def stop(scope: Scope, argument: str) -> Reply:
    broadcast = _broadcast_in(scope, argument)
    if broadcast is None:
        return not_here(scope)
    stopped = steps.stop(scope.db, scope.deployment, broadcast.id)
    if stopped is not None:
        scope.audit("broadcast.stopped", broadcast.id, f"number {broadcast.number}")
    return _shown(scope, stopped or broadcast)


def go_on(scope: Scope, argument: str) -> Reply:
    broadcast = _broadcast_in(scope, argument)
    if broadcast is None:
        return not_here(scope)
    resumed = steps.resume(scope.db, scope.deployment, broadcast.id)
    if resumed is not None:
        scope.audit("broadcast.resumed", broadcast.id, f"number {broadcast.number}")
    return _shown(scope, resumed or broadcast)


COMMANDS = (
    Command(
        "broadcast",
        begin,
        may=MAY,
        words=("/broadcast", "/thongbao", "thong bao", "gui thong bao", "broadcast"),
        record="broadcast",
        lists=True,
    ),
    Command("broadcast_stop", stop, may=MAY, words=("ngung gui", "hold broadcast"), record="broadcast"),
    Command(
        "broadcast_go_on",
        go_on,
        may=MAY,
        words=("gui tiep", "resume broadcast"),
        record="broadcast",
    ),
)
