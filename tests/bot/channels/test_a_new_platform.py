"""A platform is one value of the registry: settings, service, doctor, figures, words and limits follow from it."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import Field, SecretStr

from bot.app import Service
from bot.channels import registry
from bot.channels.findings import Finding
from bot.channels.platform import Figure, Platform, Refused, RunningChannel, Server, Surroundings
from bot.channels.settings import PlatformSettings
from bot.delivery.channel import Capabilities, Receipt, Rejected
from bot.delivery.failures import in_words
from bot.deployment import open_deployment
from bot.intake.desk import Desk
from bot.settings import load_settings
from bot.supervision import Part
from handlers.kit import Outgoing
from handlers.linking.invitation import describe
from storage import accounts, chats, outbox
from storage.database import Db
from storage.keyring import Keyring
from storage.opening import open_store
from tests.bot.commands.console import Console
from tests.daytime import daytime

CAN = Capabilities(text=500, buttons=0, per_second=7, per_month=70)


class PigeonSettings(PlatformSettings):
    pigeon_loft: SecretStr | None = Field(None, description="where the pigeons live; without it the channel is off")


@dataclass
class Pigeons:
    name: str = "pigeon"
    capabilities: Capabilities = CAN
    flown: list[tuple[str, str]] = field(default_factory=list)

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, address: str, out: Outgoing, outbox_id: int) -> Receipt:
        self.flown.append((address, out.text))
        return Receipt(str(outbox_id))

    async def fetch(self, ref: str, most: int) -> bytes:
        raise Rejected("no_bags")


class RunningPigeons:
    def __init__(self) -> None:
        self.channel = Pigeons()
        self.works = False

    def routes(self, _desk: Desk) -> Iterable[web.RouteDef]:
        async def land(_request: web.Request) -> web.Response:
            return web.Response(text="coo")

        return [web.get("/hooks/pigeon", land)]

    def work(self, _desk: Desk, _refused: Refused) -> Iterable[Part]:
        async def feed() -> None:
            self.works = True

        return [Part("pigeon.feed", feed, ends=True)]

    def figures(self, _db: Db) -> Iterable[Figure]:
        return [Figure("donghanh_pigeon_seeds", "Seeds that are left", left, {"kind": kind}) for kind, left in SEEDS]


SEEDS = (("corn", 12), ("peas", 3))


def open_pigeons(settings: PigeonSettings, around: Surroundings) -> Sequence[RunningChannel]:
    assert settings.pigeon_loft is not None
    assert around.server.folder.is_dir()
    return [RunningPigeons()]


def check_pigeons(_settings: PigeonSettings, _server: Server) -> Iterable[Finding]:
    return [Finding("good", "pigeon: all at home")]


PIGEON = Platform(
    name="pigeon",
    settings=PigeonSettings,
    switch="pigeon_loft",
    capabilities={"pigeon": CAN},
    open=open_pigeons,
    checks=check_pigeons,
    error_words={"pigeon": {"hawk": "a hawk was quicker"}},
    address=lambda settings, server: f"{server.public_url}/loft",
    link=lambda address, code: f"{address}/ring/{code}",
)


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "PLATFORMS", (*registry.PLATFORMS, PIGEON))


@pytest.fixture
async def service(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    monkeypatch.setenv("DONGHANH_PIGEON_LOFT", "on the roof")
    monkeypatch.setenv("DONGHANH_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("DONGHANH_KEYS_FILE", str(tmp_path / "keys.json"))
    monkeypatch.setenv("DONGHANH_PUBLIC_URL", "https://donghanh.example")
    settings, clock = load_settings(None).model_copy(update={"unit": "17791"}), daytime()
    store = open_store(sqlite_url, Keyring.fresh(), clock.now)
    service = Service(settings, clock, store, open_deployment(settings, clock))
    await service.start()
    yield service
    await service.stop()


def opened(service: Service) -> RunningPigeons:
    return next(one for one in service.running if isinstance(one, RunningPigeons))


async def test_the_app_opens_it_sends_on_it_and_shows_its_figures(service: Service) -> None:
    with service.store.transaction() as db:
        chat = chats.add(db, "pigeon", "loft 3")
        chats.link(db, chat.id, accounts.add(db, unit="17791", name="Lê Văn Hùng", roles=("officer",)))
        account_chat = chats.get(db, chat.id)
    assert account_chat is not None
    await service.desk.run(
        lambda db: outbox.put(
            db,
            account_chat,
            Outgoing("Chào bác").to_json(),
            lane=outbox.REPLY,
            kind="news",
            expires_at=db.now.replace(year=db.now.year + 1),
        )
    )
    await service.dispatchers["pigeon"].settled(5)
    async with TestClient(TestServer(service.web_app())) as client:
        async with client.get("/hooks/pigeon") as answer:
            assert await answer.text() == "coo"
        async with client.get("/metrics") as answer:
            metrics = await answer.text()
    assert opened(service).channel.flown == [("loft 3", "Chào bác")]
    assert opened(service).works
    assert 'donghanh_pigeon_seeds{kind="corn"} 12.0' in metrics
    assert 'donghanh_pigeon_seeds{kind="peas"} 3.0' in metrics
    assert 'donghanh_channel_up{channel="pigeon"} 1.0' in metrics
    assert 'donghanh_allowance_limit{channel="pigeon",what="sent"} 70.0' in metrics


async def test_handlers_know_its_limits_and_its_address(service: Service) -> None:
    assert service.deployment.limits_of("pigeon").per_second == 7
    assert service.deployment.addresses["pigeon"] == "https://donghanh.example/loft"


async def test_an_invitation_has_its_link(service: Service) -> None:
    assert describe(service.deployment, "7F3K-92QD")["pigeon"] == "https://donghanh.example/loft/ring/7F3K-92QD"


def test_its_codes_are_told_in_words() -> None:
    assert in_words(registry.error_words("pigeon"), "Rejected:hawk") == "hawk (a hawk was quicker)"


@pytest.mark.wall_clock
@pytest.mark.parametrize(
    ("given", "finding"),
    [({"pigeon_loft": "on the roof"}, "✓ pigeon: all at home"), ({}, "– pigeon: off, DONGHANH_PIGEON_LOFT is not set")],
)
def test_the_doctor_tells_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], finding: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert finding in Console(tmp_path, {}).run("doctor", **given).stdout
