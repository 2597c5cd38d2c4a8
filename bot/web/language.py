"""The language of a page: asked for in its address, chosen on this device, or the account's own."""

from collections.abc import Callable
from contextlib import suppress

from aiohttp import web

from bot.web.reading import AWAY, read, within
from bot.web.security import YEAR, is_https, is_of_tips
from handlers.texts import LANGUAGES
from storage import accounts, chats
from storage.accounts import Account
from storage.database import Db

LANGUAGE_COOKIE = "dh_lang"
# seconds: a page is not held up for its language
PATIENCE = 0.5
OWN: web.RequestKey[str] = web.RequestKey("account_language", str)


def language_of(request: web.Request) -> str:
    """Gives the language of a page; where nobody is to be told apart, by the address alone."""
    asked = request.query.get("lang")
    choices = (asked,) if is_of_tips(request) else (asked, request.cookies.get(LANGUAGE_COOKIE), request.get(OWN))
    return next((language for language in choices if language in LANGUAGES), "vi")


def switch_language(request: web.Request, back: str) -> web.Response | None:
    """Remembers `?lang=en` on a page, and shows the page again without it."""
    language = request.query.get("lang", "")
    if language not in LANGUAGES:
        return None
    response = web.Response(status=303, headers={"Location": back})
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=YEAR, httponly=True, samesite="Lax", secure=is_https(request)
    )
    return response


async def note_language(request: web.Request, reader: Callable[[Db], Account | None]) -> None:
    """Notes the reader's own language, which holds where none was chosen; without the store it stays unknown."""
    if request.cookies.get(LANGUAGE_COOKIE) in LANGUAGES:
        return
    with suppress(*AWAY):
        account = await within(PATIENCE, read(request, reader))
        request[OWN] = account.language if account else ""


async def note_language_at(request: web.Request, address: str) -> None:
    """Notes the language of the account that this chat speaks for."""
    await note_language(request, lambda db: _account_at(db, address))


def _account_at(db: Db, address: str) -> Account | None:
    chat = chats.at(db, "web", address)
    return accounts.get(db, chat.account_id) if chat and chat.account_id else None
