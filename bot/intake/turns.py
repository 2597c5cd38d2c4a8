"""Stores messages, takes their turns and notes failures: plain functions on a transaction."""

from enum import Enum
from itertools import groupby
from operator import attrgetter

from handlers.kit import Incoming, router
from handlers.kit.deployment import Deployment
from handlers.notify import trouble
from storage import chats, conversations, inbox
from storage.database import Db
from storage.inbox import Arrival, Party, Waiting
from storage.signals import LEFT

TRIES = 3


class Outcome(Enum):
    """What became of a chat's next message."""

    NOTHING = "nothing waits"
    DONE = "taken"
    LATER = "must wait"


def take(db: Db, deployment: Deployment, messages: list[Incoming]) -> list[int]:
    """Stores the messages and takes their turns, in one transaction. Gives the chats that have older ones waiting."""
    arrivals = _arrived(db, messages)
    behind = [party.chat.id for _, _, party in arrivals if party.waiting]
    if behind:
        db.signal(LEFT)
    new = inbox.accept(db, [(arrival, party.chat.id, not party.waiting) for _, arrival, party in arrivals])
    taken = []
    for message, arrival, party in arrivals:
        if arrival.id in new and party.chat.id not in behind:
            router.answer(db, deployment, party, message, arrival.id)
            taken.append(party)
    _keep(db, taken)
    return behind


def store(db: Db, messages: list[Incoming]) -> list[int]:
    """Stores messages, no more. Gives the ids of the chats whose turns are to be taken."""
    arrivals = _arrived(db, messages)
    db.signal(LEFT)
    inbox.accept(db, [(arrival, party.chat.id, False) for _, arrival, party in arrivals])
    return [party.chat.id for _, _, party in arrivals]


def _arrived(db: Db, messages: list[Incoming]) -> list[tuple[Incoming, Arrival, Party]]:
    arrivals = []
    for channel, group in groupby(sorted(messages, key=attrgetter("channel")), key=attrgetter("channel")):
        of_channel = list(group)
        parties = inbox.parties(db, channel, [message.address for message in of_channel])
        for message in of_channel:
            party = parties[message.address]
            body = message.to_json()
            arrivals.append(
                (message, Arrival(channel, message.external_id, message.address, body, party.waiting), party)
            )
    inbox.share_talk(party for _, _, party in arrivals)
    return arrivals


def take_next(db: Db, deployment: Deployment, chat_id: int) -> Outcome:
    """Takes the oldest waiting message of whoever writes in this chat, in any chat of theirs, under their lock."""
    next_in_chat = _next(db, chat_id)
    if next_in_chat is None:
        return Outcome.NOTHING
    party, waiting = next_in_chat
    message = Incoming.from_json(
        waiting.body, channel=party.chat.channel, external_id=str(waiting.id), address=party.chat.address
    )
    router.answer(db, deployment, party, message, waiting.id)
    inbox.mark_done(db, waiting.id)
    _keep(db, [party])
    return Outcome.DONE


def _next(db: Db, chat_id: int) -> tuple[Party, Waiting] | None:
    party = inbox.party_of(db, chat_id)
    if party is None:
        return None
    account_id = party.chat.account_id
    own = [chat.id for chat in chats.of_account(db, account_id)] if account_id is not None else [chat_id]
    waiting = inbox.next_of(db, *own)
    if waiting is not None and waiting.chat_id != chat_id:
        party = inbox.party_of(db, waiting.chat_id)
    return (party, waiting) if party is not None and waiting is not None else None


def failed(db: Db, deployment: Deployment, chat_id: int, problem: Exception) -> Outcome:
    """Counts a failed turn; after a few the message is set aside, with an apology and a notice to the admins."""
    next_in_chat = _next(db, chat_id)
    if next_in_chat is None:
        return Outcome.NOTHING
    party, waiting = next_in_chat
    dead = waiting.attempts + 1 >= TRIES
    inbox.failed(db, waiting.id, type(problem).__name__, dead=dead)
    if waiting.attempts == 0:
        trouble.apologise(db, deployment, party)
    if dead:
        trouble.report_dead(db, deployment, party, waiting.id)
    return Outcome.DONE if dead else Outcome.LATER


def _keep(db: Db, parties: list[Party]) -> None:
    conversations.save(db, [(party.talk, party.chat.id) for party in parties], at_end=True)
    chats.used(db, [party.chat for party in parties], at_end=True)
