"""Where a reader is, for limits only: their address, or what the proxies named in the settings say of it."""

from aiohttp import web

from bot.networks import Network, is_in, limit_key, parse_address

PROXIES: web.AppKey[tuple[Network, ...]] = web.AppKey("trusted_proxies", tuple)


def reader_address(request: web.Request) -> str:
    """Gives whom limits count this request for.

    `X-Forwarded-For` is read from its end, through the trusted proxies, to the first address that is none of them:
    what stands before it anybody can have written.
    """
    proxies = request.config_dict[PROXIES]
    address = request.remote or ""
    hops = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")
    while is_in(proxies, address) and hops and parse_address(hops[-1]) is not None:
        address = hops.pop()
    return limit_key(address)
