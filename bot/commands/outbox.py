"""`python -m bot outbox …`: what waits to be sent, what became of it, and what to do about it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Annotated

import typer

from bot.channels import registry
from bot.commands.message_history import Around, closed, line, moment, whole
from bot.commands.opening import commune_settings_or_exit, stop, store_of
from bot.installation.steps import quiet_hours
from bot.settings import Settings
from handlers.understand.dates import read_day
from rules import quiet
from rules.alerts import OPEN_STATES
from rules.local_time import at, local_day
from rules.notices import kind_stored
from seeds.tables import load_tables
from storage import alerts, broadcasts, installation, leases
from storage.database import Db, Store
from storage.outbox import REPLY, message_history
from storage.outbox.message_history import STATES, WAITING, Filter, Message

app = typer.Typer(no_args_is_help=True, help="Messages on their way out.")
AGO = re.compile(r"(\d{1,4}) ?(m|h|d)")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
# what was sent is there for a month: without a limit all of it would be read
LATELY = timedelta(days=1)
PAGE = 500
FEW = 20

State = Annotated[list[str] | None, typer.Option(help=f"only these: {', '.join(STATES)}; by default what waits")]
Channel = Annotated[str, typer.Option(help="only this channel, such as zalo_oa")]
Kind = Annotated[list[str] | None, typer.Option(help="only these kinds, such as alert or digest")]
Since = Annotated[str, typer.Option(help="written since then: 30m, 12h, 3d, or a day such as 20/11")]
Numbers = Annotated[list[int] | None, typer.Argument(help="numbers of messages, as `list` shows them")]
Sure = Annotated[bool, typer.Option("--yes", help="without asking")]


@app.callback()
def main() -> None:
    """Commands about messages on their way out."""


@app.command("list")
def list_(
    state: State = None,
    channel: Channel = "",
    kind: Kind = None,
    since: Since = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="how many at most")] = 50,
) -> None:
    """Lists messages, a line each, the oldest first, then how many are in each state. Times are those of Viet Nam.

    Example: python -m bot outbox list --state dead --channel zalo_oa --since 3d
    """
    with store_of(commune_settings_or_exit()) as store, store.transaction() as db:
        wanted = Filter(_states(state), channel, kind or (), _since(since, db.now))
        if "sent" in wanted.states and wanted.since is None:
            wanted = replace(wanted, since=db.now - LATELY)
        for message in message_history.matching(db, wanted, limit):
            typer.echo(line(message, db.now))
        counts = message_history.counts(db)
    typer.echo(", ".join(f"{count} {name}" for name, count in counts.items()))


@app.command("explain")
def explain(number: Annotated[int, typer.Argument(help="number of the message")]) -> None:
    """Tells all about one message: when it was written, why it has not left, what went wrong, what became of it.

    Example: python -m bot outbox explain 244872001234567890
    """
    settings = commune_settings_or_exit()
    with store_of(settings) as store, store.transaction() as db:
        message = message_history.get(db, number) or stop(
            f"there is no message {number}; `outbox list` shows those that wait"
        )
        for said in whole(message, _around(db, settings, message), db.now):
            typer.echo(said)


@app.command("retry")
def retry(
    numbers: Numbers = None,
    dead: Annotated[bool, typer.Option("--dead", help="all that were given up")] = False,
    channel: Channel = "",
    kind: Kind = None,
    since: Since = "",
) -> None:
    """Queues messages again that were given up or dropped, with a new time to live, unless their time is over (an
    answer, a reminder for today, an alert that is closed). What was sent is never sent twice.

    Example: python -m bot outbox retry --dead --channel zalo_oa --since 12h
    """
    if not numbers and not dead:
        stop("say which: numbers of messages, or --dead for all that were given up")
    settings = commune_settings_or_exit()
    again = 0
    with store_of(settings) as store:
        with store.transaction() as db:
            wanted = Filter(("dead",), channel, kind or (), _since(since, db.now))
        for db, message in _chosen(store, numbers) if numbers else _all(store, wanted):
            refused = _refusal(db, message)
            if refused:
                typer.echo(f"{message.id}: {refused}")
                continue
            leaves = _leaves(db, message)
            message_history.queue_again(db, message.id, leaves, _ends(message, leaves))
            db.audit(settings.unit, None, "outbox.retried", message.id)
            again += 1
            if numbers:
                typer.echo(f"{message.id}: waits again, leaves {moment(leaves, db.now)}")
    typer.echo(f"{again} wait to be sent again")


@app.command("drop")
def drop(
    numbers: Numbers = None,
    kind: Kind = None,
    channel: Channel = "",
    since: Since = "",
    yes: Sure = False,
) -> None:
    """Drops messages that wait. What is on its way is not called back.

    Example: python -m bot outbox drop --kind digest --channel zalo_bot
    """
    if not numbers and not kind:
        stop("say which: numbers of messages, or --kind")
    settings = commune_settings_or_exit()
    with store_of(settings) as store:
        with store.transaction() as db:
            wanted = Filter(("queued", "held"), channel, kind or (), _since(since, db.now))
            many = len(numbers) if numbers else message_history.how_many(db, wanted)
        if many > FEW and not yes:
            typer.confirm(f"{many} messages will not be sent. Go on?", abort=True)
        dropped = _drop_these(store, settings.unit, numbers) if numbers else 0
        if not numbers:
            for db, page in _pages(store, wanted):
                dropped += (done := message_history.drop(db, [message.id for message in page]))
                db.audit(settings.unit, None, "outbox.dropped", None, f"{', '.join(kind or ())} {done}"[:80])
    typer.echo(f"{dropped} will not be sent")


def _drop_these(store: Store, unit: str, numbers: list[int]) -> int:
    dropped = 0
    for db, message in _chosen(store, numbers):
        if message_history.drop(db, [message.id]):
            db.audit(unit, None, "outbox.dropped", message.id)
            dropped += 1
        else:
            typer.echo(f"{message.id}: not dropped, it is {message.state}")
    return dropped


def _chosen(store: Store, numbers: list[int]) -> Iterator[tuple[Db, Message]]:
    """Yields messages by number, each in a transaction of its own."""
    for number in numbers:
        with store.transaction() as db:
            if message := message_history.get(db, number):
                yield db, message
            else:
                typer.echo(f"{number}: there is no such message")


def _all(store: Store, wanted: Filter) -> Iterator[tuple[Db, Message]]:
    for db, page in _pages(store, wanted):
        yield from ((db, message) for message in page)


def _pages(store: Store, wanted: Filter) -> Iterator[tuple[Db, list[Message]]]:
    """Yields messages page by page, a transaction each, so that the service is not kept waiting."""
    while True:
        with store.transaction() as db:
            page = message_history.matching(db, wanted, PAGE)
            if not page:
                return
            yield db, page
        wanted = replace(wanted, after=page[-1].id)


def _refusal(db: Db, message: Message) -> str:
    """Says why a message is not to be sent again, "" if it may."""
    if message.state not in ("dead", "dropped"):
        said = {"sent": "sent already", "sending": "on its way now", "held": "held back, it was not given up"}
        return said.get(message.state, "waits already")
    if why := closed(message_history.reader_of(db, message)) or _past(db, message):
        return f"not sent again, {why}"
    gone_on = next(
        (copy for copy in message_history.copies_of(db, message) if copy.state not in ("dead", "dropped")), None
    )
    return f"not sent again, it went on as {gone_on.id}" if gone_on else ""


def _past(db: Db, message: Message) -> str:
    """Says why nobody is to read a message any more, "" if it still makes sense."""
    if message.failure == "answered":
        return "it was answered before it left"
    if _ends(message, leaves := _leaves(db, message)) <= leaves:
        return "its time is over"
    about = message.subject_id or 0
    if (
        kind_stored(message.kind).about == "alert"
        and (alert := alerts.get(db, about))
        and alert.state not in OPEN_STATES
    ):
        return f"alert {alert.number} is closed"
    if (
        kind_stored(message.kind).about == "broadcast"
        and (many := broadcasts.get(db, about))
        and many.state == "stopped"
    ):
        return f"an officer has stopped the message to many, number {many.number}"
    return ""


def _ends(message: Message, leaves: datetime) -> datetime:
    """Gives when a message expires if it leaves then; one of its day lives no longer for being tried again."""
    kind = kind_stored(message.kind)
    return message.expires_at if kind.of_its_day else kind.ends_at(leaves)


def _leaves(db: Db, message: Message) -> datetime:
    """Gives when a message may leave: a reminder that is tried again keeps the quiet hours too."""
    free_days = load_tables(local_day(db.now)).free_days
    hours = quiet_hours(db, installation.get(db, installation.UNIT))
    return quiet.earliest_send(db.now, message.lane <= REPLY, free_days, hours)


def _around(db: Db, settings: Settings, message: Message) -> Around:
    return Around(
        message_history.reader_of(db, message),
        _is_on(settings, message.channel),
        leases.is_held(db, f"delivery:{message.channel}"),
        message_history.copies_of(db, message),
        message_history.call_of(db, message),
    )


def _is_on(settings: Settings, channel: str) -> bool:
    platform = registry.platform_of(channel)
    return platform is None or platform.is_on(settings.of(platform.settings))


def _states(given: list[str] | None) -> tuple[str, ...]:
    unknown = [state for state in given or () if state not in STATES]
    if unknown:
        stop(f"--state {unknown[0]}: there is no such state; there are {', '.join(STATES)}")
    return tuple(given) if given else WAITING


def _since(text: str, now: datetime) -> datetime | None:
    if not text:
        return None
    if ago := AGO.fullmatch(text.strip()):
        return now - timedelta(**{UNITS[ago[2]]: int(ago[1])})
    day = read_day(text, local_day(now))
    if day is None:
        stop(f"--since {text}: neither a time such as 30m, 12h or 3d nor a day such as 20/11")
    return at(day, time.min)
