"""Each channel beside its platform, real or strict fake, and somebody who reads there."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.update import read_update
from bot.channels.web.channel import WebChat
from bot.channels.web.streams import Event
from bot.channels.web.uploads import Uploads
from bot.channels.zalo_bot.channel import ZaloBot
from bot.channels.zalo_oa.calls import Renewing
from bot.channels.zalo_oa.channel import ZaloOa
from bot.channels.zalo_oa.event import OaReader
from bot.channels.zalo_oa.request import OaRequest
from bot.channels.zalo_oa.tokens import App, Tokens
from bot.channels.zalo_oa.zbs.channel import BY_UID, Zbs
from bot.channels.zalo_oa.zbs.errors import is_of_the_token
from bot.channels.zalo_oa.zbs.money import Till
from bot.channels.zalo_oa.zbs.templates import Templates
from bot.delivery.channel import Channel
from bot.files.blobs import Folder
from handlers.kit import Incoming
from seeds.tables import load_tables
from storage.database import Store
from storage.keyring import Keyring
from storage.opening import open_store
from tests.bot.channels.telegram import fake as telegram
from tests.bot.channels.telegram.fake.user import picture
from tests.bot.channels.zalo_bot import fake as zalo_bot
from tests.bot.channels.zalo_oa import fake as zalo_oa
from tests.bot.channels.zalo_oa.zbs.registered import register_ours
from tests.daytime import daytime
from tests.warm import warmed


class Stand(Protocol):
    """A channel beside its platform, real or strict fake, and somebody who reads there."""

    @property
    def channel(self) -> Channel: ...

    address: str
    nowhere: str
    token: str

    def sees(self) -> str:
        """All of the newest message: its text and what can be pressed."""
        ...

    def ailing(self) -> list[Callable[[], object]]:
        """Ways in which the platform can be out of order for one call."""
        ...

    def floods(self) -> bool:
        """The next message is one too many; False where there is no such limit."""
        ...

    def misdeeds(self) -> list[object]:
        """What the platform had to refuse."""
        ...

    def photo(self) -> str:
        """The reference of a photo that somebody sent."""
        ...

    def said(self) -> list[Incoming]:
        """The same text, delivered twice."""
        ...


@dataclass
class OnWeb:
    channel: WebChat
    address: str = "a" * 64
    nowhere: str = ""
    token: str = "no token at all"
    page: asyncio.Queue[Event] = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.channel.streams.open(self.address)

    def sees(self) -> str:
        event = self.page.get_nowait()
        while not self.page.empty():
            event = self.page.get_nowait()
        assert event.data is not None
        return "\n".join([event.data["text"], *(button["label"] for button in event.data.get("buttons", ()))])

    def ailing(self) -> list[Callable[[], object]]:
        return []

    def floods(self) -> bool:
        return False

    def misdeeds(self) -> list[object]:
        return []

    def photo(self) -> str:
        return self.channel.uploads.keep(picture())

    def said(self) -> list[Incoming]:
        return [Incoming("web", "page-1", self.address, "text", text="chào bác 😀")] * 2


class OnTelegram:
    def __init__(self, api: telegram.FakeTelegram):
        self.api = api
        self.token = telegram.TOKEN
        self.channel = Telegram(self.token, api.url)
        self.user = api.user(started=True)
        self.address = str(self.user.id)
        self.nowhere = "5"

    def sees(self) -> str:
        return "\n".join([self.user.screen.text, *self.user.screen.labels])

    def ailing(self) -> list[Callable[[], object]]:
        return [
            lambda: self.api.fails("sendMessage", status=502),
            lambda: self.api.fails("sendMessage", status=500),
            lambda: self.api.drops("sendMessage"),
        ]

    def floods(self) -> bool:
        self.api.floods("sendMessage", retry_after=3)
        return True

    def misdeeds(self) -> list[object]:
        return list(self.api.rejected)

    def photo(self) -> str:
        update = self.api.updates.history[self.user.sends_photo(picture())].update
        read = read_update(update, "telegram")
        assert read is not None
        assert read.media is not None
        return read.media.ref

    def said(self) -> list[Incoming]:
        update = self.api.updates.history[self.user.says("chào bác 😀")].update
        return [read for read in (read_update(update, "telegram") for _ in range(2)) if read]


class OnZaloBot:
    def __init__(self, api: zalo_bot.FakeZaloBot):
        self.api = api
        self.token = zalo_bot.TOKEN
        self.channel = ZaloBot(self.token, api.url, loopback=True)
        self.user = api.user(wrote=True)
        self.address = self.user.id
        self.nowhere = "6ede9afa66b88fe6d6a9"

    def sees(self) -> str:
        return self.user.screen.text

    def ailing(self) -> list[Callable[[], object]]:
        return [
            lambda: self.api.fails("sendMessage", code=403),
            lambda: self.api.babbles("sendMessage"),
            lambda: self.api.drops("sendMessage"),
        ]

    def floods(self) -> bool:
        self.api.fails("sendMessage", code=429)
        return True

    def misdeeds(self) -> list[object]:
        return list(self.api.rejected)

    def photo(self) -> str:
        read = self.channel.reader.read(self.api.receiving.history[self.user.sends_photo(picture())])
        assert read is not None
        assert read.media is not None
        return read.media.ref

    def said(self) -> list[Incoming]:
        update = self.api.receiving.history[self.user.says("chào bác 😀")]
        return [read for read in (self.channel.reader.read(update) for _ in range(2)) if read]


class OnZaloOa:
    def __init__(self, api: zalo_oa.FakeZaloOa, store: Store):
        self.api = api
        self.token = "access-1"
        app = App(zalo_oa.OA_ID, zalo_oa.APP_ID, zalo_oa.APP_SECRET, api.url)
        picture_of_ours = "https://donghanh.example/icon.png"
        self.channel = ZaloOa(Tokens(store, app, "refresh-0"), api.url, picture=picture_of_ours, loopback=True)
        self.reader = OaReader(self.channel.name, zalo_oa.OA_ID)
        self.user = api.user(wrote=True)
        self.address = self.user.id
        self.nowhere = "246845883529197922"

    def sees(self) -> str:
        return "\n".join([self.user.screen.text, *self.user.screen.labels])

    def ailing(self) -> list[Callable[[], object]]:
        return [
            lambda: self.api.fails(zalo_oa.SEND, code=-200),
            lambda: self.api.babbles(zalo_oa.SEND),
            lambda: self.api.drops(zalo_oa.SEND),
        ]

    def floods(self) -> bool:
        self.api.fails(zalo_oa.SEND, code=-32)
        return True

    def misdeeds(self) -> list[object]:
        return list(self.api.rejected)

    def photo(self) -> str:
        read = self.reader.read(self.user.sends_photo(picture()))
        assert isinstance(read, Incoming)
        assert read.media is not None
        return read.media.ref

    def said(self) -> list[Incoming]:
        event = self.user.says("chào bác 😀")
        return [read for read in (self.reader.read(event) for _ in range(2)) if isinstance(read, Incoming)]


REMINDING = {"customer_name": "bác Tư", "matter": "chuyện riêng của bác", "date": "23/11/2026"}


class OnZbs:
    """Approved words only, and nothing comes in."""

    def __init__(self, api: zalo_oa.FakeZaloOa, store: Store):
        self.api = api
        self.token = "access-1"
        app = App(zalo_oa.OA_ID, zalo_oa.APP_ID, zalo_oa.APP_SECRET, api.url)
        self.account = ZaloOa(Tokens(store, app, "refresh-0"), api.url, loopback=True)
        business = OaRequest(api.url)
        asking = Renewing(self.account.tokens, is_of_the_token)
        templates = Templates(asking, business, load_tables(date(2026, 11, 23)).templates, store.now)
        self.channel = Zbs(asking, self.account.request, business, templates, Till(store))
        register_ours(api)
        self.user = api.user(wrote=True)
        self.address = f"uid:{self.user.id}"
        self.nowhere = "uid:246845883529197922"

    def sees(self) -> str:
        return self.user.screen.text

    def ailing(self) -> list[Callable[[], object]]:
        return [
            lambda: self.api.fails(BY_UID, code=-100),
            lambda: self.api.fails(BY_UID, code=-115),
            lambda: self.api.babbles(BY_UID),
            lambda: self.api.drops(BY_UID),
        ]

    def floods(self) -> bool:
        self.api.fails(BY_UID, code=-32)
        return True

    def misdeeds(self) -> list[object]:
        return list(self.api.rejected)

    def photo(self) -> str:
        raise AssertionError("nothing comes in")

    def said(self) -> list[Incoming]:
        raise AssertionError("nothing comes in")


async def stand_on(name: str, folder: Path, url: str, stack: AsyncExitStack) -> Stand:
    if name == "telegram":
        limits = telegram.Limits.none()
        return OnTelegram(await stack.enter_async_context(telegram.FakeTelegram(limits=limits)))
    if name == "zalo_bot":
        return OnZaloBot(await stack.enter_async_context(zalo_bot.FakeZaloBot()))
    keyring = Keyring.fresh()
    store = warmed(open_store(url, keyring, daytime().now))
    stack.callback(store.close)
    if name == "zalo_oa":
        return OnZaloOa(await stack.enter_async_context(zalo_oa.FakeZaloOa()), store)
    if name == "zbs":
        on_zbs = OnZbs(await stack.enter_async_context(zalo_oa.FakeZaloOa()), store)
        await on_zbs.account.start()
        stack.push_async_callback(on_zbs.account.stop)
        return on_zbs
    return OnWeb(WebChat(store, Uploads(Folder(folder / "uploads"), keyring)))
