"""Messages to many on Zalo: a closed chat is told by a template and reads it all once it writes; each counts once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.telegram.channel import Telegram
from bot.channels.zalo_oa.channel import ZaloOa
from handlers.broadcasts.words import Letter
from handlers.kit.wording import Wording
from handlers.notify import delivery_failures
from rules import broadcasts as rules
from storage import accounts, attachments, chats, outbox
from storage.outbox import call_list, windows
from storage.outbox.sending import sent, take
from tests.handlers.broadcasts.broadcasting import TO_PEOPLE, WORDS, leave, only, sends, ticks, writes
from tests.person import Talker, World


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def with_templates(world: World) -> Iterator[None]:
    world.deployment.addresses["zalo_oa"] = "https://zalo.me/1"
    yield
    del world.deployment.addresses["zalo_oa"]


def silent_on_zalo(world: World, talker: Talker, days: int = 9) -> None:
    with world.store.transaction() as db:
        own = chats.chats.c.account_id == talker.account_id
        db.execute(chats.chats.update().where(own).values(channel="zalo_oa", last_in_at=db.now - timedelta(days=days)))


def refuse_closed(world: World) -> None:
    """As delivery does when the platform lets us write only after the reader has."""
    with world.store.transaction() as db:
        for sending in take(db, "zalo_oa", outbox.BROADCAST, 10):
            delivery_failures.settle(db, world.deployment, sending, "WindowClosed:silent_for_7_days", "closed")


def kinds(world: World) -> list[tuple[str, str]]:
    table = outbox.outbox
    with world.look() as db:
        rows = db.execute(select(table.c.channel, table.c.state).where(table.c.kind == "broadcast"))
        return sorted((row.channel, row.state) for row in rows)


def send_templates(world: World) -> None:
    with world.store.transaction() as db:
        out = take(db, "zbs", outbox.BROADCAST, 10)
        sent(db, [(one.id, "m1", db.now) for one in out])


@pytest.mark.usefixtures("with_templates")
def test_a_closed_chat_is_told_by_template_and_reads_it_all_when_it_writes(world: World, hung: Talker) -> None:
    nam = world.person_with_phone()
    silent_on_zalo(world, nam)
    assert "Tin đang đi" in sends(hung, **TO_PEOPLE)
    ticks(world)
    refuse_closed(world)
    assert kinds(world) == [("zalo_oa", "held"), ("zbs", "queued")]
    send_templates(world)
    ticks(world, 2)
    assert only(world).state == "done"
    assert "1 trên 1 người." in hung.says("thong bao 1")
    with world.store.transaction() as db:
        [chat] = [one for one in chats.of_account(db, nam.account_id) if one.channel == "zalo_oa"]
        windows.reader_wrote(db, chat.id)
        assert WORDS in take(db, "zalo_oa", outbox.BROADCAST, 10)[0].body["text"]


def test_without_a_template_it_waits_for_its_reader_who_is_called_meanwhile(world: World, hung: Talker) -> None:
    nam, hoa = world.person_with_phone(), world.person_with_phone("Lê Thị Hoa")
    silent_on_zalo(world, nam)
    sends(hung, **TO_PEOPLE)
    ticks(world)
    leave(world)
    refuse_closed(world)
    ticks(world, 2)
    assert only(world).state == "done"
    said = hung.says("thong bao 1")
    assert "1 trên 2 người." in said
    assert "1 người sẽ nhận khi họ nhắn lại trên Zalo; trong lúc chờ, họ ở danh sách gọi điện." in said
    with world.look() as db:
        waiting = {one.account_id: one.reason for one in call_list.open_of(db, world.deployment.unit)}
    assert waiting == {nam.account_id: "broadcast"}
    assert hoa.account_id not in waiting


def test_readers_on_a_platform_of_tomorrow_are_counted_by_its_name(
    world: World, hung: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(world.deployment.texts.by_language["vi"], "channel.pigeon", "chim bồ câu")
    nam = world.person_with_phone()
    with world.store.transaction() as db:
        db.execute(chats.chats.update().where(chats.chats.c.account_id == nam.account_id).values(channel="pigeon"))
    assert "1 người sẽ nhận: chim bồ câu 1." in writes(hung, **TO_PEOPLE)


def test_another_chat_that_is_open_is_taken_before_one_that_is_closed(world: World, hung: Talker) -> None:
    nam = world.person_with_phone()
    silent_on_zalo(world, nam)
    with world.store.transaction() as db:
        web = chats.add(db, "web", "on-the-web")
        chats.link(db, web.id, nam.account_id)
        db.execute(
            chats.chats.update().where(chats.chats.c.id == web.id).values(last_in_at=db.now - timedelta(days=60))
        )
    sends(hung, **TO_PEOPLE)
    ticks(world)
    assert kinds(world) == [("web", "queued")]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("photo", "longest"), [(True, rules.LONGEST_WITH_PHOTO), (False, rules.LONGEST)])
def test_the_longest_that_may_be_written_is_never_cut(
    world: World, hung: Talker, language: str, photo: bool, longest: int
) -> None:
    with world.store.transaction() as db:
        shown = None
        if photo:
            number = attachments.expect(db, chat_id=1, channel="web", kind="photo", ref="1", size=1)
            shown = attachments.get(db, number)
        reader = accounts.get(db, hung.account_id)
        assert reader is not None
        letter = Letter.of(db, world.deployment, by=hung.account_id, text="ệ" * longest, photo=shown)
        out = letter.spoken(Wording(world.deployment.texts, language, reader), reader)
    room = min(Telegram.capabilities.caption if photo else 2000, ZaloOa.capabilities.text)
    assert len(out.text) <= room
    assert len(out.instead) <= ZaloOa.capabilities.text
