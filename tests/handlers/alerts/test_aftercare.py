"""After a crisis: somebody rings within the hour, the person is asked the next day, a human says how it ended."""

from datetime import date

from storage import alerts, persons
from tests.conftest import StandingClock
from tests.handlers.commune import moment, raise_one, run_all, told
from tests.person import World

DESPAIR = "tôi không muốn sống nữa"
TUESDAY, WEDNESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)


def passes(world: World, clock: StandingClock, day: date, hour: int, minute: int = 0) -> None:
    clock.move_to(moment(day, hour, minute))
    run_all(world)


def outcome(world: World) -> tuple[str, str | None, int | None]:
    with world.look() as db:
        alert = alerts.get_by_number(db, world.deployment.unit, 1)
        assert alert is not None
        return alert.state, alert.outcome, alert.closed_by


def test_a_crisis_is_rung_about_asked_about_the_next_day_and_ended_by_a_human(
    world: World, clock: StandingClock
) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    clock.move_to(moment(TUESDAY, 15, 0))
    nam.says(DESPAIR)
    hung.chooses("Tôi nhận")
    assert "đã có người nhận" in nam.says("viec toi da nho")
    passes(world, clock, TUESDAY, 16)
    [nudge] = told(hung, "crisis_call")
    assert "đã gọi được chưa" in nudge
    assert "Sáng mai Đồng Hành hỏi thăm lại" in hung.chooses("Đã gọi được")
    passes(world, clock, TUESDAY, 23)
    assert len(told(hung, "crisis_call")) == 1
    passes(world, clock, WEDNESDAY, 9)
    [question] = told(nam, "crisis_next_day")
    assert question.startswith("Chào anh Nam, hôm nay anh thấy thế nào?")
    nam.fills("how_today", face="fair", call="no", words="ngủ được rồi")
    assert "Có gì anh cứ nhắn" in nam.sees
    assert told(hung, "crisis_answer")
    passes(world, clock, WEDNESDAY, 19)
    assert told(hung, "crisis_silent") == []
    story = hung.says("xem C1")
    assert "Hôm sau được hỏi thăm" in story
    assert "ngủ được rồi" in story
    passes(world, clock, THURSDAY, 9)
    assert told(hung, "crisis_open")
    hung.says("dong C1: đã nói chuyện qua điện thoại, ổn hơn")
    assert outcome(world) == ("closed", "spoke_by_phone", hung.account_id)
    assert len(told(nam, "crisis_next_day")) == 1
    assert "Có người liên lạc với" not in nam.says("viec toi da nho")


def test_whoever_took_it_and_does_not_ring_is_relieved_by_the_next(world: World, clock: StandingClock) -> None:
    hung = world.officer()
    hoa = world.officer("Đỗ Thị Hoa")
    nam = world.person_with_phone()
    clock.move_to(moment(TUESDAY, 22, 0))
    nam.says(DESPAIR)
    hung.chooses("Tôi nhận")
    passes(world, clock, TUESDAY, 23)
    assert told(hung, "crisis_call")
    clock.move_to(moment(WEDNESDAY, 0, 5))
    run_all(world)
    assert outcome(world)[0] == "open"
    assert any("vẫn chưa ai nhận" in text for text in told(hoa, "alert"))
    hoa.says("chua goi duoc C1")
    assert "nhờ người giúp đỡ hoặc người nhà đến xem" in hoa.sees
    hoa.says("da goi C1")
    assert outcome(world)[0] == "taken"


def test_no_answer_the_next_day_is_told_in_the_evening(world: World, clock: StandingClock) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    clock.move_to(moment(TUESDAY, 15, 0))
    nam.says(DESPAIR)
    hung.chooses("Tôi nhận")
    passes(world, clock, WEDNESDAY, 9)
    passes(world, clock, WEDNESDAY, 18)
    assert any("anh Nam chưa trả lời" in text for text in told(hung, "crisis_silent"))


def test_a_hard_answer_asks_for_another_call_and_after_the_end_for_a_new_look(
    world: World, clock: StandingClock
) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    clock.move_to(moment(TUESDAY, 15, 0))
    nam.says(DESPAIR)
    hung.says("da goi C1")
    passes(world, clock, WEDNESDAY, 9)
    assert "Đồng Hành đã báo người đang lo" in nam.fills("how_today", face="bad", call="no")
    passes(world, clock, WEDNESDAY, 10, 5)
    assert told(hung, "crisis_call")
    hung.says("dong C1: đã nhờ trạm y tế")
    nam.fills("how_today", face="bad", call="yes")
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        assert [(one.level, one.reason) for one in alerts.of_person(db, person.id) if one.state == "open"] == [
            ("high", "low_mood")
        ]
    assert "đang chờ cán bộ gọi" in nam.says("viec toi da nho")


def test_a_false_alarm_and_a_person_without_a_chat(world: World, clock: StandingClock) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    alone = world.person("Lê Văn Bình")
    clock.move_to(moment(TUESDAY, 15, 0))
    nam.says(DESPAIR)
    hung.says("bao nham C1")
    hung.answers(sentence="1")
    raise_one(world, alone, reason="self_harm")
    passes(world, clock, WEDNESDAY, 9)
    assert told(nam, "crisis_next_day") == []
    assert any("không nhắn được cho anh Bình" in text for text in told(hung, "crisis_silent"))
