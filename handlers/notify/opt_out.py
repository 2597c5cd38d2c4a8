"""Chats that are closed: by a stop word, or by the platform; what the officers hear of it; open again."""

from dataclasses import replace

from handlers.kit import Incoming, Outgoing, Said
from handlers.kit.commands import Reply, Run
from handlers.kit.deployment import Deployment
from handlers.kit.keywords import is_start
from handlers.kit.matter import Interrupt, Interruption
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import fallback, notices
from handlers.understand.asides import aside
from handlers.understand.stopwords import is_resume, is_stop, may_mean_yes
from storage import accounts, chats, cutting, inbox, newcomers, sessions
from storage.accounts import Account
from storage.chats import Chat
from storage.conversations import Conversation
from storage.database import Db
from storage.outbox import call_list, holds

STOPPED, BLOCKED, LEFT = "stopped", "blocked", "left"
LATELY = 5


def stop(scope: Scope) -> Said:
    """Closes the chat at once and confirms; another phone of the same account is told of as what it is."""
    newcomers.end_waiting(scope.db, scope.chat.id)
    close(scope.db, scope.deployment, scope.chat, scope.sender, STOPPED, scope.unit)
    scope.chat = replace(scope.chat, state=STOPPED)
    if scope.sender is None:
        return Said("stop.done_unknown")
    other = notices.reachable(scope.db, scope.sender.id, but=frozenset({scope.chat.id}))
    return Said("stop.done_here" if other else "stop.done")


def stop_by_button(scope: Scope, _argument: str) -> Said:
    return stop(scope)


def resume(scope: Scope) -> Reply:
    """Opens the chat again; the menu shows what can be done, a stranger sees how to begin."""
    reopen(scope)
    return Run("resumed") if scope.sender else Said("stop.resumed_unknown")


def reopen(scope: Scope) -> None:
    """Marks a chat as open that was closed, since its reader writes again."""
    if chats.set_state(scope.db, scope.chat.id, "active"):
        scope.audit("chat.opened", scope.sender.id if scope.sender else scope.chat.id, scope.chat.channel)
    scope.chat = replace(scope.chat, state="active")


def _blocked_by_platform(scope: Scope, _talk: Conversation, message: Incoming) -> Interruption | None:
    """Closes a chat of which the platform says that nothing gets through any more; opens it when it does again."""
    if message.kind not in ("stopped", "returned"):
        return None
    if scope.chat.state == STOPPED or _is_overtaken(scope, message):
        return Interruption()
    if message.kind == "returned":
        if scope.chat.state == BLOCKED:
            reopen(scope)
        return Interruption()
    newcomers.end_waiting(scope.db, scope.chat.id)
    close(scope.db, scope.deployment, scope.chat, scope.sender, BLOCKED, scope.unit)
    return Interruption()


def _is_overtaken(scope: Scope, message: Incoming) -> bool:
    """Says whether the chat has said something later: word of a block may come long after it."""
    said = inbox.said_by(scope.db, scope.chat.id, LATELY)
    later = (body.get("sent_at", 0.0) for message_id, _, body, _ in said if message_id != scope.message_id)
    return message.sent_at is not None and any(moment > message.sent_at.timestamp() for moment in later)


def _stop_words(scope: Scope, talk: Conversation, message: Incoming) -> Interruption | None:
    """Closes the chat at a stop word, and the open dialogue, which reads a bare «dung» and «đừng gửi» itself."""
    if message.kind != "text" or message.forwarded or not is_stop(message.text):
        return None
    if talk.form and (may_mean_yes(message.text) or aside(message.text) == "wait"):
        return None
    talk.close()
    return Interruption(stop(scope))


def _closed_chat(scope: Scope, _talk: Conversation, message: Incoming) -> Interruption | None:
    """Tells whoever has said stop only how to begin again, until they do."""
    if scope.chat.state in chats.WRITTEN_IN:
        return None
    if scope.chat.state == BLOCKED or is_start(message):
        reopen(scope)
        return None
    if message.kind != "text" or message.forwarded or not is_resume(message.text):
        return Interruption(Said("stop.still"))
    return Interruption(resume(scope))


BLOCKED_BY_PLATFORM = Interrupt(_blocked_by_platform, limited=False)
STOP_WORDS = Interrupt(_stop_words)
CLOSED_CHAT = Interrupt(_closed_chat)


def close(db: Db, deployment: Deployment, chat: Chat, account: Account | None, state: str, unit: str) -> bool:
    """Closes the chat, once; the officers hear that this way to somebody is gone. False if it was closed already."""
    if not chats.set_state(db, chat.id, state):
        return False
    other = notices.reachable(db, account.id) if account else None
    if other is not None:
        holds.move(db, chat.id, other)
    else:
        holds.drop(db, chat.id, state)
    db.audit(unit, account.id if account else None, f"chat.{state}", account.id if account else chat.id, chat.channel)
    if account is not None and account.status == "active":
        _tell_officers(db, deployment, account, state, elsewhere=other is not None)
    return True


def leave(db: Db, chat: Chat, account: Account) -> None:
    """Unlinks the chat and ends its web sessions; what waits goes to the other chat, or the account is called."""
    if chat.channel == "web":
        sessions.end_all(db, chat.address)
    db.audit(account.unit, account.id, "chat.left", account.id, chat.channel)
    cutting.unlink(db, chat, account.id)
    hand_on_waiting(db, chat, account, LEFT)


def leave_page(db: Db, address: str) -> None:
    """Ends what a web page speaks for: its sessions, and its chat's link to an account."""
    sessions.end_all(db, address)
    chat = chats.at(db, "web", address)
    account = accounts.get(db, chat.account_id) if chat else None
    if chat is not None and account is not None:
        leave(db, chat, account)


def hand_on_waiting(db: Db, chat: Chat, account: Account, why: str) -> None:
    """Sends what waits for a chat through the account's other chat; who has none is to be called about it."""
    other = notices.reachable(db, account.id, but=frozenset({chat.id}))
    if other is not None:
        holds.move_all(db, chat.id, other)
    elif holds.drop_all(db, chat.id, why):
        fallback.put_on_call_list(db, [account], f"chat_{why}")


def _tell_officers(db: Db, deployment: Deployment, account: Account, state: str, *, elsewhere: bool) -> None:
    """Tells the officers; whoever cannot be reached anywhere else is to be called."""
    kind = f"chat_{state}"
    if not elsewhere and state == BLOCKED:
        fallback.put_on_call_list(db, [account], kind)
    elif not elsewhere:
        call_list.put(db, unit=account.unit, account_id=account.id, reason=kind)  # wanted so: no cause for alarm
    key = f"notice.{kind}_elsewhere" if elsewhere else f"notice.{kind}"

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(account)
        return Outgoing(wording.text(key, who=who, Who=capital(who)))

    others = [officer for officer in accounts.on_call(db, account.unit) if officer.id != account.id]
    notices.tell_each(db, deployment, others, kind, lambda _: telling, subject_id=account.id)
