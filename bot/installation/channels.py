"""Tokens pasted at set-up: tried at once against their platform, stored sealed when they work."""

import secrets

from pydantic import ValidationError

from bot.channels import registry
from bot.channels.platform import Platform
from bot.channels.settings import PlatformSettings
from bot.installation.given import Given
from storage import installation
from storage.database import Db


def pasted() -> list[Platform[PlatformSettings]]:
    """Lists the platforms that one token switches on."""
    return [platform for platform in registry.PLATFORMS if platform.token]


def is_from_environment(settings: Given, platform: Platform[PlatformSettings], db: Db) -> bool:
    """Tells whether the platform is on by environment or `.env`, which set-up does not change."""
    return platform.is_on(settings.of(platform.settings)) and not installation.get(db, platform.token)


async def tried(settings: Given, platform: Platform[PlatformSettings], token: str) -> tuple[str, str]:
    """Tries a token; gives `works`, `malformed`, `refused` or `away`, and the bot's name."""
    own = settings.of(platform.settings)
    kept = {name: getattr(own, name) for name in own.model_fields_set if name.endswith("_api")}
    try:
        wanted = platform.settings(_env_file=None, **kept, **{platform.token: token})  # type: ignore[call-arg]
    except ValidationError:
        return "malformed", ""
    assert platform.try_token is not None
    return await platform.try_token(wanted)


def store(db: Db, settings: Given, platform: Platform[PlatformSettings], token: str) -> None:
    """Stores a token; with a public address its webhook gets a secret of its own, too."""
    installation.put(db, platform.token, token)
    secret = platform.token.replace("_token", "_secret")
    if (settings.public_url or "").startswith("https://") and not installation.get(db, secret):
        installation.put(db, secret, secrets.token_urlsafe(32))
    db.audit(settings.unit, None, "setup.channel", None, platform.name)


def forget(db: Db, settings: Given, platform: Platform[PlatformSettings]) -> None:
    """Switches a channel off again."""
    for name in (platform.token, platform.token.replace("_token", "_secret")):
        installation.remove(db, name)
    db.audit(settings.unit, None, "setup.channel_off", None, platform.name)
