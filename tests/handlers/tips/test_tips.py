"""Officers and tips without a name: told a few at a time, one takes it, answers, closes; chat is no place for one."""

import pytest

from handlers.tips.handing_out import hand_out
from storage import accounts, attachments, due, tips, units
from tests.conftest import StandingClock
from tests.handlers.commune import run_all
from tests.lock_screen import unsafe_words
from tests.person import Talker, World

UNIT = "17791"
TOLD = "Đêm nào cũng có xe lạ dỡ hàng sau chùa"
PICTURE = b"\xff\xd8\xff picture"


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


def comes(world: World, told: str = TOLD, *pictures: bytes, unit: str = UNIT) -> None:
    with world.store.transaction() as db:
        units.put(db, code=UNIT, name="Kim Bảng", kind="xa")
        mark = f"{world.next_id()}".encode()
        tips.add(db, unit=unit, about=UNIT, proof=mark, written=tips.Written(told, pictures, mark))


def are_handed_out(world: World) -> int:
    with world.store.transaction() as db:
        return hand_out(db, world.deployment)


def adds(world: World, told: str) -> None:
    with world.store.transaction() as db:
        tip = tips.by_number(db, UNIT, 1)
        assert tip is not None
        tips.add_more(db, tip.id, tips.Written(told, (), f"{world.next_id()}".encode()))


def the_tip(world: World) -> tips.Tip:
    with world.look() as db:
        tip = tips.by_number(db, UNIT, 1)
    assert tip is not None
    return tip


def test_those_on_duty_hear_that_there_is_one_and_nothing_of_what_it_says(world: World, hung: Talker) -> None:
    off_duty = world.linked("Hồ Thị Mai", "officer")
    comes(world)
    assert hung.sees == ""
    assert are_handed_out(world) == 1
    assert hung.sees.startswith("Có tin báo mới (L1)")
    assert TOLD not in hung.sees
    assert unsafe_words(hung.sees) == set()
    assert off_duty.sees == ""


def test_an_officer_reads_takes_answers_and_closes_it(world: World, hung: Talker) -> None:
    comes(world)
    are_handed_out(world)
    hung.listen()
    assert TOLD in hung.chooses("Xem tin")
    assert "đã nhận tin báo L1" in hung.chooses("Tôi nhận tin này")
    hung.chooses("Trả lời")
    assert "Đã để lời trả lời" in hung.answers(hung.reply.text, text="Xe màu gì ạ?")
    tip = the_tip(world)
    with world.look() as db:
        assert [one.text for one in tips.messages_of(db, tip.id)] == [TOLD, "Xe màu gì ạ?"]
    hung.chooses("Khép tin")
    assert "Đã khép tin báo L1" in hung.answers(hung.reply.text, outcome="acted")
    assert (the_tip(world).state, the_tip(world).outcome) == ("closed", "acted")
    assert "Không có tin báo nào" in hung.says("tin bao")


def test_what_the_sender_adds_is_told_to_whoever_has_it_and_opens_a_closed_one_again(
    world: World, hung: Talker
) -> None:
    mai = world.officer("Hồ Thị Mai")
    comes(world)
    are_handed_out(world)
    hung.presses("do:tip_take:1")
    hung.listen(), mai.listen()
    adds(world, "Xe màu trắng")
    are_handed_out(world)
    assert "L1 có thêm lời" in hung.sees
    assert mai.listen() == []
    assert "Xe màu trắng" in hung.chooses("Xem tin")
    assert TOLD in hung.chooses("Lời trước đó")
    hung.fills("tip_close:to=1", outcome="noted")
    adds(world, "Lại tới nữa")
    are_handed_out(world)
    assert the_tip(world).state == "open"
    assert "L1 có thêm lời" in mai.sees


def test_only_the_first_to_take_it_has_it(world: World, hung: Talker) -> None:
    mai = world.officer("Hồ Thị Mai")
    comes(world)
    are_handed_out(world)
    hung.presses("do:tip_take:1")
    assert "anh Hùng đã nhận" in mai.presses("do:tip_take:1")
    assert "Trả lời" not in mai.last.labels
    assert "Không có tin báo" not in mai.presses("do:tip_write:1")
    tip = the_tip(world)
    with world.look() as db:
        assert len(tips.messages_of(db, tip.id)) == 1


def test_at_most_five_are_told_of_at_a_time_so_that_nobody_is_flooded(world: World, hung: Talker) -> None:
    for number in range(7):
        comes(world, f"Tin thứ {number}")
    assert are_handed_out(world) == 5
    assert len(hung.listen()) == 5
    assert are_handed_out(world) == 2
    assert are_handed_out(world) == 0


def test_another_unit_sees_nothing_of_it(world: World, hung: Talker) -> None:
    comes(world, unit="40")
    are_handed_out(world)
    assert hung.sees == ""
    assert TOLD not in hung.presses("do:tip:1")
    assert "Không có tin báo" in hung.presses("do:tip_take:1")


def test_all_officers_hear_of_what_nobody_takes_day_after_day(world: World, hung: Talker, clock: StandingClock) -> None:
    off_duty = world.linked("Hồ Thị Mai", "officer")
    comes(world)
    are_handed_out(world)
    for _ in range(2):
        clock.move(hours=24)
        run_all(world)
        assert any("L1 chưa ai nhận" in heard.text for heard in off_duty.listen())
    hung.presses("do:tip_take:1")
    clock.move(hours=24)
    run_all(world)
    assert off_duty.listen() == []


def test_whoever_has_taken_it_is_asked_about_it_after_a_week(world: World, hung: Talker, clock: StandingClock) -> None:
    comes(world)
    are_handed_out(world)
    hung.presses("do:tip_take:1")
    hung.listen()
    clock.move(days=7)
    run_all(world)
    assert any("L1 anh nhận đã lâu" in heard.text for heard in hung.listen())


def test_what_an_officer_had_who_leaves_is_open_again(world: World, hung: Talker, clock: StandingClock) -> None:
    comes(world)
    are_handed_out(world)
    hung.presses("do:tip_take:1")
    with world.store.transaction() as db:
        assert tips.give_back(db, hung.account_id) == 1
        assert tips.how_many_open(db, UNIT) == 1
        accounts.set_status(db, hung.account_id, "closed", by=None)
    mai = world.officer("Hồ Thị Mai")
    clock.move(hours=13)
    run_all(world)
    assert any("L1 chưa ai nhận" in heard.text for heard in mai.listen())


def test_a_picture_is_made_for_the_officer_who_asks_and_nobody_else(world: World, hung: Talker) -> None:
    comes(world, TOLD, PICTURE)
    are_handed_out(world)
    hung.presses("do:tip:1")
    assert "Đang mở ảnh" in hung.chooses("Xem ảnh 1")
    document = world.deployment.registry.documents["tip_picture"]
    with world.store.transaction() as db:
        (asked,) = attachments.to_make(db, 5)
        writing = document.prepare(db, world.deployment, asked)
        assert writing is not None
        assert writing() == PICTURE
        accounts.set_roles(db, hung.account_id, ("guardian",), by=None)
        assert document.prepare(db, world.deployment, asked) is None


def test_each_look_is_written_down_and_no_word_of_it(world: World, hung: Talker) -> None:
    from storage.audit import audit

    comes(world)
    are_handed_out(world)
    hung.presses("do:tip:1")
    hung.presses("do:tip_take:1")
    with world.look() as db:
        entries = list(db.execute(audit.select().where(audit.c.action.like("tip.%"))))
    assert [entry.action for entry in entries] == ["tip.handed_out", "tip.looked", "tip.taken"]
    assert all(TOLD not in str(entry) for entry in entries)


@pytest.mark.parametrize(
    "words",
    [
        "báo tin giấu tên",
        "khong neu ten",
        "bao tin an danh duoc khong",
        "Tôi xin giấu tên, có người bán hàng cấm sau chợ",
        "cho em kể mà không nêu tên với",
        "báo ẩn danh nha, quán đó bán đồ lậu",
    ],
)
@pytest.mark.parametrize("linked", [True, False])
def test_chat_says_that_it_is_no_place_for_that_and_where_there_is_one(world: World, words: str, linked: bool) -> None:
    talker = world.person_with_phone() if linked else world.stranger()
    if not linked:
        talker.says("alo")
    said = talker.says(words)
    assert "Nhắn ở đây không kín được" in said
    assert "https://donghanh.example/bao-tin" in said


def test_a_word_that_only_sounds_like_it_is_passed_on(world: World) -> None:
    stranger = world.stranger()
    stranger.says("alo")
    assert "Đã chuyển lời" in stranger.says("cháu tôi mới về, chưa có tên trong hộ khẩu")


def test_nothing_is_planned_for_what_was_never_handed_out(world: World, hung: Talker) -> None:
    comes(world)
    with world.look() as db:
        assert list(db.execute(due.due.select().where(due.due.c.kind.like("tip%")))) == []
