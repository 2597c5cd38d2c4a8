"""Our own web chat as one value of the registry: always on, and reached through the pages of `bot/web`."""

from collections.abc import Iterable, Sequence

from bot.channels.findings import Finding
from bot.channels.platform import Platform, RunningChannel, Server, Surroundings
from bot.channels.settings import PlatformSettings
from bot.channels.web.limits import CAPABILITIES


def _open(_settings: PlatformSettings, around: Surroundings) -> Sequence[RunningChannel]:
    from bot.channels.web.running import RunningWeb

    return [RunningWeb(around)]


def _checks(_settings: PlatformSettings, server: Server) -> Iterable[Finding]:
    return [Finding("good", f"web chat: on, http://{server.listen}/chat")]


def _address(_settings: PlatformSettings, server: Server) -> str:
    return server.public_url or f"http://{server.listen}"


def _link(address: str, code: str) -> str:
    """Writes the link to our page; the code stands after #, so that no log has it."""
    return f"{address.removesuffix('/chat')}/chat#{code}"


WEB = Platform(
    name="web",
    settings=PlatformSettings,
    switch="",
    capabilities={"web": CAPABILITIES},
    open=_open,
    checks=_checks,
    address=_address,
    link=_link,
)
