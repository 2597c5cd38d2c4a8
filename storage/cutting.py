"""Cuts chats off from their accounts, with all that was opened from them: sessions, codes, links, the desk."""

from datetime import datetime

from sqlalchemy import select, update

from storage import chats, conversations, cuts, desk_tickets, invites, passkeys, sessions
from storage.accounts import accounts
from storage.chats import Chat
from storage.chats import chats as table
from storage.database import Db


def cut(db: Db, chat_id: int, by: int | None) -> Chat | None:
    """Cuts the chat off from its account: its web sessions, the account's open codes, links and desk end at once.

    Gives the chat as it was, None if it was linked to nobody. `by` is an account, None for the technician. What waits
    to be sent to it is still to be moved: `handlers.notify.cutting`.
    """
    chat = chats.get(db, chat_id)
    if chat is None or chat.account_id is None:
        return None
    if chat.state == chats.DESK:
        passkeys.remove_made_at(db, chat.account_id, chat.address)
    elif chat.channel == "web":
        sessions.end_all(db, chat.address)
    close_desk(db, chat.account_id)
    invites.withdraw(db, chat.account_id)
    unlink(db, chat, by)
    unit = db.execute(select(accounts.c.unit).where(accounts.c.id == chat.account_id)).scalar_one()
    db.audit(unit, by, "chat.cut", chat.account_id, chat.channel)
    return chat


def unlink(db: Db, chat: Chat, by: int | None) -> None:
    """Parts the chat from its account, and notes that; its dialogue is its own again. `by` is as for `cut`."""
    conversations.open_for(db, chat.id)
    if chat.account_id is not None:
        cuts.note(db, chat.id, chat.account_id, by)
    db.execute(update(table).where(table.c.id == chat.id).values(account_id=None, party_id=table.c.id))


def close_desk(db: Db, account_id: int) -> None:
    """Ends the account's sessions at the desk, which whoever has the phone may have opened, and the links to it."""
    desk_tickets.end_all(db, account_id)
    for chat in chats.desks_of(db, account_id):
        sessions.end_all(db, chat.address)


def links_open(db: Db, chat_id: int, account_id: int | None, given_at: datetime) -> bool:
    """Tells whether links given to the account in this chat at `given_at` still open.

    They do while the chat is the account's and none of the account's chats was cut off since.
    """
    chat = chats.get(db, chat_id)
    is_theirs = chat is not None and chat.account_id is not None and chat.account_id == account_id
    return is_theirs and not cuts.since(db, given_at, account_id=account_id, chat_id=chat_id)
