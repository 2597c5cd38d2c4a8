"""Photos and voice notes on Telegram: uploaded as what they are, and all the way from a guardian to an officer."""

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PIL import Image

from bot.channels.telegram.channel import Telegram
from bot.delivery.channel import Blocked, Capabilities, Down, Rejected, Retry
from bot.delivery.render import fit
from bot.files.attachments import Content, NotThere
from handlers.kit import Button, Outgoing
from handlers.kit.document import DOCX, XLSX
from tests.bot.channels.filling import answers, reports
from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram, Limits, User
from tests.bot.channels.telegram.fake.user import picture
from tests.bot.channels.telegram.test_end_to_end import Town, hears_of, town_on
from tests.patience import PATIENCE

CARD = Button("Hồ sơ người này", "do:person_card:12")
PHOTO = Outgoing(
    "Ảnh bác Tư gửi kèm lần ghé thăm anh Nam, 09:00.", (CARD,), attachment=7, shows="photo", instead="Trên web"
)


@dataclass(slots=True)
class Shelf:
    """What lies on it, by id."""

    contents: dict[int, Content] = field(default_factory=dict)

    async def open(self, attachment_id: int) -> Content:
        if attachment_id not in self.contents:
            raise NotThere
        return self.contents[attachment_id]


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(limits=Limits.none()) as fake:
        yield fake


@pytest.fixture
def attachments() -> Shelf:
    return Shelf({7: Content("image/jpeg", picture())})


@pytest.fixture
async def channel(api: FakeTelegram, attachments: Shelf) -> AsyncIterator[Telegram]:
    channel = Telegram(TOKEN, api.url, attachments)  # type: ignore[arg-type]
    await channel.start()
    yield channel
    await channel.stop()


@pytest.fixture
def user(api: FakeTelegram) -> User:
    return api.user(started=True)


async def test_a_photo_is_a_photo_with_caption_and_buttons(api: FakeTelegram, channel: Telegram, user: User) -> None:
    receipt = await channel.send(str(user.id), PHOTO, 1)
    seen = user.screen
    assert receipt.platform_id == str(seen.message_id)
    assert (seen.kind, seen.text, seen.file) == ("photo", PHOTO.text, picture())
    assert seen.button("Hồ sơ người này").data == "do:person_card:12"
    assert seen.params["protect_content"] in (True, "true")
    assert api.rejected == []


@pytest.mark.parametrize("media_type", [XLSX, DOCX])
async def test_what_is_to_be_edited_can_be_saved(
    api: FakeTelegram, channel: Telegram, attachments: Shelf, user: User, media_type: str
) -> None:
    attachments.contents[7] = Content(media_type, b"PK and more")
    await channel.send(str(user.id), PHOTO, 1)
    assert "protect_content" not in api.requests[-1].params


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("audio/ogg", "voice"),
        ("audio/mpeg", "voice"),
        ("audio/mp4", "voice"),
        ("audio/webm", "document"),
        ("application/pdf", "document"),
        ("application/odd", "document"),
    ],
)
async def test_each_type_goes_the_way_that_telegram_takes_it(
    channel: Telegram, attachments: Shelf, user: User, media_type: str, kind: str
) -> None:
    attachments.contents[7] = Content(media_type, b"OggS and more")
    await channel.send(str(user.id), PHOTO, 1)
    assert (user.screen.kind, user.screen.file) == (kind, b"OggS and more")


async def test_a_picture_that_telegram_will_not_have_as_such_goes_as_a_document(
    api: FakeTelegram, channel: Telegram, attachments: Shelf, user: User
) -> None:
    attachments.contents[7] = Content("image/jpeg", b"\xff\xd8\xff but no picture")
    await channel.send(str(user.id), PHOTO, 1)
    assert (user.screen.kind, user.screen.text) == ("document", PHOTO.text)
    assert [request.method for request in api.requests] == ["sendPhoto", "sendDocument"]


async def test_what_has_gone_between_leaves_its_caption(channel: Telegram, user: User) -> None:
    await channel.send(str(user.id), replace(PHOTO, attachment=8), 1)
    assert (user.screen.kind, user.screen.text) == ("text", PHOTO.text)


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_it_fails_as_text_does(api: FakeTelegram, channel: Telegram, attachments: Shelf, user: User) -> None:
    api.floods("sendPhoto", retry_after=7)
    with pytest.raises(Retry) as flood:
        await channel.send(str(user.id), PHOTO, 1)
    assert flood.value.after == 7
    for ailing in (True, False):
        api.fails("sendPhoto", status=502) if ailing else api.drops("sendPhoto")
        with pytest.raises(Down) as failure:
            await channel.send(str(user.id), PHOTO, 1)
        assert TOKEN not in str(failure.value)
    user.blocks()
    with pytest.raises(Blocked):
        await channel.send(str(user.id), PHOTO, 1)
    attachments.contents[7] = Content("application/pdf", b"")
    with pytest.raises(Rejected):
        await channel.send(str(api.user(started=True).id), PHOTO, 1)


class TestFitting:
    def test_a_caption_is_shorter_than_a_text(self) -> None:
        long = replace(PHOTO, text="chữ " * 1000)
        assert 1000 < len(fit(long, Telegram.capabilities).text) <= 1024
        assert len(fit(replace(long, attachment=0), Telegram.capabilities).text) == 4000

    def test_where_it_cannot_be_shown_other_words_are_said(self) -> None:
        fitted = fit(PHOTO, Capabilities(text=2000, buttons=0))
        assert (fitted.text, fitted.attachment) == ("Trên web\n\n1. Hồ sơ người này", 0)
        assert fit(replace(PHOTO, instead=""), Capabilities(text=2000, buttons=0)).text.startswith("Ảnh bác Tư")


async def _reports_with_a_photo(town: Town, guardian: User) -> str:
    store = town.service.store
    await reports(store, "telegram", guardian, concerns=["violence"], until="note")
    guardian.sends_photo(picture(400, 300))
    await guardian.hears()
    return await answers(store, "telegram", guardian)


async def test_from_the_guardians_phone_to_the_officers(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fetched, drawn anew without what the camera wrote, sealed, asked for, opened and uploaded."""
    monkeypatch.setattr(Telegram, "capabilities", replace(Telegram.capabilities, per_chat_second=100, burst=100))
    async with (
        FakeTelegram(limits=Limits.none()) as api,
        town_on(sqlite_url, tmp_path, api, "webhook") as town,
    ):
        officer, guardian = await town.linked("officer"), await town.linked("guardian")
        assert "TH-" in await _reports_with_a_photo(town, guardian)
        alert = await hears_of(officer, "🔴 KHẨN C")
        officer.presses("Xem", of=alert)
        story = await officer.hears()
        for _ in range(int(PATIENCE / 0.5)):
            officer.presses("Xem ảnh", of=story)
            seen = await officer.hears()
            if seen.kind == "photo":
                break
            await asyncio.sleep(0.5)  # it is on its way
        assert seen.kind == "photo"
        assert seen.text.startswith("Ảnh")
        with Image.open(io.BytesIO(seen.file)) as shown:
            assert (shown.size, dict(shown.getexif())) == ((400, 300), {})
        assert api.rejected == []
