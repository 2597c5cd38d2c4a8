"""The desk over the demo commune: real pages, forms and rules, without desk threads and delivery."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.channels.web.channel import WebChat
from bot.channels.web.uploads import Uploads
from bot.console.routes import add_console
from bot.files.attachments import Attachments
from bot.files.blobs import Folder
from bot.files.store import FileStore
from bot.intake import turns
from bot.wake_ups import WakeUps
from bot.web.health.routes import WayOut
from bot.web.site import Web, add_pages
from handlers.desk import demo_seats, signing_in
from handlers.desk.seats import seat_of
from handlers.kit import Incoming, Outgoing
from handlers.kit.deployment import Deployment
from handlers.texts import Texts
from storage import accounts, chats, outbox
from storage.database import Store
from storage.opening import open_store
from storage.outbox import sending
from tests import sown
from tests.bot.web.conftest import AllWell, Stage
from tests.conftest import StandingClock
from tests.warm import warmed

UNIT = "17791"
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@dataclass(slots=True)
class Desk:
    """A browser at the desk. `told`: what was said to others, by the account's id; `ways`: how channels are."""

    store: Store
    deployment: Deployment
    channel: WebChat
    client: TestClient[web.Request, web.Application] | None = None
    key: str = ""
    mark: str = ""
    told: list[tuple[int | None, str, str]] = field(default_factory=list)
    ways: list[WayOut] = field(default_factory=list)

    def opens(self, who: str) -> "Desk":
        """Sits down as one of `demo_seats.WHO`; as nobody with an empty word."""
        with self.store.transaction() as db:
            self.key = demo_seats.open_desk(db, UNIT, who) or ""
        return self

    def opens_as(self, account_id: int, way: str = "link") -> "Desk":
        with self.store.transaction() as db:
            account = accounts.get(db, account_id)
            assert account
            self.key = signing_in.begin(db, account, way)
        return self

    async def gets(self, path: str, **headers: str) -> ClientResponse:
        assert self.client
        told = {"Accept": "text/html", "Cookie": self._cookies, **headers}
        return await self.client.get(path, headers=told, allow_redirects=False)

    @property
    def _cookies(self) -> str:
        kept = {"dh_desk": self.key, "dh_desk_ask": self.mark}
        return "; ".join(f"{name}={value}" for name, value in kept.items() if value)

    async def sees(self, path: str) -> str:
        """The page as it is read, through what leads to it."""
        answer = await self.gets(path)
        while answer.status == 303:
            answer = await self.gets(answer.headers["Location"])
        return await answer.text()

    async def posts(self, path: str, fields: dict[str, str] | list[tuple[str, str]]) -> ClientResponse:
        assert self.client
        origin = str(self.client.make_url("/")).rstrip("/")
        headers = {"Origin": origin, "Accept": "text/html", "Cookie": self._cookies}
        return await self.client.post(path, data=dict(fields), headers=headers, allow_redirects=False)

    async def posts_json(self, path: str, told: dict[str, Any]) -> ClientResponse:
        assert self.client
        origin = str(self.client.make_url("/")).rstrip("/")
        headers = {"Origin": origin, "Accept": "application/json", "Cookie": self._cookies}
        return await self.client.post(path, json=told, headers=headers, allow_redirects=False)

    async def presses(self, press: str, back: str = "/console/devices") -> str:
        """The page after the press."""
        answer = await self.posts("/console/press", {"press": press, "back": back})
        return await self.sees(answer.headers["Location"])

    async def says(self, text: str, back: str = "/console/devices") -> str:
        answer = await self.posts("/console/say", {"text": text, "back": back})
        return await self.sees(answer.headers["Location"])

    async def accept(self, message: Incoming) -> None:
        with self.store.transaction() as db:
            turns.take(db, self.deployment, [message])
        for address, out, message_id in self.sends():
            await self.channel.send(address, out, message_id)

    def sends(self) -> list[tuple[str, Outgoing, int]]:
        """Sends what waits; what goes to a web chat is handed to its open pages."""
        with self.store.transaction() as db:
            waiting = db.execute(outbox.outbox.select().where(outbox.outbox.c.state == "queued")).all()
            sending.sent(db, [(row.id, str(row.id), db.now) for row in waiting])
            addresses = {row.id: row.address for row in db.execute(select(chats.chats.c.id, chats.chats.c.address))}
            left = []
            for row in waiting:
                out = Outgoing.from_json(row.body.open_json(row.id))
                self.told.append((row.account_id, row.kind, addresses[row.chat_id]))
                left.append((addresses[row.chat_id], out, row.id))
            return left

    async def run(self, work: object) -> object:
        with self.store.transaction() as db:
            return work(db)  # type: ignore[operator]

    def audited(self) -> list[tuple[str, str]]:
        """What the audit says of the desk: action and page."""
        from storage.audit import audit

        with self.store.transaction() as db:
            rows = db.execute(select(audit.c.action, audit.c.detail).order_by(audit.c.seq)).all()
        return [(row.action, row.detail) for row in rows if row.action.startswith("desk.")]

    @property
    def account_id(self) -> int:
        with self.store.transaction() as db:
            seat = seat_of(db, self.key)
        assert seat
        return seat.account.id

    def of_role(self, role: str, unit: str = UNIT) -> int:
        """The first account with the role."""
        with self.store.transaction() as db:
            return next(one.id for one in accounts.of_unit(db, unit) if role in one.roles)


@pytest.fixture
def clock_of_desk() -> StandingClock:
    return StandingClock(NOW)


@pytest.fixture
def sown_store(sqlite_url: str, clock_of_desk: StandingClock) -> Iterator[Store]:
    store = warmed(open_store(sqlite_url, sown.KEYRING, clock_of_desk.now))
    sown.sow(store, UNIT)
    yield store
    store.close()


@pytest.fixture
async def desk(sown_store: Store, deployment: Deployment, tmp_path: Path) -> AsyncIterator[Desk]:
    channel = WebChat(sown_store, Uploads(Folder(tmp_path / "uploads"), sown.KEYRING))
    attachments = Attachments(sown_store, FileStore(Folder(tmp_path / "files"), sown.KEYRING))
    desk = Desk(sown_store, deployment, channel)
    app = web.Application()
    parts = Web(sown_store, Texts.load(), channel, desk.accept, desk.run, attachments, AllWell())
    parts = replace(parts, stage=Stage(), ways_out=lambda: desk.ways)
    add_pages(app, parts)
    wake_ups = WakeUps(sown_store)
    add_console(app, deployment, wake_ups)
    wake_ups.start()
    async with TestClient(TestServer(app), cookie_jar=DummyCookieJar()) as client:
        desk.client = client
        yield desk
    wake_ups.stop()
