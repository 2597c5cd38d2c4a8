"""What a page sends: read strictly, stored, then answered 202; the same id twice is stored once."""

import math
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from bot.channels.web.lines import stamp
from bot.channels.web.streams import Event
from bot.web.chat.seats import Seat
from bot.web.chat.talk import BEGIN, external_id, own_line
from bot.web.forms import read_json
from bot.web.readers import reader_address
from bot.web.reading import ACCEPT, PATIENCE, STORE, WEB_CHAT, within
from handlers.kit.messages import Incoming, Kind, Media

LONGEST_TEXT = 20_000
LONGEST_PRESS = 64
PAGE_ID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
KEPT_AT_MOST = timedelta(days=30)
SLOW_CLOCK = timedelta(minutes=5)


def incoming(request: web.Request, seat: Seat, fields: dict[str, Any], media: Media | None = None) -> Incoming:
    """Makes the message, or raises 400: a field that is not what it should be is never guessed at."""
    page_id = clean(fields.get("id"), 36)
    if not PAGE_ID.match(page_id):
        raise web.HTTPBadRequest
    if clean(fields.get("chat") or seat.tag, 12) != seat.tag:
        raise web.HTTPConflict
    text, press = clean(fields.get("text"), LONGEST_TEXT), clean(fields.get("press"), LONGEST_PRESS)
    place = _place(fields.get("place"))
    kinds: tuple[tuple[Kind, bool], ...] = (
        ("photo", media is not None and media.kind == "photo"),
        ("voice", media is not None and media.kind == "voice"),
        ("press", bool(press)),
        ("place", place is not None),
        ("start", text == BEGIN or text.startswith(f"{BEGIN} ")),
        ("text", bool(text.strip())),
    )
    kind = next((kind for kind, fits in kinds if fits), None)
    if kind is None:
        raise web.HTTPBadRequest
    return Incoming(
        "web",
        external_id(seat.address, page_id),
        seat.address,
        kind,
        text="" if kind not in ("text", "start") else text.removeprefix(BEGIN).strip() if kind == "start" else text,
        press=press,
        pressed_message=clean(fields.get("message"), LONGEST_PRESS),
        media=media,
        place=place,
        sent_at=_moment(fields.get("at"), request.config_dict[STORE].now()),
        source=reader_address(request),
    )


def clean(value: object, longest: int) -> str:
    """Gives a string as it may be stored: without broken surrogates and NULs, which no keyboard sends."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise web.HTTPBadRequest
    if len(value) > longest:
        raise web.HTTPRequestEntityTooLarge(longest, len(value))
    return value.encode("utf-8", "ignore").decode().replace("\0", "")


def _place(value: object) -> tuple[float, float] | None:
    if value is None:
        return None
    numbers = [value.get("lat"), value.get("lon")] if isinstance(value, dict) else []
    place = [float(number) for number in numbers if isinstance(number, int | float) and not isinstance(number, bool)]
    if len(place) != 2 or not all(map(math.isfinite, place)) or abs(place[0]) > 90 or abs(place[1]) > 180:
        raise web.HTTPBadRequest
    return place[0], place[1]


def _moment(value: object, now: datetime) -> datetime | None:
    """Gives when it was written, if the device's clock is to be believed."""
    try:
        moment = datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None or not now - KEPT_AT_MOST < moment < now + SLOW_CLOCK:
        return None
    return moment.astimezone(UTC)


async def store(request: web.Request, message: Incoming, shown: str = "") -> None:
    """Stores before the answer; then the other pages of the same chat show it too."""
    await within(PATIENCE, request.config_dict[ACCEPT](message))
    page_id = message.external_id.rpartition(":")[2]
    line = own_line(page_id, request.config_dict[STORE].now(), message)
    line.text = line.text or shown
    request.config_dict[WEB_CHAT].streams.publish(message.address, Event("said", line.to_json()))


def taken(request: web.Request) -> web.Response:
    return web.json_response({"now": stamp(request.config_dict[STORE].now())}, status=202)


async def post_message(request: web.Request, seat: Seat) -> web.Response:
    fields = await read_json(request)
    await store(request, incoming(request, seat, fields), shown=clean(fields.get("shown"), 200))
    return taken(request)
