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
from rules.notices import kind_of
from storage import conversations, outbox
from storage.conversations import Conversation
from storage.database import Db
from storage.inbox import Party
from storage.outbox import windows

REPLY = kind_of("reply")


def answer(db: Db, deployment: Deployment, party: Party, message: Incoming, message_id: int) -> None:
    """Takes one message's turn: the reply goes to the outbox, `party.talk` is what is to be stored."""
    wording = Wording(deployment.texts, party.account.language if party.account else "vi", party.account)
    unit = party.account.unit if party.account else deployment.unit
    scope = Scope(db, deployment, wording, party.chat, party.account, unit, message.channel, message_id, message.source)
    if message.text:
        kind = "sticker" if message.kind == "text" and is_gesture(message.text) else message.kind
        message = replace(message, text=clean(message.text), kind=kind)
    if party.chat.held:
        windows.reader_wrote(db, party.chat.id)
    reply = Route(scope, party, message).reply()
    if reply is None:
        return
    if message.quote:
        reply = replace(reply, quotes=message.quote)
    last_choices.show(party.talk, reply, _listed(deployment.registry, reply))
    if scope.chat.party_id != party.talk.party_id:
        _move_last_choices(scope, party.talk)
    outbox.put(
        db,
        party.chat,
        reply.to_json(),
        lane=REPLY.lane,
        kind=REPLY.id,
        expires_at=REPLY.ends_at(db.now),
        subject_id=reply.attachment or None,
    )


def _listed(registry: Registry, reply: Outgoing) -> list[str]:
    """Lists what numbers stand for from now on; under a reply with which a talk goes on, only that it does."""
    presses = {button.press for button in reply.buttons}
    return next(([line.end] for line in registry.open_lines if line.end in presses), None) or reply.offered()


def _move_last_choices(scope: Scope, before: Conversation) -> None:
    """Hands the list shown last to the account whose dialogue it is since the chat was linked in this turn."""
    talk = conversations.get(scope.db, scope.chat.party_id, lock=True)
    if talk is not None:
        talk.offered, talk.labels = before.offered, before.labels
        conversations.save(scope.db, [(talk, scope.chat.id)])
