"""Defines a platform: one value that says everything the service needs to know of it, and what it opens."""

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from aiohttp import web

from bot.channels.findings import Finding
from bot.channels.settings import PREFIX, PlatformSettings
from bot.delivery.channel import Capabilities, Channel
from bot.files.attachments import Attachments
from bot.files.blobs import Blobs
from bot.intake.desk import Desk
from bot.supervision import Part
from storage.database import Db, Store

Own = TypeVar("Own", bound=PlatformSettings)
# called with the code of a refusal that concerns the account itself, whatever is sent
Refused = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Server:
    """Where this process runs: its address and port, how the internet reaches it (empty: not), its own folder."""

    listen: str
    public_url: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a platform may use of the service.

    `blobs` opens a place for sealed content of a kind; `icon` gives the path of our icon on the web server.
    """

    server: Server
    store: Store
    attachments: Attachments
    blobs: Callable[[str], Blobs]
    icon: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that machines watch: the name and help text of its metric, and its labels if it has any."""

    name: str
    help: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


class RunningChannel(Protocol):
    """A channel that runs, with what belongs to it."""

    @property
    def channel(self) -> Channel: ...

    def routes(self, desk: Desk) -> Iterable[web.RouteDef]:
        """Gives the routes by which the platform reaches us."""
        ...

    def work(self, desk: Desk, refused: Refused) -> Iterable[Part]:
        """Gives the parts that run beside it: polling, asking for names, watching allowances."""
        ...

    def figures(self, db: Db) -> Iterable[Figure]:
        """Reads what only this channel has to tell of itself."""
        ...


def _no_address(_settings: PlatformSettings, _server: Server) -> str:
    return ""


def _nothing_stored(_settings: PlatformSettings, _server: Server, _store: Store) -> Iterable[Finding]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform(Generic[Own]):
    """One platform. Its functions import what is heavy when they are called, so that the value itself costs nothing.

    `switch`: the setting without which it is off; empty for what is always on.
    `capabilities`: its channels by name, with what each can do. `error_words`: by channel, codes in plain words.
    `open` makes the channels that run. `checks` looks at settings and platform for the doctor, `stored_checks` at what
    the database knows of it. `address`: how people reach it, as far as the settings say so; `ask_address` asks the
    platform and gives "" when it does not answer. `link` makes of the address and a code the link that carries the
    code along; None where a link can only open the chat. `token`: the one secret by which set-up switches it on;
    `try_token` asks the platform with it and gives `works`, `refused` or `away`, and the bot's name.
    """

    name: str
    settings: type[Own]
    switch: str
    capabilities: Mapping[str, Capabilities]
    open: Callable[[Own, Surroundings], Sequence[RunningChannel]]
    checks: Callable[[Own, Server], Iterable[Finding]]
    stored_checks: Callable[[Own, Server, Store], Iterable[Finding]] = _nothing_stored
    error_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    address: Callable[[Own, Server], str] = _no_address
    ask_address: Callable[[Own], Coroutine[object, object, str]] | None = None
    link: Callable[[str, str], str] | None = None
    token: str = ""
    try_token: Callable[[Own], Coroutine[object, object, tuple[str, str]]] | None = None

    def is_on(self, settings: Own) -> bool:
        return not self.switch or bool(getattr(settings, self.switch))

    @property
    def off(self) -> Finding:
        """Says which setting would switch it on."""
        return Finding("off", f"{self.name.replace('_', ' ')}: off, {PREFIX}{self.switch.upper()} is not set")
