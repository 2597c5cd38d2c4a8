"""The door of the desk: asking for a link, opening one, the cover after a while, and leaving."""

from aiohttp import web

from bot.console import door_limits
from bot.console.doors import (
    CONSOLE,
    drop_key,
    keep_key,
    keep_mark,
    keep_place,
    lead,
    lead_in,
    mark_of,
    place,
    shown_key,
    shown_mark,
)
from bot.console.frame import FRAME, answer_stranger
from bot.web.demo.page import STAGE
from bot.web.forms import read_fields
from bot.web.reading import WRITE, read
from bot.web.refusals import Refused
from handlers.desk import signing_in
from handlers.desk.demo_seats import WHO

LONGEST_PHONE, LONGEST_SECRET = 40, 64


def add_door(app: web.Application) -> None:
    app[door_limits.DOOR_LIMITS] = door_limits.DoorLimits()
    app.router.add_post(f"{CONSOLE}/ask", post_ask)
    app.router.add_get(f"{CONSOLE}/link/{{secret}}", get_link)
    app.router.add_post(f"{CONSOLE}/link/{{secret}}", post_link)
    app.router.add_post(f"{CONSOLE}/leave", post_leave)


async def show_door(request: web.Request, *, covered: bool = False, asked: bool = False) -> web.StreamResponse:
    """Shows the ways in; `covered`: somebody sat here until a while ago, `asked`: a link is on its way, if any is."""
    trying = WHO if STAGE in request.config_dict and not covered else ()
    back = place(request.query.get("back", "")) if not covered else place(request.path_qs)
    response = await answer_stranger(
        request, "door.html", 403 if covered else 200, trying=trying, covered=covered, sent=asked, back=back
    )
    keep_mark(request, response, mark_of(request))
    if not asked:
        keep_place(request, response, back)
    # within the desk it would lack its scripts: the browser opens it as a page of its own
    response.headers["HX-Redirect"] = request.path_qs
    return response


async def post_ask(request: web.Request) -> web.StreamResponse:
    """Has a link sent to the chat of whoever has this number, and says the same if nobody has."""
    fields = await read_fields(request)
    phone, mark = fields.get("phone", "")[:LONGEST_PHONE], shown_mark(request)
    if not mark:
        return lead(CONSOLE)
    door_limits.count(request)
    deployment = request.config_dict[FRAME].deployment
    await request.config_dict[WRITE](lambda db: signing_in.ask_link(db, deployment, phone, mark))
    return await show_door(request, asked=True)


async def get_link(request: web.Request) -> web.StreamResponse:
    """Shows a button: whoever only looks at the address, such as a chat's preview, does not use it up."""
    secret, mark = _secret(request), shown_mark(request)
    if not await read(request, lambda db: signing_in.is_open(db, secret, mark)):
        raise Refused(403, "desk_link")
    return await answer_stranger(request, "link.html", secret=secret)


async def post_link(request: web.Request) -> web.StreamResponse:
    secret, mark, before = _secret(request), shown_mark(request), shown_key(request)
    agent, deployment = request.headers.get("User-Agent", ""), request.config_dict[FRAME].deployment
    opened: list[str | None] = []
    await request.config_dict[WRITE](
        lambda db: opened.append(signing_in.open_by_link(db, deployment, secret, mark, agent, before))
    )
    if not opened or opened[-1] is None:
        raise Refused(403, "desk_link")
    response = lead_in(request)
    keep_key(request, response, opened[-1])
    return response


async def post_leave(request: web.Request) -> web.StreamResponse:
    """Ends the session on the server, and takes the key off the browser."""
    key = shown_key(request)
    await read(request, lambda db: signing_in.leave(db, key))
    response = lead(CONSOLE)
    drop_key(request, response)
    return response


def _secret(request: web.Request) -> str:
    return request.match_info["secret"][:LONGEST_SECRET]
