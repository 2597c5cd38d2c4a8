"""Every setting, typed, read once from the environment and `.env`; a wrong one stops the start, saying why."""

import os
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.database import kind_of

PREFIX = "DONGHANH_"
WRITTEN_DIFFERENTLY = {"postgres": "postgresql", "postgresql+psycopg": "postgresql"}


class SettingsError(Exception):
    """The settings don't allow a start; the message has one line for each problem and no secret in it."""


def _address(text: str) -> str:
    url = urlsplit(text)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ValueError("is not an address like https://example.vn")
    return text.rstrip("/")


Address = Annotated[str, AfterValidator(_address)]
Mode = Literal["webhook", "polling"]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: str = Field(
        "sqlite:///var/donghanh.db", repr=False, description="SQLite file, or `postgresql://…` with one host or several"
    )
    listen: str = Field("127.0.0.1:8080", description="address and port of the web server")
    public_url: Address | None = Field(None, description="how the internet reaches it, with https")
    keys_file: Path = Field(Path("var/keys.json"), description="encryption keys; made at the first start if missing")
    files: str | None = Field(
        None, description="where attachments lie: a folder that all nodes share, or `s3://bucket/prefix`"
    )
    unit: str = Field("17791", pattern=r"^\d{5}$", description="code of the commune")

    telegram_token: SecretStr | None = Field(None, description="token from BotFather; without it Telegram is off")
    telegram_api: Address = Field("https://api.telegram.org", description="base of the Bot API")
    telegram_secret: SecretStr | None = Field(None, description="secret of the webhook; webhook mode needs it")
    telegram_mode: Mode = Field("polling", description="`webhook` or `polling`; webhook if a secret is set")

    zalo_bot_token: SecretStr | None = Field(None, description="token of the Zalo bot; without it the channel is off")
    zalo_bot_api: Address = Field("https://bot-api.zaloplatforms.com", description="base of the Zalo Bot API")
    zalo_bot_secret: SecretStr | None = Field(None, description="secret of the webhook; webhook mode needs it")
    zalo_bot_mode: Mode = Field("polling", description="`webhook` or `polling`; webhook if a secret is set")

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

    metrics_token: SecretStr | None = Field(None, description="lets another machine read `/metrics`")
    log: Literal["pretty", "json"] = Field("pretty", description="`pretty` for eyes, `json` for machines")

    @property
    def folder(self) -> Path:
        """What is this machine's own: the keys, and what waits for the database."""
        return self.keys_file.parent

    @property
    def host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    @field_validator("listen")
    @classmethod
    def _listen(cls, text: str) -> str:
        host, _, port = text.rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
            raise ValueError("is not an address and port like 127.0.0.1:8080")
        return text

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, text: str) -> str:
        scheme, _, rest = text.partition("://")
        scheme = WRITTEN_DIFFERENTLY.get(scheme, scheme)
        if kind_of(f"{scheme}://{rest}") is None:
            raise ValueError("is neither sqlite:///path nor postgresql://user:password@host/name")
        return f"{scheme}://{rest}"

    @field_validator("files")
    @classmethod
    def _files(cls, text: str | None) -> str | None:
        scheme, separator, rest = (text or "").partition("://")
        if separator and (scheme != "s3" or not rest.strip("/") or set(rest) & set("?#@")):
            raise ValueError("is neither a folder nor s3://bucket/prefix")
        if separator and find_spec("obstore") is None:
            raise ValueError("is a bucket, which needs an extra: pip install 'donghanh[s3]'")
        return text

    @field_validator("telegram_token")
    @classmethod
    def _telegram_token(cls, token: SecretStr | None) -> SecretStr | None:
        number, _, rest = token.get_secret_value().partition(":") if token else ("0", "", "x")
        if not (number.isascii() and number.isdigit() and rest and not rest.isspace()):
            raise ValueError("is not a token as BotFather gives it: digits, a colon, letters")
        return token

    @field_validator("telegram_secret", "zalo_bot_secret")
    @classmethod
    def _header_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        value = secret.get_secret_value() if secret else "x"
        if len(value) > 256 or not value.isascii() or not value.replace("-", "").replace("_", "").isalnum():
            raise ValueError("may hold only letters, digits, - and _, at most 256 of them")
        return secret

    @field_validator("zalo_bot_token")
    @classmethod
    def _zalo_bot_token(cls, token: SecretStr | None) -> SecretStr | None:
        value = token.get_secret_value() if token else "x"
        if not value.replace("-", "").replace("_", "").replace(":", "").isalnum() or not value.isascii():
            raise ValueError("is not a token as Zalo Bot Creator gives it: letters, digits, : - and _")
        return token

    @field_validator("zalo_bot_secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and len(secret.get_secret_value()) < 8:
            raise ValueError("must have at least 8 characters, or Zalo refuses it")
        return secret

    @model_validator(mode="before")
    @classmethod
    def _mode_follows_secret(cls, given: dict[str, Any]) -> dict[str, Any]:
        for channel in ("telegram", "zalo_bot"):
            if given.get(f"{channel}_secret"):
                given.setdefault(f"{channel}_mode", "webhook")
        return given

    @model_validator(mode="after")
    def _webhooks_have_secrets(self) -> "Settings":
        for channel in ("telegram", "zalo_bot"):
            token, secret = getattr(self, f"{channel}_token"), getattr(self, f"{channel}_secret")
            if token and not secret and getattr(self, f"{channel}_mode") == "webhook":
                raise ValueError(
                    f"{PREFIX}{channel.upper()}_SECRET: webhook mode needs it, or anybody could write to us"
                )
        return self

    @model_validator(mode="after")
    def _account_is_whole(self) -> "Settings":
        """An account that could not be heard or could not speak is no channel."""
        for name in ("zalo_oa_app_id", "zalo_oa_app_secret", "zalo_oa_secret") if self.zalo_oa_id else ():
            if not getattr(self, name):
                raise ValueError(f"{PREFIX}{name.upper()}: the Zalo account of {PREFIX}ZALO_OA_ID needs it")
        return self

    @field_validator("zalo_oa_id", "zalo_oa_app_id")
    @classmethod
    def _number(cls, text: str | None) -> str | None:
        if text and not (text.isascii() and text.isdigit()):
            raise ValueError("is not an id of digits, as Zalo's pages show it")
        return text


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    misspelt = _misspelt(env_file)
    if misspelt:
        raise SettingsError("\n".join(misspelt))
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]  # known to pydantic only
    except ValidationError as error:
        raise SettingsError("\n".join(_line(dict(problem)) for problem in error.errors(include_input=False))) from None


def setting_names() -> list[str]:
    return [PREFIX + name.upper() for name in Settings.model_fields]


def _misspelt(env_file: Path | None) -> list[str]:
    known = setting_names()
    given = {*os.environ, *(dotenv_values(env_file) if env_file else ())}
    lines = []
    for name in sorted(name for name in given if name.startswith(PREFIX) and name not in known):
        close = get_close_matches(name, known, n=1, cutoff=0.9)
        if close:
            lines.append(f"{name}: there is no such setting; {close[0]} is meant?")
    return lines


def _line(problem: dict[str, Any]) -> str:
    message = str(problem["msg"]).removeprefix("Value error, ")
    if not problem["loc"]:
        return message
    if problem["type"] == "string_pattern_mismatch":
        message = "is not a code of five digits like 17791"
    return f"{PREFIX}{str(problem['loc'][0]).upper()}: {message[0].lower()}{message[1:]}"
