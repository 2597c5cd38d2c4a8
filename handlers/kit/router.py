"""Takes one message's turn: finds the reply, and puts it where delivery finds it."""

from dataclasses import replace

from handlers.kit import Incoming, Outgoing, last_choices
from handlers.kit.deployment import Deployment
from handlers.kit.registry import Registry
from handlers.kit.route import Route
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.understand.asides import is_gesture
from handlers.understand.fold import clean
from rules.notice_kind import Kind
from rules.notices import kind_of
from storage import access, conversations, cutting, outbox
from storage.conversations import Conversation
from storage.database import Db
from storage.inbox import Party
from storage.outbox import windows

REPLY = kind_of("reply")


def answer(db: Db, deployment: Deployment, party: Party, message: Incoming, message_id: int) -> None:
    """Takes one message's turn: the reply goes to the outbox, `party.talk` is what is to be stored."""
    message = _cleaned(message)
    scope = _scope(db, deployment, party, message, message_id)
    if party.account is not None and not access.acts(party.account):
        if not deployment.registry.outside.begins_anew(scope, message):
            if said := deployment.registry.outside.answer(scope, message):
                _put(db, party, said.out, said.kind)
            return
        _part(db, party)
        scope = _scope(db, deployment, party, message, message_id)
    if party.chat.held:
        windows.reader_wrote(db, party.chat.id)
    reply = Route(scope, party, message).reply()
    if reply is None:
        return
    if message.quote:
        reply = replace(reply, quotes=message.quote)
    last_choices.show(party.talk, reply, _offered(deployment.registry, reply))
    if scope.chat.party_id != party.talk.party_id:
        _move_last_choices(scope, party.talk)
    _put(db, party, reply, REPLY)


def _cleaned(message: Incoming) -> Incoming:
    if not message.text:
        return message
    kind = "sticker" if message.kind == "text" and is_gesture(message.text) else message.kind
    return replace(message, text=clean(message.text), kind=kind)


def _scope(db: Db, deployment: Deployment, party: Party, message: Incoming, message_id: int) -> Scope:
    account = party.account
    wording = Wording(deployment.texts, account.language if account else "vi", account)
    unit = account.unit if account else deployment.unit
    return Scope(db, deployment, wording, party.chat, account, unit, message.channel, message_id, message.source)


def _part(db: Db, party: Party) -> None:
    """Parts a chat from its account, whose dialogue it no longer goes on with."""
    cutting.unlink(db, party.chat, None)
    party.chat = replace(party.chat, account_id=None, party_id=party.chat.id, held=False)
    party.account = None
    party.talk = conversations.get(db, party.chat.id, lock=True) or Conversation(party.chat.id)


def _put(db: Db, party: Party, reply: Outgoing, kind: Kind) -> None:
    outbox.put(
        db,
        party.chat,
        reply.to_json(),
        lane=kind.lane,
        kind=kind.id,
        expires_at=kind.ends_at(db.now),
        subject_id=reply.attachment or None,
    )


def _offered(registry: Registry, reply: Outgoing) -> list[str]:
    """Lists what numbers stand for from now on; behind them, that a talk goes on with this reply."""
    presses = {button.press for button in reply.buttons}
    return [*reply.offered(), *(line.end for line in registry.open_lines if line.end in presses)]


def _move_last_choices(scope: Scope, before: Conversation) -> None:
    """Hands the list shown last to the account whose dialogue it is since the chat was linked in this turn."""
    talk = conversations.get(scope.db, scope.chat.party_id, lock=True)
    if talk is not None:
        talk.offered, talk.labels = before.offered, before.labels
        conversations.save(scope.db, [(talk, scope.chat.id)])
