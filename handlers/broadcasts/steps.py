"""Messages to many on their way: a bounded step at a time, each whole or not at all, never ahead of an alert."""

from dataclasses import replace
from datetime import timedelta

from handlers.broadcasts import progress
from handlers.broadcasts.routing import BY_PHONE, KIND, REFUSED, Way, ways
from handlers.broadcasts.words import Letter
from handlers.kit import Button, Outgoing
from handlers.kit.batch import Failure, Outcome
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules import broadcasts as rules
from rules import quiet
from storage import attachments, broadcasts
from storage.accounts import Account
from storage.broadcasts import Broadcast, audiences, tallies
from storage.broadcasts.audiences import Audience
from storage.database import Db
from storage.outbox import holds
from storage.signals import of_change

MOST = 20
STEP = timedelta(seconds=3)
AFTER_A_FAILURE = timedelta(minutes=1)
PUT = "put"
RESUMED = "resumed"
STOPPED = "stopped"
LOOK_AGAIN = timedelta(seconds=8)


def go_on(db: Db, deployment: Deployment, limit: int = rules.MOST_WAITING) -> Outcome:
    """Takes one step of each that is due, at most so many messages together. What fails comes up again, alone."""
    put, failures = 0, []
    for broadcast in broadcasts.due(db, MOST):
        if put >= limit:
            break  # they are due still: the clock asks again at once
        try:
            with db.whole_or_not():
                put += _step(db, deployment, broadcast, limit - put)
        except Exception as error:  # noqa: BLE001  one that fails must not hold up the others; it is reported
            broadcasts.change(db, broadcast.id, next_at=db.now + AFTER_A_FAILURE)
            failures.append(Failure(KIND, broadcast.id, type(error).__name__))
    return Outcome(put, 0, len(failures), tuple(failures))


def _step(db: Db, deployment: Deployment, broadcast: Broadcast, limit: int) -> int:
    broadcasts.change(db, broadcast.id, next_at=db.now + STEP)
    if db.now >= broadcast.expires_at:
        _give_up(db, deployment, broadcast)
        return 0
    if broadcast.state == "draft":
        _wait_for_photo(db, deployment, broadcast)
        return 0
    if broadcast.state == "stopped":
        _hold(db, broadcast)
        return 0
    return _run(db, deployment, broadcast, limit)


def _hold(db: Db, broadcast: Broadcast) -> None:
    """Holds, too, what was on its way and comes back to be tried again or through another chat."""
    holds.hold(db, broadcast.id, KIND, STOPPED)
    broadcasts.change(db, broadcast.id, next_at=min(db.now + LOOK_AGAIN, broadcast.expires_at))


def _wait_for_photo(db: Db, deployment: Deployment, broadcast: Broadcast) -> None:
    photo = attachments.get(db, broadcast.attachment_id)
    if photo is not None and photo.state == "to_fetch":
        return
    if photo is not None and photo.state == "stored":
        broadcasts.move(db, broadcast.id, ("draft",), "running", next_at=max(db.now, broadcast.planned_for))
    else:
        broadcasts.move(db, broadcast.id, ("draft",), "stopped", why="photo", next_at=broadcast.expires_at)
        _tell_photo_is_lost(db, deployment, broadcast)


def _tell_photo_is_lost(db: Db, deployment: Deployment, broadcast: Broadcast) -> None:
    stopped = replace(broadcast, state="stopped", why="photo")

    def telling(wording: Wording) -> Outgoing:
        text = wording.text("notice.broadcast_photo", number=broadcast.code)
        again = Button(
            wording.text("broadcast.button.again"), "go:broadcast", "command", wording.text("broadcast.typed.again")
        )
        return Outgoing(text, (*progress.buttons(wording, stopped)[:1], again))

    notices.tell(db, deployment, broadcast.by_account, progress.KIND, telling, subject_id=broadcast.id)


def _run(db: Db, deployment: Deployment, broadcast: Broadcast, limit: int) -> int:
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    if leaves > db.now:
        broadcasts.change(db, broadcast.id, next_at=leaves)
        return 0
    if broadcast.why == RESUMED:
        holds.let_go(db, broadcast.id, KIND)
        broadcasts.change(db, broadcast.id, why=None)
    if broadcast.began_at is None:
        broadcast = replace(broadcast, began_at=db.now)
        broadcasts.change(db, broadcast.id, began_at=db.now)
    put = 0 if broadcast.all_put else _put_more(db, deployment, broadcast, limit)
    tally = tallies.tally(db, broadcast.id)
    if tally.gone + tally.failed != broadcast.told or put:
        db.signal(of_change(broadcast.unit, KIND))
    if broadcast.all_put and not tally.waiting and not tally.leaving:
        _end(db, deployment, broadcast, None)
    else:
        progress.show(db, deployment, broadcast, tally)
    return put


def _put_more(db: Db, deployment: Deployment, broadcast: Broadcast, limit: int) -> int:
    """Puts the next page of its readers, as far as there is room in the outbox, and notes where the page ends."""
    room = min(rules.MOST_WAITING - tallies.waiting(db, broadcast.id), limit)
    if room <= 0:
        return 0
    audience = Audience(broadcast.unit, broadcast.audience, tuple(broadcast.whom))
    page = audiences.page(db, audience, broadcast.reached_up_to, room, before=broadcast.id)
    way_of = ways(db, deployment, [reader for reader in page if reader.id != broadcast.by_account])
    new = broadcasts.add_readers(db, broadcast.id, {reader: _noted(way) for reader, way in way_of.items()})
    readers = [reader for reader in page if reader.id in new]
    put = _write(db, deployment, broadcast, readers, way_of)
    alone = [reader for reader in readers if way_of[reader.id].chat is None and way_of[reader.id].code != REFUSED]
    invited = _without_chats(db, deployment, broadcast, alone)
    broadcasts.change(
        db,
        broadcast.id,
        reached_up_to=page[-1].id if page else broadcast.reached_up_to,
        all_put=len(page) < room,
        put=broadcast.put + put + invited,
        refused=broadcast.refused + sum(way_of[reader.id].code == REFUSED for reader in readers),
        to_call=broadcast.to_call + len(alone) - invited,
    )
    return put + invited


def _noted(way: Way) -> str:
    if way.chat is not None or way.code == BY_PHONE:
        return PUT
    return way.code


def _write(db: Db, deployment: Deployment, broadcast: Broadcast, readers: list[Account], way_of: dict[int, Way]) -> int:
    photo = attachments.get(db, broadcast.attachment_id)
    letter = Letter.of(db, deployment, by=broadcast.by_account, text=broadcast.text, photo=photo)
    count = 0
    for reader in readers:
        chat = way_of[reader.id].chat
        if chat is not None:
            out = letter.to(reader)
            notices.put(db, deployment, chat, out, KIND, subject_id=broadcast.id, ends_at=broadcast.expires_at)
            count += 1
    return count


def _without_chats(db: Db, deployment: Deployment, broadcast: Broadcast, alone: list[Account]) -> int:
    """Tells those whom no chat reaches; counts those who get an approved template."""
    return notices.without_chats(db, deployment, alone, KIND, subject_id=broadcast.id, ends_at=broadcast.expires_at)


def _end(db: Db, deployment: Deployment, broadcast: Broadcast, why: str | None) -> None:
    if broadcasts.move(db, broadcast.id, ("draft", "running", "stopped"), "done", why=why, ended_at=db.now):
        ended = broadcasts.get(db, broadcast.id)
        assert ended is not None
        progress.end(db, deployment, ended, tallies.tally(db, broadcast.id))


def _give_up(db: Db, deployment: Deployment, broadcast: Broadcast) -> None:
    """Drops what was held back too long to be of use; who was not reached yet will not be."""
    tallies.give_up_held(db, broadcast.id)
    _end(db, deployment, broadcast, "late")


def stop(db: Db, deployment: Deployment, broadcast_id: int) -> Broadcast | None:
    """Holds back what has not left; None if it was not on its way any more."""
    broadcast = broadcasts.get(db, broadcast_id, lock=True)
    if broadcast is None or not broadcasts.move(
        db, broadcast.id, ("draft", "running"), "stopped", why="officer", next_at=db.now
    ):
        return None
    _hold(db, broadcast)
    return _shown_anew(db, deployment, broadcast.id)


def resume(db: Db, deployment: Deployment, broadcast_id: int) -> Broadcast | None:
    """Goes on where it stopped; None if it does not stand still, or is too late to be of use."""
    broadcast = broadcasts.get(db, broadcast_id, lock=True)
    if broadcast is None or broadcast.state != "stopped" or db.now >= broadcast.expires_at:
        return None
    photo = attachments.get(db, broadcast.attachment_id)
    is_there = photo is None or photo.state == "stored"
    if broadcast.why == "photo" and not is_there:
        # the officer has been told, and sends it without
        broadcasts.change(db, broadcast.id, attachment_id=None)
        is_there = True
    wanted = max(db.now, broadcast.planned_for)
    leaves = quiet.earliest_send(wanted, False, deployment.free_days, deployment.quiet) if is_there else db.now
    broadcasts.move(db, broadcast.id, ("stopped",), "running" if is_there else "draft", why=RESUMED, next_at=leaves)
    return _shown_anew(db, deployment, broadcast.id)


def _shown_anew(db: Db, deployment: Deployment, broadcast_id: int) -> Broadcast:
    now = broadcasts.get(db, broadcast_id)
    assert now is not None
    if now.shown_id is not None:
        progress.show(db, deployment, now, tallies.tally(db, broadcast_id), at_once=True)
    return now
