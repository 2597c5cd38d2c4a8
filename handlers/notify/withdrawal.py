"""Notices whose reason has gone: those that wait are called off, those that were read are marked as done."""

from collections.abc import Collection
from datetime import timedelta

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Button, Outgoing
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules.notice_kind import WithdrawnBy
from rules.notices import withdrawn_by
from storage import accounts, chats, due
from storage.database import Db
from storage.outbox import holds, shown

MARK = "done_mark"
# what is older has scrolled out of sight
LOOKED_BACK = timedelta(days=7)


def withdraw(db: Db, event: WithdrawnBy, subject_id: int, by: str, *, reader_id: int | None = None) -> None:
    """Calls off what is planned of the subject, or waits to leave, and need not be said now; `by` says what did it.

    With `reader_id`, of what waits only this reader's.
    """
    kinds = withdrawn_by(event)
    due.clear(db, subject_id, kinds, by)
    holds.withdraw(db, subject_id, kinds, reader_id)


def mark_done(
    db: Db,
    deployment: Deployment,
    event: WithdrawnBy,
    subject_id: int,
    reader_ids: Collection[int],
    *,
    key: str,
    buttons: dict[int, tuple[Button, ...]] | None = None,
    **fields: object,
) -> None:
    """Says in the messages that these readers have of the subject that it is done, and takes their buttons away.

    Only where the channel changes what was sent: nobody gets a second message for it. `buttons` that still work, by
    reader.
    """
    own_chats = [chat for of_reader in chats.all_of(db, list(reader_ids)).values() for chat in of_reader]
    changeable = {
        chat.id: chat for chat in own_chats if chat.state == "active" and deployment.limits_of(chat.channel).edits
    }
    if not changeable:
        return
    sent = shown.sent_about(db, list(changeable), subject_id, withdrawn_by(event), LOOKED_BACK)
    readers = accounts.several(db, set(reader_ids)) if sent else {}
    for chat_id, platform_id in sent:
        chat = changeable[chat_id]
        wording = Wording.to(deployment.texts, readers[chat.account_id or 0])
        kept = (buttons or {}).get(chat.account_id or 0, ())
        out = Outgoing(wording.text(f"notice.done.{key}", **fields), kept, edits=platform_id, only_edits=True)
        notices.put(db, deployment, chat, out, MARK, subject_id=subject_id)
