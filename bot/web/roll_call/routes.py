"""The screen of the roll-call: the code of this minute, as a QR for each channel and as words to type."""

from collections.abc import Callable, Mapping

from aiohttp import web

from bot.web.language import note_language
from bot.web.pages import PAGES
from bot.web.reading import STORE, read
from rules.roll_call import seconds_left
from storage import access, roll_call_codes
from storage.accounts import Account
from storage.database import Db

PATH = "/roll-call/{name}"
# the link of each channel that carries a code
Links = Callable[[str], Mapping[str, str]]
LINKS: web.AppKey[Links] = web.AppKey("code_links")


def add_roll_call(app: web.Application) -> None:
    app.router.add_get(PATH, show_code)


async def show_code(request: web.Request) -> web.Response:
    """Shows no name: whoever is in the room sees it. The page comes anew with each minute, without a script."""
    name = request.match_info["name"]

    def look(db: Db) -> tuple[Account, str] | None:
        officer = roll_call_codes.screen_of(db, name)
        if officer is None or not access.acts(officer, "officer"):
            return None
        return officer, roll_call_codes.code_now(db, officer.unit)

    shown = await read(request, look)
    if shown is None:
        raise web.HTTPNotFound
    officer, code = shown
    await note_language(request, lambda _db: officer)
    ways = [{"channel": channel, "qr": _qr(link)} for channel, link in request.config_dict[LINKS](code).items()]
    left = seconds_left(request.config_dict[STORE].now())
    return request.config_dict[PAGES].answer(request, "roll_call.html", code=code, ways=ways, left=left)


def _qr(link: str) -> str:
    import segno  # drawn on one page, on a few days of a month

    return segno.make_qr(link, error="m").svg_inline(border=2, light="#fff", omitsize=True)
