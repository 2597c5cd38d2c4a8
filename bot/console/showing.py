"""Shows the pages of the desk and writes their tables as workbooks, to whoever may see them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.console.doors import CONSOLE, lead, place, shown_key
from bot.console.frame import FRAME, answer, chosen_language, here, values_of_page
from bot.console.signing_in import show_door
from bot.console.talk import answer_shown
from bot.console.vital_signs import vital_signs
from bot.console.warming import WARMING
from bot.web.language import switch_language
from bot.web.reading import STORE, look
from handlers.desk import showing
from handlers.desk.page import DeskPage
from handlers.desk.pages import PAGES
from handlers.desk.seats import seat_of
from handlers.desk.showing import Look, Reading, Refusal
from handlers.documents import sheet as workbooks
from handlers.documents.sheet import Sheet
from handlers.kit.document import XLSX

STATUS = {"refused": 403, "missing": 404}
# a page that shows itself anew says so, and keeps nobody's desk open
RENEWS = "X-Desk-Renews"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def page_handler(page: DeskPage) -> Handler:
    async def get_page(request: web.Request) -> web.StreamResponse:
        return switch_language(request, here(request)) or await _show(request, page)

    return get_page


def sheet_handler(page: DeskPage) -> Handler:
    async def get_sheet(request: web.Request) -> web.StreamResponse:
        return await _write_sheet(request, page)

    return get_sheet


async def get_first(request: web.Request) -> web.StreamResponse:
    """Leads to the first page that whoever sits at the desk may open; strangers to the door."""
    if switched := switch_language(request, here(request)):
        return switched
    key = shown_key(request)
    seat = await look(request, lambda db: seat_of(db, key), lambda _db, _seat: None)
    if seat is None:
        return await show_door(request)
    if request.query.get("back"):
        return lead(place(request.query["back"]))
    # a desk that is covered says so on the page itself
    paths = (page.path for page in PAGES if page.in_menu and seat.may_open(page))
    return lead(f"{CONSOLE}/{next(paths, showing.KEYS)}")


async def _show(request: web.Request, page: DeskPage) -> web.StreamResponse:
    seen, talk = await _look(request, page, showing.facts_of)
    if seen is None:
        return lead(f"{CONSOLE}?{urlencode({'back': here(request)})}")
    values = values_of_page(request, seen.scope, seen.seat, page) | {"asked": seen.asked, "talk": talk}
    request.config_dict[WARMING].begin(seen.seat)
    if seen.result == Refusal("covered"):
        return await show_door(request, covered=True)
    if seen.result == Refusal("needs_key"):
        return lead(f"{CONSOLE}/{showing.KEYS}")
    if isinstance(seen.result, Refusal):
        code = seen.result.code
        return await answer(request, "refused.html", values | {"code": code}, STATUS[code])
    signs = await vital_signs(request, seen.scope) if page.shows_vital_signs else {}
    return await answer(request, f"{page.id}.html", values | signs | {"facts": seen.result})


async def _write_sheet(request: web.Request, page: DeskPage) -> web.StreamResponse:
    seen, _ = await _look(request, page, showing.sheet_of)
    if seen is None:
        return lead(CONSOLE)
    if not isinstance(seen.result, Sheet):
        raise web.HTTPNotFound if seen.result == Refusal("missing") else web.HTTPForbidden
    content = await asyncio.to_thread(workbooks.as_workbook, seen.result)
    name = f"{page.id}-{request.config_dict[STORE].now():%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return web.Response(body=content, content_type=XLSX, headers=headers)


async def _look(request: web.Request, page: DeskPage, reading: Reading) -> tuple[Look | None, dict[str, Any] | None]:
    """Gives what was found for whoever sits at the desk, None for strangers; and what was answered last."""
    key, language, deployment = shown_key(request), chosen_language(request), request.config_dict[FRAME].deployment
    asked = showing.trimmed({**request.query, **request.match_info}, page.words)
    said, is_active = request.query.get("said", ""), RENEWS not in request.headers

    def find(db: Any) -> tuple[Look | None, dict[str, Any] | None]:
        seen = showing.look_at(db, deployment, key, language, page, asked, reading)
        return seen, answer_shown(db, seen.seat, said) if seen else None

    return await look(request, find, lambda db, found: showing.note(db, found[0], page, is_active=is_active))
