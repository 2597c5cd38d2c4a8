"""Joins what set-up has stored with the settings; the environment wins wherever it says something."""

import structlog
from pydantic import ValidationError

from bot.channels import registry
from bot.channels.settings import PlatformSettings
from bot.settings import Settings
from storage import installation
from storage.database import Store

log = structlog.get_logger()


def with_stored(settings: Settings, store: Store) -> Settings:
    """Adds the stored commune and channels where environment and `.env` say nothing of them."""
    with store.transaction() as db:
        stored = installation.read(db)
    unit = settings.unit or stored.get(installation.UNIT, "")
    parts = [_joined(settings.of(platform.settings), stored) for platform in registry.PLATFORMS]
    return settings.model_copy(update={"unit": unit}).with_platforms(*parts)


def _joined(own: PlatformSettings, stored: dict[str, str]) -> PlatformSettings:
    model = type(own)
    added = {name: stored[name] for name in model.model_fields if name in stored and name not in own.model_fields_set}
    if not added:
        return own
    kept = {name: getattr(own, name) for name in own.model_fields_set}
    try:
        return model(_env_file=None, **kept, **added)  # type: ignore[call-arg]
    except ValidationError as problem:
        # each was tried before it was stored, so it is the environment that does not fit
        log.warning("installation.does_not_fit", settings=sorted(added), problems=problem.error_count())
        return own
