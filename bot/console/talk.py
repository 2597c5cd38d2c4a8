"""What is pressed and typed at the desk: sent as the officer's own message, as any chat's; and what was answered."""

import asyncio
import uuid
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import web

from bot.channels.web.streams import TooManyPages
from bot.console.doors import CONSOLE, lead, place, shown_key
from bot.intake.bodies import read_whole
from bot.web.chat import messages
from bot.web.chat.files import get_file
from bot.web.chat.seats import Seat as ChatSeat
from bot.web.chat.talk import sent_since
from bot.web.forms import LONGEST
from bot.web.reading import AWAY, WEB_CHAT, read
from handlers.desk.seats import Seat, open_form
from handlers.desk.signing_in import acting
from handlers.kit.commands import id_in
from handlers.kit.messages import Incoming

# seconds: an answer comes with the commit that stored the message, but for a busy moment
PATIENCE = 8.0
MOST_FIELDS, MOST_PRESSES = 64, 15
LATE, GONE = "late", "away"
LAST = 30
# what was answered to the last messages, by their ids; of this process
ANSWERED: web.AppKey[dict[str, str]] = web.AppKey("desk_answered", dict)
MOST_ANSWERED = 500


def add_talk(app: web.Application) -> None:
    app[ANSWERED] = {}
    app.router.add_post(f"{CONSOLE}/press", post_press)
    app.router.add_post(f"{CONSOLE}/say", post_press)
    app.router.add_get(rf"{CONSOLE}/files/{{id:\d{{1,19}}}}", get_own_file)


async def seat_acting(request: web.Request) -> Seat | None:
    """Finds who may press and type now; None for whoever is to be let in first."""
    return await read(request, lambda db: acting(db, shown_key(request)))


async def post_press(request: web.Request) -> web.Response:
    """Takes presses, then words typed, each as a message of its own; then back to the page, with the last answer."""
    fields = await pairs_in(request, MOST_FIELDS)
    back = place(dict(fields).get("back", ""))
    seat = await seat_acting(request)
    if seat is None:
        return lead(back)  # which says what is to be done first
    sayings = [{name: value} for name, value in fields if name in ("press", "text") and value.strip()]
    message, once = dict(fields).get("message", ""), dict(fields).get("once", "")
    said = ""
    for nth, saying in enumerate(sayings[:MOST_PRESSES]):
        sent = {"id": id_of(once, str(nth), *saying.values()), **saying, "message": message}
        spoken = messages.incoming(request, chat_of(seat), sent)
        said = await say(request, seat, spoken)
    return lead(with_answer(back, said))


async def pairs_in(request: web.Request, most: int) -> list[tuple[str, str]]:
    """Reads the fields of a form in their order, of which several may have one name."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    try:
        text = (await read_whole(request, LONGEST)).decode()
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=most)
    except ValueError:
        raise web.HTTPBadRequest from None


def id_of(once: str, *said: str) -> str:
    """Names what a page sends, the same each time it sends the same: two clicks are one. By chance without its mark."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\n".join((once, *said))) if once else uuid.uuid4())


def chat_of(seat: Seat) -> ChatSeat:
    return ChatSeat(CONSOLE, seat.address, alone=True, proof=seat.proof)


async def say(request: web.Request, seat: Seat, message: Incoming) -> str:
    """Sends one message and waits for what is answered; gives the answer's id, or why there is none yet.

    What comes a second time gets the answer of the first.
    """
    streams, answered = request.config_dict[WEB_CHAT].streams, request.config_dict[ANSWERED]
    if message.external_id in answered:
        return answered[message.external_id]
    try:
        queue = streams.open(seat.address)
    except TooManyPages:
        return GONE
    try:
        await messages.store(request, message)
        async with asyncio.timeout(PATIENCE):
            while (event := await queue.get()).kind != "message":
                pass
        answered[message.external_id] = event.id
        if len(answered) > MOST_ANSWERED:
            del answered[next(iter(answered))]
        return event.id
    except TimeoutError:
        return LATE
    except AWAY:
        return GONE
    finally:
        streams.close(seat.address, queue)


def with_answer(back: str, said: str) -> str:
    parts = urlsplit(back)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "said"]
    return f"{parts.path}?{urlencode([*query, ('said', said)])}" if said else back


def answer_shown(db: Any, seat: Seat, said: str) -> dict[str, Any] | None:
    """Gives what the page shows of the talk: the answer to what was just pressed, or the question that stands open."""
    if said in (LATE, GONE):
        return {"key": f"desk.talk.{said}"}
    after = max(id_in(said) - 1, 0)
    form = open_form(db, seat)
    if not after and not form:
        return None
    lines = sent_since(db, seat.address, after, LAST if after else 1)
    line = next((line for line in lines if not after or line.id == said), None)
    return {**line.to_json(), "form": form} if line else None


async def get_own_file(request: web.Request) -> web.StreamResponse:
    """Opens a file that the talk at the desk brought."""
    seat = await seat_acting(request)
    if seat is None:
        raise web.HTTPNotFound
    return await get_file(request, chat_of(seat))
