"""The links that carry a code along: one for each channel that is on."""

from urllib.parse import quote

from handlers.kit.deployment import Deployment

TELEGRAM, WEB = "telegram", "web"


def describe(deployment: Deployment, code: str) -> dict[str, str]:
    """Gives the link of each channel, made from how it is reached: a bot's name or page, our public address."""
    links = {channel: _link(channel, address.rstrip("/"), code) for channel, address in deployment.addresses.items()}
    return {channel: link for channel, link in links.items() if link}


def _link(channel: str, address: str, code: str) -> str:
    """Writes the link; on our own page the code stands after #, so that no log has it; others only open the chat."""
    if channel == TELEGRAM and address:
        return f"https://t.me/{quote(address.rsplit('/', 1)[-1].lstrip('@'))}?start={code}"
    if channel == WEB and address:
        return f"{address.removesuffix('/chat')}/chat#{code}"
    return address if address.startswith("https://") else ""
