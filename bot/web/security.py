"""What every page answers with, and what it takes: strict headers, and posts from our own pages only."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from handlers.people.nameless import PATH as TIPS

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(self), geolocation=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FRAMED = "/demo/phone/"
HOOKS = "/hooks/"
YEAR = 31_536_000
# the page for tips without a name runs no script, and sends no referrer, not even to our own pages
OF_TIPS = (
    "default-src 'none'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Adds them to every answer, streams and errors included; the demo's phones may stand in the demo's frames.

    Says nothing of the software and its version. A platform whose message was taken shows no page and gets none.
    """
    response.headers.popall("Server", None)
    if request.method == "POST" and response.status == 200 and request.path.startswith(HOOKS):
        return
    if is_of_tips(request):
        _keep_nameless(request, response)
    framed = request.path.startswith(FRAMED)
    frames = ("frame-ancestors 'self'",) if framed else ("frame-ancestors 'none'", "frame-src 'self'")
    response.headers.setdefault("Content-Security-Policy", "; ".join((*POLICY, *frames)))
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if is_https(request):
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")


PUBLIC_URL: web.AppKey[str] = web.AppKey("public_url", str)
ONION_URL: web.AppKey[str] = web.AppKey("onion_url", str)


def is_of_tips(request: web.Request) -> bool:
    return request.path == TIPS or request.path.startswith(f"{TIPS}/")


def _keep_nameless(request: web.Request, response: web.StreamResponse) -> None:
    """Sets what is stricter here than elsewhere; Tor Browser is told of the hidden address where there is one."""
    response.headers["Content-Security-Policy"] = "; ".join(OF_TIPS)
    response.headers["Referrer-Policy"] = "no-referrer"
    if onion := request.config_dict[ONION_URL]:
        response.headers["Onion-Location"] = f"{onion}{TIPS}"


def is_https(request: web.Request) -> bool:
    return request.secure or request.config_dict[PUBLIC_URL].startswith("https://")


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses posts that come from no page of ours; webhooks carry their own secret, tips the mark of their form."""
    says_so_itself = request.path.startswith(HOOKS) or is_of_tips(request)
    if request.method == "POST" and not says_so_itself and not _from_own_page(request):
        raise web.HTTPForbidden
    return await handler(request)


def _from_own_page(request: web.Request) -> bool:
    origin = request.headers.get("Origin", "")
    if not origin:
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    public = urlsplit(request.config_dict[PUBLIC_URL])
    # a proxy that takes https may reach us over http; the same name without https is somebody between us and the reader
    scheme = public.scheme if request.host.lower() == public.netloc.lower() else request.scheme
    own = {f"{scheme}://{request.host}", f"{public.scheme}://{public.netloc}"}
    return origin.lower() in {address.lower() for address in own if not address.endswith("://")}
