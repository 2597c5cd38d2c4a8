"""What every channel promises, tried on each: what is sent is seen, what fails says how, what is fetched is capped."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest

from bot.channels import Blocked, Channel, Down, Rejected, Retry, SendFailed
from bot.channels.telegram import Telegram
from bot.channels.telegram_update import read_update
from bot.channels.web import WebChat
from bot.channels.web_streams import Event
from bot.channels.web_uploads import Uploads
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa import ZaloOa
from bot.channels.zalo_oa_event import OaReader
from bot.channels.zalo_tokens import App, Tokens
from bot.render import fit, units
from handlers.dialogue import Button, Incoming, Outgoing
from storage.database import Store
from storage.keyring import Keyring
from storage.opening import open_store
from tests.daytime import daytime
from tests.fakes import telegram, zalo_bot, zalo_oa
from tests.fakes.telegram.user import picture

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


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


async def _stand(name: str, folder: Path, url: str, stack: AsyncExitStack) -> Stand:
    if name == "telegram":
        limits = telegram.Limits.none()
        return OnTelegram(await stack.enter_async_context(telegram.FakeTelegram(limits=limits)))
    if name == "zalo_bot":
        return OnZaloBot(await stack.enter_async_context(zalo_bot.FakeZaloBot()))
    keyring = Keyring.fresh()
    store = open_store(url, keyring, daytime().now)
    stack.callback(store.close)
    if name == "zalo_oa":
        return OnZaloOa(await stack.enter_async_context(zalo_oa.FakeZaloOa()), store)
    return OnWeb(WebChat(store, Uploads(folder / "uploads", keyring)))


@pytest.fixture(params=["web", "telegram", "zalo_bot", "zalo_oa"])
async def stand(request: pytest.FixtureRequest, tmp_path: Path, sqlite_url: str) -> AsyncIterator[Stand]:
    async with AsyncExitStack() as stack:
        stand = await _stand(request.param, tmp_path, sqlite_url, stack)
        await stand.channel.start()
        await asyncio.sleep(0)
        yield stand
        await stand.channel.stop()


async def sends(stand: Stand, out: Outgoing, number: int = 1) -> str:
    """As delivery does: fitted, then sent."""
    receipt = await stand.channel.send(stand.address, fit(out, stand.channel.capabilities), number)
    return receipt.platform_id


def choices(count: int) -> tuple[Button, ...]:
    options = [Button(f"Bác Tư, xóm {n}", f"visit_report:person:{n}") for n in range(1, count + 1)]
    return (*options, Button("Thôi", "visit_report:*:!cancel", "command", "HUY"))


async def test_a_name_for_the_store_and_sane_limits(stand: Stand) -> None:
    can = stand.channel.capabilities
    assert 0 < len(stand.channel.name) <= 12
    assert stand.channel.name.replace("_", "").isalpha()
    assert can.text >= 1000
    assert min(can.per_second, can.per_chat_second, can.burst, can.at_once) > 0


@pytest.mark.parametrize(
    "text", ["Chào bác Tư ạ.", "*đậm* _nghiêng_ <b>1 < 2</b> `mã` \\ & #", "😀 👨‍👩‍👧 🇻🇳", "hai\n\ndòng"]
)
async def test_what_is_said_is_seen_as_it_is(stand: Stand, text: str) -> None:
    receipt = await sends(stand, Outgoing(text))
    assert 0 < len(receipt) <= 64
    assert stand.sees() == text
    assert stand.misdeeds() == []


@pytest.mark.parametrize("count", [1, 6, 25])
async def test_every_choice_can_be_made(stand: Stand, count: int) -> None:
    await sends(stand, Outgoing("Bác vừa ghé ai ạ?", choices(count)))
    seen = stand.sees()
    for button in choices(count):
        assert button.label in seen
        numbered = f"{button.press.rsplit(':', 1)[-1]}. {button.label}"
        to_type = numbered if button.role == "option" else button.typed
        assert stand.channel.capabilities.buttons or to_type in seen
    assert stand.misdeeds() == []


@pytest.mark.parametrize("piece", ["chào bác ", "a", "😀", "👨‍👩‍👧", "ế"])
async def test_what_is_too_long_is_cut_and_taken(stand: Stand, piece: str) -> None:
    limit = stand.channel.capabilities.text
    long = piece * (limit // len(piece) + 10)
    await sends(stand, Outgoing(long))
    cut = stand.sees()
    assert cut.endswith("…")
    assert limit * 0.7 < units(cut) <= limit
    assert long.startswith(cut[:-1])
    await sends(stand, Outgoing(long, choices(6)), 2)
    assert "Bác Tư, xóm 6" in stand.sees()
    assert stand.misdeeds() == []


async def test_a_change_is_seen_where_it_cannot_be_made_as_a_new_message(stand: Stand) -> None:
    first = await sends(stand, Outgoing("Ngày nào?", choices(2)))
    second = await sends(stand, Outgoing("Hôm nay.", edits=first), 2)
    assert (second == first) is stand.channel.capabilities.edits
    assert stand.sees() == "Hôm nay."
    assert stand.misdeeds() == []


@pytest.mark.parametrize("asks", ["contact", "place"])
async def test_a_question_for_more_than_words_is_asked(stand: Stand, asks: str) -> None:
    skip = Button("Bỏ qua", "ask_help:phone:!skip", "command", "BO QUA")
    await sends(stand, Outgoing("Số của bác là gì?", (skip,), asks=asks))  # type: ignore[arg-type]
    seen = stand.sees()
    assert "Số của bác là gì?" in seen
    assert "Bỏ qua" in seen
    assert stand.misdeeds() == []


async def test_who_is_not_there_is_not_tried_again(stand: Stand) -> None:
    if not stand.nowhere:
        pytest.skip("a page that opens later reads it from the store")
    with pytest.raises(SendFailed) as failure:
        await stand.channel.send(stand.nowhere, Outgoing("chào"), 1)
    assert isinstance(failure.value, Blocked | Rejected)


async def test_a_platform_that_is_out_of_order_gets_it_later(stand: Stand) -> None:
    for strike in stand.ailing():
        strike()
        with pytest.raises(Down) as failure:
            await stand.channel.send(stand.address, Outgoing("chuyện riêng của bác"), 1)
        told = failure.value.code + repr(failure.value)
        assert len(failure.value.code) <= 40
        assert not any(secret in told for secret in (stand.token, stand.address, "riêng"))
        await sends(stand, Outgoing("chào lại"))
        assert stand.sees() == "chào lại"


async def test_one_too_many_says_how_long_to_wait(stand: Stand) -> None:
    if not stand.floods():
        pytest.skip("no limit but our own")
    with pytest.raises(Retry) as failure:
        await stand.channel.send(stand.address, Outgoing("chào"), 1)
    assert failure.value.after > 0


async def test_what_was_sent_along_comes_whole_or_not_at_all(stand: Stand) -> None:
    ref = stand.photo()
    assert await stand.channel.fetch(ref, 10_000_000) == picture()
    with pytest.raises(Rejected):
        await stand.channel.fetch(ref, len(picture()) - 1)


@pytest.mark.parametrize("ref", ["", "unknown", "upload:../../keys.json", "http://127.0.0.1:1/a", "file:///etc/passwd"])
async def test_what_is_not_there_is_a_failure_like_others(stand: Stand, ref: str) -> None:
    with pytest.raises(SendFailed):
        await stand.channel.fetch(ref, 1000)


async def test_a_message_is_the_same_each_time_and_through_json(stand: Stand) -> None:
    first, again = stand.said()
    assert first == again
    assert first.channel == stand.channel.name
    assert (first.kind, first.text) == ("text", "chào bác 😀")
    assert 0 < len(first.external_id) <= 128
    assert 0 < len(first.address) <= 128
    through = Incoming.from_json(
        first.to_json(), channel=first.channel, external_id=first.external_id, address=first.address
    )
    assert through == first


async def test_starting_and_stopping_twice_does_no_harm(stand: Stand) -> None:
    await stand.channel.start()
    await stand.channel.stop()
    await stand.channel.stop()
    await stand.channel.start()
