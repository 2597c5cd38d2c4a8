"""What is ticked in a grid of the desk: sent as one press that carries all of it, however many cells there are."""

from dataclasses import replace

from aiohttp import web

from bot.console.doors import CONSOLE, lead, place
from bot.console.talk import chat_of, id_of, pairs_in, say, seat_acting, with_answer
from bot.web.chat import messages

# a week of a hundred officers
MOST_FIELDS = 1000
LONGEST_TICK = 40


def add_ticking(app: web.Application) -> None:
    app.router.add_post(f"{CONSOLE}/tick", post_ticked)


async def post_ticked(request: web.Request) -> web.Response:
    """Joins the fields `tick` to the press, in their order, and leads back to the page with the answer."""
    fields = await pairs_in(request, MOST_FIELDS)
    back = place(dict(fields).get("back", ""))
    seat = await seat_acting(request)
    if seat is None:
        return lead(back)  # which says what is to be done first
    ticked = [messages.clean(value, LONGEST_TICK) for name, value in fields if name == "tick"]
    press, once = dict(fields).get("press", ""), dict(fields).get("once", "")
    pressed = {"id": id_of(once, press, *ticked), "press": press}
    message = messages.incoming(request, chat_of(seat), pressed)
    said = await say(request, seat, replace(message, press=f"{message.press}:{','.join(ticked)}"))
    return lead(with_answer(back, said))
