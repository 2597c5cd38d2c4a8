"""The phones and browsers somebody uses, each as a line: in what, and when it was last used; never an address."""

from collections.abc import Iterable

from handlers.kit.wording import Wording, capital
from rules.local_time import local_day
from storage import chats, sessions
from storage.chats import Chat
from storage.database import Db
from storage.sessions import Session


def of_account(db: Db, account_id: int) -> list[Chat]:
    """Lists the chats somebody can write in, the last used first."""
    return [chat for chat in chats.of_account(db, account_id) if chat.state != "template"]


def browsers(db: Db, own_chats: Iterable[Chat]) -> list[Session]:
    """Lists the browsers that speak for these chats, the last used first."""
    return sessions.of_addresses(db, [chat.address for chat in own_chats if chat.channel == "web"])


def line(db: Db, wording: Wording, chat: Chat) -> str:
    """Says «Zalo OA, dùng lần cuối hôm qua»."""
    way = capital(wording.text(f"channel.{chat.channel}"))
    if chat.last_in_at is None:
        return wording.text("devices.line_unused", way=way)
    return wording.text("devices.line", way=way, day=wording.day(local_day(chat.last_in_at), db.today))
