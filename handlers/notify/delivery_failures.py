"""A message that could not be delivered: another chat, a template, else the call list. Never silently nowhere."""

from collections.abc import Iterable, Set
from datetime import timedelta
from typing import Literal

from handlers.kit.deployment import Deployment
from handlers.notify import fallback, notices, opt_out
from rules import quiet
from rules.notices import kind_stored
from storage import access, accounts, chats, outbox
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db
from storage.outbox import receipts, windows
from storage.outbox.sending import Sending, end, end_all

# the chat is gone; its platform waits for the reader to write; or this message was not taken
Cause = Literal["gone", "closed", "refused"]
# a template without a receipt counts as not arrived after this long; older ones were looked at before
CONFIRMED_WITHIN, LOOKED_BACK = timedelta(hours=24), timedelta(days=4)


def settle(db: Db, deployment: Deployment, sending: Sending, code: str, cause: Cause) -> None:
    """Ends the message with its cause, or keeps it back until the reader writes, and finds another way."""
    chat = chats.get(db, sending.chat_id)
    reader = accounts.get(db, sending.account_id)
    listed = cause == "gone" and chat is not None and _close(db, deployment, chat, reader)
    tried = frozenset((*sending.tried, sending.chat_id))
    if _drop_if_out(db, sending):
        return
    if reader is None or kind_stored(sending.kind).if_missed == "nothing":
        end(db, sending.id, "dead", code)
    elif other := notices.reachable(db, reader.id, but=tried):
        end(db, sending.id, "dead", code)
        _copy(db, sending, other, tried)
    else:
        if cause == "closed" and chat is not None and chat.state == "active":
            windows.keep_back(db, sending.id, chat.id, code)
        else:
            end(db, sending.id, "dead", code)
        _without_chats(db, deployment, sending, reader, tried, listed=listed)


def _close(db: Db, deployment: Deployment, chat: Chat, reader: Account | None) -> bool:
    """Closes the chat; True if the officers have the reader on their list for it."""
    if chat.state == "template":
        chats.set_state(db, chat.id, opt_out.BLOCKED)
        return False
    unit = reader.unit if reader else deployment.unit
    return opt_out.close(db, deployment, chat, reader, opt_out.BLOCKED, unit)


def _copy(db: Db, sending: Sending, other: Chat, tried: Set[int]) -> None:
    outbox.put(
        db,
        other,
        sending.body,
        lane=sending.lane,
        kind=sending.kind,
        expires_at=sending.expires_at,
        subject_id=sending.subject_id,
        tried=tried,
    )


def _without_chats(
    db: Db, deployment: Deployment, sending: Sending, reader: Account, tried: Set[int], *, listed: bool = False
) -> None:
    start = quiet.earliest_send(db.now, sending.lane <= outbox.REPLY, deployment.free_days, deployment.quiet)
    notice = fallback.Notice(sending.kind, sending.lane, start, sending.expires_at, sending.subject_id)
    fallback.reach(db, deployment, [reader], notice, tried=tried, listed=listed)


def drop_late(db: Db, sending: Sending) -> None:
    """Drops a message that is too late, and records it.

    Whom an alert has not reached in time is called, and so is whoever had no other way left.
    """
    end(db, sending.id, "dropped", "too_late")
    _tell_by_voice(db, sending)


def give_up_doubtful(db: Db, sending: Sending) -> None:
    """Gives up what was sent twice and may have arrived: there is no third time."""
    end(db, sending.id, "dead", "doubtful")
    _tell_by_voice(db, sending)


def _tell_by_voice(db: Db, sending: Sending) -> None:
    if sending.account_id and (sending.lane == outbox.ALERT or sending.channel == fallback.CHANNEL):
        fallback.put_on_call_list(db, accounts.several(db, [sending.account_id]).values(), sending.kind)


def drop_if_unwanted(db: Db, sending: Sending) -> bool:
    """Drops a message for whom it is not any more: an account that has ended, or a reader who has left; True if so."""
    return _drop_if_out(db, sending) or (sending.lane != outbox.REPLY and drop_if_left(db, sending))


def _drop_if_out(db: Db, sending: Sending) -> bool:
    """Drops what waits for an account that is closed or has moved, but for what tells it so."""
    if sending.account_id is None or kind_stored(sending.kind).outlives_account:
        return False
    reader = accounts.get(db, sending.account_id)
    if reader is None or access.acts(reader):
        return False
    end(db, sending.id, "dropped", f"account_{reader.status}")
    return True


def drop_if_left(db: Db, sending: Sending) -> bool:
    """Drops a message whose reader has said stop, or has left this phone, since it was taken to be sent; True if so.

    It goes through the chat that is left to them, or not at all.
    """
    chat = chats.get(db, sending.chat_id)
    why = _closed(db, sending, chat)
    if not why:
        return False
    tried = frozenset((*sending.tried, sending.chat_id))
    other = notices.reachable(db, sending.account_id, but=tried) if sending.account_id else None
    end(db, sending.id, "dropped", why)
    if other is not None and not sending.body.get("template"):
        _copy(db, sending, other, tried)
    elif sending.account_id and (why == opt_out.LEFT or sending.lane == outbox.ALERT):
        fallback.put_on_call_list(db, accounts.several(db, [sending.account_id]).values(), sending.kind)
    return True


def _closed(db: Db, sending: Sending, chat: Chat | None) -> str:
    if chat is None or (sending.account_id and chat.account_id != sending.account_id):
        return opt_out.LEFT
    readers_chats = chats.of_account(db, chat.account_id) if chat.state == "template" and chat.account_id else [chat]
    return opt_out.STOPPED if any(own.state == opt_out.STOPPED for own in readers_chats) else ""


def reroute_alerts(db: Db, sendings: Iterable[Sending], channel: str) -> list[Sending]:
    """Sends alerts of a failing channel through other channels; gives those for which there is none.

    Their readers are called.
    """
    alerts = [sending for sending in sendings if not _drop_if_out(db, sending)]
    to_accounts = [sending for sending in alerts if sending.account_id]
    chats_of = chats.all_of(db, {sending.account_id for sending in to_accounts if sending.account_id})
    without_way = []
    for sending in to_accounts:
        tried = frozenset((*sending.tried, sending.chat_id))
        own_chats = chats_of.get(sending.account_id or 0, [])
        usable = (own for own in own_chats if own.state == "active" and own.channel != channel and own.id not in tried)
        other = next(usable, None)
        if other is None:
            without_way.append(sending)
        else:
            _copy(db, sending, other, tried)
    moved = {sending.id for sending in to_accounts} - {sending.id for sending in without_way}
    end_all(db, moved, "dead", "account_ails")
    readers = accounts.several(db, {sending.account_id for sending in without_way if sending.account_id})
    fallback.put_on_call_list(db, readers.values(), "alert")
    return without_way + [sending for sending in alerts if not sending.account_id]


def call_unconfirmed(db: Db, limit: int) -> int:
    """Puts whoever a template was for on the call list where the platform never said that it arrived.

    Says how many were found.
    """
    unconfirmed = receipts.take_unconfirmed(db, db.now - LOOKED_BACK, db.now - CONFIRMED_WITHIN, limit)
    readers = accounts.several(db, {message.account_id for message in unconfirmed})
    for kind in sorted({message.kind for message in unconfirmed}):
        ids = {message.account_id for message in unconfirmed if message.kind == kind}
        fallback.put_on_call_list(db, [readers[account_id] for account_id in ids if account_id in readers], kind)
    return len(unconfirmed)
