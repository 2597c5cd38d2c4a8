"""Takes what is searched for at the desk by a form, and leads to the page in whose address it stands sealed."""

from aiohttp import web

from bot.console.doors import CONSOLE, lead
from bot.console.talk import MOST_FIELDS, pairs_in, seat_acting
from bot.web.reading import STORE
from handlers.desk import showing
from handlers.desk.pages import PAGES
from handlers.desk.searching import Searcher

SEARCHED = {page.id: page for page in PAGES if page.words}


def add_searching(app: web.Application) -> None:
    app.router.add_post(f"{CONSOLE}/search/{{page}}", post_search)


async def post_search(request: web.Request) -> web.Response:
    page = SEARCHED.get(request.match_info["page"])
    if page is None:
        raise web.HTTPNotFound
    fields = showing.trimmed(dict(await pairs_in(request, MOST_FIELDS)))
    address = f"{CONSOLE}/{page.path}"
    seat = await seat_acting(request)
    if seat is None:
        return lead(address)  # which says what is to be done first
    query = Searcher(request.config_dict[STORE].keyring, seat.account.id).query(fields, page.words)
    return lead(f"{address}?{query}" if query else address)
