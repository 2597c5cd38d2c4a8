"""Who may come in to set-up: the browser that used the one-time link, on this machine or at our public address."""

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web

from bot.installation import links
from bot.installation.given import Given
from bot.networks import parse_address
from bot.web.pages import PAGES
from bot.web.reading import read
from bot.web.refusals import Refused
from bot.web.security import PUBLIC_URL, is_https
from bot.web.setup.sent_list import SentList
from handlers.kit.deployment import Deployment

LEAVES_WITHIN = 0.5
COOKIE = "dh_setup"
PATH = "/setup"


@dataclass(frozen=True, slots=True)
class Setup:
    """What set-up may use of the process: its settings, and what ends it so that it opens anew.

    `deployment` None: no commune is chosen yet.
    """

    settings: Given
    end: asyncio.Event
    deployment: Deployment | None = None
    sent: SentList = field(default_factory=SentList)

    def restart(self) -> None:
        """Opens the service anew with what was stored just now, once the present answer has left."""
        asyncio.get_running_loop().call_later(LEAVES_WITHIN, self.end.set)


SETUP: web.AppKey[Setup] = web.AppKey("setup", Setup)


def check_address(request: web.Request) -> None:
    """Refuses whoever comes over the network in the clear, and names that were turned to this machine."""
    public = urlsplit(request.config_dict[PUBLIC_URL])
    host = urlsplit(f"//{request.host}").hostname or ""
    if not _is_this_machine(host) and not (public.netloc and request.host.lower() == public.netloc.lower()):
        raise Refused(403, "setup_elsewhere")


def _is_this_machine(host: str) -> bool:
    address = parse_address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


async def check_signed_in(request: web.Request) -> None:
    """Refuses every browser but the one that used the link."""
    check_address(request)
    key = request.cookies.get(COOKIE, "")
    if not key or not await read(request, lambda db: links.is_signed_in(db, key)):
        raise Refused(403, "setup_closed")


async def get_link(request: web.Request) -> web.Response:
    """Shows a button: whoever only looks at the address, such as a preview, does not use it up."""
    check_address(request)
    token = request.match_info["token"]
    if not await read(request, lambda db: links.is_open(db, token)):
        raise Refused(403, "setup_used")
    return request.config_dict[PAGES].answer(request, "setup_link.html")


async def post_link(request: web.Request) -> web.Response:
    check_address(request)
    token = request.match_info["token"]
    key = await read(request, lambda db: links.spend(db, token))
    if key is None:
        raise Refused(403, "setup_used")
    response = web.Response(status=303, headers={"Location": PATH})
    response.set_cookie(
        COOKIE,
        key,
        max_age=int(links.SESSION_LIFE.total_seconds()),
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=is_https(request),
    )
    return response
