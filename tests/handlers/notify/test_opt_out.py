"""Stopping works at once and everywhere; the officers hear that a way to somebody is gone; it can be opened again."""

import pytest

from handlers.kit import Incoming
from storage import chats, conversations, outbox
from storage.outbox import call_list
from tests.lock_screen import unsafe_words
from tests.person import Talker, World


@pytest.fixture
def officer(world: World) -> Talker:
    return world.officer()


def blocks(world: World, talker: Talker) -> None:
    world.deliver(Incoming(talker.channel, world.next_id(), talker.address, "stopped"))


def called(world: World) -> list[str]:
    with world.look() as db:
        return [entry.reason for entry in call_list.open_of(db, "17791")]


@pytest.mark.parametrize("word", ["DUNG", "dừng", "Stop", "thôi nhận tin", "/stop", "/dung"])
def test_a_stop_word_stops_at_once_and_only_a_confirmation_follows(world: World, officer: Talker, word: str) -> None:
    guardian = world.guardian()
    assert guardian.says(word).startswith("Đã ngừng. Từ giờ Đồng Hành không nhắn cho bác nữa")
    assert "bác Tư" in officer.sees
    assert unsafe_words(officer.sees) == set()
    assert called(world) == ["chat_stopped"]
    assert "đã ngừng nhắn" in guardian.says("alo")
    assert "đã ngừng nhắn" in guardian.presses("do:menu")


def test_stopping_twice_is_told_once(world: World, officer: Talker) -> None:
    guardian = world.guardian()
    for _ in range(3):
        assert guardian.says("DUNG").startswith("Đã ngừng")
    assert len(officer.listen()) == 1


def test_what_waited_for_a_stopped_chat_does_not_leave(world: World, officer: Talker) -> None:
    guardian = world.guardian()
    with world.look() as db:
        chat = chats.of_account(db, guardian.account_id)[0]
        outbox.put(db, chat, {"text": "…"}, lane=outbox.REMINDER, kind="visit_soon", expires_at=db.now)
    guardian.says("DUNG")
    with world.look() as db:
        rows = db.execute(outbox.outbox.select().where(outbox.outbox.c.chat_id == chat.id)).all()
        assert {row.kind: row.state for row in rows} == {"visit_soon": "dropped", "reply": "queued"}


def test_what_waited_goes_through_the_other_phone_if_there_is_one(world: World) -> None:
    guardian = world.guardian()
    with world.look() as db:
        first = chats.of_account(db, guardian.account_id)[0]
        second = chats.add(db, "telegram", "4711")
        chats.link(db, second.id, guardian.account_id)
        outbox.put(db, first, {"text": "…"}, lane=outbox.REMINDER, kind="visit_soon", expires_at=db.now)
    guardian.says("DUNG")
    with world.look() as db:
        waiting = db.execute(outbox.outbox.select().where(outbox.outbox.c.kind == "visit_soon")).one()
        assert (waiting.chat_id, waiting.channel, waiting.state) == (second.id, "telegram", "queued")


def test_stopping_ends_an_open_dialogue(world: World) -> None:
    guardian = world.guardian()
    world.person("Trần Văn Nam", guardian=guardian)
    guardian.says("tham")
    guardian.says("NGUNG")
    with world.look() as db:
        talk = conversations.get(db, guardian.account_id)
        assert talk is not None
        assert talk.form is None


@pytest.mark.parametrize("word", ["BAT DAU", "bắt đầu", "mở lại", "resume", "/start"])
def test_it_starts_again_when_asked_to(world: World, word: str) -> None:
    guardian = world.guardian()
    guardian.says("DUNG")
    assert "bác Tư" in guardian.says(word)
    assert "Khác" in guardian.last.labels
    assert "đã ngừng" not in guardian.says("MENU")


def test_another_phone_goes_on_and_both_sides_are_told_so(world: World, officer: Talker) -> None:
    guardian = world.guardian()
    with world.look() as db:
        chat = chats.add(db, "telegram", "4711")
        chats.link(db, chat.id, guardian.account_id)
    assert "vẫn nhận tin ở máy hoặc ứng dụng khác" in guardian.says("DUNG")
    assert "vẫn nhận ở máy hoặc ứng dụng khác" in officer.sees
    assert called(world) == []


def test_a_chat_blocked_by_the_platform_is_told_to_the_officers_once(world: World, officer: Talker) -> None:
    guardian = world.guardian()
    blocks(world, guardian)
    blocks(world, guardian)
    assert len(officer.listen()) == 1
    assert "bác Tư" in officer.sees
    assert called(world) == ["chat_blocked"]
    assert guardian.sees == ""


def test_whoever_writes_in_a_blocked_chat_has_opened_it_and_is_answered(world: World) -> None:
    guardian = world.guardian()
    blocks(world, guardian)
    assert guardian.says("MENU").startswith("Chào bác Tư.")


def test_a_stranger_may_stop_and_come_back_with_a_code(world: World, officer: Talker) -> None:
    from storage import accounts, invites

    stranger = world.stranger()
    stranger.says("alo")
    assert stranger.says("DUNG").startswith("Đã ngừng. Từ giờ Đồng Hành không nhắn cho anh/chị nữa.")
    assert officer.sees == ""
    assert "đã ngừng" in stranger.says("alo")
    with world.look() as db:
        account_id = accounts.add(db, unit="17791", name="Lê Thị Sáu", roles=("guardian",), born=1970)
        code = invites.create(db, account_id, None)
    assert "sinh năm nào" in stranger.starts(code)


def test_a_person_can_stop_from_the_page_of_what_is_kept(world: World, officer: Talker) -> None:
    person = world.person_with_phone()
    person.says("RIENG TU")
    assert person.chooses("Ngừng nhận tin").startswith("Đã ngừng")
    assert "anh Nam" in officer.sees


def test_an_officer_who_stops_is_told_to_the_others(world: World, officer: Talker) -> None:
    second = world.officer("Hồ Thị Mai")
    officer.says("DUNG")
    assert "anh Hùng" in second.sees
