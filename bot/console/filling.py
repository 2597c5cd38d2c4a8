"""The fields of a page: sent to the form behind it as one message of the officer's own, with a file if there is one."""

import asyncio
import re
from dataclasses import dataclass, field, replace
from typing import Literal

from aiohttp import web

from bot.console.doors import CONSOLE, lead, place
from bot.console.talk import chat_of, id_of, say, seat_acting, with_answer
from bot.intake.bodies import Share, held_by
from bot.web.chat import messages
from bot.web.chat.uploads import kind_of
from bot.web.forms import next_part, open_parts, read_fields, read_part
from bot.web.reading import WEB_CHAT
from bot.web.refusals import Refused
from handlers.desk.seats import Seat
from handlers.kit.messages import Media
from handlers.kit.page_answers import FILL, packed
from handlers.lists.sending import ENDINGS
from rules.uploads import LARGEST

FORM = re.compile(r"^[a-z_]{1,40}$")
LONGEST_FIELD = 24_000
MOST_FIELDS = 16
LONGEST_NAME = 120


@dataclass(slots=True)
class Sent:
    """What a page's form came with."""

    fields: dict[str, str] = field(default_factory=dict)
    file: bytes = b""
    name: str = ""


def add_filling(app: web.Application) -> None:
    app.router.add_post(f"{CONSOLE}/fill/{{form}}", post_fill)


async def post_fill(request: web.Request) -> web.Response:
    """Hands the fields to the form, keeps what was sent along, and leads back to the page with the answer."""
    form = request.match_info["form"]
    seat = await seat_acting(request)
    if not FORM.match(form):
        raise web.HTTPNotFound
    with held_by(request).share() as share:
        multipart = request.content_type == "multipart/form-data"
        sent = await _read(request, share) if multipart else Sent(dict(await read_fields(request)))
        back, once = place(sent.fields.pop("back", "")), sent.fields.pop("once", "")
        if seat is None:
            return lead(back)  # which says what is to be done first
        said = await _hand_over(request, seat, form, sent, id_of(once, form, packed(sent.fields), sent.name))
    return lead(with_answer(back, said))


async def _read(request: web.Request, share: Share) -> Sent:
    """Reads the fields and the file, each within its size."""
    sent, parts = Sent(), await open_parts(request)
    while part := await next_part(parts):
        if len(sent.fields) > MOST_FIELDS:
            raise web.HTTPBadRequest
        if part.name == "file":
            sent.name = messages.clean((part.filename or "")[:LONGEST_NAME], LONGEST_NAME)
            sent.file = await read_part(part, share, LARGEST)
        else:
            content = await read_part(part, share, LONGEST_FIELD * 4)
            sent.fields[part.name or ""] = messages.clean(content.decode(errors="replace"), LONGEST_FIELD)
    return sent


async def _hand_over(request: web.Request, seat: Seat, form: str, sent: Sent, message_id: str) -> str:
    """Says the message; nothing is left of a file that could not be noted."""
    spoken = messages.incoming(request, chat_of(seat), {"id": message_id, "press": f"{FILL}:{form}"})
    filled = replace(spoken, text=packed(sent.fields))
    if not sent.file:
        return await say(request, seat, filled)
    uploads = request.config_dict[WEB_CHAT].uploads
    kind = _kind(sent)
    ref = await asyncio.to_thread(uploads.keep, sent.file)
    try:
        return await say(request, seat, replace(filled, media=Media(ref, kind, len(sent.file), sent.name)))
    except BaseException:
        await asyncio.to_thread(uploads.drop, ref)
        raise


def _kind(sent: Sent) -> Literal["photo", "voice", "file"]:
    """Tells a photo by its first bytes and a list by its name. Raises Refused for anything else."""
    if sent.name.lower().endswith(ENDINGS):
        return "file"
    if kind_of(sent.file) != "photo":
        raise Refused(415, "desk_file")
    return "photo"
