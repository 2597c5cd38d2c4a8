"""Reads every setting once, typed, from the environment and `.env`; a wrong one stops the start, saying why."""

import os
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, TypeVar

from dotenv import dotenv_values
from pydantic import Field, PrivateAttr, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from bot.anchoring import anchor_problem
from bot.channels import registry
from bot.channels.platform import Server
from bot.channels.settings import FROM_ENVIRONMENT, PREFIX, Address, PlatformSettings
from bot.networks import Network, read_networks
from storage.database import kind_of

Part = TypeVar("Part", bound=PlatformSettings)
Model = TypeVar("Model", bound=BaseSettings)
WRITTEN_DIFFERENTLY = {"postgres": "postgresql", "postgresql+psycopg": "postgresql"}


class SettingsError(Exception):
    """The settings don't allow a start; the message has one line for each problem and no secret in it."""


class Settings(BaseSettings):
    """The service's own settings, and those of each platform behind `of`."""

    model_config = FROM_ENVIRONMENT

    database_url: str = Field(
        "sqlite:///var/donghanh.db", repr=False, description="SQLite file, or `postgresql://…` with one host or several"
    )
    listen: str = Field("127.0.0.1:8080", description="address and port of the web server")
    public_url: Address | None = Field(None, description="how the internet reaches it, with https")
    onion_url: Address | None = Field(
        None, description="`http://….onion` where Tor Browser reaches the page for tips without a name"
    )
    keys_file: Path = Field(Path("var/keys.json"), description="encryption keys; made at the first start if missing")
    files: str | None = Field(
        None, description="where attachments lie: a folder that all nodes share, or `s3://bucket/prefix`"
    )
    unit: str = Field("", pattern=r"^(\d{5})?$", description="code of the commune; without it set-up asks for it")

    trusted_proxies: str | None = Field(
        None, description="addresses or networks of the web servers in front whose `X-Forwarded-For` is believed"
    )
    metrics_token: SecretStr | None = Field(
        None, description="lets another machine read `/metrics`, and this one where a proxy is trusted"
    )
    audit_anchor: str | None = Field(
        None, repr=False, description="gets the ends of the audit's chains hourly: `https://…`, or a command's stdin"
    )
    log: Literal["pretty", "json"] = Field("pretty", description="`pretty` for eyes, `json` for machines")
    _of_platforms: tuple[PlatformSettings, ...] = PrivateAttr(())

    @property
    def folder(self) -> Path:
        """Gives the folder of this machine's own: the keys, and what waits for the database."""
        return self.keys_file.parent

    @property
    def server(self) -> Server:
        return Server(self.listen, self.public_url or "", self.folder)

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

    @field_validator("trusted_proxies")
    @classmethod
    def _trusted_proxies(cls, text: str | None) -> str | None:
        try:
            read_networks(text or "")
        except ValueError:
            raise ValueError("are not addresses or networks like 127.0.0.1, 10.0.0.0/24") from None
        return text

    @property
    def proxies(self) -> tuple[Network, ...]:
        return read_networks(self.trusted_proxies or "")

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

    @field_validator("audit_anchor")
    @classmethod
    def _audit_anchor(cls, text: str | None) -> str | None:
        problem = anchor_problem(text) if text else None
        if problem:
            raise ValueError(problem)
        return text

    def of(self, model: type[Part]) -> Part:
        """Gives the settings of one platform; those that leave it off where none were read."""
        return next((part for part in self._of_platforms if isinstance(part, model)), model.model_construct())

    def with_platforms(self, *parts: PlatformSettings) -> "Settings":
        """Gives the same settings with these of platforms."""
        settings = self.model_copy()
        settings._of_platforms = parts
        return settings


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Reads the service's settings and those of every platform. Raises SettingsError."""
    problems = _misspelt(env_file)
    if problems:
        raise SettingsError("\n".join(problems))
    settings = _read(Settings, env_file, problems)
    parts = [_read(platform.settings, env_file, problems) for platform in registry.PLATFORMS]
    if problems or settings is None:
        raise SettingsError("\n".join(problems))
    return settings.with_platforms(*filter(None, parts))


def _read(model: type[Model], env_file: Path | None, problems: list[str]) -> Model | None:
    """Reads one model; what is wrong with it is added to `problems`, one line each."""
    try:
        return model(_env_file=env_file)
    except ValidationError as error:
        problems += [_line(dict(problem)) for problem in error.errors(include_input=False)]
        return None


def all_fields() -> dict[str, FieldInfo]:
    """Gives every setting by its name in the environment."""
    models: list[type[BaseSettings]] = [Settings, *(platform.settings for platform in registry.PLATFORMS)]
    return {PREFIX + name.upper(): field for model in models for name, field in model.model_fields.items()}


def _misspelt(env_file: Path | None) -> list[str]:
    names = list(all_fields())
    given = {*os.environ, *(dotenv_values(env_file) if env_file else ())}
    lines = []
    for name in sorted(name for name in given if name.startswith(PREFIX) and name not in names):
        close = get_close_matches(name, names, n=1, cutoff=0.9)
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
