"""A person and an officer talk through the service, as each of them sees it."""

from datetime import timedelta

import pytest

from handlers.relay.talk_to_officer import TALK_GOES_ON
from storage import accounts, chats, relays
from storage.outbox import call_list
from tests.conftest import StandingClock
from tests.filling import Sends
from tests.handlers.commune import told
from tests.handlers.work.offering import withdraws
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone()


def said(world: World, nam: Talker) -> list[tuple[bool, str]]:
    with world.look() as db:
        return [(one.from_person, one.text) for one in relays.thread(db, nam.account_id)]


def test_words_go_both_ways_and_no_number_is_seen(world: World, nam: Talker) -> None:
    hung = world.officer(phone="+84911111111")
    assert nam.says("gap can bo").startswith("Anh muốn nói gì với cán bộ?")
    assert nam.answers(message="Bao giờ có danh sách ạ?").startswith("✅ Đã chuyển tới anh Hùng.")
    hung.chooses("Đọc")
    hung.chooses("Trả lời")
    hung.answers(text="Trước ngày 5, anh mang giấy lên nhé")
    assert nam.sees.startswith("Chào anh Nam, anh Hùng có lời nhắn")
    assert "911111111" not in nam.sees
    nam.chooses("Trả lời")
    nam.answers(message="Dạ em cảm ơn")
    assert said(world, nam) == [
        (True, "Bao giờ có danh sách ạ?"),
        (False, "Trước ngày 5, anh mang giấy lên nhé"),
        (True, "Dạ em cảm ơn"),
    ]


def test_while_the_talk_goes_on_whatever_is_typed_goes_there(world: World, nam: Talker) -> None:
    hung = world.officer()
    nam.fills("talk_to_officer", message="Em muốn hỏi")
    assert nam.says("em muon vay von nuoi ga").startswith("✅ Đã chuyển thêm tới anh Hùng.")
    assert nam.says("cảm ơn anh").startswith("✅ Đã chuyển thêm")
    assert len(told(hung)) == 1
    assert [text for _, text in said(world, nam)] == ["Em muốn hỏi", "em muon vay von nuoi ga", "cảm ơn anh"]


def test_a_new_notice_comes_after_ten_minutes_or_an_answer(world: World, nam: Talker, clock: StandingClock) -> None:
    hung = world.officer()
    nam.fills("talk_to_officer", message="Em muốn hỏi")
    clock.move(minutes=9)
    nam.says("về giấy tờ")
    assert len(told(hung)) == 1
    clock.move(minutes=2)
    nam.says("anh ơi")
    assert len(told(hung)) == 2
    hung.chooses("Đọc")
    assert "về giấy tờ" in hung.sees
    hung.chooses("Trả lời")
    hung.answers(text="Mai anh ghé nhé")
    nam.chooses("Trả lời")
    nam.answers(message="Dạ vâng")
    assert len(told(hung)) == 3


@pytest.mark.parametrize("ending", ["xong", "Xong, về menu", "menu", "/viec"])
def test_the_talk_ends_when_the_person_says_so_or_turns_to_something_else(
    world: World, nam: Talker, ending: str
) -> None:
    world.officer()
    nam.fills("talk_to_officer", message="Em muốn hỏi")
    nam.chooses(ending) if ending in nam.last.labels else nam.says(ending)
    assert "Mấy câu ngắn" in nam.says("em muon vay von nuoi ga")
    assert len(said(world, nam)) == 1


def test_a_number_in_a_talk_is_for_the_officer(world: World, nam: Talker) -> None:
    world.officer()
    nam.says("menu")
    nam.fills("talk_to_officer", message="Em cần mấy bản ạ?")
    assert nam.says("1").startswith("✅ Đã chuyển thêm")
    nam.says("menu")
    assert "nơi nào đăng tuyển" in nam.says("1")
    assert [text for _, text in said(world, nam)] == ["Em cần mấy bản ạ?", "1"]


def test_words_without_end_are_not_cut_but_asked_for_in_short(world: World, nam: Talker) -> None:
    world.officer()
    nam.says("/canbo")
    assert "Tin hơi dài" in nam.says("à " * 5000)
    nam.answers(message="Em muốn hỏi")
    assert "Tin hơi dài" in nam.says("à " * 5000)
    assert nam.says("hỏi gọn thôi ạ").startswith("✅ Đã chuyển thêm")
    assert len(said(world, nam)) == 2


def test_the_talk_ends_by_itself(world: World, nam: Talker, clock: StandingClock) -> None:
    world.officer()
    nam.fills("talk_to_officer", message="Em muốn hỏi")
    clock.move_to(clock.moment + TALK_GOES_ON - timedelta(minutes=1))
    assert nam.says("còn đó không anh").startswith("✅ Đã chuyển thêm")
    clock.move_to(clock.moment + TALK_GOES_ON + timedelta(minutes=1))
    assert "Mấy câu ngắn" in nam.says("em muon vay von nuoi ga")


def test_emergency_words_outrank_the_talk(world: World, nam: Talker) -> None:
    world.officer()
    nam.fills("talk_to_officer", message="Em muốn hỏi")
    assert nam.says("em k muon song nua").startswith("Đồng Hành đang ở đây với anh Nam.")
    assert len(said(world, nam)) == 1


def test_stop_words_outrank_the_talk(world: World, nam: Talker) -> None:
    world.officer()
    nam.fills("talk_to_officer", message="Em muốn hỏi")
    assert nam.says("DUNG").startswith("Đã ngừng.")
    assert len(said(world, nam)) == 1


@pytest.mark.parametrize(("answer", "kept"), [("yes", 1), ("no", 0)])
def test_words_are_passed_on_only_with_consent_and_a_no_means_a_call(
    world: World, nam: Talker, answer: str, kept: int
) -> None:
    hung = world.officer()
    withdraws(world, nam, "relay")
    nam.says("gap can bo")
    asked = nam.answers(message="Em muốn hỏi riêng một việc", until="agree")
    assert "Đồng Hành chuyển nguyên lời anh tới cán bộ" in asked
    assert told(hung) == []
    reply = nam.answers(agree=answer)
    assert len(said(world, nam)) == kept
    with world.look() as db:
        calls = [one.reason for one in call_list.open_of(db, world.deployment.unit)]
    if kept:
        assert reply.startswith("✅ Đã chuyển tới anh Hùng.")
        assert calls == []
    else:
        assert reply.startswith("Vâng, Đồng Hành không chuyển lời nhắn này cho ai. Đã nhờ cán bộ gọi cho anh.")
        assert calls == ["asks_to_talk"]


def test_a_consent_taken_back_ends_the_talk(world: World, nam: Talker) -> None:
    world.officer()
    nam.fills("talk_to_officer", message="Em muốn hỏi")
    withdraws(world, nam, "relay")
    assert "Đã chuyển" not in nam.says("em muon vay von nuoi ga")
    assert len(said(world, nam)) == 1


def test_a_photo_or_a_voice_is_passed_on_too(world: World, nam: Talker) -> None:
    world.officer()
    assert nam.fills("talk_to_officer", message=Sends("voice")).startswith("✅ Đã chuyển tới anh Hùng.")
    with world.look() as db:
        [one] = relays.thread(db, nam.account_id)
        assert one.attachment_id is not None


def test_with_several_on_duty_all_hear_and_the_first_to_answer_goes_on(world: World, nam: Talker) -> None:
    hung, binh = world.officer(), world.officer("Trần Quốc Bình")
    assert nam.fills("talk_to_officer").startswith("✅ Đã chuyển tới các cán bộ đang trực.")
    binh.chooses("Đọc")
    binh.chooses("Trả lời")
    binh.answers(text="Anh cứ hỏi")
    before = len(told(hung))
    assert nam.says("Vay vốn thế nào ạ").startswith("✅ Đã chuyển thêm tới anh Bình.")
    assert len(told(hung)) == before


def test_when_no_officer_can_be_reached_the_person_is_on_the_call_list(world: World, nam: Talker) -> None:
    hung = world.officer()
    with world.store.transaction() as db:
        [chat] = chats.of_account(db, hung.account_id)
        chats.set_state(db, chat.id, "stopped")
    assert nam.fills("talk_to_officer").startswith("Đồng Hành đã giữ lời nhắn, nhưng lúc này chưa tới được")
    with world.look() as db:
        assert (nam.account_id, "asks_to_talk") in [
            (one.account_id, one.reason) for one in call_list.open_of(db, world.deployment.unit)
        ]


def test_without_a_record_the_call_list_is_the_way(world: World) -> None:
    world.officer()
    lost = world.linked("Trần Văn Nam", "person", pronoun="anh")
    assert "Đã nhờ cán bộ gọi" in lost.fills("talk_to_officer")
    assert said(world, lost) == []


def test_somebody_elses_button_ends_no_talk_and_sends_nothing(world: World, nam: Talker) -> None:
    guardian = world.guardian()
    assert guardian.presses("do:talk_end").startswith("Phần này không thuộc việc của")
    assert guardian.presses("go:talk_to_officer:agree=given").startswith("Phần này không thuộc việc của")
    assert said(world, guardian) == []


def test_the_talk_is_as_complete_in_english(world: World, nam: Talker) -> None:
    world.officer()
    with world.store.transaction() as db:
        accounts.change(db, nam.account_id, language="en")
    assert nam.says("/officer").startswith("What would you like to say to the officer?")
    assert nam.answers(message="When is the list made?").startswith("✅ Passed on to Hùng.")
    assert nam.says("thanks").startswith("✅ Passed on to Hùng too.")
    assert nam.says("done").startswith("All right. You will still hear")
