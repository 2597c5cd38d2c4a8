"""The settings of a Zalo Official Account and its templates."""

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.channels.settings import PREFIX, Address, PlatformSettings


class ZaloOaSettings(PlatformSettings):
    """The account, the app it is linked to, and what both are known by."""

    zalo_oa_id: str | None = Field(None, description="id of the Official Account; without it the channel is off")
    zalo_oa_app_id: str | None = Field(None, description="id of the app the account is linked to")
    zalo_oa_app_secret: SecretStr | None = Field(None, description="secret of that app")
    zalo_oa_secret: SecretStr | None = Field(None, description="the webhook's key")
    zalo_oa_refresh_token: SecretStr | None = Field(None, description="the first one; later pairs live in the database")
    zalo_oa_takeover_minutes: int = Field(
        30, ge=1, le=1440, description="how long the bot keeps silent where a human has written by hand"
    )
    zalo_oa_api: Address = Field("https://openapi.zalo.me", description="base of the OA API")
    zalo_zbs_api: Address = Field("https://business.openapi.zalo.me", description="base of the template API")
    zalo_oauth_api: Address = Field("https://oauth.zaloapp.com", description="base of the token API")

    @field_validator("zalo_oa_id", "zalo_oa_app_id")
    @classmethod
    def _number(cls, text: str | None) -> str | None:
        if text and not (text.isascii() and text.isdigit()):
            raise ValueError("is not an id of digits, as Zalo's pages show it")
        return text

    @model_validator(mode="after")
    def _account_is_whole(self) -> "ZaloOaSettings":
        """Refuses an account that could not be heard or could not speak."""
        for name in ("zalo_oa_app_id", "zalo_oa_app_secret", "zalo_oa_secret") if self.zalo_oa_id else ():
            if not getattr(self, name):
                raise ValueError(f"{PREFIX}{name.upper()}: the Zalo account of {PREFIX}ZALO_OA_ID needs it")
        return self
