"""Pictures, voice notes and papers that a chat has been shown, or has sent itself: opened for that chat only."""

from aiohttp import web

from bot.files.attachments import Attachments, Content, NotThere
from bot.web.chat.seats import Seat
from bot.web.reading import PATIENCE, read, within
from storage import access_to_attachments, accounts, attachments, chats
from storage.database import Db
from storage.outbox import shown

ATTACHMENTS: web.AppKey[Attachments] = web.AppKey("attachments", Attachments)
SHOWN_IN_PAGES = ("image/", "audio/")


async def get_file(request: web.Request, seat: Seat) -> web.Response:
    """Answers alike for what is not theirs and what is not there."""
    attachment_id = int(request.match_info["id"])
    if attachment_id >= 2**63 or not await read(request, lambda db: may_have(db, seat.address, attachment_id)):
        raise web.HTTPNotFound
    try:
        content = await within(PATIENCE, request.config_dict[ATTACHMENTS].open(attachment_id))
    except NotThere:
        raise web.HTTPNotFound from None
    return _answer(request, content)


def may_have(db: Db, address: str, attachment_id: int) -> bool:
    """Says whether they may look now; they might when the talk brought it, and may have lost the right since."""
    chat, attachment = chats.at(db, "web", address), attachments.get(db, attachment_id)
    if chat is None or chat.account_id is None or attachment is None:
        return False
    viewer = accounts.get(db, chat.account_id)
    if viewer is None or not access_to_attachments.may_open(db, viewer, attachment):
        return False
    with_many = attachment.about == attachments.TO_MANY
    return with_many or attachment.chat_id == chat.id or shown.brought(db, chat.id, attachment_id)


def _answer(request: web.Request, content: Content) -> web.Response:
    inline = content.type.startswith(SHOWN_IN_PAGES)
    headers = {
        "Content-Type": content.type,
        "Content-Disposition": "inline" if inline else f'attachment; filename="{content.name}"',
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "bytes",
    }
    if "Range" not in request.headers:
        return web.Response(body=content.content, headers=headers)
    return _part(request, content.content, headers)


def _part(request: web.Request, content: bytes, headers: dict[str, str]) -> web.Response:
    """Gives a part: Safari plays no sound from a server that cannot."""
    whole = len(content)
    try:
        first, end, _ = request.http_range.indices(whole)
    except ValueError:
        first, end = 0, 0
    if first >= end:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{whole}"})
    place = {"Content-Range": f"bytes {first}-{end - 1}/{whole}"}
    return web.Response(status=206, body=content[first:end], headers=headers | place)
