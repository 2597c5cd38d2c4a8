"""The phones and browsers somebody uses, each as a line: in what, and when it was last used; never an address."""

from handlers.kit.wording import Wording, capital
from rules.local_time import local_day
from storage import chats
from storage.chats import Chat
from storage.database import Db


def of_account(db: Db, account_id: int) -> list[Chat]:
    """Lists the chats somebody can write in, the last used first."""
    return [chat for chat in chats.of_account(db, account_id) if chat.state != "template"]


def line(db: Db, wording: Wording, chat: Chat) -> str:
    """Says «Zalo OA, dùng lần cuối hôm qua»."""
    way = capital(wording.text(f"channel.{chat.channel}"))
    if chat.last_in_at is None:
        return wording.text("devices.line_unused", way=way)
    return wording.text("devices.line", way=way, day=wording.day(local_day(chat.last_in_at), db.today))
