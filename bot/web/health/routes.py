"""Alive, ready, and the figures: for machines that watch, without a word of what anybody wrote."""

import asyncio
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.platform import Figure
from bot.intake.bodies import HELD, Held
from bot.log_stream import LossyStream
from bot.networks import parse_address
from bot.web.connections import Connections
from bot.web.readers import PROXIES
from bot.web.reading import AWAY, PATIENCE, STORE, WEB_CHAT, read, within
from handlers.notify import allowances
from handlers.notify.allowances import Allowance
from storage import inbox, uploads
from storage.database import Db
from storage.database_file import trouble_of
from storage.migrations import current_is_latest
from storage.outbox import message_history, sending

CHANNELS: web.AppKey[tuple[str, ...]] = web.AppKey("channels", tuple)
METRICS_TOKEN: web.AppKey[str] = web.AppKey("metrics_token", str)
CONNECTIONS: web.AppKey[Connections] = web.AppKey("connections", Connections)
LATE = 600


@dataclass(frozen=True, slots=True)
class Limited:
    """A channel whose platform allows only so much."""

    channel: str
    per_month: int
    people: int


LIMITED: web.AppKey[tuple[Limited, ...]] = web.AppKey("limited", tuple)


@dataclass(frozen=True, slots=True)
class WayOut:
    """A channel's delivery as this process has it: whether it is here, what the account ails of, how messages ended."""

    channel: str
    is_here: bool
    ails: str
    ended: Mapping[tuple[str, str], int]

    @property
    def state(self) -> str:
        if not self.is_here:
            return "elsewhere"
        return f"ails: {self.ails}" if self.ails else "well"


class Vitals(Protocol):
    """What this process stands on, and its parts: what is broken or stuck, and how often a part died.

    `warnings`: what does not keep it from its work yet.
    """

    @property
    def warnings(self) -> Mapping[str, str]: ...

    async def troubles(self) -> Mapping[str, str]: ...

    def restarts(self) -> Mapping[tuple[str, str], int]: ...


VITALS: web.AppKey[Vitals] = web.AppKey("vitals")
WaysOut = Callable[[], Iterable[WayOut]]
WAYS_OUT: web.AppKey[WaysOut] = web.AppKey("ways_out")
OfPlatforms = Callable[[Db], Iterable[Figure]]
OF_PLATFORMS: web.AppKey[OfPlatforms] = web.AppKey("of_platforms")


@dataclass(frozen=True, slots=True)
class Figures:
    """Messages by state, how many seconds the oldest one that could leave has waited, what is used of allowances."""

    outbox: dict[str, int]
    inbox: dict[str, int]
    lag: dict[str, float]
    allowances: tuple[Allowance, ...] = ()
    of_platforms: tuple[Figure, ...] = ()


def add_health(app: web.Application) -> None:
    app.router.add_get("/healthz", get_alive)
    app.router.add_get("/readyz", get_ready)
    app.router.add_get("/metrics", get_metrics)


async def get_alive(_request: web.Request) -> web.Response:
    return web.json_response({"alive": True})


async def get_ready(request: web.Request) -> web.Response:
    """Answers ready while the database answers and is up to date, and nothing that we stand on is broken or stuck.

    A channel whose platform ails stops nobody from writing.
    """
    vitals, lag = request.config_dict[VITALS], dict[str, float]()
    troubles = dict(await vitals.troubles())
    try:
        if not await within(PATIENCE, asyncio.to_thread(current_is_latest, request.config_dict[STORE])):
            troubles["migrations"] = "another_version"
        lag = await read(request, lambda db: delivery_lag(db, request.config_dict[CHANNELS]))
    except AWAY as problem:
        troubles.setdefault("database", trouble_of(problem) if isinstance(problem, SQLAlchemyError) else "away")
    answer = {
        "ready": not troubles,
        "database": troubles.get("database", "up"),
        "migrations": "migrations" not in troubles,
        "troubles": troubles,
        "warnings": dict(vitals.warnings),
        "channels": {way.channel: way.state for way in request.config_dict[WAYS_OUT]()},
        "delivery_lag": lag,
        "late": sorted(channel for channel, seconds in lag.items() if seconds > LATE),
    }
    return web.json_response(answer, status=503 if troubles else 200)


def delivery_lag(db: Db, channels: tuple[str, ...]) -> dict[str, float]:
    oldest = {channel: sending.oldest_waiting(db, channel) for channel in channels}
    return {channel: max((db.now - moment).total_seconds(), 0) if moment else 0 for channel, moment in oldest.items()}


async def get_metrics(request: web.Request) -> web.Response:
    if not may_read_metrics(request):
        raise web.HTTPForbidden
    channels = request.config_dict[CHANNELS]
    limited = request.config_dict[LIMITED]
    figures = await read(request, lambda db: figures_of(db, channels, limited, request.config_dict[OF_PLATFORMS]))
    registry = gauges(figures, request.config_dict[WEB_CHAT].streams.count, request.config_dict[WAYS_OUT]())
    today = await read(request, uploads.used_today)
    edge_gauges(request.config_dict[CONNECTIONS], request.config_dict[HELD], today, registry)
    vitals = request.config_dict[VITALS]
    part_gauges(await vitals.troubles(), vitals.restarts(), registry)
    body = generate_latest(REGISTRY) + generate_latest(registry)
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})


def figures_of(
    db: Db, channels: tuple[str, ...], limited: tuple[Limited, ...], figures: OfPlatforms = lambda _db: ()
) -> Figures:
    used = tuple(allowances.read(db, channel.channel, channel.per_month, channel.people) for channel in limited)
    of_platforms = tuple(figures(db))
    return Figures(message_history.counts(db), inbox.counts(db), delivery_lag(db, channels), used, of_platforms)


def may_read_metrics(request: web.Request) -> bool:
    """Allows a machine with the token, or this machine itself; behind a proxy everybody comes from there."""
    token = request.config_dict[METRICS_TOKEN]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    passed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"))
    address = parse_address(request.remote or "")
    return address is not None and address.is_loopback and not passed_on and not request.config_dict[PROXIES]


def gauges(figures: Figures, pages: int, ways: Iterable[WayOut] = ()) -> CollectorRegistry:
    registry = CollectorRegistry()
    for name, counts in (("outbox", figures.outbox), ("inbox", figures.inbox)):
        gauge = Gauge(f"donghanh_{name}_messages", f"Messages in the {name}, by state", ["state"], registry=registry)
        for state, count in counts.items():
            gauge.labels(state).set(count)
    lag = Gauge(
        "donghanh_delivery_lag_seconds", "Age of the oldest message that could leave", ["channel"], registry=registry
    )
    for channel, seconds in figures.lag.items():
        lag.labels(channel).set(seconds)
    _allowance_gauges(figures.allowances, registry)
    _platform_gauges(figures.of_platforms, registry)
    _way_gauges(ways, registry)
    Gauge("donghanh_open_pages", "Chat pages open now", registry=registry).set(pages)
    return registry


def edge_gauges(connections: Connections, held: Held, sent_today: int, registry: CollectorRegistry) -> None:
    """Adds what strangers may take of this process, what was refused, and how many bytes they have sent today."""
    Gauge("donghanh_held_bytes", "Bodies of requests in memory now", registry=registry).set(held.bytes)
    Gauge("donghanh_held_bytes_peak", "The most there were", registry=registry).set(held.peak)
    Gauge("donghanh_held_bytes_limit", "How many may be", registry=registry).set(held.most)
    Counter("donghanh_bodies_turned_away", "Bodies that had no room", registry=registry).inc(held.turned_away)
    Gauge("donghanh_stranger_bytes_today", "Bytes of files strangers sent today", registry=registry).set(sent_today)
    Gauge("donghanh_connections", "Connections from outside open now", registry=registry).set(connections.count)
    Gauge("donghanh_connections_limit", "How many may be open", registry=registry).set(connections.most)
    ended = Counter("donghanh_connections_ended", "Connections ended by us", ["why"], registry=registry)
    for why, count in connections.ended.items():
        ended.labels(why).inc(count)


def _platform_gauges(figures: Iterable[Figure], registry: CollectorRegistry) -> None:
    """Adds what single platforms tell of themselves; figures of one name differ in their labels."""
    by_name: dict[str, Gauge] = {}
    for figure in figures:
        gauge = by_name.get(figure.name)
        if gauge is None:
            gauge = by_name[figure.name] = Gauge(figure.name, figure.help, list(figure.labels), registry=registry)
        (gauge.labels(**figure.labels) if figure.labels else gauge).set(figure.value)


def _allowance_gauges(used: tuple[Allowance, ...], registry: CollectorRegistry) -> None:
    """Adds messages of this month and people, beside what the platform allows."""
    labels = ["channel", "what"]
    count = Gauge("donghanh_allowance_used", "Used of what the platform allows", labels, registry=registry)
    most = Gauge("donghanh_allowance_limit", "What the platform allows", labels, registry=registry)
    for allowance in used:
        for what, now, limit in (
            ("sent", allowance.sent, allowance.per_month),
            ("people", allowance.met, allowance.people),
        ):
            count.labels(allowance.channel, what).set(now)
            most.labels(allowance.channel, what).set(limit)


def _way_gauges(ways: Iterable[WayOut], registry: CollectorRegistry) -> None:
    """Shows only what this process delivers: another tells of the rest."""
    well = Gauge("donghanh_channel_up", "1 while the account of a channel can be used", ["channel"], registry=registry)
    labels = ["channel", "end", "cause"]
    ended = Counter("donghanh_deliveries", "How messages ended, since the start", labels, registry=registry)
    for way in ways:
        if way.is_here:
            well.labels(way.channel).set(0 if way.ails else 1)
        for (end, cause), count in way.ended.items():
            ended.labels(way.channel, end, cause).inc(count)


def part_gauges(
    troubles: Mapping[str, str], restarts: Mapping[tuple[str, str], int], registry: CollectorRegistry
) -> None:
    """Counts how often parts died, and names what is broken or stuck now."""
    died = Counter("donghanh_part_restarts", "How often a part died", ["part", "failure"], registry=registry)
    ill = Gauge("donghanh_part_trouble", "1 while a part is broken or stuck", ["part"], registry=registry)
    for (part, failure), count in restarts.items():
        died.labels(part, failure).inc(count)
        ill.labels(part).set(0)
    for part in troubles:
        ill.labels(part).set(1)
    lost = Counter("donghanh_log_lines_lost", "Log lines that could not be written", registry=registry)
    lost.inc(LossyStream.lost)
