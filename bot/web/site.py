"""The web side: chat pages, the demo, health and figures, joined to one aiohttp application."""

from dataclasses import dataclass, field

from aiohttp import web

from bot.channels.web.channel import WebChat
from bot.files.attachments import Attachments
from bot.intake.bodies import HELD, Held
from bot.networks import Network
from bot.web.chat.files import ATTACHMENTS
from bot.web.chat.live_sessions import LIVE_SESSIONS, LiveSessions
from bot.web.chat.routes import add_browser_chat
from bot.web.chat.seats import CHAT
from bot.web.connections import Connections, within_limits
from bot.web.demo.page import STAGE, Stage, add_demo
from bot.web.documents.routes import add_documents
from bot.web.health.routes import (
    CHANNELS,
    CONNECTIONS,
    LIMITED,
    METRICS_TOKEN,
    OF_PLATFORMS,
    VITALS,
    WAYS_OUT,
    Limited,
    OfPlatforms,
    Vitals,
    WaysOut,
    add_health,
)
from bot.web.pages import PAGES, Pages, say_what_went_wrong
from bot.web.readers import PROXIES
from bot.web.reading import ACCEPT, STORE, WEB_CHAT, WRITE, Accept, Write
from bot.web.roll_call.routes import LINKS, Links, add_roll_call
from bot.web.security import ONION_URL, PUBLIC_URL, Handler, add_headers, own_pages_only
from bot.web.setup.door import SETUP, Setup
from bot.web.setup.routes import add_setup
from bot.web.static_files import StaticFiles
from bot.web.tips.routes import add_tips
from handlers.texts import Texts
from storage import installation
from storage.database import Store


@dataclass(frozen=True, slots=True)
class Web:
    """What the pages need of the service. `stage` is there under `demo` only, `setup` under `serve`."""

    store: Store
    texts: Texts
    channel: WebChat
    accept: Accept
    write: Write
    attachments: Attachments
    vitals: Vitals
    channels: tuple[str, ...] = ("web",)
    limited: tuple[Limited, ...] = ()
    ways_out: WaysOut = tuple
    of_platforms: OfPlatforms = lambda _db: ()
    public_url: str = ""
    onion_url: str = ""
    metrics_token: str = ""
    proxies: tuple[Network, ...] = ()
    connections: Connections = field(default_factory=Connections)
    held: Held = field(default_factory=Held)
    code_links: Links = lambda _code: {}
    stage: Stage | None = None
    setup: Setup | None = None


def add_pages(app: web.Application, parts: Web) -> None:
    app[STORE], app[WEB_CHAT], app[ACCEPT] = parts.store, parts.channel, parts.accept
    app[ATTACHMENTS], app[WRITE], app[LIVE_SESSIONS] = parts.attachments, parts.write, LiveSessions()
    app[PROXIES], app[HELD] = parts.proxies, parts.held
    app[PAGES], app[PUBLIC_URL] = (
        Pages.load(parts.texts, purpose_of(parts.store, is_demo=parts.stage is not None)),
        parts.public_url,
    )
    app[CHANNELS], app[LIMITED], app[METRICS_TOKEN] = parts.channels, parts.limited, parts.metrics_token
    app[WAYS_OUT], app[OF_PLATFORMS], app[CONNECTIONS] = parts.ways_out, parts.of_platforms, parts.connections
    app[VITALS], app[ONION_URL] = parts.vitals, parts.onion_url
    app.middlewares.extend((within_limits, say_what_went_wrong, own_pages_only))
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(_end_streams)
    static: StaticFiles = app[PAGES].static
    app.router.add_get(r"/static/{version}/{name:.+}", static.get)
    add_health(app)
    add_browser_chat(app)
    add_documents(app)
    add_tips(app)
    app[LINKS] = parts.code_links
    add_roll_call(app)
    if parts.setup is not None:
        app[SETUP] = parts.setup
        add_setup(app)
    app.router.add_get("/", _lead_to("/demo" if parts.stage else CHAT))
    if parts.stage is not None:
        app[STAGE] = parts.stage
        add_demo(app)


def purpose_of(store: Store, *, is_demo: bool) -> str:
    """Gives what the pages warn of: that nobody here is real, or that it is still for trying."""
    with store.transaction() as db:
        purpose = installation.get(db, installation.PURPOSE)
    shown = (installation.DEMO, installation.TRYING)
    return installation.DEMO if is_demo else purpose if purpose in shown else ""


def _lead_to(path: str) -> Handler:
    """Sends whoever typed our bare address on to the page that is meant."""

    async def lead(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": path})

    return lead


async def _end_streams(app: web.Application) -> None:
    """Ends open streams: they would hold up the end of the process."""
    app[WEB_CHAT].streams.end()
