"""How people reach the channels that are on: what the settings tell, and what only the platform knows."""

from aiohttp import web

from bot.channels import registry
from bot.web.setup.door import SETUP


async def links_of(request: web.Request, code: str) -> dict[str, str]:
    """Gives the link that carries a code, for each channel that has one."""
    settings = request.config_dict[SETUP].settings
    links = {}
    for platform, own in registry.settings_on(settings):
        address = platform.address(own, settings.server)
        if not address and platform.ask_address:
            address = await platform.ask_address(own)
        if address and platform.link:
            links[platform.name] = platform.link(address.rstrip("/"), code)
    return links
