"""The pages over a real store, without desk and bot: what is accepted is stored and answered by the test itself."""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot.channels.web.channel import WebChat
from bot.channels.web.uploads import Uploads
from bot.files.attachments import Attachments
from bot.files.blobs import Folder
from bot.files.store import FileStore
from bot.networks import Network
from bot.web.demo.page import Holder, Phone, State
from bot.web.health.routes import WayOut
from bot.web.site import Web, add_pages
from handlers.kit import Incoming, Outgoing
from handlers.texts import Texts
from storage import accounts, chats, inbox, outbox, sessions
from storage.database import Db, Store
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import sending
from tests.warm import warmed

COOKIE = "A" * 43
ADDRESS = hashlib.sha256(COOKIE.encode()).hexdigest()
NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
WAYS_OUT = (
    WayOut("web", is_here=True, ails="", ended={("sent", ""): 3}),
    WayOut("telegram", is_here=True, ails="token", ended={}),
    WayOut("zalo_oa", is_here=False, ails="", ended={}),
)
Client = TestClient[web.Request, web.Application]


@dataclass(slots=True)
class Service:
    """The store behind the pages, and a hand to write as the bot would."""

    store: Store
    channel: WebChat
    attachments: Attachments
    away: bool = False
    accepted: list[Incoming] = field(default_factory=list)

    async def accept(self, message: Incoming) -> None:
        if self.away:
            raise OperationalError("select 1", {}, Exception("gone"))
        self.accepted.append(message)
        with self.store.transaction() as db:
            party = inbox.parties(db, "web", [message.address])[message.address]
            arrival = inbox.Arrival("web", message.external_id, message.address, message.to_json())
            inbox.accept(db, [(arrival, party.chat.id, True)])

    async def run(self, work: Callable[[Db], object]) -> object:
        with self.store.transaction() as db:
            return work(db)

    def write(self, out: Outgoing, address: str = ADDRESS, subject_id: int | None = None) -> int:
        """A message that has left, as the outbox keeps it."""
        with self.store.transaction() as db:
            chat = inbox.parties(db, "web", [address])[address].chat
            message_id = outbox.put(
                db,
                chat,
                out.to_json(),
                lane=outbox.REPLY,
                kind="reply",
                expires_at=db.now + timedelta(hours=1),
                subject_id=subject_id,
            )
        with self.store.transaction() as db:
            sending.sent(db, [(message_id, str(message_id), db.now)])
        return message_id

    def link(self, address: str = ADDRESS, role: str = "person") -> int:
        """Makes the chat speak for an account."""
        with self.store.transaction() as db:
            account_id = accounts.add(db, unit="17791", name="Trần Văn Nam", roles=(role,))
            chats.link(db, inbox.parties(db, "web", [address])[address].chat.id, account_id)
        return account_id

    async def say(self, out: Outgoing, address: str = ADDRESS) -> int:
        message_id = self.write(out, address)
        await self.channel.send(address, out, message_id)
        return message_id


def signed_in(store: Store, key: str, address: str) -> None:
    """A session whose key is known to the test."""
    with store.transaction() as db:
        sessions.start(db, address)
        made = sessions.web_sessions.c.address == address
        known = update(sessions.web_sessions).where(made).values(proof=hashlib.sha256(key.encode()).digest())
        db.execute(known)


@dataclass(slots=True)
class Stage:
    """Three people and a clock that counts how often it was moved."""

    held: dict[int, int] = field(default_factory=lambda: {1: 11, 2: 21, 3: 31})
    moved: list[str] = field(default_factory=list)
    people: tuple[Holder, ...] = (
        Holder(11, "Trần Văn Tư", "guardian", "Bác Tư"),
        Holder(21, "Lê Nam", "person", "Anh Nam"),
        Holder(31, "Phạm Hùng", "officer", "Anh Hùng"),
    )

    async def state(self) -> State:
        by_id = {one.id: one for one in self.people}
        phones = [Phone(n, by_id[one].id, by_id[one].name, by_id[one].role) for n, one in self.held.items()]
        return State(NOW, phones, list(self.people))

    async def hold(self, n: int, account_id: int) -> None:
        self.held[n] = account_id

    async def advance(self, step: str) -> None:
        self.moved.append(step)


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Service]:
    keyring = Keyring.fresh()
    store = warmed(open_store(database_url, keyring, lambda: NOW))
    attachments = Attachments(store, FileStore(Folder(tmp_path / "files"), keyring))
    signed_in(store, COOKIE, ADDRESS)
    yield Service(store, WebChat(store, Uploads(Folder(tmp_path / "uploads"), keyring)), attachments)
    store.close()


@dataclass(slots=True)
class AllWell:
    """A process in which nothing is broken."""

    warnings: dict[str, str] = field(default_factory=dict)

    async def troubles(self) -> dict[str, str]:
        return {}

    def restarts(self) -> dict[tuple[str, str], int]:
        return {}


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def proxies() -> tuple[Network, ...]:
    """Whom the pages believe where a reader is: nobody, unless a test says otherwise."""
    return ()


@pytest.fixture
def public_url() -> str:
    return ""


@pytest.fixture
async def client(
    service: Service, stage: Stage, proxies: tuple[Network, ...], public_url: str
) -> AsyncIterator[Client]:
    app = web.Application()
    parts = Web(
        service.store,
        Texts.load(),
        service.channel,
        service.accept,
        service.run,
        service.attachments,
        AllWell(),
        code_links=lambda code: {"web": f"https://donghanh.example/chat#{code}"},
        stage=stage,
    )
    add_pages(app, replace(parts, ways_out=lambda: WAYS_OUT, proxies=proxies, public_url=public_url))
    headers = {"Cookie": f"dh_session={COOKIE}"}
    async with TestClient(TestServer(app), cookie_jar=DummyCookieJar(), headers=headers) as client:
        client.session.headers["Origin"] = str(client.make_url("/")).rstrip("/")
        yield client
