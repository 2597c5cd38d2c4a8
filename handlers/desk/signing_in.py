"""How somebody comes to sit at the desk: a session of the browser with the account's own chat of the desk."""

from handlers.desk.seats import DESK
from storage import chats, sessions
from storage.accounts import Account
from storage.database import Db


def begin(db: Db, account: Account, way: str) -> str:
    """Begins a session of the desk, which is written down; gives the key for the cookie."""
    chat = chats.desk_of(db, account.id)
    db.audit(account.unit, account.id, "desk.signed_in", account.id, way)
    return sessions.start(db, chat.address, standing=f"{DESK}{way}")
