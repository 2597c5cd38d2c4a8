"""Writing to many on one page: the answers of the chat's own form, and what sending them would do on each channel."""

from dataclasses import dataclass, replace
from datetime import datetime

from handlers.broadcasts import compose, review
from handlers.broadcasts.preview import Preview
from handlers.broadcasts.routing import BY_PHONE, BY_UID, CALL, CHANNELS, REFUSED
from handlers.desk.page import Asked, DeskPage
from handlers.kit import Answers, Button, Option, Outgoing
from handlers.kit.page_answers import UNTAKEN
from handlers.kit.replies import taking_off
from handlers.kit.scope import Scope
from handlers.understand.lock_screen import SHOWN
from rules import broadcasts as rules
from rules.local_time import local
from rules.message_lengths import cut
from storage import attachments, conversations, drafts

FORM = compose.broadcast.id


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as one channel shows it to `count` readers.

    `is_cut`: its end is missing there; `photo`: whether the photo is seen; `only_invites`: a form of words is read
    first, and the message once its reader comes.
    """

    channel: str
    count: int
    text: str
    is_cut: bool = False
    photo: bool = False
    only_invites: bool = False


@dataclass(frozen=True, slots=True)
class DryRun:
    """What sending would do: `told` by the chat's review, `ways` label → people, `locked`: on a locked screen."""

    told: list[str]
    ways: list[tuple[str, int]]
    readings: list[Reading]
    locked: str
    can_send: bool


@dataclass(frozen=True, slots=True)
class WriteFacts:
    """The fields as they stand; `untaken`: those that could not be taken; `dry_run` None: something is missing.

    `missing`: the first field of a draft that still has to be filled in; empty where none has.
    `is_open`: the form is the one that the talk goes on with. `takes_off`: the press that takes the photo off again.
    """

    fields: dict[str, str]
    untaken: list[str]
    missing: str
    photo: str
    takes_off: Button | None
    audiences: list[Option]
    roles: list[Option]
    hamlets: list[Option]
    has_draft: bool
    is_open: bool
    longest: int
    most_named: int
    dry_run: DryRun | None


def gather(scope: Scope, _asked: Asked) -> WriteFacts:
    """Reads the officer's own draft, be it open or set aside, and works out the dry run once nothing is missing."""
    stored = draft_of(scope)
    answers, open_question = compose.broadcast.walk(stored)
    untaken = [key.removesuffix(UNTAKEN) for key in stored if key.endswith(UNTAKEN)]
    is_whole = open_question is None and not untaken
    return WriteFacts(
        fields=_fields(stored),
        untaken=untaken,
        missing=open_question.id if stored and open_question and open_question.id not in untaken else "",
        photo=(stored.get("words") or {}).get("kind", ""),
        takes_off=next(iter(taking_off(compose.broadcast, answers, scope)), None),
        audiences=_options(scope, "audience"),
        roles=_options(scope, "role"),
        hamlets=_options(scope, "hamlet"),
        has_draft=bool(stored),
        is_open=_open_answers(scope) is not None,
        longest=rules.LONGEST,
        most_named=rules.MOST_NAMED,
        dry_run=dry_run_of(answers, scope) if is_whole else None,
    )


def draft_of(scope: Scope) -> Answers:
    """Gives what the officer has answered so far; nothing where no such form is open or set aside."""
    answers = _open_answers(scope)
    if answers is not None:
        return answers
    parked = drafts.of_form(scope.db, scope.account.id, FORM)
    return parked.answers if parked else {}


def _open_answers(scope: Scope) -> Answers | None:
    talk = conversations.get(scope.db, scope.account.id)
    return talk.answers if talk is not None and talk.form == FORM else None


def _options(scope: Scope, question: str) -> list[Option]:
    return compose.broadcast.by_id[question].options({}, scope)


def _fields(stored: Answers) -> dict[str, str]:
    """Gives each question's field as a page shows it; what could not be taken stands as it was typed."""
    shown: dict[str, str] = {}
    for key in compose.broadcast.by_id:
        answer = stored.get(key)
        shown[key] = str(stored.get(f"{key}{UNTAKEN}", answer if isinstance(answer, str) else ""))
    words = stored.get("words")
    if isinstance(words, dict) and f"words{UNTAKEN}" not in stored:
        shown["words"] = str(words["text"] or stored.get("caption") or "")
    if stored.get("leaves_at"):
        shown["leaves_at"] = f"{local(datetime.fromisoformat(stored['leaves_at'])):%Y-%m-%dT%H:%M}"
    return shown


def dry_run_of(answers: Answers, scope: Scope) -> DryRun:
    """Works out who would get it by which way, and how each would see it."""
    preview, said = compose.preview_of(answers, scope), compose.said_in(answers)
    named = compose.found_in(answers["names"], scope.author) if answers["audience"] == "list" else None
    photo = attachments.get(scope.db, answers["words"]["attachment"])
    received = review.as_received(scope, said, preview, photo)
    return DryRun(
        told=review.told_before(scope, said, preview, named, photo),
        ways=_ways(scope, preview),
        readings=_readings(scope, preview, received),
        locked=received.text[:SHOWN].replace("\n", " "),
        can_send=bool(preview.by_way),
    )


def _ways(scope: Scope, preview: Preview) -> list[tuple[str, int]]:
    """Counts people by the channel that reaches them, then those whom none does."""
    counts: dict[str, int] = {}
    for code, count in preview.by_way.items():
        if code not in (CALL, REFUSED):
            channel = CHANNELS.get(code, code)
            counts[channel] = counts.get(channel, 0) + count
    reached = [(scope.text(f"channel.{channel}"), count) for channel, count in sorted(counts.items())]
    without = (
        ("desk.broadcast_write.call", preview.by_way[CALL]),
        ("desk.broadcast.count.refused", preview.by_way[REFUSED]),
        ("desk.broadcast_write.unlinked", preview.not_linked),
    )
    return [*reached, *((scope.text(key), count) for key, count in without if count)]


def _readings(scope: Scope, preview: Preview, received: Outgoing) -> list[Reading]:
    """Shows the message once for each channel that somebody reads it on."""
    by_channel: dict[str, Reading] = {}
    for code, count in sorted(preview.by_way.items()):
        if code in (CALL, REFUSED):
            continue
        channel = CHANNELS.get(code, code)
        fresh = _reading(scope, channel, received, only_invites=code in (BY_UID, BY_PHONE))
        before = by_channel.get(channel, fresh)
        by_channel[channel] = replace(before, count=before.count + count)
    return list(by_channel.values())


def _reading(scope: Scope, channel: str, received: Outgoing, *, only_invites: bool) -> Reading:
    limits, name = scope.deployment.limits_of(channel), scope.text(f"channel.{channel}")
    shows = bool(received.attachment) and received.shows in limits.shows
    whole = received.text if shows or not received.attachment else received.instead
    text = cut(whole, limits.caption if shows else limits.text)
    return Reading(name, 0, text, text != whole, shows, only_invites)


BROADCAST_WRITE = DeskPage(id="broadcast_write", path="broadcasts/write", gather=gather, may=compose.MAY, in_menu=False)
