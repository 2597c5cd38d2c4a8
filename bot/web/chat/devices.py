"""The page of one's own phones and browsers: which there are, and the way to cut each of the others off."""

from dataclasses import dataclass

from aiohttp import web

from bot.web.chat.seats import Seat
from bot.web.language import language_of, note_language_at
from bot.web.pages import PAGES
from bot.web.reading import read
from handlers.kit.wording import Wording
from handlers.people import devices
from storage import access, accounts, chats
from storage.database import Db


@dataclass(frozen=True, slots=True)
class Device:
    """`press` is what cuts it off, asked once more in the chat; this browser has none: it is left by its own button."""

    line: str
    press: str


async def get_devices(request: web.Request, seat: Seat) -> web.Response:
    """Shows them to whoever is linked; cutting one off goes through the chat, as any press does."""
    await note_language_at(request, seat.address)
    wording = Wording(request.config_dict[PAGES].texts, language_of(request))
    listed = await read(request, lambda db: _devices_at(db, seat.address, wording))
    return request.config_dict[PAGES].answer(request, "devices.html", base=seat.base, alone=seat.alone, devices=listed)


def _devices_at(db: Db, address: str, wording: Wording) -> list[Device]:
    this_chat = chats.at(db, "web", address)
    account = accounts.get(db, this_chat.account_id) if this_chat else None
    if this_chat is None or account is None or not access.acts(account):
        return []
    return [
        Device(devices.line(db, wording, chat), "" if chat.id == this_chat.id else f"do:device_cut:{chat.id}")
        for chat in devices.of_account(db, account.id)
    ]
