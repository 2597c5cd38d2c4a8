"""The settings of Telegram."""

from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.channels.settings import (
    Address,
    Mode,
    PlatformSettings,
    check_webhook_secret,
    header_secret,
    mode_follows_secret,
)

PUBLIC = "telegram.org"


class TelegramSettings(PlatformSettings):
    """Token, secret and mode of one bot."""

    telegram_token: SecretStr | None = Field(None, description="token from BotFather; without it Telegram is off")
    telegram_api: Address = Field("https://api.telegram.org", description="base of the Bot API")
    telegram_secret: SecretStr | None = Field(None, description="secret of the webhook; webhook mode needs it")
    telegram_mode: Mode = Field("polling", description="`webhook` or `polling`; webhook if a secret is set")
    telegram_rate: int | None = Field(
        None, ge=1, le=1_000_000, description="messages a second, to one chat too; only with a stand-in for the Bot API"
    )

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, token: SecretStr | None) -> SecretStr | None:
        number, _, rest = token.get_secret_value().partition(":") if token else ("0", "", "x")
        if not (number.isascii() and number.isdigit() and rest and not rest.isspace()):
            raise ValueError("is not a token as BotFather gives it: digits, a colon, letters")
        return token

    @field_validator("telegram_secret")
    @classmethod
    def _secret(cls, secret: SecretStr | None) -> SecretStr | None:
        return header_secret(secret)

    @model_validator(mode="before")
    @classmethod
    def _mode(cls, given: dict[str, Any]) -> dict[str, Any]:
        return mode_follows_secret(given, "telegram")

    @model_validator(mode="after")
    def _webhook_has_secret(self) -> "TelegramSettings":
        check_webhook_secret("telegram", self.telegram_token, self.telegram_secret, self.telegram_mode)
        return self

    @model_validator(mode="after")
    def _rate_is_for_stand_ins(self) -> "TelegramSettings":
        """Refuses a rate of one's own with the public Bot API, which blocks bots that exceed its limits."""
        host = urlsplit(self.telegram_api).hostname or ""
        if self.telegram_rate and (host == PUBLIC or host.endswith(f".{PUBLIC}")):
            raise ValueError("DONGHANH_TELEGRAM_RATE: only with DONGHANH_TELEGRAM_API set to a stand-in")
        return self
