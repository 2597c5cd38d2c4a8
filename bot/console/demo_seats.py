"""Opens the desk of the demo as somebody, without a code."""

from aiohttp import web

from bot.console.doors import CONSOLE, keep_key, lead_in
from bot.console.frame import FRAME
from bot.web.forms import read_fields
from bot.web.reading import read
from handlers.desk import demo_seats

PATH = f"{CONSOLE}/demo"


def add_demo_seats(app: web.Application) -> None:
    app.router.add_post(PATH, post_demo)


async def post_demo(request: web.Request) -> web.Response:
    """Opens the desk as the one whose button was pressed."""
    who = (await read_fields(request)).get("who", "")
    unit = request.config_dict[FRAME].deployment.unit
    key = await read(request, lambda db: demo_seats.open_desk(db, unit, who))
    if key is None:
        raise web.HTTPBadRequest
    response = lead_in(request)
    keep_key(request, response, key)
    return response
