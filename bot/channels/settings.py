"""What the settings of all platforms share: where they are read from, and the checks that several need."""

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "DONGHANH_"
LONGEST_SECRET = 256
FROM_ENVIRONMENT = SettingsConfigDict(
    env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
)


def _address(text: str) -> str:
    url = urlsplit(text)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ValueError("is not an address like https://example.vn")
    return text.rstrip("/")


Address = Annotated[str, AfterValidator(_address)]
Mode = Literal["webhook", "polling"]


class PlatformSettings(BaseSettings):
    """Settings of one platform, each read from `DONGHANH_<NAME>`; a platform without any uses this class itself."""

    model_config = FROM_ENVIRONMENT


def header_secret(secret: SecretStr | None) -> SecretStr | None:
    """Checks a secret that a platform sends back in a header. Raises ValueError."""
    value = secret.get_secret_value() if secret else "x"
    if len(value) > LONGEST_SECRET or not value.isascii() or not value.replace("-", "").replace("_", "").isalnum():
        raise ValueError("may hold only letters, digits, - and _, at most 256 of them")
    return secret


def mode_follows_secret(given: dict[str, Any], platform: str) -> dict[str, Any]:
    """Chooses webhook mode where a secret is set and no mode is."""
    if given.get(f"{platform}_secret"):
        given.setdefault(f"{platform}_mode", "webhook")
    return given


def check_webhook_secret(platform: str, token: SecretStr | None, secret: SecretStr | None, mode: Mode) -> None:
    """Raises ValueError for a webhook that anybody could write to."""
    if token and not secret and mode == "webhook":
        raise ValueError(f"{PREFIX}{platform.upper()}_SECRET: webhook mode needs it, or anybody could write to us")
