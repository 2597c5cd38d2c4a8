"""The settings of the Zalo Bot Platform."""

from typing import Any

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.channels.settings import (
    Address,
    Mode,
    PlatformSettings,
    check_webhook_secret,
    header_secret,
    mode_follows_secret,
)

SHORTEST_SECRET = 8


class ZaloBotSettings(PlatformSettings):
    """Token, secret and mode of one bot."""

    zalo_bot_token: SecretStr | None = Field(None, description="token of the Zalo bot; without it the channel is off")
    zalo_bot_api: Address = Field("https://bot-api.zaloplatforms.com", description="base of the Zalo Bot API")
    zalo_bot_secret: SecretStr | None = Field(None, description="secret of the webhook; webhook mode needs it")
    zalo_bot_mode: Mode = Field("polling", description="`webhook` or `polling`; webhook if a secret is set")

    @field_validator("zalo_bot_token")
    @classmethod
    def _token(cls, token: SecretStr | None) -> SecretStr | None:
        value = token.get_secret_value() if token else "x"
        if not value.replace("-", "").replace("_", "").replace(":", "").isalnum() or not value.isascii():
            raise ValueError("is not a token as Zalo Bot Creator gives it: letters, digits, : - and _")
        return token

    @field_validator("zalo_bot_secret")
    @classmethod
    def _secret(cls, secret: SecretStr | None) -> SecretStr | None:
        header_secret(secret)
        if secret and len(secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError("must have at least 8 characters, or Zalo refuses it")
        return secret

    @model_validator(mode="before")
    @classmethod
    def _mode(cls, given: dict[str, Any]) -> dict[str, Any]:
        return mode_follows_secret(given, "zalo_bot")

    @model_validator(mode="after")
    def _webhook_has_secret(self) -> "ZaloBotSettings":
        check_webhook_secret("zalo_bot", self.zalo_bot_token, self.zalo_bot_secret, self.zalo_bot_mode)
        return self
