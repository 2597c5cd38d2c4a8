"""Lists every platform the service knows, one line each; whoever needs one reads it from here."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from bot.channels.platform import Own, Platform
from bot.channels.settings import PlatformSettings
from bot.channels.telegram.platform import TELEGRAM
from bot.channels.web.platform import WEB
from bot.channels.zalo_bot.platform import ZALO_BOT
from bot.channels.zalo_oa.platform import ZALO_OA
from rules.channel_limits import ChannelLimits

PLATFORMS: tuple[Platform[Any], ...] = (
    WEB,
    TELEGRAM,
    ZALO_BOT,
    ZALO_OA,
)


class HasSettings(Protocol):
    """The settings of the service, as far as platforms ask for theirs."""

    def of(self, model: type[Own]) -> Own: ...


def settings_on(settings: HasSettings) -> list[tuple[Platform[Any], PlatformSettings]]:
    """Gives the platforms that are on, each with its own settings."""
    with_settings = [(platform, settings.of(platform.settings)) for platform in PLATFORMS]
    return [(platform, own) for platform, own in with_settings if platform.is_on(own)]


def platform_of(channel: str) -> Platform[Any] | None:
    """Gives the platform that a channel belongs to, None for one that is not known here."""
    return next((platform for platform in PLATFORMS if channel in platform.capabilities), None)


def error_words(channel: str) -> Mapping[str, str]:
    """Gives a channel's error codes in plain words."""
    platform = platform_of(channel)
    return platform.error_words.get(channel, {}) if platform else {}


def channel_limits() -> dict[str, ChannelLimits]:
    """Gives what each channel allows, for the deployment."""
    return {name: can.limits for platform in PLATFORMS for name, can in platform.capabilities.items()}


def links() -> dict[str, Callable[[str, str], str]]:
    """Gives what makes a link of an address and a code, for the deployment; of platforms whose links carry one."""
    return {platform.name: platform.link for platform in PLATFORMS if platform.link}
