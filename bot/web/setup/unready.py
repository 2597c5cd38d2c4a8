"""The web side of a service whose commune is not chosen yet: set-up, and «not set up yet» to everybody else."""

from aiohttp import web

from bot.intake.bodies import HELD, Held
from bot.networks import Network
from bot.web.connections import within_limits
from bot.web.health.routes import get_alive
from bot.web.pages import PAGES, Pages, say_what_went_wrong
from bot.web.readers import PROXIES
from bot.web.reading import STORE
from bot.web.refusals import Refused
from bot.web.security import PUBLIC_URL, add_headers, own_pages_only
from bot.web.setup.door import SETUP, Setup
from bot.web.setup.routes import add_setup
from bot.web.static_files import StaticFiles
from handlers.texts import Texts
from storage.database import Store


def unready_app(store: Store, texts: Texts, setup: Setup, proxies: tuple[Network, ...] = ()) -> web.Application:
    app = web.Application()
    app[STORE], app[PAGES], app[SETUP] = store, Pages.load(texts), setup
    app[PUBLIC_URL], app[PROXIES], app[HELD] = setup.settings.public_url or "", proxies, Held()
    app.middlewares.extend((within_limits, say_what_went_wrong, own_pages_only))
    app.on_response_prepare.append(add_headers)
    static: StaticFiles = app[PAGES].static
    app.router.add_get(r"/static/{version}/{name:.+}", static.get)
    app.router.add_get("/healthz", get_alive)
    app.router.add_get("/readyz", get_unready)
    add_setup(app)
    app.router.add_route("*", "/{path:.*}", refuse)
    return app


async def get_unready(_request: web.Request) -> web.Response:
    return web.json_response({"ready": False, "troubles": {"setup": "no_commune"}}, status=503)


async def refuse(_request: web.Request) -> web.StreamResponse:
    """Asks platforms to bring it again later, and says to people that it is not set up."""
    raise Refused(503, "not_set_up", again_after=60)
