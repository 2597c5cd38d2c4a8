"""How far a message to many has come: one message to its officer that changes itself, and a last report."""

from datetime import timedelta

from handlers.kit import Button, Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules import broadcasts as rules
from rules.local_time import local_day
from storage import accounts, broadcasts, chats
from storage.accounts import Account
from storage.broadcasts import Broadcast, tallies
from storage.broadcasts.tallies import Tally
from storage.chats import Chat
from storage.database import Db
from storage.outbox.message_history import state_of

KIND, REPORT = "broadcast_progress", "broadcast_report"
APART = timedelta(seconds=4)
# a change later than this would tell of what is long past
STALE = timedelta(minutes=10)
# after this long the report comes as a message of its own: nobody looks at the old one any more
LONG = timedelta(minutes=5)
# how causes are noted in the outbox → how they are told
CAUSES = {
    "Blocked": "blocked",
    "blocked": "blocked",
    "WindowClosed": "closed",
    "Rejected": "refused",
    "Down": "down",
    "Retry": "down",
    "too_late": "late",
    "stopped": "stopped",
}


def show(db: Db, deployment: Deployment, broadcast: Broadcast, tally: Tally, *, at_once: bool = False) -> None:
    """Changes the message in place, at most every few seconds; where that cannot be, it is said once that it began."""
    chat, officer = chats.get(db, broadcast.chat_id), accounts.get(db, broadcast.by_account)
    if chat is None or officer is None:
        return
    wording = Wording.to(deployment.texts, officer)
    if not _changes(deployment, chat, officer):
        if broadcast.told_at is None:
            broadcasts.change(db, broadcast.id, told_at=db.now)
            _tell_once(db, deployment, broadcast, officer)
        return
    told_lately = broadcast.told_at is not None and db.now - broadcast.told_at < APART
    nothing_new = broadcast.told_at is not None and tally.gone + tally.failed == broadcast.told
    if at_once or not (told_lately or nothing_new):
        _put(
            db,
            deployment,
            chat,
            broadcast,
            Outgoing(status(wording, broadcast, tally), buttons(wording, broadcast)),
            tally,
            last=at_once,
        )


def _changes(deployment: Deployment, chat: Chat, officer: Account) -> bool:
    return deployment.limits_of(chat.channel).edits and chat.state == "active" and chat.account_id == officer.id


def _tell_once(db: Db, deployment: Deployment, broadcast: Broadcast, officer: Account) -> None:
    """Tells the officer that it began, unless it left at once and the answer has said so."""
    if broadcast.began_at is None or broadcast.began_at - broadcast.created_at < LONG:
        return

    def telling(wording: Wording) -> Outgoing:
        fields = {"number": broadcast.code, "count": broadcast.total}
        return Outgoing(wording.text("notice.broadcast_began", **fields), buttons(wording, broadcast))

    notices.tell(db, deployment, officer.id, KIND, telling, subject_id=broadcast.id)


def _put(
    db: Db, deployment: Deployment, chat: Chat, broadcast: Broadcast, out: Outgoing, tally: Tally, *, last: bool = False
) -> bool:
    """Puts a message the first time, then changes of it, each once the one before has left. False: not now."""
    edits = ""
    if broadcast.shown_id is not None:
        edits = state_of(db, broadcast.shown_id)[1]
        if not edits or (
            not last and state_of(db, broadcast.told_id or broadcast.shown_id)[0] in ("queued", "sending")
        ):
            return False
    out = Outgoing(out.text, out.buttons, edits=edits)
    put_id = notices.put(db, deployment, chat, out, KIND, subject_id=broadcast.id, ends_at=db.now + STALE)
    gone = tally.gone + tally.failed
    broadcasts.change(
        db, broadcast.id, shown_id=broadcast.shown_id or put_id, told_id=put_id, told_at=db.now, told=gone
    )
    return True


def status(wording: Wording, broadcast: Broadcast, tally: Tally) -> str:
    """Says how far it is: «Thông báo số 12 đang gửi: 340 trên 1200 người. Còn khoảng 6 phút.»"""
    total = max(broadcast.put if broadcast.all_put else broadcast.total, tally.gone)
    waiting = max(total - tally.gone - tally.failed, 0)
    left = rules.time_left(timedelta(seconds=broadcast.foreseen), total, waiting)
    fields = {
        "number": broadcast.code,
        "sent": tally.sent,
        "leaving": tally.leaving,
        "total": total,
        "waiting": waiting,
        "left": lasting(wording, left),
        "at": wording.moment(broadcast.next_at, local_day(broadcast.created_at)),
    }
    lines = [wording.text(f"broadcast.status.{_stands(broadcast)}", **fields)]
    if tally.failed and broadcast.state != "done":
        lines.append(wording.text("broadcast.status.failed", count=tally.failed))
    if broadcast.to_call and broadcast.state != "done":
        lines.append(wording.text("broadcast.status.to_call", count=broadcast.to_call))
    return "\n".join(lines)


def _stands(broadcast: Broadcast) -> str:
    if broadcast.state == "stopped" and broadcast.why == "photo":
        return "photo"
    if broadcast.state == "done" and broadcast.why == "late":
        return "late"
    return "later" if broadcast.state == "running" and broadcast.began_at is None else broadcast.state


def lasting(wording: Wording, duration: timedelta) -> str:
    minutes = rules.minutes(duration)
    if minutes == 0:
        return wording.text("broadcast.lasts.moment")
    if minutes < 90:
        return wording.text("broadcast.lasts.minutes", count=minutes)
    return wording.text("broadcast.lasts.hours", count=round(minutes / 60))


def buttons(wording: Wording, broadcast: Broadcast) -> tuple[Button, ...]:
    """Gives the buttons that fit its state, each by a word: no number stands for a button under what comes unasked."""
    offered = {"draft": ("stop",), "running": ("stop", "look"), "stopped": ("go_on", "look")}.get(broadcast.state, ())
    names = [f"{name}_plain" if name == "go_on" and broadcast.why == "photo" else name for name in offered]
    return tuple(_button(wording, broadcast, name) for name in names)


def _button(wording: Wording, broadcast: Broadcast, name: str) -> Button:
    command = {"stop": "broadcast_stop", "look": "broadcast"}.get(name, "broadcast_go_on")
    typed = wording.text(f"broadcast.typed.{name}", number=broadcast.code)
    return Button(wording.text(f"broadcast.button.{name}"), f"do:{command}:{broadcast.id}", "command", typed)


def report(wording: Wording, db: Db, broadcast: Broadcast, tally: Tally) -> str:
    """Says what became of it, each cause in plain words."""
    lines = [status(wording, broadcast, tally)]
    delivered, seen = tallies.receipts(db, broadcast.id)
    if delivered or seen:
        lines.append(wording.text("broadcast.report.receipts", delivered=max(delivered, seen), seen=seen))
    if tally.held:
        lines.append(wording.text("broadcast.report.held", count=tally.held))
    causes: dict[str, int] = {}
    for why, count in tallies.why_lost(db, broadcast.id).items():
        cause = cause_of(why)
        causes[cause] = causes.get(cause, 0) + count
    lines += [wording.text(f"broadcast.lost.{cause}", count=count) for cause, count in causes.items()]
    for key, count in (("to_call", broadcast.to_call), ("refused", broadcast.refused)):
        if count:
            lines.append(wording.text(f"broadcast.report.{key}", count=count))
    return "\n".join(lines)


def cause_of(failure: str) -> str:
    """Gives the code by which a failure noted in the outbox is told."""
    return next((told for noted, told in CAUSES.items() if failure.startswith(noted)), "other")


def end(db: Db, deployment: Deployment, broadcast: Broadcast, tally: Tally) -> None:
    """Turns the message that changed itself into the report; who has waited long gets a new one that can be heard."""
    chat, officer = chats.get(db, broadcast.chat_id), accounts.get(db, broadcast.by_account)
    if officer is None:
        return
    is_long = broadcast.ended_at is None or broadcast.ended_at - broadcast.created_at > LONG
    wording = Wording.to(deployment.texts, officer)
    if chat is not None and _changes(deployment, chat, officer):
        text = status(wording, broadcast, tally) if is_long else report(wording, db, broadcast, tally)
        if _put(db, deployment, chat, broadcast, Outgoing(text), tally, last=True) and not is_long:
            return

    def telling(words: Wording) -> Outgoing:
        return Outgoing(report(words, db, broadcast, tally), calls(words, broadcast))

    notices.tell(db, deployment, officer.id, REPORT, telling, subject_id=broadcast.id)


def calls(wording: Wording, broadcast: Broadcast) -> tuple[Button, ...]:
    if not broadcast.to_call:
        return ()
    return (
        Button(wording.text("broadcast.button.calls"), "do:calls", "command", wording.text("broadcast.typed.calls")),
    )
