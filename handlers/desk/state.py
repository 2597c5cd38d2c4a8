"""How the service stands: channels and their messages, the outbox, keys and copies; never a word, never a key."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.kit.scope import Scope
from rules.local_time import local_day
from storage import audit_search, installation, key_holders, usage
from storage.outbox import by_channel, call_list, message_history
from storage.outbox.message_history import Filter

MOST_LOST = 50
MOST_ROWS = 1000
LATELY = timedelta(days=7)
# a message that could leave and has not for so long means that something ails
LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel that is on. `oldest`: since when its oldest message waits; `sent` of `most` messages this month."""

    channel: str
    name: str
    address: str
    waiting: int
    oldest: str
    held: int
    lost: int
    sent: int
    most: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class LostMessage:
    """A message that was given up, without what it says and to whom."""

    at: str
    channel: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class StateFacts:
    """How the service stands.

    `backup`: when the last copy was made, empty if none is noted. `key`: the number of the key with which this process
    seals; `key_moves`: another one is to be taken up. `holders`: the processes that have told of their keys.
    """

    channels: list[ChannelLine]
    states: list[tuple[str, int]]
    lost: list[LostMessage]
    calls: int
    key: int
    key_since: str
    key_moves: bool
    holders: int
    backup: str
    backup_days: int
    chain: int


def gather(scope: Scope, _asked: Asked) -> StateFacts:
    """Reads how things stand now."""
    sealing, made = key_holders.sealing(scope.db), installation.get(scope.db, installation.BACKED_UP)
    backed_up = datetime.fromisoformat(made) if made else None
    return StateFacts(
        channels=_channels(scope),
        states=[
            (scope.text(f"desk.state.outbox.{state}"), count)
            for state, count in message_history.counts(scope.db).items()
        ],
        lost=_lost(scope, MOST_LOST),
        calls=call_list.how_many(scope.db, scope.unit),
        key=scope.db.store.keyring.current,
        key_since=scope.day(local_day(sealing.sealing_since)) if sealing else "",
        key_moves=sealing is not None and sealing.number != scope.db.store.keyring.current,
        holders=key_holders.how_many(scope.db),
        backup=scope.moment(backed_up) if backed_up else "",
        backup_days=(scope.now - backed_up).days if backed_up else -1,
        chain=audit_search.last_seq(scope.db, scope.unit),
    )


def _channels(scope: Scope) -> list[ChannelLine]:
    limits, addresses = scope.deployment.limits, scope.deployment.addresses
    names = [name for name in limits if addresses.get(name)]
    return [
        ChannelLine(
            each.channel,
            scope.text(f"channel.{each.channel}"),
            addresses[each.channel],
            each.waiting,
            scope.moment(each.oldest) if each.oldest else "",
            each.held,
            each.lost,
            usage.sent_this_month(scope.db, each.channel),
            limits[each.channel].per_month,
            each.oldest is not None and scope.now - each.oldest > LATE,
        )
        for each in by_channel.of_each(scope.db, names)
    ]


def _lost(scope: Scope, most: int) -> list[LostMessage]:
    """Lists what was given up within a week, the latest first."""
    lately = Filter(("dead",), since=scope.now - LATELY)
    return [
        LostMessage(
            scope.moment(message.created_at),
            scope.text(f"channel.{message.channel}"),
            scope.text(f"desk.state.lane.{message.lane}"),
            message.failure or "",
        )
        for message in reversed(message_history.matching(scope.db, lately, most))
    ]


def sheet(scope: Scope, _asked: Asked) -> Sheet:
    """Writes what was given up as a list for Excel."""
    names = ("at", "channel", "kind", "why")
    rows = [[getattr(message, name) for name in names] for message in _lost(scope, MOST_ROWS)]
    return Sheet(scope.text("desk.state.title"), [scope.text(f"desk.state.{name}") for name in names], rows)


STATE = DeskPage(id="state", path="state", gather=gather, may=("admin",), sheet=sheet, shows_vital_signs=True)
