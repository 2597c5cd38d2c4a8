"""Messages to many on the desk: those sent, how far one has come, and who did not get it and why."""

from dataclasses import dataclass

from handlers.broadcasts import compose, progress, sent_list
from handlers.broadcasts.review import shortened
from handlers.broadcasts.routing import CALL, REFUSED
from handlers.desk.broadcast_write import draft_of
from handlers.desk.page import Asked, DeskPage, Missing
from handlers.documents.sheet import Sheet
from handlers.kit import Button
from handlers.kit.commands import id_in, number_in
from handlers.kit.scope import Scope
from handlers.people import naming
from storage import accounts, broadcasts
from storage.broadcasts import Broadcast, not_reached, tallies
from storage.broadcasts.tallies import Tally

MOST = 20
MOST_NAMES = 50
MOST_ROWS = 1000
NEWEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class BroadcastLine:
    """`put` of `total` people have a message on its way, or have it."""

    id: int
    code: str
    state: str
    said: str
    whom: str
    by: str
    at: str
    put: int
    total: int


@dataclass(frozen=True, slots=True)
class BroadcastsFacts:
    """`more`: what the next page is asked by; empty on the last. `has_draft`: one is being written."""

    lines: list[BroadcastLine]
    more: str
    has_draft: bool


def gather(scope: Scope, asked: Asked) -> BroadcastsFacts:
    """Lists the commune's messages to many, the newest first; `after` in `asked`: only those of lower numbers."""
    before = number_in(asked.get("after", "")) or NEWEST
    page = broadcasts.page_of(scope.db, scope.unit, before=before, most=MOST + 1)
    more = str(page[MOST - 1].number) if len(page) > MOST else ""
    return BroadcastsFacts(_lines(scope, page[:MOST]), more, bool(draft_of(scope)))


def _lines(scope: Scope, page: list[Broadcast]) -> list[BroadcastLine]:
    writers = accounts.several(scope.db, {each.by_account for each in page})
    return [
        BroadcastLine(
            each.id,
            each.code,
            scope.text(f"broadcast.state.{each.state}"),
            shortened(each.text),
            scope.text(f"broadcast.to.{each.audience}"),
            scope.wording.called(writers[each.by_account]) if each.by_account in writers else "",
            scope.moment(each.created_at),
            each.put,
            each.total,
        )
        for each in page
    ]


def sheet(scope: Scope, _asked: Asked) -> Sheet:
    """Writes them as a list for Excel."""
    page = broadcasts.page_of(scope.db, scope.unit, before=NEWEST, most=MOST_ROWS)
    names = ("code", "at", "by", "whom", "state", "said", "put", "total")
    return Sheet(
        scope.text("desk.broadcasts.title"),
        [scope.text(f"desk.broadcasts.{name}") for name in names],
        [[getattr(line, name) for name in names] for line in _lines(scope, page)],
    )


@dataclass(frozen=True, slots=True)
class Count:
    """So many people; `part`: their share of all, in percent."""

    name: str
    label: str
    count: int
    part: int


@dataclass(frozen=True, slots=True)
class BroadcastFacts:
    """One message to many. `buttons`: those of the chat that fit its state; `goes_on`: it still changes."""

    code: str
    head: str
    told: list[str]
    said: str
    counts: list[Count]
    buttons: tuple[Button, ...]
    goes_on: bool
    missed: list[tuple[str, str]]
    more: str


def gather_one(scope: Scope, asked: Asked) -> BroadcastFacts:
    """Tells how far it is and who did not get it. Raises Missing."""
    broadcast = _asked_for(scope, asked)
    tally = tallies.tally(scope.db, broadcast.id)
    missed, more = _missed(scope, broadcast, id_in(asked.get("after", "")), MOST_NAMES)
    is_done = broadcast.state == "done"
    told = progress.report(scope.wording, scope.db, broadcast, tally) if is_done else _status(scope, broadcast, tally)
    return BroadcastFacts(
        broadcast.code,
        sent_list.head(scope, broadcast),
        told.splitlines(),
        broadcast.text,
        _counts(scope, broadcast, tally),
        _buttons(scope, broadcast),
        not is_done,
        missed,
        more,
    )


def _buttons(scope: Scope, broadcast: Broadcast) -> tuple[Button, ...]:
    """Gives the chat's buttons, but for the one that shows what stands here."""
    own = progress.buttons(scope.wording, broadcast)
    return tuple(button for button in own if not button.press.startswith("do:broadcast:"))


def _asked_for(scope: Scope, asked: Asked) -> Broadcast:
    broadcast = broadcasts.get(scope.db, id_in(asked.get("broadcast", "")))
    if broadcast is None or broadcast.unit != scope.unit:
        raise Missing
    return broadcast


def _status(scope: Scope, broadcast: Broadcast, tally: Tally) -> str:
    return progress.status(scope.wording, broadcast, tally)


def _counts(scope: Scope, broadcast: Broadcast, tally: Tally) -> list[Count]:
    """Counts people by what has become of what was written for them; those to whom nothing could be written last."""
    waits = max(broadcast.total - broadcast.put, 0) if not broadcast.all_put and broadcast.state != "done" else 0
    counts = {
        "sent": tally.gone,
        "waiting": tally.waiting + waits,
        "held": tally.held,
        "failed": tally.failed,
        "call": broadcast.to_call,
        "refused": broadcast.refused,
    }
    everybody = sum(counts.values())
    return [
        Count(name, scope.text(f"desk.broadcast.count.{name}"), count, round(100 * count / everybody))
        for name, count in counts.items()
        if count
    ]


def _missed(scope: Scope, broadcast: Broadcast, after: int, most: int) -> tuple[list[tuple[str, str]], str]:
    page = not_reached.page(scope.db, broadcast.id, after=after, most=most + 1)
    readers = accounts.several(scope.db, {each.account_id for each in page})
    names = naming.of_accounts(scope.wording, readers.values())
    left = scope.text("desk.broadcast.left")
    rows = [(names.get(each.account_id, left), _why(scope, each)) for each in page[:most]]
    return rows, str(page[most - 1].account_id) if len(page) > most else ""


def _why(scope: Scope, missed: not_reached.NotReached) -> str:
    """Says why; whoever asked for no messages is told as the count of them is."""
    if missed.why == REFUSED:
        return scope.text("desk.broadcast.count.refused")
    return scope.text(f"desk.broadcast.why.{CALL if missed.why == CALL else progress.cause_of(missed.why)}")


def sheet_of_missed(scope: Scope, asked: Asked) -> Sheet:
    """Writes who did not get it as a list for Excel. Raises Missing."""
    broadcast = _asked_for(scope, asked)
    rows, _ = _missed(scope, broadcast, 0, MOST_ROWS)
    headings = [scope.text("desk.broadcast.who"), scope.text("desk.broadcast.why")]
    return Sheet(scope.text("desk.broadcast.title", number=broadcast.code), headings, rows)


BROADCASTS = DeskPage(
    id="broadcasts", path="broadcasts", gather=gather, may=compose.MAY, sheet=sheet, topics=("broadcast",)
)
BROADCAST = DeskPage(
    id="broadcast",
    path="broadcasts/{broadcast}",
    gather=gather_one,
    may=compose.MAY,
    sheet=sheet_of_missed,
    topics=("broadcast",),
    in_menu=False,
)
