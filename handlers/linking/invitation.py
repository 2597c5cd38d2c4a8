"""The links that carry a code along: one for each channel that is on."""

from handlers.kit.deployment import Deployment


def describe(deployment: Deployment, code: str) -> dict[str, str]:
    """Gives the link of each channel, made from how it is reached: a bot's name or page, our public address."""
    links = {}
    for channel, address in deployment.addresses.items():
        link_of = deployment.links.get(channel, _opens_chat)
        reached = address.rstrip("/")
        if reached and (link := link_of(reached, code)):
            links[channel] = link
    return links


def _opens_chat(address: str, _code: str) -> str:
    """Gives the address where it is a link; it opens the chat, and the code has to be typed there."""
    return address if address.startswith("https://") else ""
