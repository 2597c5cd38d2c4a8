"""Reads from the database what a run left there: the only place of the bench that knows our tables."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from storage.chats import chats
from storage.database import Db
from storage.inbox import inbox
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import REPLY, outbox
from storage.visits import Visit
from storage.visits.records import COLUMNS as VISIT_COLUMNS
from storage.visits.tables import visits

CHANNEL = "telegram"


@dataclass(frozen=True, slots=True)
class Ledger:
    """`states`: of each message by the platform's id. `replies`: outgoing answers for each chat address.

    `never_sent`: answers and alerts that still wait; what may be said by day only is left out. `half_sent`: noted as on
    their way.
    `left`: messages noted as sent; `resent`: sent once more after an end; `given_up`: never sent, by state and failure.
    """

    states: dict[str, str]
    messages: Counter[str]
    replies: Counter[str]
    notes: list[str]
    receipts: list[str]
    never_sent: int
    doubtful: int
    left: int
    given_up: Counter[str]
    resent: int
    half_sent: int = 0

    def twice(self) -> list[str]:
        """Lists the notes of reports that are stored more than once: the bench gives each its own note."""
        return [note for note, times in Counter(note for note in self.notes if note).items() if times > 1]


def read(url: str, keys_file: Path, addresses: Iterable[str]) -> Ledger:
    store = open_store(url, Keyring.load(keys_file))
    try:
        with store.transaction() as db:
            return _read(db, set(addresses))
    finally:
        store.close()


def _read(db: Db, addresses: set[str]) -> Ledger:
    of_us = chats.c.channel == CHANNEL, chats.c.address.in_(addresses)
    messages = select(inbox.c.external_id, inbox.c.state, chats.c.address).join_from(
        inbox, chats, chats.c.id == inbox.c.chat_id
    )
    came = db.execute(messages.where(*of_us)).all()
    answers = select(chats.c.address, func.count()).join_from(outbox, chats, chats.c.id == outbox.c.chat_id)
    replies = db.execute(answers.where(*of_us, outbox.c.kind == "reply").group_by(chats.c.address)).all()
    sends = select(func.count()).join_from(outbox, chats, chats.c.id == outbox.c.chat_id).where(*of_us)
    ended = select(outbox.c.state, outbox.c.failure).join_from(outbox, chats, chats.c.id == outbox.c.chat_id)
    gone = db.execute(ended.where(*of_us, outbox.c.state.in_(["dead", "dropped"]))).all()
    at_any_hour = outbox.c.lane <= REPLY
    guardians = select(chats.c.account_id).where(*of_us)
    filed = select(*VISIT_COLUMNS).where(visits.c.guardian_id.in_(guardians), visits.c.filing.is_not(None))
    rows = [Visit(*row) for row in db.execute(filed)]
    return Ledger(
        states={row.external_id: row.state for row in came},
        messages=Counter(row.address for row in came),
        replies=Counter({str(row[0]): int(row[1]) for row in replies}),
        notes=[str(visit.answers.get("note") or "") for visit in rows],
        receipts=[visit.receipt for visit in rows],
        half_sent=db.execute(sends.where(outbox.c.state == "sending")).scalar_one(),
        never_sent=db.execute(sends.where(outbox.c.state.in_(["queued", "sending"]), at_any_hour)).scalar_one(),
        left=db.execute(sends.where(outbox.c.state == "sent")).scalar_one(),
        resent=db.execute(sends.where(outbox.c.resent.is_(True))).scalar_one(),
        given_up=Counter(f"{row.state}: {row.failure}" for row in gone),
        doubtful=db.execute(sends.where(outbox.c.state == "dead", outbox.c.failure == "doubtful")).scalar_one(),
    )
