"""The monthly check-in, played: a face, what would help, a kind word; and when somebody on duty hears of it."""

from datetime import date

import pytest

from handlers.checkins import reminders as prompting
from handlers.kit.wording import Wording
from handlers.notify import reminders
from storage import accounts, alerts, checkins, needs, persons
from tests.conftest import StandingClock
from tests.filling import Sends
from tests.handlers.commune import moment, run_all, told
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(came_home_on=date(2026, 1, 24))


def person_id(world: World, nam: Talker) -> int:
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        return person.id


def raised(world: World, nam: Talker) -> list[tuple[str, str]]:
    who = person_id(world, nam)
    with world.look() as db:
        return sorted((one.level, one.reason) for one in alerts.of_person(db, who))


def test_a_good_month_takes_three_taps(world: World, nam: Talker) -> None:
    assert nam.says("hoi tham").startswith("Chào anh Nam, tháng này của anh thế nào?")
    assert nam.last.labels[:5] == ["Rất tốt", "Tốt", "Bình thường", "Không vui", "Rất mệt mỏi"]
    assert nam.answers(face="good").startswith("Mừng cho anh Nam. Cảm ơn anh đã trả lời")
    who = person_id(world, nam)
    with world.look() as db:
        [told_now] = checkins.latest(db, who)
        assert (told_now.period, told_now.answers["face"], told_now.answers["helps"]) == ("2026-11", "good", [])
    assert raised(world, nam) == []


def test_what_would_help_becomes_needs_and_the_way_to_them(world: World, nam: Talker) -> None:
    said = nam.fills("checkin", face="fair", helps=["job", "papers"])
    assert "những việc anh cần để cán bộ xem." in said
    assert nam.last.labels[0] == "Xem chỗ làm"
    who = person_id(world, nam)
    with world.look() as db:
        assert [need.kind for need in needs.of_person(db, who)] == ["job", "papers"]
    assert raised(world, nam) == []


def test_a_hard_month_reaches_those_on_duty_without_its_story(world: World, nam: Talker) -> None:
    hung = world.officer()
    said = nam.fills("checkin", face="bad", words="vợ bỏ, mất ngủ cả tháng")
    assert said.startswith("Cảm ơn anh Nam đã nói ra.")
    assert "Đồng Hành đã báo người trực" in said
    assert nam.last.labels[0] == "Gặp cán bộ"
    assert raised(world, nam) == [("high", "low_mood")]
    assert hung.sees.startswith("🟠 CẦN XEM SỚM C1")
    assert "mất ngủ" not in hung.sees


def test_a_hard_month_with_a_wish_to_talk_is_one_alert_that_says_both(world: World, nam: Talker) -> None:
    hung = world.officer()
    nam.fills("checkin", face="bad", helps=["talk"], words="mất ngủ cả tháng")
    assert raised(world, nam) == [("high", "low_mood")]
    assert len(told(hung)) == 1
    assert "Có người nói chuyện cùng. mất ngủ cả tháng" in hung.chooses("Xem")


def test_three_low_months_are_told_of_once_and_gently(world: World, nam: Talker, clock: StandingClock) -> None:
    nam.fills("checkin", face="low")
    nam.fills("checkin", face="low")
    clock.move_to(moment(date(2026, 12, 24), 9))
    nam.fills("checkin", face="low")
    assert raised(world, nam) == []
    for day in (date(2027, 1, 25), date(2027, 2, 25)):
        clock.move_to(moment(day, 9))
        nam.fills("checkin", face="low")
        assert raised(world, nam) == [("normal", "low_mood")]


def test_whoever_wants_a_call_has_one_by_the_next_working_day(world: World, nam: Talker, clock: StandingClock) -> None:
    hung = world.officer()
    assert "đã báo cán bộ để gọi cho anh, và nhắc lại nếu đến" in nam.fills("checkin", face="good", helps=["call"])
    assert raised(world, nam) == []
    assert told(hung, "asks_to_talk")
    assert "đang chờ cán bộ gọi cho anh" in nam.says("viec toi da nho")
    for day in (25, 26):
        clock.move_to(moment(date(2026, 11, day), 14))
        run_all(world)
        assert len(told(hung, "call_wanted")) == day - 24
    hung.chooses("Danh sách gọi")
    hung.chooses("Đã gọi được")
    clock.move_to(moment(date(2026, 11, 27), 14))
    run_all(world)
    assert len(told(hung, "call_wanted")) == 2
    assert "đang chờ cán bộ gọi" not in nam.says("viec toi da nho")


def test_somebody_to_talk_to_is_asked_for(world: World, nam: Talker) -> None:
    hung = world.officer()
    said = nam.fills("checkin", face="good", helps=["talk"])
    assert "đã báo người trực" in said
    assert raised(world, nam) == [("normal", "asks_to_talk")]
    assert told(hung, "alert")


def test_the_reminders_button_begins_it_with_the_face_in_it(world: World, nam: Talker, clock: StandingClock) -> None:
    clock.move_to(moment(date(2026, 11, 25), 8))
    run_all(world)
    assert told(nam, "check_in")
    nam.chooses("Không vui")
    if world.can.buttons:
        assert nam.answers(until="helps").startswith("Lúc này có việc gì giúp được anh không?")
        assert nam.answers().startswith("Cảm ơn anh Nam đã chia sẻ.")
    else:
        assert nam.answers(face="low").startswith("Cảm ơn anh Nam đã chia sẻ.")


def test_every_button_of_the_prompt_is_an_answer(world: World, nam: Talker) -> None:
    with world.look() as db:
        account = accounts.get(db, nam.account_id)
        assert account is not None
        buttons = prompting.question(Wording.to(world.deployment.texts, account)).buttons
    for button in buttons:
        nam.presses(button.press)
        assert nam.answers(until="helps").startswith("Lúc này có việc gì")
        assert nam.says(button.typed).startswith("Chào anh Nam")


def test_who_has_told_this_month_is_not_asked_but_may_tell_again(
    world: World, nam: Talker, clock: StandingClock
) -> None:
    nam.fills("checkin", face="good")
    clock.move_to(moment(date(2026, 11, 25), 8))
    run_all(world)
    assert told(nam, "check_in") == []
    nam.fills("checkin", face="fair")
    who = person_id(world, nam)
    with world.look() as db:
        assert [one.answers["face"] for one in checkins.latest(db, who)] == ["fair", "good"]
        assert reminders.next_due_at(db) is not None


def test_an_emergency_word_in_the_middle_comes_first(world: World, nam: Talker) -> None:
    world.officer()
    nam.fills("checkin", face="bad", until="words")
    assert nam.says("em k muon song nua").startswith("Đồng Hành đang ở đây với anh Nam.")
    assert ("urgent", "self_harm") in raised(world, nam)


def test_a_spoken_word_is_taken_too(world: World, nam: Talker) -> None:
    assert nam.fills("checkin", face="good", words=Sends("voice")).startswith("Mừng cho anh Nam.")
    who = person_id(world, nam)
    with world.look() as db:
        assert checkins.latest(db, who)[0].answers["words"]["kind"] == "voice"


def test_nobody_else_checks_in(world: World) -> None:
    assert world.guardian().presses("go:checkin:face=bad").startswith("Phần này không thuộc việc của")
    lost = world.linked("Trần Văn Nam", "person", pronoun="anh")
    assert "chưa thấy thông tin của anh" in lost.says("/checkin")


def test_the_check_in_is_as_complete_in_english(world: World, nam: Talker) -> None:
    with world.store.transaction() as db:
        accounts.change(db, nam.account_id, language="en")
    assert nam.says("/checkin").startswith("Hello Nam, how has this month been?")
    assert "Not so good" in nam.last
    assert nam.answers(face="low").startswith("Thank you for sharing it, Nam.")
