"""The service beside a strict fake Official Account: albums, quotes, a human who writes while the store is away."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.channels.zalo_oa.channel import ZaloOa
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.intake.spool import Hush, Spool
from storage import chats
from storage.attachments import attachments
from storage.inbox import inbox
from storage.keyring import Keyring
from tests.bot.channels.telegram.fake.user import picture
from tests.bot.channels.zalo_oa.fake import SEND, FakeZaloOa
from tests.bot.channels.zalo_oa.fake.user import OaUser
from tests.bot.channels.zalo_oa.test_end_to_end import Town, hushed, spooled, town_on
from tests.conftest import START
from tests.patience import until


@pytest.fixture
async def town(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    fast = replace(ZaloOa.capabilities, per_second=200, per_chat_second=100, burst=50)
    monkeypatch.setattr(ZaloOa, "capabilities", fast)
    async with FakeZaloOa() as api, town_on(sqlite_url, tmp_path, api) as town:
        yield town


def sends_album(town: Town, user: OaUser, count: int, text: str = "") -> dict[str, Any]:
    addresses = [town.api.state.keep(picture(), "image/jpeg", "jpg") for _ in range(count)]
    attached = [{"type": "image", "payload": {"thumbnail": url, "url": url}} for url in addresses]
    return user.sends("image", {"text": text, "attachments": attached})


def stored(town: Town) -> list[str]:
    with town.service.store.transaction() as db:
        return list(db.execute(select(attachments.c.state)).scalars())


async def test_every_picture_of_an_album_is_kept_however_often_it_is_brought(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.files.fetcher.PAUSE", 0.05)
    guardian = await town.linked("guardian")
    guardian.says("/tham")
    await guardian.hears()
    before = town.count(inbox)
    album = sends_album(town, guardian, 3, "Nhà anh Nam đây")
    for _ in range(2):
        town.api.receiving.again(album)
    await town.api.delivered()
    await until(lambda: stored(town) == ["stored"] * 3)
    assert town.count(inbox) == before + 3
    with town.service.store.transaction() as db:
        lately = db.execute(select(inbox.c.external_id).order_by(inbox.c.id.desc()).limit(3)).scalars().all()
    name = album["message"]["msg_id"]
    assert list(reversed(lately)) == [name, f"{name}#2", f"{name}#3"]


class TestQuotes:
    def quoted(self, town: Town) -> list[str]:
        return [request.content["message"].get("quote_message_id", "") for request in town.api.asked(SEND)]

    async def test_an_answer_quotes_what_it_answers(self, town: Town) -> None:
        user = town.api.user()
        said = user.says("alo, có ai không")
        await user.hears()
        assert self.quoted(town)[-1] == said["message"]["msg_id"]
        user.follows()
        await user.hears()
        assert self.quoted(town)[-1] == "", "a follow has nothing to quote"
        assert town.api.rejected == []

    async def test_what_cannot_be_quoted_is_answered_without(self, town: Town) -> None:
        user = town.api.user()
        town.api.fails(SEND, code=-201)
        said = user.says("alo, có ai không")
        assert (await user.hears()).text
        assert self.quoted(town) == [said["message"]["msg_id"], ""]
        await user.hears_nothing()

    async def test_what_is_refused_for_another_reason_is_not_said_twice(self, town: Town) -> None:
        user = town.api.user()
        town.api.fails(SEND, code=-213)
        user.says("alo, có ai không")
        await until(lambda: len(town.api.asked(SEND)) == 1)
        await user.hears_nothing(0.5)
        assert len(town.api.asked(SEND)) == 1


class TestAHumanTakesOverWhileTheStoreIsAway:
    async def test_it_is_noted_when_the_store_is_back(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        guardian = await town.linked("guardian")
        await town.api.delivered()

        def away(*_: Any, **__: Any) -> Any:
            raise OperationalError("", {}, Exception())

        with monkeypatch.context() as patch:
            patch.setattr("bot.intake.spool.chats.hush", away)
            said = guardian.is_written_to_by_hand("Chào bác, tôi là Hùng ở xã")
            for _ in range(2):
                town.api.receiving.again(said)
            await town.api.delivered()
            assert [one.status for one in town.api.receiving.deliveries[-3:]] == [200] * 3
            assert len(spooled(town)) == 1, "a file, however often it is brought"
            assert not any(guardian.id.encode() in path.read_bytes() for path in spooled(town))
            assert not hushed(town, guardian)
        await until(lambda: hushed(town, guardian))
        await until(lambda: spooled(town) == [])
        guardian.says("Chào anh Hùng")
        await town.api.delivered()
        await guardian.hears_nothing(0.4)

    async def test_for_as_long_as_the_setting_says_and_never_shorter(self, town: Town) -> None:
        guardian = await town.linked("guardian")
        guardian.is_written_to_by_hand("Chào bác")
        await until(lambda: hushed(town, guardian))
        with town.service.store.transaction() as db:
            quiet_until = chats.at(db, "zalo_oa", guardian.id).hushed_until  # type: ignore[union-attr]
            chats.hush(db, "zalo_oa", guardian.id, db.now)
            assert chats.at(db, "zalo_oa", guardian.id).hushed_until == quiet_until  # type: ignore[union-attr]
            assert quiet_until is not None
            minutes = timedelta(minutes=town.service.settings.of(ZaloOaSettings).zalo_oa_takeover_minutes)
            assert abs(quiet_until - db.now - minutes) < timedelta(minutes=2)

    async def test_word_of_it_comes_back_from_the_disk_as_it_was(self, tmp_path: Path, keyring: Keyring) -> None:
        spool = Spool(tmp_path, keyring)
        hush = Hush("zalo_oa", "1234", START + timedelta(minutes=30))
        await spool.keep(hush)
        (path,) = spool.waiting()
        assert spool.read(path) == hush
