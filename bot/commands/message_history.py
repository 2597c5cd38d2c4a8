"""What is said of an outgoing message at the command line: in one line, or all there is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.registry import error_words
from bot.delivery.failures import in_words, tries
from rules.local_time import local, local_day
from rules.notice_kind import LANES
from storage.outbox import REMINDER
from storage.outbox.message_history import Message, Reader

# the longest time that a message which may leave waits while a process sends
SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a message: its chat, whether its channel is on and sent by somebody, what became of it.

    `sender_known` is None where the database cannot tell.
    """

    reader: Reader | None
    channel_on: bool
    sender_known: bool | None
    copies: list[Message]
    call: str | None


def moment(when: datetime, now: datetime) -> str:
    """Says a moment in the time of Viet Nam, such as «08:00 tomorrow»."""
    day, today = local_day(when), local_day(now)
    hour = f"{local(when):%H:%M}"
    named = {0: "", 1: " tomorrow", -1: " yesterday"}.get((day - today).days)
    if named is not None:
        return hour + named
    return f"{hour} on {day.day}/{day.month}" + (f"/{day.year}" if day.year != today.year else "")


def line(message: Message, now: datetime) -> str:
    to = f"{message.kind} to {message.channel}, lane {LANES[message.lane]}"
    who = f", account {message.account_id}" if message.account_id else ""
    return f"{message.id} {to}{who}: " + ", ".join(_parts(message, now))


def _parts(message: Message, now: datetime) -> Iterator[str]:
    failure = in_words(error_words(message.channel), message.failure, message.state) if message.failure else ""
    if message.state == "sent":
        yield f"sent {moment(message.sent_at or message.created_at, now)}"
        if message.attempts > 1:
            yield f"at try {message.attempts}"
        yield from _receipts(message, now)
        return
    verb = {"queued": "queued", "held": "held back, written", "sending": "on its way, written"}.get(message.state)
    yield f"{verb or 'written'} {moment(message.created_at, now)}"
    if message.state in ("queued", "dead", "dropped") and message.attempts:
        yield tries(message.attempts)
    if message.state in ("dead", "dropped"):
        yield ("given up" if message.state == "dead" else "dropped") + (f": {failure}" if failure else "")
        return
    if failure:
        yield f"last {failure}"
    if message.not_before > now:
        yield f"{'again' if message.attempts else 'leaves'} at {moment(message.not_before, now)}"
    yield f"dies {moment(message.expires_at, now)}"


def _receipts(message: Message, now: datetime) -> Iterator[str]:
    if message.delivered_at:
        yield f"delivered {moment(message.delivered_at, now)}"
    if message.seen_at:
        yield f"seen {moment(message.seen_at, now)}"


def whole(message: Message, around: Around, now: datetime) -> Iterator[str]:
    """Yields every line: what it is, what happened, why it has not left, what became of it."""
    about = f", about {message.subject_id}" if message.subject_id else ""
    reader = f"account {message.account_id}" if message.account_id else "somebody without an account"
    yield f"{message.id}: {message.kind} to {reader} on {message.channel}, chat {message.chat_id}{about}"
    written, dies = moment(message.created_at, now), moment(message.expires_at, now)
    yield f"lane {LANES[message.lane]}, written {written}, dies {dies}"
    if message.attempts:
        again = ", once more after a crash" if message.resent else ""
        yield tries(message.attempts) + again
    if message.failure:
        yield f"last: {in_words(error_words(message.channel), message.failure, message.state)}"
    match message.state:
        case "queued":
            yield from (f"waits: {why}" for why in why_not_yet(message, around, now))
        case "held":
            yield f"held back: it leaves when its reader writes, or when it is let go, before {_end(message, now)}"
        case "sending":
            yield "on its way: nobody knows yet whether it arrives"
        case "sent":
            yield "sent " + ", ".join([moment(message.sent_at or message.created_at, now), *_receipts(message, now)])
        case "dead":
            yield "given up"
        case _:
            yield "dropped"
    if message.state in ("dead", "dropped", "held"):
        yield from _became(message, around, now)


def _end(message: Message, now: datetime) -> str:
    return moment(message.expires_at, now)


def why_not_yet(message: Message, around: Around, now: datetime) -> list[str]:
    """Lists everything that keeps a message from leaving; never empty."""
    reader = around.reader
    reasons = []
    if message.expires_at < now:
        reasons.append("its time is over, it will be dropped when its turn comes")
    if message.not_before > now:
        why = "after a failure" if message.attempts else "for the hours in which nobody is disturbed to end"
        reasons.append(f"till {moment(message.not_before, now)}, {why}")
    if not around.channel_on:
        reasons.append(f"{message.channel} is off here: its token is not set")
    elif around.sender_known is False:
        reasons.append(f"no process sends on {message.channel}: start `python -m bot serve`")
    if message.lane >= REMINDER and reader is not None:
        if reader.in_dialogue:
            reasons.append("its reader is in the middle of a dialogue, which nothing unasked breaks into")
        if reader.hushed_until and reader.hushed_until > now:
            reasons.append(f"somebody writes to its reader by hand, till {moment(reader.hushed_until, now)}")
    if reasons:
        return reasons
    if now - message.not_before < SOON:
        return ["it leaves with the next ones"]
    return [
        f"others are before it, {message.channel} is out of order (see /readyz), or no process sends: is it running?"
    ]


def _became(message: Message, around: Around, now: datetime) -> Iterator[str]:
    for copy in around.copies:
        yield f"went on as {line(copy, now)}"
    if around.call is not None:
        how = {"open": "waits to be called"}.get(around.call, f"was called: {around.call.replace('_', ' ')}")
        yield f"on the call list: its reader {how}"
    if not around.copies and around.call is None and message.state != "held":
        yield "nothing came in its place"


def closed(reader: Reader | None) -> str:
    """Says why a chat takes nothing more, "" if it does."""
    if reader is None:
        return "its chat is gone"
    words = {"blocked": "its reader has blocked us there", "stopped": "its reader has asked us to stop"}
    return words.get(reader.state, "")
