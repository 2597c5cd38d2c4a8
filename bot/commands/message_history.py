"""How an outgoing message tells its story at the command line: in one line, or all of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.registry import error_words
from bot.delivery.failures import in_words, tries
from rules.local_time import local, local_day
from rules.notice_kind import LANES
from storage.outbox import REMINDER
from storage.outbox.message_history import Reader, Story

# how long a message that may leave is on its way at the most when somebody sends
SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a message: its chat, whether its channel is on and sent by somebody, what became of it.

    `sender_known` is None where the database cannot tell.
    """

    reader: Reader | None
    channel_on: bool
    sender_known: bool | None
    went_on: list[Story]
    call: str | None


def moment(when: datetime, now: datetime) -> str:
    """As it is said in Viet Nam, whatever the clock of this machine shows."""
    day, today = local_day(when), local_day(now)
    hour = f"{local(when):%H:%M}"
    named = {0: "", 1: " tomorrow", -1: " yesterday"}.get((day - today).days)
    if named is not None:
        return hour + named
    return f"{hour} on {day.day}/{day.month}" + (f"/{day.year}" if day.year != today.year else "")


def line(story: Story, now: datetime) -> str:
    to = f"{story.kind} to {story.channel}, lane {LANES[story.lane]}"
    who = f", account {story.account_id}" if story.account_id else ""
    return f"{story.id} {to}{who}: " + ", ".join(_parts(story, now))


def _parts(story: Story, now: datetime) -> Iterator[str]:
    failure = in_words(error_words(story.channel), story.failure, story.state) if story.failure else ""
    if story.state == "sent":
        yield f"sent {moment(story.sent_at or story.created_at, now)}"
        if story.attempts > 1:
            yield f"at try {story.attempts}"
        yield from _receipts(story, now)
        return
    verb = {"queued": "queued", "held": "held back, written", "sending": "on its way, written"}.get(story.state)
    yield f"{verb or 'written'} {moment(story.created_at, now)}"
    if story.state in ("queued", "dead", "dropped") and story.attempts:
        yield tries(story.attempts)
    if story.state in ("dead", "dropped"):
        yield ("given up" if story.state == "dead" else "dropped") + (f": {failure}" if failure else "")
        return
    if failure:
        yield f"last {failure}"
    if story.not_before > now:
        yield f"{'again' if story.attempts else 'leaves'} at {moment(story.not_before, now)}"
    yield f"dies {moment(story.expires_at, now)}"


def _receipts(story: Story, now: datetime) -> Iterator[str]:
    if story.delivered_at:
        yield f"delivered {moment(story.delivered_at, now)}"
    if story.seen_at:
        yield f"seen {moment(story.seen_at, now)}"


def whole(story: Story, around: Around, now: datetime) -> Iterator[str]:
    """Every line of the story: what it is, what happened, why it has not left, what became of it."""
    about = f", about {story.subject_id}" if story.subject_id else ""
    reader = f"account {story.account_id}" if story.account_id else "somebody without an account"
    yield f"{story.id}: {story.kind} to {reader} on {story.channel}, chat {story.chat_id}{about}"
    yield f"lane {LANES[story.lane]}, written {moment(story.created_at, now)}, dies {moment(story.expires_at, now)}"
    if story.attempts:
        again = ", once more after a crash" if story.resent else ""
        yield tries(story.attempts) + again
    if story.failure:
        yield f"last: {in_words(error_words(story.channel), story.failure, story.state)}"
    match story.state:
        case "queued":
            yield from (f"waits: {why}" for why in why_not_yet(story, around, now))
        case "held":
            yield f"held back: it leaves when its reader writes, or when it is let go, before {_end(story, now)}"
        case "sending":
            yield "on its way: nobody knows yet whether it arrives"
        case "sent":
            yield "sent " + ", ".join([moment(story.sent_at or story.created_at, now), *_receipts(story, now)])
        case "dead":
            yield "given up"
        case _:
            yield "dropped"
    if story.state in ("dead", "dropped", "held"):
        yield from _became(story, around, now)


def _end(story: Story, now: datetime) -> str:
    return moment(story.expires_at, now)


def why_not_yet(story: Story, around: Around, now: datetime) -> list[str]:
    """Everything that stands in its way; never empty."""
    reader = around.reader
    found = []
    if story.expires_at < now:
        found.append("its time is over, it will be dropped when its turn comes")
    if story.not_before > now:
        why = "after a failure" if story.attempts else "for the hours in which nobody is disturbed to end"
        found.append(f"till {moment(story.not_before, now)}, {why}")
    if not around.channel_on:
        found.append(f"{story.channel} is off here: its token is not set")
    elif around.sender_known is False:
        found.append(f"no process sends on {story.channel}: start `python -m bot serve`")
    if story.lane >= REMINDER and reader is not None:
        if reader.in_dialogue:
            found.append("its reader is in the middle of a dialogue, which nothing unasked breaks into")
        if reader.hushed_until and reader.hushed_until > now:
            found.append(f"somebody writes to its reader by hand, till {moment(reader.hushed_until, now)}")
    if found:
        return found
    if now - story.not_before < SOON:
        return ["it leaves with the next ones"]
    return [f"others are before it, {story.channel} is out of order (see /readyz), or no process sends: is it running?"]


def _became(story: Story, around: Around, now: datetime) -> Iterator[str]:
    for copy in around.went_on:
        yield f"went on as {line(copy, now)}"
    if around.call is not None:
        how = {"open": "waits to be called"}.get(around.call, f"was called: {around.call.replace('_', ' ')}")
        yield f"on the call list: its reader {how}"
    if not around.went_on and around.call is None and story.state != "held":
        yield "nothing came in its place"


def closed(reader: Reader | None) -> str:
    """Why a chat takes nothing more, empty if it does."""
    if reader is None:
        return "its chat is gone"
    words = {"blocked": "its reader has blocked us there", "stopped": "its reader has asked us to stop"}
    return words.get(reader.state, "")
