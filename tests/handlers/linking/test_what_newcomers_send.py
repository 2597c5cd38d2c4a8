"""What somebody without an account sends along: seen by the officer who has answered them, or refused kindly."""

import pytest

from rules.uploads import MOST_OF_SESSION
from storage import access_to_attachments, accounts, attachments, chats, newcomers, uploads
from storage.attachments import Attachment
from tests.person import Talker, World


@pytest.fixture
def officer(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def stranger(world: World, officer: Talker) -> Talker:
    """Somebody whom an officer has taken and answered."""
    stranger = Talker(world, "42", "telegram")
    for words in ("alo", "cháu tôi mới về, cần người giúp"):
        stranger.says(words)
    officer.presses("do:newcomer_take:1")
    officer.presses("do:newcomer_write:1")
    officer.says("Anh gửi giúp em ảnh giấy ra trại.")
    stranger.listen()
    return stranger


def sent(world: World, stranger: Talker) -> list[Attachment]:
    with world.look() as db:
        chat = chats.at(db, stranger.channel, stranger.address)
        assert chat is not None
        rows = db.execute(attachments.attachments.select().where(attachments.attachments.c.chat_id == chat.id)).all()
        return list(attachments.several(db, [row.id for row in rows]).values())


def may_see(world: World, viewer: Talker, attachment: Attachment) -> bool:
    with world.look() as db:
        account = accounts.get(db, viewer.account_id)
        assert account is not None
        return access_to_attachments.may_open(db, account, attachment)


def test_the_officer_sees_them_on_the_card(world: World, officer: Talker, stranger: Talker) -> None:
    assert "Đã chuyển" in stranger.sends("photo", text="Giấy đây ạ")
    (photo,) = sent(world, stranger)
    card = officer.presses("do:newcomer:1")
    assert "Giấy đây ạ (có ảnh kèm theo)" in card
    assert "Xem ảnh" in officer.last
    assert "đang" in officer.presses(f"do:attachment:{photo.id}"), "it is being fetched"
    assert may_see(world, officer, photo)


def test_nobody_else_sees_them(world: World, officer: Talker, stranger: Talker) -> None:
    stranger.sends("photo")
    (photo,) = sent(world, stranger)
    assert not any(may_see(world, other, photo) for other in (world.guardian(), world.linked("Hoa", "admin")))
    with world.look() as db:
        elsewhere = accounts.add(db, unit="17792", name="Vi Văn Thắng", roles=("officer",))
        account = accounts.get(db, elsewhere)
        assert account is not None
        assert not access_to_attachments.may_open(db, account, photo)
        newcomers.end_waiting(db, photo.chat_id)
    assert not may_see(world, officer, photo)


def test_they_are_the_owners_again_once_the_chat_is_linked(world: World, officer: Talker, stranger: Talker) -> None:
    stranger.sends("photo")
    (photo,) = sent(world, stranger)
    guardian = world.guardian()
    with world.look() as db:
        chats.link(db, photo.chat_id, guardian.account_id)
    assert not may_see(world, officer, photo)


def test_before_an_officer_has_answered_they_are_refused_kindly(world: World, officer: Talker) -> None:
    early = Talker(world, "43", "telegram")
    early.says("alo")
    early.says("cháu tôi mới về, cần người giúp")
    officer.presses("do:newcomer_take:1")
    assert "chưa xem được ảnh" in early.sends("photo")
    assert "chưa nghe được ghi âm" in early.sends("voice")
    assert sent(world, early) == []


def test_past_what_a_stranger_may_send_they_are_refused_kindly(world: World, stranger: Talker) -> None:
    stranger.sends("photo", "first")
    (photo,) = sent(world, stranger)
    with world.look() as db:
        uploads.take(db, photo.chat_id, MOST_OF_SESSION - uploads.used(db, str(photo.chat_id)))
    assert "chưa xem được ảnh" in stranger.sends("photo", "second")
    assert len(sent(world, stranger)) == 1
