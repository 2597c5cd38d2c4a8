"""Joins the parts of the service in one process: store, platforms, desk, delivery, scheduler and web."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path

from aiohttp import web

from bot import descriptors
from bot.anchor_file import ANCHORS, AnchorFile
from bot.anchoring import Anchoring
from bot.channels import registry
from bot.channels.platform import Figure, RunningChannel, Surroundings
from bot.channels.web.channel import WebChat
from bot.clock import Clock
from bot.console.routes import add_console
from bot.database_lock import FileLock
from bot.delivery.channel import Channel
from bot.delivery.dispatcher import Dispatcher
from bot.files.attachments import Attachments
from bot.files.blobs import Blobs
from bot.files.document_maker import DocumentMaker
from bot.files.fetcher import Fetcher
from bot.files.list_reader import ListReader
from bot.files.opening import open_blobs
from bot.files.signed_links import document_names
from bot.files.store import FileStore
from bot.health_checks import SILENCE, HealthChecks, KeysWatch
from bot.intake import hooks
from bot.intake.desk import Desk
from bot.intake.sent_journal import journal_beside
from bot.key_follower import KeyFollower
from bot.node_signals import NodeSignals, open_node_signals
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.supervision import Part, Supervisor, cancelled
from bot.web.connections import MOST, Connections, listen
from bot.web.demo.page import Stage
from bot.web.health.routes import Limited, WayOut
from bot.web.setup.door import Setup
from bot.web.site import Web, add_pages
from bot.web.static_files import static_files
from handlers.help.guidance_search import index_of
from handlers.kit.deployment import Deployment
from handlers.linking.invitation import describe
from storage.database import Db, Store
from storage.outbox.sending import Sending
from storage.signals import DOUBT

# more threads would make smaller batches on one interpreter; with one, a wait for a lock would hold up everybody
POSTGRES_THREADS = 2
# seconds after which a keys file that nobody has looked at counts as trouble
KEYS_UNSEEN = 60.0
ICON = "icons/icon-512.png"
# seconds that a round of fetching or of making documents may take
LONGEST_FETCH = 300.0


@dataclass(slots=True, repr=False)
class Service:
    """Everything that runs in this process; `start` returns when it is ready, `stop` when all has ended.

    `running`: the channels that platforms opened; `channels` and `dispatchers` are theirs, by name. `lock`: held while
    it serves an embedded database.
    """

    settings: Settings
    clock: Clock
    store: Store
    deployment: Deployment
    lock: FileLock | None = None
    desk: Desk = field(init=False)
    running: list[RunningChannel] = field(init=False)
    channels: dict[str, Channel] = field(init=False)
    dispatchers: dict[str, Dispatcher] = field(init=False)
    scheduler: Scheduler = field(init=False)
    files: FileStore = field(init=False)
    attachments: Attachments = field(init=False)
    web_chat: WebChat = field(init=False)
    key_follower: KeyFollower = field(init=False)
    connections: Connections = field(init=False)
    health: HealthChecks = field(init=False)
    supervisor: Supervisor = field(default_factory=Supervisor, init=False)
    node_signals: NodeSignals | None = field(default=None, init=False)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        threads = 1 if self.store.sqlite else POSTGRES_THREADS
        journal = journal_beside(Path(str(self.store.engine.url.database))) if self.store.sqlite else None
        self.desk = Desk(self.store, self.deployment, self._send, threads, self.supervisor, journal)
        if not self.store.sqlite:
            self.node_signals = open_node_signals(self.desk.wake_ups)
        self.files = FileStore(self._blobs("files"), self.store.keyring)
        self.attachments = Attachments(self.store, self.files)
        self.running = self._open_platforms()
        self.channels = {running.channel.name: running.channel for running in self.running}
        web_chat = self.channels["web"]
        assert isinstance(web_chat, WebChat), "the pages speak with our own web chat"
        self.web_chat = web_chat
        self.dispatchers = {name: Dispatcher(self.desk, channel) for name, channel in self.channels.items()}
        anchors = AnchorFile(self.settings.folder / ANCHORS)
        self.scheduler = Scheduler(self.desk, self.files, Anchoring(self.store, anchors, self.settings.audit_anchor))
        keys = KeysWatch(self.settings.keys_file, self.store.keyring)
        self.health = HealthChecks(self.desk, keys, self._folders(), self.scheduler.clock_jumped)
        self.connections = Connections(self.settings.proxies, min(MOST, descriptors.for_sockets()))
        self.key_follower = KeyFollower(self.store)

    def _open_platforms(self) -> list[RunningChannel]:
        around = Surroundings(
            self.settings.server, self.store, self.attachments, self._blobs, lambda: f"{static_files().base}/{ICON}"
        )
        on = registry.settings_on(self.settings)
        return [running for platform, own in on for running in platform.open(own, around)]

    def _folders(self) -> tuple[Path, ...]:
        """Gives the folders of this machine that the service writes to."""
        url, files = self.settings.database_url, self.settings.files or ""
        database = [Path(url.removeprefix("sqlite:///")).parent] if self.store.sqlite else []
        return (self.settings.folder, *database, *([Path(files)] if files and "://" not in files else []))

    def _blobs(self, kind: str) -> Blobs:
        return open_blobs(self.settings.files, self.settings.folder, kind)

    def _send(self, sendings: list[Sending]) -> None:
        for sending in sendings:
            self.dispatchers[sending.channel].put([sending])

    def web_app(self, stage: Stage | None = None, setup: Setup | None = None) -> web.Application:
        app = web.Application(client_max_size=hooks.LARGEST)
        for running in self.running:
            app.router.add_routes(running.routes(self.desk))
        token = self.settings.metrics_token
        parts = Web(
            store=self.store,
            texts=self.deployment.texts,
            channel=self.web_chat,
            attachments=self.attachments,
            accept=self.desk.accept,
            write=self.desk.run,
            channels=tuple(self.channels),
            limited=limited(self.channels.values()),
            ways_out=self._ways_out,
            vitals=self.health,
            of_platforms=self._figures,
            public_url=self.settings.public_url or "",
            onion_url=self.settings.onion_url or "",
            metrics_token=token.get_secret_value() if token else "",
            proxies=self.settings.proxies,
            connections=self.connections,
            code_links=partial(describe, self.deployment),
            stage=stage,
            setup=setup,
        )
        add_pages(app, parts)
        add_console(app, self.deployment, self.desk.wake_ups)
        return app

    def _ways_out(self) -> Iterable[WayOut]:
        for name, way in self.dispatchers.items():
            yield WayOut(name, way.open, way.breaker.reason or self.supervisor.ailing(name), way.sender.ended)

    def _figures(self, db: Db) -> Iterable[Figure]:
        return chain.from_iterable(running.figures(db) for running in self.running)

    async def start(self) -> None:
        await asyncio.to_thread(self.key_follower.look)
        await self.desk.start()
        if self.node_signals is not None:
            self.node_signals.start(self.supervisor)
        await self.desk.catch_up(everything=True)
        for channel in self.channels.values():
            await channel.start()
        for dispatcher in self.dispatchers.values():
            await dispatcher.start()
        await self.scheduler.daily()
        self.scheduler.start()
        await self.health.start()
        self._tasks = [self.supervisor.start(part) for part in self._parts()]
        self._tasks.append(asyncio.create_task(self._index_guidance()))

    async def _index_guidance(self) -> None:
        """Builds the index of reviewed answers beside the first messages, so that nobody who asks waits for it."""
        await asyncio.to_thread(index_of, self.deployment.guidance)

    def _parts(self) -> Iterable[Part]:
        """Gives what runs beside desk, delivery and scheduler, which start their own parts."""
        yield Part("health", self.health.run, silence=SILENCE)
        yield Part("keys", self.key_follower.run, silence=KEYS_UNSEEN)
        yield Part("fetcher", Fetcher(self.desk, self.channels, self.files).run, silence=LONGEST_FETCH)
        yield Part("documents", DocumentMaker(self.desk, self.files, self._document_address).run, silence=LONGEST_FETCH)
        yield Part("lists", ListReader(self.desk, self.files, self._document_address).run, silence=LONGEST_FETCH)
        for running in self.running:
            name = running.channel.name
            for part in running.work(self.desk, partial(self._refused, name)):
                yield replace(part, channel=name)

    def _document_address(self, attachment_id: int) -> str:
        """Gives the address where it opens for a few minutes; empty where nobody reaches us from outside."""
        url = self.settings.public_url
        return f"{url}/papers/{document_names(self.store).of(attachment_id)}" if url else ""

    def _refused(self, channel: str, code: str) -> None:
        """Opens a channel's breaker when its platform refuses the account, so that the admins hear of it early."""
        self.dispatchers[channel].breaker.failed(code, asyncio.get_running_loop().time())
        self.desk.wake_ups.wake((DOUBT,))

    async def stop(self) -> None:
        """Stops, in this order, work beside, clock, delivery (which gives back what waits), desk and channels."""
        await cancelled(self._tasks)
        await self.scheduler.stop()
        for dispatcher in self.dispatchers.values():
            await dispatcher.stop()
        await self.health.stop()
        if self.node_signals is not None:
            await self.node_signals.stop()
        await self.desk.stop()
        for channel in self.channels.values():
            await channel.stop()
        await asyncio.to_thread(self.store.close)
        if self.lock is not None:
            self.lock.close()


def limited(channels: Iterable[Channel]) -> tuple[Limited, ...]:
    """Gives the channels whose platform allows only so many messages or people."""
    allowed = ((channel.name, channel.capabilities.per_month, channel.capabilities.people) for channel in channels)
    return tuple(Limited(name, per_month, people) for name, per_month, people in allowed if per_month or people)


async def serve(
    service: Service,
    *,
    stage: Stage | None = None,
    prepare: Callable[[], Awaitable[None]] | None = None,
    ready: Callable[[], None] = lambda: None,
    end: asyncio.Event | None = None,
) -> None:
    """Runs until cancelled, or until `end` is set, with which it has set-up; `prepare` is awaited once the parts have
    started, `ready` called once it listens."""
    await service.start()
    setup = Setup(service.settings, end, service.deployment) if end is not None else None
    runner = web.AppRunner(service.web_app(stage, setup), handle_signals=False, shutdown_timeout=3)
    server: asyncio.Server | None = None
    try:
        if prepare is not None:
            await prepare()
        await runner.setup()
        server = await listen(runner, service.connections, service.settings.host, service.settings.port)
        with suppress(OSError, ValueError):  # nobody may be there to read it
            ready()
        await (end or asyncio.Event()).wait()
    finally:
        if server is not None:
            server.close()
        await runner.cleanup()
        await service.stop()
