"""A document behind its link: first a page with a button, so that whatever previews links never opens it."""

from aiohttp import web

from bot.files.attachments import NotThere
from bot.files.signed_links import Given, document_names
from bot.web.chat.files import ATTACHMENTS
from bot.web.language import note_language
from bot.web.pages import PAGES
from bot.web.reading import PATIENCE, STORE, read, within
from storage import access, access_to_attachments, accounts, attachments, cutting
from storage.access import NotAllowed
from storage.accounts import Account
from storage.attachments import Attachment
from storage.database import Db

PATH = "/papers/{name}"
HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


def add_documents(app: web.Application) -> None:
    app.router.add_get(PATH, show_button)
    app.router.add_post(PATH, open_document)


async def show_button(request: web.Request) -> web.Response:
    """Shows the button in the language of whoever asked for the document, or in the one its address names."""
    given = await _behind(request)
    if not access.acts(await read(request, lambda db: _asked_by(db, attachments.get(db, given.attachment_id)))):
        raise web.HTTPNotFound
    await note_language(request, lambda db: _asked_by(db, attachments.get(db, given.attachment_id)))
    return request.config_dict[PAGES].answer(request, "document.html")


async def open_document(request: web.Request) -> web.Response:
    """Opens for whoever asked for it, as long as they may see whom it is about; each opening is written down.

    What is kept about whoever asked opens once.
    """
    given = await _behind(request)
    try:
        await read(request, lambda db: _look(db, given.attachment_id))
        content = await within(PATIENCE, request.config_dict[ATTACHMENTS].open(given.attachment_id))
    except (NotAllowed, NotThere):
        raise web.HTTPNotFound from None
    named = {"Content-Type": content.type, "Content-Disposition": f'attachment; filename="{content.name}"'}
    return web.Response(body=content.content, headers=HEADERS | named)


async def _behind(request: web.Request) -> Given:
    """Answers alike for what has no valid link, what is not there or opens no more, and what went to a lost phone."""
    given = document_names(request.config_dict[STORE]).given(request.match_info["name"])
    if given is None or not await read(request, lambda db: _opens(db, given)):
        raise web.HTTPNotFound
    return given


def _opens(db: Db, given: Given) -> bool:
    asked = attachments.get(db, given.attachment_id)
    if asked is None or (asked.document in attachments.OPENED_ONCE and asked.reason is not None):
        return False
    return cutting.links_open(db, asked.chat_id, asked.account_id, given.at)


def _look(db: Db, attachment_id: int) -> Attachment:
    asked = attachments.get(db, attachment_id)
    officer = _asked_by(db, asked)
    if officer is None:
        raise NotAllowed(f"attachment {attachment_id}")
    document = access_to_attachments.look(db, officer, attachment_id)
    if document.document in attachments.OPENED_ONCE and not attachments.open_once(db, attachment_id):
        raise NotAllowed(f"attachment {attachment_id}")
    return document


def _asked_by(db: Db, asked: Attachment | None) -> Account | None:
    return accounts.get(db, asked.account_id) if asked and asked.account_id else None
