"""The chat's pages and its routes, for a browser of its own and for the phones of the demo alike."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.channels.web.lines import Line, stamp
from bot.intake.bodies import held_by
from bot.web.chat import messages
from bot.web.chat.devices import get_devices
from bot.web.chat.events import get_events
from bot.web.chat.files import get_file
from bot.web.chat.seats import (
    CHAT,
    NOBODYS,
    Seat,
    Seating,
    browser_seat,
    drop_cookie,
    first_seat,
    keep_cookie,
    keep_signed_in,
    session_of,
)
from bot.web.chat.talk import Talk, whole
from bot.web.chat.uploads import Form, post_file, read_form, send_file
from bot.web.forms import read_fields
from bot.web.language import language_of, note_language_at, switch_language
from bot.web.pages import PAGES, json_answer
from bot.web.reading import AWAY, STORE, WRITE, read
from handlers.kit.wording import Wording, capital
from handlers.notify import opt_out
from storage.database import VIETNAM

STANDING = ("go:", "do:")
Seated = Callable[[web.Request, Seat], Awaitable[web.StreamResponse]]
SHELL = (
    *(f"css/{name}.css" for name in ("base", "chat", "bubbles", "composer")),
    *(f"js/{name}.js" for name in ("chat", "page", "moment", "queue", "stream", "bubble", "log", "composer")),
    *(f"js/{name}.js" for name in ("photo", "voice")),
    *(f"fonts/be-vietnam-pro-{name}.woff2" for name in ("latin-400", "latin-600", "vietnamese-400", "vietnamese-600")),
    "icons/mark.svg",
)


def add_chat(app: web.Application, base: str, seating: Seating) -> None:
    """Adds the routes of a chat under `base`; `seating` says whose chat a request speaks for."""

    def seated(work: Seated) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def sit_and_work(request: web.Request) -> web.StreamResponse:
            response = await work(request, await seating(request))
            await keep_signed_in(request, response)
            return response

        return sit_and_work

    app.router.add_get(f"{base}/history", seated(get_history))
    app.router.add_get(f"{base}/events", seated(get_events), allow_head=False)  # a stream is nothing but its body
    app.router.add_get(f"{base}/plain", seated(get_plain))
    app.router.add_get(f"{base}/devices", seated(get_devices))
    app.router.add_post(f"{base}/messages", seated(messages.post_message))
    app.router.add_post(f"{base}/files", seated(post_file))
    app.router.add_get(rf"{base}/files/{{id:\d{{1,19}}}}", seated(get_file))
    app.router.add_post(f"{base}/say", seated(post_say))


def add_browser_chat(app: web.Application) -> None:
    app.router.add_get(CHAT, get_page)
    app.router.add_get(f"{CHAT}/sw.js", get_worker)
    app.router.add_get(f"{CHAT}/manifest.webmanifest", get_manifest)
    app.router.add_post(f"{CHAT}/leave", post_leave)
    add_chat(app, CHAT, browser_seat)


async def get_page(request: web.Request) -> web.Response:
    """Opens even without the database, and says itself that the rest is away."""
    back = f"{CHAT}/plain" if "plain" in request.query else CHAT
    if switched := switch_language(request, back):
        return switched
    try:
        seat, key = await first_seat(request)
    except AWAY:
        return await show_page(request, NOBODYS)
    response = await show_page(request, seat)
    keep_cookie(request, response, key)
    return response


async def show_page(request: web.Request, seat: Seat) -> web.Response:
    await note_language_at(request, seat.address)
    now = "" if seat.alone else stamp(request.config_dict[STORE].now())
    return request.config_dict[PAGES].answer(
        request, "chat.html", base=seat.base, chat=seat.tag, alone=seat.alone, now=now
    )


async def get_history(request: web.Request, seat: Seat) -> web.Response:
    talk = await read_talk(request, seat)
    lines = [line.to_json() for line in talk.lines]
    return json_answer({"now": stamp(talk.now), "cursor": str(talk.cursor), "messages": lines})


async def read_talk(request: web.Request, seat: Seat) -> Talk:
    await note_language_at(request, seat.address)
    say = request.config_dict[PAGES].say(language_of(request))
    return await read(request, lambda db: whole(db, seat.address, say))


async def get_plain(request: web.Request, seat: Seat) -> web.Response:
    """Shows the whole talk and a form: no script needed."""
    try:
        talk = await read_talk(request, seat)
        lines, away = plain_lines(request, talk), False
    except AWAY:
        lines, away = [], True
    return request.config_dict[PAGES].answer(
        request,
        "plain.html",
        status=503 if away else 200,
        base=seat.base,
        alone=seat.alone,
        lines=lines,
        away=away,
        fresh_id=str(uuid.uuid4()),
    )


def plain_lines(request: web.Request, talk: Talk) -> list[dict[str, object]]:
    wording = Wording(request.config_dict[PAGES].texts, language_of(request))
    today = talk.now.astimezone(VIETNAM).date()
    shown: list[dict[str, object]] = []
    last_said = max((n for n, line in enumerate(talk.lines) if line.mine), default=-1)
    day = ""
    for n, line in enumerate(talk.lines):
        that_day = wording.day(line.at.astimezone(VIETNAM).date(), today)
        shown.append(
            {
                "id": line.id,
                "mine": line.mine,
                "text": line.text or ("" if line.attachment else wording.text(f"page.js.a_{_media_kind(line)}")),
                "attachment": line.attachment,
                "time": f"{line.at.astimezone(VIETNAM):%H:%M}",
                "day": capital(that_day) if that_day != day else "",
                "buttons": line.buttons if n > last_said else _standing(line.buttons),
            }
        )
        day = that_day
    return shown


def _standing(buttons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leaves what begins something new, without the numbers: those mean what was shown last."""
    return [button | {"number": 0} for button in buttons if button["press"].startswith(STANDING)]


def _media_kind(line: Line) -> str:
    return line.kind if line.kind in ("photo", "voice", "place") else "file"


async def post_say(request: web.Request, seat: Seat) -> web.Response:
    """Takes the form of the plain page: text, a button, a file, or several of them; then back to the page."""
    with held_by(request).share() as share:
        multipart = request.content_type == "multipart/form-data"
        form = await read_form(request, seat, share) if multipart else Form(dict(await read_fields(request)))
        fields = {"id": str(uuid.uuid4())} | form.fields
        if fields.get("press") or str(fields.get("text", "")).strip():
            await messages.store(request, messages.incoming(request, seat, fields))
        if form.file:
            own = {"id": str(uuid.uuid5(uuid.NAMESPACE_OID, str(fields["id"])))}
            await send_file(request, seat, own, form.file)
    if form.refused:
        raise form.refused
    return web.Response(status=303, headers={"Location": f"{seat.base}/plain#say"})


async def post_leave(request: web.Request) -> web.Response:
    """Ends the session on the server, and takes cookie, shell and what waits to be sent off the device.

    It may be a borrowed phone: the chat speaks for nobody from now on.
    """
    session = await session_of(request)
    if session is not None:
        await request.config_dict[WRITE](lambda db: opt_out.leave_page(db, session.address))
    response = web.Response(status=303, headers={"Location": CHAT, "Clear-Site-Data": '"cache", "storage"'})
    drop_cookie(request, response)
    return response


async def get_worker(request: web.Request) -> web.Response:
    pages = request.config_dict[PAGES]
    text = pages.fill("sw.js", "vi", base=CHAT, shell=[f"{pages.static.base}/{name}" for name in SHELL])
    headers = {"Service-Worker-Allowed": CHAT, "Cache-Control": "no-cache"}
    return web.Response(text=text, content_type="text/javascript", headers=headers)


async def get_manifest(request: web.Request) -> web.Response:
    pages = request.config_dict[PAGES]
    say = pages.say(language_of(request))
    icons = [
        {"src": f"{pages.static.base}/icons/{name}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": use}
        for name, size, use in (
            ("icon-192", 192, "any"),
            ("icon-512", 512, "any"),
            ("icon-maskable-512", 512, "maskable"),
        )
    ]
    manifest = {
        "name": say("page.name"),
        "short_name": say("page.name"),
        "description": say("page.chat.about"),
        "lang": language_of(request),
        "start_url": CHAT,
        "scope": CHAT,
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#0f5e4d",
        "icons": icons,
    }
    headers = {"Cache-Control": "no-cache"}
    return web.json_response(manifest, content_type="application/manifest+json", headers=headers)
