"""The routes of set-up: a page a step, each of which can be left and taken up again."""

from collections.abc import Awaitable, Callable, Mapping
from io import BytesIO
from typing import Any

from aiohttp import web

from bot.channels.platform import Platform
from bot.channels.settings import PlatformSettings
from bot.channels.zalo_oa.platform import ZALO_OA
from bot.installation import channels, links, official_account, steps
from bot.installation.clearing import clear
from bot.installation.steps import CannotBeSo
from bot.web.forms import read_fields
from bot.web.language import switch_language
from bot.web.pages import PAGES
from bot.web.reading import STORE, read
from bot.web.setup import door
from bot.web.setup.addresses import links_of
from bot.web.setup.door import PATH, SETUP, check_signed_in
from bot.web.setup.invitations import post_invitations
from bot.web.setup.lists import post_list, read_list, show_list
from bot.web.setup.pages import restarting, show
from handlers.kit.commands import id_in
from storage import accounts, installation
from storage.database import Db

Fields = Mapping[str, str]
Post = Callable[[web.Request, Fields], Awaitable[web.StreamResponse | None]]
TWICE = "xoa"


def add_setup(app: web.Application) -> None:
    app.router.add_get(PATH, get_overview)
    app.router.add_get(f"{PATH}/link/{{token}}", door.get_link)
    app.router.add_post(f"{PATH}/link/{{token}}", door.post_link)
    app.router.add_get(f"{PATH}/keys/file", get_keys_file)
    app.router.add_get(f"{PATH}/{{step}}", get_step)
    app.router.add_post(f"{PATH}/{{step}}", post_step)


async def get_overview(request: web.Request) -> web.StreamResponse:
    await check_signed_in(request)
    return switch_language(request, PATH) or await show(request, "overview")


async def get_step(request: web.Request) -> web.StreamResponse:
    await check_signed_in(request)
    step = _step(request)
    return switch_language(request, f"{PATH}/{step}") or await _show(request, step)


async def _show(request: web.Request, step: str, **more: Any) -> web.StreamResponse:
    return await show_list(request, **more) if step == "import" else await show(request, step, **more)


def _step(request: web.Request) -> str:
    step = request.match_info["step"]
    if step not in (*steps.STEPS, "clear"):
        raise web.HTTPNotFound
    if step != "commune" and not request.config_dict[SETUP].settings.unit:
        raise web.HTTPSeeOther(f"{PATH}/commune")
    return step


async def post_step(request: web.Request) -> web.StreamResponse:
    """Does what the step's form asks, and shows the step again: with what is wrong, or as it stands now."""
    await check_signed_in(request)
    step = _step(request)
    fields: Fields = {}
    try:
        with_file = step == "import" and request.content_type == "multipart/form-data"
        fields = await read_list(request) if with_file else await read_fields(request)
        answer = await POSTS[step](request, fields)
    except CannotBeSo as problem:
        return await _show(request, step, problem=problem.code, entered=fields)
    return answer or web.Response(status=303, headers={"Location": f"{PATH}/{step}"})


def _unit(request: web.Request) -> str:
    return request.config_dict[SETUP].settings.unit


async def post_commune(request: web.Request, fields: Fields) -> web.StreamResponse:
    unit = _unit(request)
    await read(request, lambda db: steps.choose_commune(db, fields.get("code", ""), unit))
    return restarting(request, "agencies")


async def post_agencies(request: web.Request, fields: Fields) -> None:
    unit, kind = _unit(request), fields.get("kind", "")

    def enter(db: Db) -> None:
        if "no_border" in fields:
            installation.put(db, steps.NO_BORDER, steps.YES)
            return
        agency = steps.add_agency(db, unit, kind, fields.get("agency", ""))
        if any(fields.get(name, "").strip() for name in ("name", "phone", "born")):
            steps.add_officer(db, unit, agency, fields)

    await read(request, enter)


async def post_admin(request: web.Request, fields: Fields) -> web.StreamResponse:
    """Makes an officer the first admin, and gives a code with a QR for each channel that is on."""
    unit = _unit(request)

    def enter(db: Db) -> tuple[str, str]:
        account = accounts.get(db, id_in(fields.get("account", "")))
        code = steps.invite_first_admin(db, unit, account)
        return account.name if account else "", code

    name, code = await read(request, enter)
    by_channel = await links_of(request, code)
    ways = [{"channel": channel, "link": link, "qr": _qr(link)} for channel, link in by_channel.items()]
    return await show(request, "admin", code=code, code_of=name, ways=ways)


def _qr(link: str) -> str:
    """Draws a link as SVG that stands in the page itself: the page asks nobody for a picture."""
    import segno  # drawn on one page, once in the life of a service

    out = BytesIO()
    segno.make(link).save(out, kind="svg", scale=5, border=2, xmldecl=False, svgns=True, nl=False)
    return out.getvalue().decode()


async def post_channels(request: web.Request, fields: Fields) -> web.StreamResponse:
    """Tries the token against its platform, and stores it if it works."""
    settings = request.config_dict[SETUP].settings
    if fields.get("channel") == ZALO_OA.name:
        return await _official_account(request, fields)
    platform = next((pasted for pasted in channels.pasted() if pasted.name == fields.get("channel")), None)
    if platform is None:
        raise web.HTTPBadRequest
    if await read(request, lambda db: channels.is_from_environment(settings, platform, db)):
        raise CannotBeSo("from_environment")
    if "off" in fields:
        await read(request, lambda db: channels.forget(db, settings, platform))
        return restarting(request, "channels")
    return await _try(request, platform, fields.get("token", "").strip())


async def _try(request: web.Request, platform: Platform[PlatformSettings], token: str) -> web.StreamResponse:
    settings = request.config_dict[SETUP].settings
    outcome, _ = await channels.tried(settings, platform, token)
    if outcome != "works":
        return await show(request, "channels", problem=outcome, tried=platform.name)
    await read(request, lambda db: channels.store(db, settings, platform, token))
    return restarting(request, "channels")


async def _official_account(request: web.Request, fields: Fields) -> web.StreamResponse:
    """Tries a Zalo Official Account, and stores it if it works."""
    settings, store = request.config_dict[SETUP].settings, request.config_dict[STORE]
    if await read(request, lambda db: official_account.is_from_environment(settings, db)):
        raise CannotBeSo("from_environment")
    if "off" in fields:
        await read(request, lambda db: official_account.forget(db, settings))
        return restarting(request, "channels")
    outcome, _ = await official_account.tried(settings, store, fields)
    if outcome != "works":
        kept = {name: fields.get(name, "") for name in official_account.FIELDS if name not in official_account.SECRET}
        return await show(request, "channels", problem=outcome, tried=ZALO_OA.name, entered=kept)
    await read(request, lambda db: official_account.store(db, settings, fields))
    return restarting(request, "channels")


async def get_keys_file(request: web.Request) -> web.Response:
    """Hands out the keys to whoever sets up, once asked for; that it was taken is written down."""
    await check_signed_in(request)
    settings = request.config_dict[SETUP].settings

    def note(db: Db) -> None:
        installation.put(db, steps.KEYS_TAKEN, steps.YES)
        db.audit(settings.unit, None, "setup.keys_taken")

    await read(request, note)
    headers = {"Content-Disposition": f'attachment; filename="{settings.keys_file.name}"'}
    return web.Response(body=settings.keys_file.read_bytes(), content_type="application/octet-stream", headers=headers)


async def post_keys(request: web.Request, fields: Fields) -> None:
    """Notes that the copy is kept, if it was taken and its check figure is the right one."""
    unit = _unit(request)

    def confirm(db: Db) -> None:
        keyring = db.store.keyring
        typed = fields.get("figures", "").strip().lower()
        if not installation.get(db, steps.KEYS_TAKEN) or typed != keyring.fingerprint(keyring.current)[-4:]:
            raise CannotBeSo("keys")
        installation.put(db, steps.KEYS_KEPT, f"{db.today}")
        db.audit(unit, None, "setup.keys_kept")

    await read(request, confirm)


async def post_times(request: web.Request, fields: Fields) -> web.StreamResponse | None:
    """Sets clocks and quiet hours; with other hours the service opens anew."""
    unit = _unit(request)

    def enter(db: Db) -> bool:
        before = steps.quiet_hours(db, unit)
        steps.set_quiet_hours(db, unit, fields.get("since", ""), fields.get("until", ""))
        steps.set_clocks(db, unit, fields)
        return steps.quiet_hours(db, unit) != before

    return restarting(request, "times") if await read(request, enter) else None


async def post_real(request: web.Request, _fields: Fields) -> web.StreamResponse:
    """Ends trying: what is entered from now on is real, and this page is closed behind whoever opened it."""
    unit = _unit(request)

    def begin(db: Db) -> None:
        steps.run_for_real(db, unit)
        links.sign_out(db)

    await read(request, begin)
    request.config_dict[SETUP].sent.drop()
    pages = request.config_dict[PAGES]
    pages.purpose = ""
    return pages.answer(request, "setup_end.html")


async def post_clear(request: web.Request, fields: Fields) -> web.StreamResponse:
    """Deletes what was entered for trying, asked for twice; then the service opens anew."""
    settings = request.config_dict[SETUP].settings
    if fields.get("sure", "").strip().lower() != TWICE:
        raise CannotBeSo("not_sure")
    await read(request, lambda db: clear(db, settings.unit))
    return restarting(request, "import")


POSTS: Mapping[str, Post] = {
    "commune": post_commune,
    "agencies": post_agencies,
    "admin": post_admin,
    "channels": post_channels,
    "keys": post_keys,
    "times": post_times,
    "import": post_list,
    "invitations": post_invitations,
    "real": post_real,
    "clear": post_clear,
}
