"""Who may open a photo, a voice note or a file; a look at one is a look at the person it is about."""

from storage import accounts, attachments, broadcasts, chats, newcomers, persons, threads
from storage.access import NotAllowed, acts, may_see, standing, visible_threads
from storage.accounts import Account
from storage.attachments import Attachment
from storage.database import Db


def may_open(db: Db, viewer: Account, attachment: Attachment) -> bool:
    """Tells whether the viewer may open the attachment; asks only, and writes nothing down.

    Officers of the commune of whom it is about may; who sent it; of what officers sent along, the person themself. A
    guardian's photo is not for the person; and what one has sent is out of sight once the person is. What came with a
    message to many is for its readers; a document, for whoever had it made, while they may see the person; what came
    with an alarm about nobody on record, for the officers of the commune; what a newcomer has sent, for them until the
    chat is somebody's.
    """
    if attachment.about == attachments.NEWCOMER:
        return _may_open_of_newcomer(db, viewer, attachment)
    mine = attachment.account_id == viewer.id
    if attachment.person_id is None and attachment.about == attachments.ALARM:
        sender = accounts.get(db, attachment.account_id)
        is_of_here = sender is not None and sender.unit == viewer.unit and "officer" in viewer.roles
        return viewer.status == "active" and (mine or is_of_here)
    if attachment.person_id is None:
        of_many = attachment.about == attachments.TO_MANY and broadcasts.shown_to(db, attachment.id, viewer.id)
        return acts(viewer, *_roles_for(attachment)) and (mine or of_many)
    person = persons.get(db, attachment.person_id)
    if person is None or not may_see(db, viewer, person):
        return False
    is_officer = standing(db, viewer, person) == "officer"
    if attachment.about == attachments.DOCUMENT:
        return mine
    if mine or is_officer:
        return True
    if attachment.about == attachments.THREAD:
        thread = threads.get(db, threads.thread_of_attachment(db, attachment.id) or 0)
        return thread is not None and bool(visible_threads(db, viewer, [thread]))
    return attachment.about == "relay" and person.account_id == viewer.id


def _roles_for(attachment: Attachment) -> tuple[str, ...]:
    """Names the roles, one of which opens an attachment about nobody; none: whoever has an account."""
    if attachment.about != attachments.DOCUMENT or attachment.document in attachments.OPENED_ONCE:
        return ()
    return ("officer", "admin", "guardian") if attachment.document in attachments.OF_GUARDIANS else ("officer", "admin")


def _may_open_of_newcomer(db: Db, viewer: Account, attachment: Attachment) -> bool:
    newcomer, chat = newcomers.get(db, attachment.chat_id), chats.get(db, attachment.chat_id)
    if newcomer is None or chat is None or chat.account_id is not None:
        return False
    return newcomer.state in ("asked", "taken") and acts(viewer, "officer", unit=newcomer.unit)


def look(db: Db, viewer: Account, attachment_id: int) -> Attachment:
    """Opens the attachment for this viewer; it is a look at the person it is about, and refusals are written down."""
    attachment = attachments.get(db, attachment_id)
    if attachment is None or not may_open(db, viewer, attachment):
        if attachment is not None:
            db.audit(viewer.unit, viewer.id, "attachment.refused", attachment.person_id, f"attachment {attachment_id}")
        raise NotAllowed(f"account {viewer.id}, attachment {attachment_id}")
    if attachment.about == attachments.NEWCOMER:
        db.audit(viewer.unit, viewer.id, "newcomer.looked", attachment.chat_id, f"attachment {attachment_id}")
    if attachment.person_id is not None and attachment.state == "stored":
        db.audit(viewer.unit, viewer.id, "person.looked", attachment.person_id, f"attachment {attachment_id}")
    return attachment
