"""Chats nobody is linked to: welcomed once, told where they stand, taken by one officer, answered both ways."""

import pytest

from storage import chats, newcomers
from tests.conftest import StandingClock
from tests.lock_screen import unsafe_words
from tests.person import Talker, World


@pytest.fixture
def officer(world: World) -> Talker:
    return world.officer()


def state_of(world: World, talker: Talker) -> str:
    with world.look() as db:
        chat = chats.at(db, talker.channel, talker.address)
        newcomer = newcomers.get(db, chat.id) if chat else None
        return newcomer.state if newcomer else ""


def test_the_first_message_is_answered_with_who_writes_why_and_how_to_stop_once(world: World) -> None:
    stranger = world.stranger()
    welcome = stranger.says("alo")
    for said in ("đây là Đồng Hành", "xã Kim Bảng", "Nhờ giúp", "nhắn NGUNG bất cứ lúc nào"):
        assert said in welcome
    assert "đây là Đồng Hành" not in stranger.says("xin chào")
    assert state_of(world, stranger) == "new"


def test_a_start_from_the_platform_is_welcomed_too(world: World) -> None:
    assert "đây là Đồng Hành" in world.stranger().starts()
    assert "đây là Đồng Hành" in world.stranger("other").says("/start")


def test_asking_for_help_tells_the_officers_on_duty_once(world: World, officer: Talker) -> None:
    off_duty = world.linked("Hồ Thị Mai", "officer")
    stranger = world.stranger()
    stranger.says("alo")
    assert officer.sees == ""
    assert "cán bộ" in stranger.chooses("Nhờ giúp")
    assert officer.sees.startswith("Có người mới nhắn Đồng Hành (N1)")
    for words in ("bỏ qua", "con tôi mới về", "có ai không", "NHO GIUP"):
        stranger.says(words)
    assert len(officer.listen()) == 0
    assert len(officer.heard) == 1
    assert off_duty.sees == ""


def test_a_command_that_was_typed_is_nothing_that_was_said(world: World, officer: Talker) -> None:
    stranger = world.stranger()
    for words in ("alo", "ENGLISH", "TIENG VIET", "RIENG TU", "con tôi mới về"):
        stranger.says(words)
    stranger.chooses("Nhờ giúp") if "Nhờ giúp" in stranger.last.labels else stranger.says("NHO GIUP")
    stranger.answers(phone="0988888888", about=None)
    officer.listen()
    card = officer.presses("do:newcomer:1")
    assert "con tôi mới về" in card
    assert "0988 888 888" in card
    for words in ("ENGLISH", "TIENG VIET", "RIENG TU", "NHO GIUP"):
        assert words not in card


def test_words_that_are_no_greeting_reach_the_officers_too(world: World, officer: Talker) -> None:
    stranger = world.stranger()
    stranger.says("chào ad")
    assert "gõ mã vào đây" in stranger.says("hello")
    assert officer.sees == ""
    assert "Đã chuyển lời" in stranger.says("cháu tôi mới về, cần người giúp")
    assert "N1" in officer.sees


def test_later_messages_are_told_since_when_they_wait(world: World, officer: Talker, clock: StandingClock) -> None:
    stranger = world.stranger()
    stranger.says("alo")
    stranger.says("cần người giúp với")
    clock.move(hours=1)
    assert "từ 09:00" in stranger.says("có ai không")


def test_a_phone_number_and_a_few_words_are_left_sealed(world: World, officer: Talker) -> None:
    stranger = world.stranger()
    stranger.says("alo")
    stranger.chooses("Nhờ giúp")
    assert "0912" not in stranger.answers(phone="0912 345 678", until="about")
    assert "chuyển số cho cán bộ để gọi lại" in stranger.answers(about="xin học nghề cho con")
    card = officer.chooses("Xem")
    assert "Gọi: 0912 345 678" in card
    assert "xin học nghề cho con" in card


def test_one_officer_takes_the_chat_and_the_second_hears_who_has_it(world: World, officer: Talker) -> None:
    second = world.officer("Hồ Thị Mai")
    stranger = world.stranger()
    stranger.says("alo")
    stranger.chooses("Nhờ giúp")
    stranger.says("hủy")
    assert "đã nhận yêu cầu N1" in officer.chooses("Tôi nhận")
    assert stranger.sees == "Anh Hùng ở xã đã nhận yêu cầu của anh/chị và sẽ liên lạc sớm."
    assert "anh Hùng đã nhận trước rồi" in second.chooses("Tôi nhận")
    assert "Anh đã nhận yêu cầu N1 rồi" in officer.says("DON N1")


def test_officer_and_stranger_write_to_each_other_through_the_service(
    world: World, officer: Talker, clock: StandingClock
) -> None:
    stranger = world.stranger()
    stranger.says("alo")
    stranger.says("cần hỏi chút việc")
    officer.chooses("Tôi nhận")
    assert "Đã chuyển lời anh/chị tới anh Hùng" in stranger.says("tôi ở xóm 3")
    stranger.says("gần nhà văn hóa")
    assert [heard.text.split("\n")[0] for heard in officer.listen()] == ["Người mới (N1) vừa nhắn thêm cho anh."]
    assert "gần nhà văn hóa" in officer.chooses("Xem")
    officer.chooses("Nhắn lại")
    assert "Đã chuyển tới người mới (N1)" in officer.answers(text="Mai anh ghé nhé")
    assert stranger.sees == "Anh Hùng ở xã nhắn cho anh/chị:\nMai anh ghé nhé"
    assert "xong yêu cầu N1" in officer.chooses("Đã xong")
    assert state_of(world, stranger) == "done"


def test_a_stranger_counts_as_answered_once_an_officer_has_written_and_not_before(
    world: World, officer: Talker
) -> None:
    def was_answered() -> bool:
        with world.look() as db:
            chat = chats.at(db, stranger.channel, stranger.address)
            newcomer = newcomers.get(db, chat.id) if chat else None
            return newcomer is not None and newcomer.answered_at is not None

    stranger = world.stranger()
    stranger.says("alo")
    stranger.says("cần hỏi chút việc")
    officer.chooses("Tôi nhận")
    assert not was_answered()
    officer.says("NHAN NGUOI N1")
    officer.answers(text="Anh gửi ảnh giấy giúp nhé")
    assert was_answered()


def test_what_is_sent_to_a_stranger_is_safe_on_a_lock_screen(world: World, officer: Talker) -> None:
    stranger = world.stranger()
    stranger.says("alo")
    stranger.says("cần người giúp")
    officer.chooses("Tôi nhận")
    assert unsafe_words(stranger.sees) == set()


def test_an_officer_of_another_commune_reaches_nobody_here(world: World, officer: Talker) -> None:
    from storage import accounts

    stranger = world.stranger()
    stranger.says("alo")
    stranger.chooses("Nhờ giúp")
    other = world.officer("Phan Bích")
    with world.look() as db:
        db.execute(accounts.accounts.update().where(accounts.accounts.c.id == other.account_id).values(unit="17792"))
    assert "Không có ai mới" in other.says("DON N1")
    assert "Không có ai mới" in other.presses("do:newcomer:1")
    assert state_of(world, stranger) == "asked"


@pytest.mark.parametrize("press", ["do:newcomer_take:1", "do:newcomer:1", "do:newcomers", "go:newcomer_answer:to=1"])
def test_only_officers_see_who_waits(world: World, officer: Talker, press: str) -> None:
    stranger = world.stranger()
    stranger.says("alo")
    stranger.chooses("Nhờ giúp")
    guardian = world.guardian()
    assert "không thuộc việc của" in guardian.presses(press)
    assert "N1" not in stranger.presses(press)
    assert state_of(world, stranger) == "asked"


def test_a_flood_of_strangers_does_not_become_a_flood_of_notices(world: World, officer: Talker) -> None:
    for number in range(14):
        stranger = world.stranger(f"stranger {number}")
        stranger.says("alo")
        stranger.chooses("Nhờ giúp")
    assert len(officer.listen()) == 10
    assert "14 người mới" in officer.says("người mới")


@pytest.mark.parametrize("kind", ["photo", "voice", "file", "sticker", "place", "contact", "edited", "unsupported"])
def test_whatever_a_stranger_sends_gets_one_kind_answer(world: World, kind: str) -> None:
    stranger = world.stranger()
    assert "đây là Đồng Hành" in stranger.sends(kind)
    assert "gõ mã vào đây" in stranger.sends(kind)


@pytest.mark.parametrize(
    "press", ["do:menu", "go:visit_report", "do:alert_take:1", "visit_report:person:5", "x", "do:"]
)
def test_buttons_of_others_do_nothing_in_a_strangers_chat(world: World, press: str) -> None:
    stranger = world.stranger()
    assert stranger.presses(press).startswith("Chào anh/chị")
    assert "gõ mã vào đây" in stranger.presses(press)


def test_a_form_cannot_be_begun_with_made_up_answers(world: World) -> None:
    stranger = world.stranger()
    stranger.says("alo")
    for press in ("go:link:code=7F3K-92QD;born=1964", "link:born:1964", "link:service:yes", "go:link"):
        stranger.presses(press)
    with world.look() as db:
        chat = chats.at(db, "web", "stranger")
        assert chat is not None
        assert chat.account_id is None


def test_privacy_and_help_have_an_answer_before_anybody_is_known(world: World) -> None:
    stranger = world.stranger()
    stranger.says("alo")
    assert "xóa hết" in stranger.says("RIENG TU")
    assert "ENGLISH" in stranger.says("tro giup")
    assert "Nhờ giúp" in stranger.last


def test_a_stranger_may_choose_english_and_is_answered_in_it_from_then_on(world: World, officer: Talker) -> None:
    stranger = world.stranger()
    stranger.says("hi")
    assert "If you have a code" in stranger.chooses("English")
    assert "leave a phone number" in stranger.chooses("Ask for help")
    stranger.says("cancel")
    officer.chooses("Tôi nhận")
    assert stranger.sees == "Hùng of the commune has taken your request and will be in touch soon."


def test_who_comes_in_with_a_code_waits_no_longer(world: World, officer: Talker) -> None:
    from storage import accounts, invites

    stranger = world.stranger()
    stranger.says("alo")
    stranger.chooses("Nhờ giúp")
    with world.look() as db:
        account_id = accounts.add(db, unit="17791", name="Lê Thị Sáu", roles=("guardian",), pronoun="co")
        code = invites.create(db, account_id, None)
    stranger.says(code)
    assert "chào cô Sáu" in stranger.answers()
    assert "không còn chờ nữa" in officer.chooses("Tôi nhận")


def test_once_a_chat_is_linked_its_words_are_no_longer_the_officers_to_read(world: World, officer: Talker) -> None:
    guardian, stranger = world.guardian(), world.stranger()
    stranger.says("alo")
    stranger.says("cần người giúp với")
    assert "cần người giúp với" in officer.says("XEM NGUOI N1")
    with world.look() as db:
        chat = chats.at(db, "web", "stranger")
        assert chat is not None
        chats.link(db, chat.id, guardian.account_id)
    stranger.says("chuyện riêng của tôi")
    card = officer.says("XEM NGUOI N1")
    assert "N1" in card
    assert "riêng" not in card
    assert "cần người" not in card


def test_a_code_that_a_stranger_typed_is_not_shown(world: World, officer: Talker) -> None:
    stranger = world.stranger()
    stranger.says("alo")
    stranger.says("7F3K-92QD")
    stranger.says("gõ mã không được, giúp với")
    card = officer.says("XEM NGUOI N1")
    assert "gõ mã không được" in card
    assert "7F3K" not in card
