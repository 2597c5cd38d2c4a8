"""Guardian and officers talk about one person: a thread each, kept, private, and never left without an answer."""

import pytest

from storage import assignments, covers, persons, threads, units
from tests.conftest import StandingClock
from tests.handlers.commune import run_all
from tests.person import Talker, World


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World, tu: Talker) -> int:
    return world.person(guardian=tu)


def written(world: World, writer: Talker, nam: int, words: str = "Nam dạo này hay đi đêm, tôi hơi lo.") -> str:
    writer.presses(f"go:thread_write:to=p{nam}")
    return writer.says(words)


def the_thread(world: World, nam: int) -> threads.Thread:
    with world.look() as db:
        (thread,) = threads.of_person(db, nam)
        return thread


def test_a_guardian_writes_and_the_officer_answers_in_the_same_thread(
    world: World, tu: Talker, hung: Talker, nam: int
) -> None:
    assert "✅ Đã chuyển tới anh Hùng" in written(world, tu, nam)
    assert hung.sees.startswith("Bác Tư nhắn cán bộ về anh Nam.")
    assert "đi đêm" not in hung.sees
    assert "đi đêm" in hung.chooses("Đọc")
    hung.says("Cảm ơn bác, mai tôi qua nhà.")
    assert tu.sees.startswith("Anh Hùng nhắn bác về anh Nam.")
    said = tu.chooses("Đọc")
    assert "đi đêm" in said
    assert "mai tôi qua nhà" in said
    thread = the_thread(world, nam)
    with world.look() as db:
        assert len(threads.messages(db, thread.id)) == 2


def test_an_officer_asks_about_a_report_and_the_guardian_answers_by_a_press(
    world: World, tu: Talker, hung: Talker, nam: int
) -> None:
    tu.reports(nam)
    hung.presses(f"do:person_visits:{nam}")
    hung.chooses("Hỏi về TH-0001")
    hung.says("Bác gặp ở nhà hay ở chỗ làm ạ?")
    tu.chooses("Đọc")
    assert "báo cáo ghé thăm" in tu.reply.text
    tu.chooses("Tôi rõ rồi")
    assert "Tôi rõ rồi" in hung.chooses("Đọc")
    thread = the_thread(world, nam)
    assert (thread.visit_id is not None, thread.waits_for) == (True, "office")


def test_what_nobody_has_read_is_counted_for_each_reader(world: World, tu: Talker, hung: Talker, nam: int) -> None:
    binh = world.officer("Trần Quốc Bình")
    written(world, tu, nam)
    hung.chooses("Đọc")
    assert "tin chưa đọc" not in hung.says("trao đổi") + " ".join(hung.reply.labels)
    binh.says("trao đổi")
    assert "1 tin chưa đọc" in binh.reply


def test_words_said_one_after_the_other_ring_once(world: World, tu: Talker, hung: Talker, nam: int) -> None:
    written(world, tu, nam)
    hung.listen()
    before = len(hung.heard)
    tu.says("Hôm qua nó về lúc hai giờ sáng.")
    assert hung.listen() == []
    assert len(hung.heard) == before


def test_what_is_typed_goes_into_the_thread_only_while_it_is_shown(
    world: World, tu: Talker, hung: Talker, nam: int, clock: StandingClock
) -> None:
    written(world, tu, nam)
    tu.chooses("Xong")
    tu.says("hôm nay trời đẹp")
    clock.move(hours=1)
    thread = the_thread(world, nam)
    with world.look() as db:
        assert len(threads.messages(db, thread.id)) == 1


def test_a_question_without_an_answer_goes_back_to_those_on_duty(
    world: World, tu: Talker, hung: Talker, nam: int, clock: StandingClock
) -> None:
    written(world, tu, nam)
    hung.chooses("Đọc")
    hung.says("Để tôi xem.")
    clock.move(hours=1)
    written(world, tu, nam, "Nó lại đi rồi anh ạ.")
    binh = world.officer("Trần Quốc Bình")
    clock.move(days=2)
    run_all(world)
    for officer in (hung, binh):
        assert any("Bác Tư nhắn về anh Nam chưa có ai trả lời." in heard.text for heard in officer.listen())
    binh.presses(f"do:thread_read:{the_thread(world, nam).id}")
    binh.says("Tôi trả lời thay anh Hùng.")
    assert the_thread(world, nam).officer_id == binh.account_id


def test_a_guardian_who_does_not_answer_is_named_to_the_office(
    world: World, tu: Talker, hung: Talker, nam: int, clock: StandingClock
) -> None:
    written(world, hung, nam, "Bác thấy Nam thế nào ạ?")
    clock.move(days=2)
    run_all(world)
    assert any("Bác Tư chưa trả lời câu hỏi về anh Nam." in heard.text for heard in hung.listen())


def test_an_answer_in_time_calls_the_reminder_off(
    world: World, tu: Talker, hung: Talker, nam: int, clock: StandingClock
) -> None:
    written(world, tu, nam)
    hung.chooses("Đọc")
    hung.chooses("Đã rõ, cảm ơn")
    tu.chooses("Đọc")
    tu.chooses("Khép lại")
    tu.chooses("Đã rõ, không cần gì thêm")
    assert "đã khép cuộc trao đổi" in hung.sees
    clock.move(days=2)
    hung.listen()
    run_all(world)
    assert not any("trả lời" in heard.text for heard in hung.listen())


def test_the_commune_sets_how_long_an_answer_may_take(
    world: World, tu: Talker, hung: Talker, nam: int, clock: StandingClock
) -> None:
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="Kim Bảng", kind="xa")
    assert "Quá 4 giờ" in hung.fills("answer_time", hours="4")
    written(world, tu, nam)
    clock.move(hours=5)
    run_all(world)
    assert any("chưa có ai trả lời" in heard.text for heard in hung.listen())


def test_a_new_guardian_reads_nothing_of_the_former_ones_thread_until_an_officer_hands_it_on(
    world: World, tu: Talker, hung: Talker, nam: int
) -> None:
    written(world, tu, nam)
    thread = the_thread(world, nam)
    lan = world.guardian("Phạm Thị Lan", "co")
    with world.store.transaction() as db:
        assignments.assign(db, nam, lan.account_id, by=None)
    for press in (f"do:thread_read:{thread.id}", f"do:thread_answer:{thread.id}", f"do:threads_of:{nam}"):
        assert "đi đêm" not in lan.presses(press)
    assert "đi đêm" not in tu.presses(f"do:thread_read:{thread.id}")
    hung.presses(f"do:thread_read:{thread.id}")
    hung.chooses("Cho cô Lan đọc")
    assert "cho cô đọc" in lan.sees
    assert "đi đêm" in lan.chooses("Đọc")
    assert "Khép lại" not in lan.reply.labels
    lan.presses(f"do:thread_quick:{thread.id}-understood")
    with world.look() as db:
        assert len(threads.messages(db, thread.id)) == 1


def test_the_new_guardian_has_a_thread_of_their_own(world: World, tu: Talker, hung: Talker, nam: int) -> None:
    written(world, tu, nam)
    lan = world.guardian("Phạm Thị Lan", "co")
    with world.store.transaction() as db:
        assignments.assign(db, nam, lan.account_id, by=None)
    written(world, lan, nam, "Tôi mới nhận, nhờ anh chỉ giúp.")
    with world.look() as db:
        assert {thread.guardian_id for thread in threads.of_person(db, nam)} == {tu.account_id, lan.account_id}


def test_neither_the_person_nor_another_guardian_can_read_it(world: World, tu: Talker, hung: Talker) -> None:
    person = world.person_with_phone()
    with world.look() as db:
        (nam,) = (one.id for one in persons.of_unit(db, world.deployment.unit))
    with world.store.transaction() as db:
        assignments.assign(db, nam, tu.account_id, by=None)
    written(world, tu, nam)
    thread = the_thread(world, nam)
    lan = world.guardian("Phạm Thị Lan", "co")
    for other in (person, lan):
        for press in ("read", "answer", "hand_on"):
            assert "đi đêm" not in other.presses(f"do:thread_{press}:{thread.id}")


def test_a_link_code_is_not_passed_on(world: World, tu: Talker, hung: Talker, nam: int) -> None:
    assert "mã" in written(world, tu, nam, "Mã của nó là 7F3K-92QD đây anh")
    with world.look() as db:
        assert threads.of_person(db, nam) == []


def test_nonsense_numbers_lead_to_the_list(world: World, tu: Talker, hung: Talker) -> None:
    for press in ("do:thread_read:9", "do:thread_quick:9-understood", "do:thread_ask:0", "do:thread_hand_on:x"):
        assert hung.presses(press)
    assert "Chưa có trao đổi nào" in tu.says("trao đổi")


def test_the_person_is_told_that_there_are_threads_and_not_what_they_say(
    world: World, tu: Talker, hung: Talker
) -> None:
    person = world.person_with_phone()
    with world.store.transaction() as db:
        (nam,) = (one.id for one in persons.of_unit(db, world.deployment.unit))
        assignments.assign(db, nam, tu.account_id, by=None)
    written(world, tu, nam)
    said = person.presses("do:me")
    assert "đã trao đổi về anh: 1 cuộc" in said
    assert "đi đêm" not in said


def test_while_the_guardian_is_on_leave_officers_and_whoever_stands_in_have_a_thread_of_their_own(
    world: World, tu: Talker, hung: Talker, nam: int
) -> None:
    written(world, tu, nam)
    lan = world.guardian("Phạm Thị Lan", "co")
    with world.store.transaction() as db:
        unit, day = world.deployment.unit, db.today
        asked = covers.ask(
            db, unit=unit, guardian_id=tu.account_id, stand_in_id=lan.account_id, first_day=day, last_day=day
        )
        cover = covers.get(db, asked)
        assert cover is not None
        covers.decide(db, cover, stand_in_id=lan.account_id, by=hung.account_id)
    written(world, hung, nam, "Cô ghé Nam giúp tuần này nhé.")
    assert lan.sees.startswith("Anh Hùng nhắn cô về anh Nam.")
    said = lan.chooses("Đọc")
    assert "Cô ghé Nam giúp" in said
    assert "đi đêm" not in said


def test_a_thanks_is_a_last_word_like_any_other(world: World, tu: Talker, hung: Talker, nam: int) -> None:
    written(world, tu, nam)
    hung.presses(f"do:thread_close:{the_thread(world, nam).id}")
    assert "Đã khép" in hung.says("cảm ơn nhiều")
