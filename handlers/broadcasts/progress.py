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
# a change that comes so late would tell of what is long past
STALE = timedelta(minutes=10)
# whoever has waited longer looks elsewhere: the report comes as a message of its own
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


def show(db: Db, deployment: Deployment, one: Broadcast, tally: Tally, *, at_once: bool = False) -> None:
    """Changes the message in place, at most every few seconds; where that cannot be, it is said once that it began."""
    chat, officer = chats.get(db, one.chat_id), accounts.get(db, one.by_account)
    if chat is None or officer is None:
        return
    wording = Wording.to(deployment.texts, officer)
    if not _changes(deployment, chat, officer):
        if one.told_at is None:
            broadcasts.change(db, one.id, told_at=db.now)
            _tell_once(db, deployment, one, officer)
        return
    told_lately = one.told_at is not None and db.now - one.told_at < APART
    nothing_new = one.told_at is not None and tally.gone + tally.failed == one.told
    if at_once or not (told_lately or nothing_new):
        _put(
            db, deployment, chat, one, Outgoing(status(wording, one, tally), buttons(wording, one)), tally, last=at_once
        )


def _changes(deployment: Deployment, chat: Chat, officer: Account) -> bool:
    return deployment.limits_of(chat.channel).edits and chat.state == "active" and chat.account_id == officer.id


def _tell_once(db: Db, deployment: Deployment, one: Broadcast, officer: Account) -> None:
    """Where it left at once, the answer to the officer has said so."""
    if one.began_at is None or one.began_at - one.created_at < LONG:
        return

    def telling(wording: Wording) -> Outgoing:
        fields = {"number": one.number, "count": one.total}
        return Outgoing(wording.text("notice.broadcast_began", **fields), buttons(wording, one))

    notices.tell(db, deployment, officer.id, KIND, telling, subject_id=one.id)


def _put(
    db: Db, deployment: Deployment, chat: Chat, one: Broadcast, out: Outgoing, tally: Tally, *, last: bool = False
) -> bool:
    """The first time a message; then changes of it, each once the one before is there. False: not now."""
    edits = ""
    if one.shown_id is not None:
        edits = state_of(db, one.shown_id)[1]
        if not edits or (not last and state_of(db, one.told_id or one.shown_id)[0] in ("queued", "sending")):
            return False
    out = Outgoing(out.text, out.buttons, edits=edits)
    put_id = notices.put(db, deployment, chat, out, KIND, subject_id=one.id, ends_at=db.now + STALE)
    gone = tally.gone + tally.failed
    broadcasts.change(db, one.id, shown_id=one.shown_id or put_id, told_id=put_id, told_at=db.now, told=gone)
    return True


def status(wording: Wording, one: Broadcast, tally: Tally) -> str:
    """«Thông báo số 12 đang gửi: 340 trên 1200 người. Còn khoảng 6 phút.»"""
    total = max(one.put if one.all_put else one.total, tally.gone)
    waiting = max(total - tally.gone - tally.failed, 0)
    left = rules.left(timedelta(seconds=one.foreseen), total, waiting)
    fields = {
        "number": one.number,
        "sent": tally.sent,
        "leaving": tally.leaving,
        "total": total,
        "waiting": waiting,
        "left": lasting(wording, left),
        "at": wording.moment(one.next_at, local_day(one.created_at)),
    }
    lines = [wording.text(f"broadcast.status.{_stands(one)}", **fields)]
    if tally.failed and one.state != "done":
        lines.append(wording.text("broadcast.status.failed", count=tally.failed))
    if one.to_call and one.state != "done":
        lines.append(wording.text("broadcast.status.to_call", count=one.to_call))
    return "\n".join(lines)


def _stands(one: Broadcast) -> str:
    if one.state == "stopped" and one.why == "photo":
        return "photo"
    if one.state == "done" and one.why == "late":
        return "late"
    return "later" if one.state == "running" and one.began_at is None else one.state


def lasting(wording: Wording, duration: timedelta) -> str:
    minutes = rules.minutes(duration)
    if minutes == 0:
        return wording.text("broadcast.lasts.moment")
    if minutes < 90:
        return wording.text("broadcast.lasts.minutes", count=minutes)
    return wording.text("broadcast.lasts.hours", count=round(minutes / 60))


def buttons(wording: Wording, one: Broadcast) -> tuple[Button, ...]:
    """Under what comes unasked no number stands for a button: its words do."""
    known = {"draft": ("stop",), "running": ("stop", "look"), "stopped": ("go_on", "look")}.get(one.state, ())
    names = [f"{name}_plain" if name == "go_on" and one.why == "photo" else name for name in known]
    return tuple(_button(wording, one, name) for name in names)


def _button(wording: Wording, one: Broadcast, name: str) -> Button:
    command = {"stop": "broadcast_stop", "look": "broadcast"}.get(name, "broadcast_go_on")
    typed = wording.text(f"broadcast.typed.{name}", number=one.number)
    return Button(wording.text(f"broadcast.button.{name}"), f"do:{command}:{one.id}", "command", typed)


def report(wording: Wording, db: Db, one: Broadcast, tally: Tally) -> str:
    """What became of it, each cause in plain words."""
    lines = [status(wording, one, tally)]
    delivered, seen = tallies.receipts(db, one.id)
    if delivered or seen:
        lines.append(wording.text("broadcast.report.receipts", delivered=max(delivered, seen), seen=seen))
    if tally.held:
        lines.append(wording.text("broadcast.report.held", count=tally.held))
    causes: dict[str, int] = {}
    for why, count in tallies.why_lost(db, one.id).items():
        cause = next((told for noted, told in CAUSES.items() if why.startswith(noted)), "other")
        causes[cause] = causes.get(cause, 0) + count
    lines += [wording.text(f"broadcast.lost.{cause}", count=count) for cause, count in causes.items()]
    for key, count in (("to_call", one.to_call), ("refused", one.refused)):
        if count:
            lines.append(wording.text(f"broadcast.report.{key}", count=count))
    return "\n".join(lines)


def end(db: Db, deployment: Deployment, one: Broadcast, tally: Tally) -> None:
    """The message that changed itself becomes the report; who has waited long gets one that can be heard."""
    chat, officer = chats.get(db, one.chat_id), accounts.get(db, one.by_account)
    if officer is None:
        return
    is_long = one.ended_at is None or one.ended_at - one.created_at > LONG
    wording = Wording.to(deployment.texts, officer)
    if chat is not None and _changes(deployment, chat, officer):
        text = status(wording, one, tally) if is_long else report(wording, db, one, tally)
        if _put(db, deployment, chat, one, Outgoing(text), tally, last=True) and not is_long:
            return

    def telling(words: Wording) -> Outgoing:
        return Outgoing(report(words, db, one, tally), calls(words, one))

    notices.tell(db, deployment, officer.id, REPORT, telling, subject_id=one.id)


def calls(wording: Wording, one: Broadcast) -> tuple[Button, ...]:
    if not one.to_call:
        return ()
    return (
        Button(wording.text("broadcast.button.calls"), "do:calls", "command", wording.text("broadcast.typed.calls")),
    )
