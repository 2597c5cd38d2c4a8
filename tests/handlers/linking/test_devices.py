"""«Mất máy»: one phone is cut off at once, by its owner or the office; all concerned hear of it, the others go on."""

from datetime import timedelta

import pytest

from handlers.kit import Outgoing
from handlers.notify import cutting
from storage import accounts, chats, invites, outbox, sessions
from storage.outbox import call_list, windows
from tests.person import Talker, World


def second_chat(world: World, talker: Talker, channel: str = "telegram", address: str = "42") -> Talker:
    with world.look() as db:
        chat = chats.add(db, channel, address)
        chats.link(db, chat.id, talker.account_id)
        chats.welcome(db, chat.id)
    return Talker(world, address, channel, talker.account_id, talker.name)


def chat_of(world: World, talker: Talker) -> chats.Chat:
    with world.look() as db:
        chat = chats.at(db, talker.channel, talker.address)
    assert chat is not None
    return chat


def wait_for(world: World, talker: Talker, text: str, kind: str = "visit_soon") -> int:
    """A message on its way to this chat."""
    with world.look() as db:
        chat = chats.at(db, talker.channel, talker.address)
        assert chat is not None
        end = db.now + timedelta(days=1)
        return outbox.put(db, chat, Outgoing(text).to_json(), lane=outbox.REMINDER, kind=kind, expires_at=end)


@pytest.fixture
def guardian(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def phone(world: World, guardian: Talker) -> Talker:
    return second_chat(world, guardian)


def test_the_owner_cuts_a_lost_phone_off_from_another(world: World, guardian: Talker, phone: Talker) -> None:
    third = second_chat(world, guardian, "zalo_oa", "z-1")
    phone.says("menu")
    assert "Bác mất máy nào" in guardian.says("mất máy")
    assert "có cắt máy này không ạ: Telegram, dùng lần cuối hôm nay?" in guardian.chooses("Cắt: Telegram")
    assert chat_of(world, phone).account_id is not None, "not before it is said twice"
    said = guardian.chooses("Cắt máy đó")
    assert said.startswith("✅ Đã cắt máy dùng Telegram.")
    assert "cho máy ấy thoát ra" in said
    assert chat_of(world, phone).account_id is None
    assert "vì bác báo mất máy" in third.sees
    assert "Máy này vừa bị cắt" in phone.sees
    assert "Tư" not in phone.sees


def test_the_cut_phone_is_a_strangers_from_then_on(world: World, guardian: Talker, phone: Talker) -> None:
    world.person("Trần Văn Nam", guardian=guardian)
    phone.says("menu")
    people = next(button.press for button in phone.last.out.buttons if button.press == "do:people")
    guardian.says("mat may")
    guardian.chooses("Cắt: Telegram")
    guardian.chooses("Cắt máy đó")
    for said in (phone.presses(people), phone.says("người tôi đang giúp"), phone.says("tham"), phone.says("mat may")):
        assert "Nam" not in said
        assert "Tư" not in said


def test_the_officers_and_admins_hear_of_it_and_the_last_phone_gone_is_called_about(
    world: World, guardian: Talker
) -> None:
    officer = world.officer()
    admin = world.linked("Phạm Thị Lan", "admin")
    cut_by_command(world, guardian)
    assert "báo mất (người trông máy chủ cắt)" in officer.sees
    assert "không còn máy nào ở đây" in officer.sees
    assert "Mời vào Đồng Hành" in officer.last
    assert "không còn máy nào ở đây" in admin.sees
    with world.look() as db:
        assert [entry.reason for entry in call_list.open_of(db, "17791")] == ["chat_cut"]


def cut_by_command(world: World, talker: Talker) -> None:
    with world.look() as db:
        chat = chats.at(db, talker.channel, talker.address)
        assert chat is not None
        assert cutting.cut_chat(db, world.deployment, chat.id, None) is not None


def test_what_was_on_its_way_goes_to_another_chat(world: World, guardian: Talker, phone: Talker) -> None:
    waiting = wait_for(world, phone, "Thứ Tư ghé thăm anh Nam")
    held = wait_for(world, phone, "Bác đọc giúp")
    with world.look() as db:
        chat = chats.at(db, "telegram", "42")
        assert chat is not None
        windows.keep_back(db, held, chat.id, "closed")
    cut_by_command(world, phone)
    assert "Thứ Tư ghé thăm anh Nam" not in {heard.text for heard in phone.listen()}
    with world.look() as db:
        other = chats.at(db, "web", guardian.address)
        assert other is not None
        rows = db.execute(outbox.outbox.select().where(outbox.outbox.c.id.in_([waiting, held]))).all()
        assert {(row.chat_id, row.channel, row.state) for row in rows} == {(other.id, "web", "queued")}


def test_what_a_thief_writes_lets_nothing_through_that_was_held_back(world: World, guardian: Talker) -> None:
    held = wait_for(world, guardian, "Chỉ cho bác Tư")
    with world.look() as db:
        chat = chats.at(db, "web", guardian.address)
        assert chat is not None
        windows.keep_back(db, held, chat.id, "closed")
    cut_by_command(world, guardian)
    guardian.says("alo")
    with world.look() as db:
        row = db.execute(outbox.outbox.select().where(outbox.outbox.c.id == held)).one()
        assert (row.state, row.failure) == ("dropped", "cut")


def test_codes_given_before_and_web_sessions_die_with_the_phone(world: World, guardian: Talker, phone: Talker) -> None:
    with world.look() as db:
        code = invites.create(db, guardian.account_id, guardian.account_id)
        key = sessions.start(db, guardian.address)
    cut_by_command(world, guardian)
    assert "hết hạn" in world.stranger().says(code)
    with world.look() as db:
        assert sessions.find(db, key) is None
    assert "vừa bị cắt" in phone.sees


def test_an_officer_cuts_the_phone_of_somebody_in_care_off_from_their_card(world: World) -> None:
    officer, person = world.officer(), world.person_with_phone()
    officer.says("tìm nam")
    officer.chooses("Việc khác")
    assert "Máy nào của anh Nam bị mất" in officer.chooses("Mất máy, máy mới")
    assert person.address not in officer.sees
    officer.chooses("Cắt: Trang web")
    said = officer.chooses("Cắt máy đó")
    assert "Đã cắt máy dùng trang web của anh Nam" in said
    assert "Gặp tận mặt" in said
    assert chat_of(world, person).account_id is None


def test_an_officer_finds_it_with_a_guardian_too(world: World, guardian: Talker, phone: Talker) -> None:
    officer = world.officer()
    world.person("Trần Văn Nam", guardian=guardian)
    officer.says("nguoi giup do")
    officer.chooses("Tư")
    officer.chooses("Mất máy, máy mới")
    officer.chooses("Cắt: Telegram")
    officer.chooses("Cắt máy đó")
    assert chat_of(world, phone).account_id is None
    assert "Anh Hùng vừa cắt máy dùng Telegram của bác" in guardian.sees


def test_nobody_cuts_what_is_not_theirs_to_cut(world: World, guardian: Talker, phone: Talker) -> None:
    other = world.guardian("Lê Thị Sáu", "co")
    with world.look() as db:
        elsewhere = accounts.add(db, unit="17792", name="Vi Văn Thắng", roles=("officer",))
        there = chats.add(db, "web", "there")
        chats.link(db, there.id, elsewhere)
    stranger = Talker(world, "there", account_id=elsewhere)
    chat_id = chat_of(world, phone).id
    other.presses(f"do:device_cut:{chat_id}:yes")
    other.presses(f"do:device_cut_of:{chat_id}:yes")
    stranger.presses(f"do:device_cut_of:{chat_id}:yes")
    assert "thuộc xã khác" in stranger.presses(f"do:lost_of:{guardian.account_id}")
    assert chat_of(world, phone).account_id == guardian.account_id


def test_pressed_twice_it_is_cut_once(world: World, guardian: Talker, phone: Talker) -> None:
    officer = world.officer()
    press = f"do:device_cut:{chat_of(world, phone).id}:yes"
    guardian.presses(press)
    before = len(officer.listen())
    assert before == 1
    guardian.presses(press)
    assert officer.listen() == []


def test_with_this_phone_alone_there_is_nothing_to_cut_but_this(guardian: Talker) -> None:
    assert "chỉ đang dùng ở đây" in guardian.says("mất điện thoại")
    assert "Thoát khỏi máy này" in guardian.last


def test_a_stranger_who_lost_their_phone_is_led_to_the_office(world: World) -> None:
    stranger = world.stranger()
    stranger.says("alo")
    assert "nhờ cán bộ cắt máy cũ" in stranger.says("mất máy")
    assert "Nhờ giúp" in stranger.last


def test_the_list_of_ones_own_phones_says_which_is_this(guardian: Talker, phone: Talker) -> None:
    guardian.says("menu")
    guardian.chooses("Khác")
    said = guardian.chooses("Các máy đang dùng")
    assert "ở 2 nơi. Nơi này: Trang web, dùng lần cuối hôm nay" in said
    assert "Cắt: Telegram" in guardian.last


def test_leaving_ends_the_web_sessions_too(world: World, guardian: Talker) -> None:
    with world.look() as db:
        key = sessions.start(db, guardian.address)
    guardian.says("thoat may")
    guardian.chooses("Thoát khỏi máy này")
    with world.look() as db:
        assert sessions.find(db, key) is None
