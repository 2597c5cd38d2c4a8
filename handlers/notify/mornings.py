"""The one message that an officer gets unasked in the morning: how it is put, and what it says for others."""

from collections.abc import Collection
from dataclasses import replace

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Button, Outgoing
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.notify.digest_readers import DIGEST, LATEST
from rules.notices import ROWS
from storage import chats, outbox
from storage.accounts import Account
from storage.database import Db
from storage.outbox import holds

JOINING = [kind.id for kind in ROWS if kind.joins_digest]
MOST_JOINED = 5
MOST_BUTTONS = 2


def waiting_for(db: Db, reader_ids: Collection[int]) -> dict[int, dict[int, Outgoing]]:
    """Maps officer → the notices of the night that wait to be said in the digest, by their id, the first ones first."""
    own_chats = [chat for of_reader in chats.all_of(db, reader_ids).values() for chat in of_reader]
    waiting: dict[int, dict[int, Outgoing]] = {}
    for message_id, account_id, body in holds.waiting_to_join(db, own_chats, JOINING, db.now + LATEST):
        of_reader = waiting.setdefault(account_id, {})
        if len(of_reader) < MOST_JOINED:
            of_reader[message_id] = Outgoing.from_json(body)
    return waiting


def joined(wording: Wording, digest: Outgoing | None, notes: Collection[Outgoing]) -> Outgoing | None:
    """Says the notices of the night under the digest, or under its head where there is none; None for nothing."""
    if not notes:
        return digest
    head = digest or Outgoing(wording.text("notice.officer_digest.head"))
    first_buttons = [note.buttons[0] for note in notes if note.buttons]
    buttons = {button.press: button for button in (*head.buttons[: MOST_BUTTONS - 1], *first_buttons, *head.buttons)}
    text = "\n".join((head.text, *(note.text for note in notes)))
    return Outgoing(text, tuple(buttons.values())[:MOST_BUTTONS])


def tell(db: Db, deployment: Deployment, reader: Account, out: Outgoing, said: Collection[int] = ()) -> None:
    """Puts the digest, which says the notices `said` by their ids, too.

    Whoever is a guardian, too, gets it in one message with the visits to be made.
    """
    holds.drop_joined(db, said)
    if not joins(db, reader, out):
        notices.tell(db, deployment, reader.id, DIGEST, lambda _: out)


def joins(db: Db, reader: Account, out: Outgoing) -> bool:
    """Says it under the reminder of this morning that the reader has not got yet; False where there is none."""
    before = outbox.unsent_reminder(db, reader.id)
    if before is None:
        return False
    first = Outgoing.from_json(before["body"])
    joined_out = replace(first, text=f"{first.text}\n\n{out.text}", buttons=_most_pressing(first, out))
    before["body"] = joined_out.to_json()
    return True


def _most_pressing(first: Outgoing, then: Outgoing) -> tuple[Button, ...]:
    return (*first.buttons[:2], *then.buttons[:1])
