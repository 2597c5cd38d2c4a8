"""What a reader sends: read into memory within a size, pictures drawn anew, nothing of it on disk or in a log."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

from bot.intake.bodies import Share, held_by
from bot.web.forms import MOST_FIELDS, next_part, open_parts, read_chunk, read_part
from bot.web.reading import STORE
from bot.web.tips.limits import LIMITS
from bot.web.tips.marks import Marks
from handlers.understand.fold import clean
from rules.tips import LONGEST, MOST_PICTURES, PICTURES_LARGEST

FIELD_LARGEST = 32 * 1024
TRAP, FORM, PICTURE = "website", "form", "picture"


class NotTaken(Exception):
    """What was sent cannot be taken as it is; the code says why, and the page is shown again with its words."""

    def __init__(self, code: str, status: int = 400):
        super().__init__(code)
        self.code = code
        self.status = status


@dataclass(slots=True)
class Sent:
    """The fields, and the pictures as they came; `problem`: why those were not read."""

    fields: dict[str, str] = field(default_factory=dict)
    pictures: list[bytes] = field(default_factory=list)
    problem: str = ""

    @property
    def form(self) -> str:
        return self.fields.get(FORM, "")

    @property
    def text(self) -> str:
        return clean(self.fields.get("text", "")).strip()


async def read_sent(request: web.Request) -> Sent:
    """Reads a multipart form. A file is read only behind the mark of a form of ours."""
    if (request.content_length or 0) > PICTURES_LARGEST + FIELD_LARGEST * 8:
        raise web.HTTPRequestEntityTooLarge(PICTURES_LARGEST, request.content_length or 0)
    sent = Sent()
    marks = Marks(request.config_dict[STORE])
    with held_by(request).share() as share:
        parts = await open_parts(request)
        while part := await next_part(parts):
            if len(sent.fields) > MOST_FIELDS:
                raise web.HTTPBadRequest
            if part.name == PICTURE:
                if marks.problem_of(sent.form) == "old":
                    sent.problem = "old"
                    break
                await _read_picture(part, share, sent)
            else:
                sent.fields[part.name or ""] = _text(await read_part(part, share, FIELD_LARGEST))
    return sent


async def _read_picture(part: BodyPartReader, share: Share, sent: Sent) -> None:
    begun = await read_chunk(part, share)
    if not begun:
        return
    room = PICTURES_LARGEST - sum(map(len, sent.pictures))
    content = await read_part(part, share, max(room, len(begun)), begun)
    if len(sent.pictures) >= MOST_PICTURES or len(content) > room:
        sent.problem = "pictures"
        return
    sent.pictures.append(content)


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except ValueError:
        raise web.HTTPBadRequest from None


def check(request: web.Request, sent: Sent) -> None:
    """Looks whether it can be taken at all. Raises NotTaken."""
    if problem := sent.problem or Marks(request.config_dict[STORE]).problem_of(sent.form):
        raise NotTaken(problem, 429 if problem == "early" else 400)
    if sent.fields.get(TRAP):
        raise NotTaken("trap")
    if not sent.text and not sent.pictures:
        raise NotTaken("empty")
    if len(sent.text) > LONGEST:
        raise NotTaken("too_long")


async def drawn(request: web.Request, sent: Sent) -> list[bytes]:
    """Draws the pictures anew, one by one: what is not to be seen in them is gone. Raises NotTaken."""
    from bot.files import pictures  # two megabytes, spared until somebody sends something

    limits, fresh = request.config_dict[LIMITS], []
    for content in sent.pictures:
        if not limits.pictures.take(request.config_dict[STORE].now()):
            raise NotTaken("full", 429)
        try:
            async with limits.drawing:
                fresh.append((await asyncio.to_thread(pictures.fit, "photo", content))[1])
        except pictures.Unfit:
            raise NotTaken("not_a_picture") from None
    return fresh
