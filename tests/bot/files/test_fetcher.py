"""What people send along is fetched from the platform alone, made safe, sealed, kept, and let go in its time."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy.exc import OperationalError

from bot.channels.telegram.channel import Telegram
from bot.delivery.channel import Capabilities, Channel, Down, Receipt, Rejected, Retry
from bot.files.blobs import Folder
from bot.files.fetcher import TRIES, Fetcher
from bot.files.store import FileStore
from bot.intake.desk import Desk
from bot.scheduler import Scheduler
from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from storage import attachments
from storage.attachments import Attachment
from storage.database import Store
from storage.keyring import CellTampered
from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram
from tests.bot.files.test_pictures import photo, with_place
from tests.conftest import StandingClock

MEGABYTE = 1024 * 1024
Trouble = Down | Retry | Rejected


@dataclass(slots=True)
class Platform:
    """A channel that gives what it is told to, or fails so."""

    name: str = "telegram"
    capabilities: Capabilities = field(default_factory=lambda: Capabilities(text=100, buttons=0))
    content: bytes = b""
    troubles: list[Trouble] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, address: str, out: Outgoing, outbox_id: int) -> Receipt:
        return Receipt("1")

    async def fetch(self, ref: str, most: int) -> bytes:
        self.asked.append(ref)
        if self.troubles:
            raise self.troubles.pop(0)
        return self.content


@dataclass(slots=True)
class Post:
    store: Store
    desk: Desk
    files: FileStore
    seconds: float = 0.0

    def sent(self, kind: str = "photo", ref: str = "ref-1") -> int:
        with self.store.transaction() as db:
            return attachments.expect(db, chat_id=1, channel="telegram", kind=kind, ref=ref, size=None)

    def now(self, attachment_id: int) -> Attachment:
        with self.store.transaction() as db:
            found = attachments.get(db, attachment_id)
        assert found is not None
        return found

    def reason(self, attachment_id: int) -> str | None:
        table = attachments.attachments
        with self.store.transaction() as db:
            reason: str | None = db.execute(table.select().where(table.c.id == attachment_id)).one().reason
        return reason

    def fetcher(self, channel: Channel) -> Fetcher:
        return Fetcher(self.desk, {"telegram": channel}, self.files, clock=lambda: self.seconds)

    @property
    def folder(self) -> Path:
        assert isinstance(self.files.blobs, Folder)
        return self.files.blobs.path

    @property
    def kept(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.glob("*"))]


@pytest.fixture
async def post(store: Store, deployment: Deployment, tmp_path: Path) -> AsyncIterator[Post]:
    desk = Desk(store, deployment, lambda _sendings: None)
    await desk.start()
    yield Post(store, desk, FileStore(Folder(tmp_path / "files"), store.keyring))
    await desk.stop()


async def test_a_photo_is_drawn_anew_sealed_and_opens_in_its_own_place_only(post: Post) -> None:
    first, second = post.sent(), post.sent(ref="ref-2")
    platform = Platform(content=with_place())
    await post.fetcher(platform).round()
    assert platform.asked == ["ref-1", "ref-2"]
    assert (post.now(first).state, post.now(first).type) == ("stored", "image/jpeg")
    assert post.files.read(first).startswith(b"\xff\xd8")
    assert not any(b"\xff\xd8\xff" in blob or b"JFIF" in blob for blob in post.kept)
    (post.folder / f"{first}.sealed").replace(post.folder / f"{second}.sealed")
    with pytest.raises(CellTampered):
        post.files.read(second)


async def test_a_voice_note_is_kept_as_it_is(post: Post) -> None:
    note = post.sent("voice")
    await post.fetcher(Platform(content=b"OggS" + bytes(400))).round()
    found = post.now(note)
    assert (found.state, found.type, found.size) == ("stored", "audio/ogg", 404)
    assert post.files.read(note) == b"OggS" + bytes(400)
    assert post.folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in post.folder.iterdir())


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("photo", b"MZ" + bytes(100), "not_a_picture"),
        ("photo", b"OggS" + bytes(100), "not_a_picture"),
        ("voice", photo(), "not_a_sound"),
        ("file", b"#!/bin/sh", "not_a_picture"),
        ("photo", bytes(11 * MEGABYTE), "too_large"),
    ],
)
async def test_what_is_not_what_it_should_be_is_refused_with_the_reason(
    post: Post, kind: str, content: bytes, reason: str
) -> None:
    sent = post.sent(kind)
    await post.fetcher(Platform(content=content)).round()
    assert (post.now(sent).state, post.reason(sent)) == ("refused", reason)
    assert post.kept == []


async def test_a_channel_that_is_down_is_asked_again_longer_and_longer_apart(post: Post) -> None:
    sent = post.sent()
    platform = Platform(content=photo(), troubles=[Down("502"), Down("502"), Retry(90.0)])
    fetcher = post.fetcher(platform)
    tried_at = []
    while post.now(sent).state == "to_fetch":
        before = len(platform.asked)
        await fetcher.round()
        if len(platform.asked) > before:
            tried_at.append(post.seconds)
        post.seconds += 1
    assert tried_at == [0, 2, 6, 96]
    assert post.now(sent).state == "stored"


async def test_a_fault_of_ours_in_one_attachment_keeps_no_other_waiting(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = Platform(content=photo())
    strange, plain = post.sent(ref="strange"), post.sent(ref="plain")
    fetch = Platform.fetch

    async def stumbles(self: Platform, ref: str, most: int) -> bytes:
        if ref == "strange":
            raise KeyError("file_path")
        return await fetch(self, ref, most)

    monkeypatch.setattr(Platform, "fetch", stumbles)
    await post.fetcher(platform).round()
    assert post.now(plain).state == "stored"
    assert (post.now(strange).state, post.now(strange).attempts) == ("to_fetch", 1)
    assert platform.asked == ["plain"]


async def test_who_rests_keeps_nobody_waiting(post: Post) -> None:
    for number in range(20):
        post.sent(ref=f"ref-{number}")
    platform = Platform(content=photo(), troubles=[Down("502")] * 16)
    fetcher = post.fetcher(platform)
    for _ in range(3):
        await fetcher.round()
    with post.store.transaction() as db:
        assert len(attachments.to_fetch(db, 100)) == 16


async def test_after_a_dozen_tries_it_is_given_up(post: Post) -> None:
    sent = post.sent()
    platform = Platform(troubles=[Down("502")] * 100)
    fetcher = post.fetcher(platform)
    for _ in range(TRIES):
        await fetcher.round()
        post.seconds += 3600
    assert (post.now(sent).state, post.reason(sent)) == ("refused", "502")
    assert len(platform.asked) == TRIES


async def test_a_channel_that_is_off_has_nothing_to_give(post: Post) -> None:
    sent = post.sent()
    await Fetcher(post.desk, {}, post.files).round()
    assert post.reason(sent) == "channel_off"


async def test_what_went_is_let_go_in_its_time(post: Post, clock: StandingClock, deployment: Deployment) -> None:
    sent = post.sent()
    await post.fetcher(Platform(content=photo())).round()
    clock.move(days=deployment.tables.retention_days["attachments"] + 2)
    scheduler = Scheduler(post.desk, post.files)
    await scheduler.clean()
    scheduler.lease.release()
    assert post.kept == []
    with post.store.transaction() as db:
        assert attachments.get(db, sent) is None


async def test_a_store_that_is_away_ends_nothing(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = post.sent()
    fetcher = post.fetcher(Platform(content=photo()))
    real, times = Desk.run, []

    async def away_once(desk: Desk, work: Callable[..., object]) -> object:
        times.append(1)
        if len(times) == 1:
            raise OperationalError("", None, Exception())
        return await real(desk, work)

    monkeypatch.setattr(Desk, "run", away_once)
    for _ in range(2):
        await fetcher._turn(AlwaysOurs())
    assert post.now(sent).state == "stored"


class AlwaysOurs:
    had_holder = False
    needs_renewal = False

    def hold(self) -> bool:
        return True

    def sure(self) -> bool:
        return True

    def release(self) -> None:
        return None


class TestFromTelegram:
    @pytest.fixture
    async def channel(self, telegram: FakeTelegram) -> AsyncIterator[Telegram]:
        channel = Telegram(TOKEN, telegram.url)
        await channel.start()
        yield channel
        await channel.stop()

    def ref_of(self, telegram: FakeTelegram, content: bytes) -> str:
        user = telegram.user()
        user.sends_document(content)
        update = telegram.updates.pending[max(telegram.updates.pending)]
        return str(update.update["message"]["document"]["file_id"])

    async def test_a_file_comes_from_its_own_api(self, post: Post, telegram: FakeTelegram, channel: Telegram) -> None:
        sent = post.sent(ref=self.ref_of(telegram, photo()))
        await post.fetcher(channel).round()
        assert post.now(sent).state == "stored"
        assert telegram.rejected == []

    @pytest.mark.parametrize("size", [15 * MEGABYTE, 50 * MEGABYTE])
    async def test_too_much_is_refused(self, post: Post, telegram: FakeTelegram, channel: Telegram, size: int) -> None:
        sent = post.sent("file", ref=self.ref_of(telegram, b"%PDF-" + bytes(size)))
        await post.fetcher(channel).round()
        assert post.now(sent).state == "refused"
        assert post.kept == []

    async def test_a_file_that_is_unknown_is_refused(self, post: Post, channel: Telegram) -> None:
        sent = post.sent(ref="no-such-file")
        await post.fetcher(channel).round()
        assert post.now(sent).state == "refused"

    @pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
    async def test_a_flood_is_waited_out(self, post: Post, telegram: FakeTelegram, channel: Telegram) -> None:
        sent = post.sent(ref=self.ref_of(telegram, photo()))
        telegram.floods("getFile", retry_after=40)
        fetcher = post.fetcher(channel)
        await fetcher.round()
        post.seconds += 39
        await fetcher.round()
        assert post.now(sent).state == "to_fetch"
        post.seconds += 2
        await fetcher.round()
        assert post.now(sent).state == "stored"

    async def test_a_broken_connection_is_tried_again(
        self, post: Post, telegram: FakeTelegram, channel: Telegram
    ) -> None:
        sent = post.sent(ref=self.ref_of(telegram, photo()))
        telegram.drops("getFile")
        fetcher = post.fetcher(channel)
        await fetcher.round()
        post.seconds += 10
        await fetcher.round()
        assert post.now(sent).state == "stored"

    @pytest.mark.parametrize(
        "path", ["http://127.0.0.1:{port}/secret", "../../secret", "/etc/passwd", "@127.0.0.1:{port}/secret"]
    )
    async def test_nowhere_else_is_asked_whatever_the_path_says(
        self, post: Post, telegram: FakeTelegram, channel: Telegram, neighbour: "Neighbour", path: str
    ) -> None:
        ref = self.ref_of(telegram, photo())
        telegram.state.files[ref] = (path.format(port=neighbour.port), photo())
        sent = post.sent(ref=ref)
        await post.fetcher(channel).round()
        assert neighbour.asked == []
        assert post.kept == [] or post.now(sent).state == "stored"

    async def test_it_is_not_led_elsewhere(self, post: Post, neighbour: "Neighbour") -> None:
        """The API of this test sends every download on to a neighbour in the private network."""
        channel = Telegram(TOKEN, f"http://127.0.0.1:{neighbour.port}")
        await channel.start()
        sent = post.sent()
        await post.fetcher(channel).round()
        await channel.stop()
        assert neighbour.asked == []
        assert post.now(sent).state == "to_fetch"


@dataclass(slots=True)
class Neighbour:
    port: int = 0
    asked: list[str] = field(default_factory=list)

    async def secret(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        return web.Response(body=photo())

    async def get_file(self, _request: web.Request) -> web.Response:
        found = {"file_id": "ref-1", "file_unique_id": "u", "file_path": "photos/1.jpg"}
        return web.json_response({"ok": True, "result": found})

    async def lead_away(self, _request: web.Request) -> web.Response:
        raise web.HTTPFound(f"http://127.0.0.1:{self.port}/secret")


@pytest.fixture
async def neighbour() -> AsyncIterator[Neighbour]:
    found = Neighbour()
    app = web.Application()
    app.router.add_get("/secret", found.secret)
    app.router.add_post("/bot{token}/getFile", found.get_file)
    app.router.add_get("/file/{path:.+}", found.lead_away)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.port = runner.addresses[0][1]
    yield found
    await runner.cleanup()
