"""What set-up needs of the settings of the service."""

from pathlib import Path
from typing import Protocol

from bot.channels.platform import Own, Server


class Given(Protocol):
    """The settings of the service with what set-up has stored; `unit` is empty where no commune is chosen."""

    @property
    def unit(self) -> str: ...

    @property
    def public_url(self) -> str | None: ...

    @property
    def keys_file(self) -> Path: ...

    @property
    def server(self) -> Server: ...

    def of(self, model: type[Own]) -> Own: ...
