"""In the morning everybody gets one message at most: what has changed; a short word once a week; else silence."""

from datetime import date, timedelta

import pytest

from storage import outbox
from tests.conftest import StandingClock
from tests.handlers.broadcasts.broadcasting import leave
from tests.handlers.commune import moment, plan, run_all, told
from tests.handlers.work.offering import offers_a_job, partner_of, wants
from tests.lock_screen import unsafe_words
from tests.person import Talker, World

WEDNESDAY = date(2026, 12, 9)
MONDAY = date(2026, 12, 14)


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


def on(world: World, clock: StandingClock, day: date, *readers: Talker) -> list[list[str]]:
    """What each reads unasked that was put at half past seven that day."""
    before = [len(told(reader)) for reader in readers]
    clock.move_to(moment(day))
    run_all(world)
    return [told(reader)[count:] for reader, count in zip(readers, before, strict=True)]


def test_what_has_not_changed_is_not_told_again(world: World, clock: StandingClock, hung: Talker) -> None:
    world.person(next_visit_on=date(2026, 11, 11))
    [[first]] = on(world, clock, WEDNESDAY, hung)
    assert "1 người quá hẹn ghé thăm" in first
    assert on(world, clock, WEDNESDAY + timedelta(days=1), hung) == [[]]


def test_what_is_new_is_told_with_how_many_there_are(world: World, clock: StandingClock, hung: Talker) -> None:
    tu = world.guardian()
    world.person(next_visit_on=date(2026, 11, 11))
    on(world, clock, WEDNESDAY, hung)
    world.person("Lê Thị Hoa", guardian=tu, next_visit_on=WEDNESDAY)
    [[second]] = on(world, clock, WEDNESDAY + timedelta(days=1), hung)
    assert "2 người quá hẹn ghé thăm, 1 mới" in second
    assert len(hung.last.labels) <= 2
    assert not unsafe_words(second)


def test_many_visits_that_nobody_reports_are_one_message_for_the_officer(
    world: World, clock: StandingClock, hung: Talker
) -> None:
    for name in ("Trần Văn Nam", "Lê Thị Hoa", "Vũ Văn Lực"):
        plan(world, world.person(name, next_visit_on=WEDNESDAY))
    on(world, clock, WEDNESDAY, hung)
    [[only]] = on(world, clock, MONDAY, hung)
    assert "3 cảnh báo chưa xong" in only
    assert hung.last.labels[0] == "Cảnh báo"
    assert hung.chooses("Cảnh báo").startswith("Có 3 cảnh báo")


def test_an_urgent_alert_does_not_wait_for_the_digest(world: World, clock: StandingClock, hung: Talker) -> None:
    tu = world.guardian()
    nam = world.person(guardian=tu)
    clock.move_to(moment(WEDNESDAY, 2))
    run_all(world)
    tu.fills("alarm", about=nam, what="fire")
    assert len(told(hung, "alert")) == 1


def test_a_settled_alert_is_told_to_the_other_officers_and_not_to_who_settled_it(
    world: World, clock: StandingClock, hung: Talker
) -> None:
    binh = world.officer("Trần Quốc Bình")
    plan(world, world.person(next_visit_on=WEDNESDAY))
    on(world, clock, MONDAY, hung, binh)
    clock.move(minutes=5)
    hung.says("nhận C1")
    hung.answers(hung.presses("go:alert_close"))
    [[to_binh]] = on(world, clock, MONDAY + timedelta(days=1), binh)
    assert "1 cảnh báo đã lo xong" in to_binh
    assert on(world, clock, MONDAY + timedelta(days=2), hung) == [[]]


def test_once_a_week_where_nothing_was_sent_all_is_well(world: World, clock: StandingClock, hung: Talker) -> None:
    said = [on(world, clock, MONDAY + timedelta(days=day), hung)[0] for day in range(8)]
    assert [day for day, messages in enumerate(said) if messages] == [0, 7]
    assert said[0] == ["📅 Tuần qua ở xã mọi việc đều ổn, không có gì chờ anh."]


def test_what_goes_on_waiting_is_told_once_a_week(world: World, clock: StandingClock, hung: Talker) -> None:
    world.person(next_visit_on=date(2026, 11, 11))
    on(world, clock, WEDNESDAY - timedelta(days=5), hung)
    said = [on(world, clock, WEDNESDAY + timedelta(days=day), hung)[0] for day in range(8)]
    assert [day for day, messages in enumerate(said) if messages] == [5]
    assert said[5][0].startswith("📅 Tuần qua ở xã không có việc gì mới. Còn chờ anh:\n")


def test_a_guardian_hears_once_a_week_that_all_is_well(world: World, clock: StandingClock) -> None:
    tu = world.guardian()
    plan(world, world.person(guardian=tu, next_visit_on=MONDAY + timedelta(days=11)))
    said = [on(world, clock, MONDAY + timedelta(days=day), tu)[0] for day in range(10)]
    assert [day for day, messages in enumerate(said) if messages] == [0, 7, 9]
    assert said[0][0].startswith("📅 Mọi việc đều ổn ạ. Lần ghé thăm tới: thứ Sáu 25/12")


def test_who_is_waited_for_is_not_told_that_all_is_well(world: World, clock: StandingClock) -> None:
    tu = world.guardian()
    plan(world, world.person(guardian=tu, next_visit_on=MONDAY - timedelta(days=20)))
    world.person("Lê Thị Hoa", guardian=tu, next_visit_on=MONDAY + timedelta(days=20))
    assert not told(tu, "visits_well")
    on(world, clock, MONDAY, tu)
    assert not told(tu, "visits_well")


def test_whoever_is_guardian_and_officer_gets_one_message(world: World, clock: StandingClock) -> None:
    lan = world.linked("Phạm Thị Lan", "guardian", "officer", pronoun="chi", on_duty=True)
    plan(world, world.person(guardian=lan, next_visit_on=WEDNESDAY))
    world.person("Lê Thị Hoa", next_visit_on=date(2026, 11, 11))
    [[only]] = on(world, clock, WEDNESDAY, lan)
    assert only.startswith("📅 Hôm nay nhờ chị ghé thăm anh Nam")
    assert "1 người quá hẹn ghé thăm" in only
    assert lan.last.labels == ["Báo đã ghé thăm anh Nam", "Giao người giúp đỡ"]


def test_many_visits_have_a_button_for_the_two_most_pressing(world: World, clock: StandingClock) -> None:
    tu = world.guardian()
    for number, name in enumerate(("Trần Văn Nam", "Lê Thị Hoa", "Vũ Văn Lực")):
        plan(world, world.person(name, guardian=tu, next_visit_on=WEDNESDAY + timedelta(days=number)))
    [[only]] = on(world, clock, WEDNESDAY, tu)
    assert "anh Nam" in only
    assert len(tu.last.labels) == 2


def test_the_digest_comes_when_all_else_has_been_done_however_small_the_batches(
    world: World, clock: StandingClock, hung: Talker
) -> None:
    for number in range(7):
        plan(world, world.person(f"Vũ Văn {'ABCDEGH'[number]}", next_visit_on=WEDNESDAY))
    clock.move_to(moment(WEDNESDAY))
    run_all(world, limit=100)
    clock.move_to(moment(MONDAY))
    run_all(world, limit=3)
    assert "7 cảnh báo chưa xong" in told(hung, "digest")[-1]


def test_what_was_too_late_to_be_told_is_told_with_the_next(world: World, clock: StandingClock, hung: Talker) -> None:
    world.person(next_visit_on=date(2026, 11, 11))
    on(world, clock, WEDNESDAY, hung)
    world.person("Lê Thị Hoa", next_visit_on=WEDNESDAY)
    clock.move_to(moment(WEDNESDAY + timedelta(days=1), 0, 10))
    run_all(world)
    clock.move_to(moment(WEDNESDAY + timedelta(days=2)))
    run_all(world)
    assert "1 mới" in told(hung, "digest")[-1]


def at_night(world: World, clock: StandingClock) -> None:
    """A guardian and a person ask to be called, and the person wants a job."""
    _, organisation = partner_of(world)
    job = offers_a_job(world, organisation)
    clock.move_to(moment(WEDNESDAY, 2))
    run_all(world)
    world.guardian().says("gap can bo")
    wants(world.person_with_phone(), job)


def test_what_was_told_at_night_is_one_message_in_the_morning(world: World, clock: StandingClock, hung: Talker) -> None:
    at_night(world, clock)
    clock.move_to(moment(WEDNESDAY))
    run_all(world)
    leave(world)
    [only] = [heard for heard in hung.listen() if heard.kind != "reply" and not was_dropped(world, heard.id)]
    assert only.kind == "digest"
    assert "1 người cần gọi" in only.text
    assert "Bác Tư" in only.text
    assert "Thợ là ủi" in only.text
    assert len(only.labels) == 2


def test_where_nobody_makes_the_digest_the_notices_of_the_night_leave_by_themselves(
    world: World, clock: StandingClock, hung: Talker
) -> None:
    at_night(world, clock)
    clock.move_to(moment(WEDNESDAY, 7, 40))
    leave(world)
    assert not any(was_sent(world, heard.id) for heard in hung.listen())
    clock.move_to(moment(WEDNESDAY, 7, 46))
    leave(world)
    assert {heard.kind for heard in hung.heard if was_sent(world, heard.id)} >= {"asks_to_talk", "interest"}


def test_on_a_day_without_a_digest_a_notice_of_the_night_comes_as_ever(
    world: World, clock: StandingClock, hung: Talker
) -> None:
    saturday = WEDNESDAY + timedelta(days=3)
    clock.move_to(moment(saturday, 2))
    run_all(world)
    world.guardian().says("gap can bo")
    clock.move_to(moment(saturday, 6, 31))
    leave(world)
    assert [heard.kind for heard in hung.listen() if was_sent(world, heard.id)] == ["asks_to_talk"]


def was_sent(world: World, message_id: int) -> bool:
    return state_of(world, message_id) == "sent"


def was_dropped(world: World, message_id: int) -> bool:
    return state_of(world, message_id) == "dropped"


def state_of(world: World, message_id: int) -> str:
    with world.look() as db:
        table = outbox.outbox
        return str(db.execute(table.select().where(table.c.id == message_id)).one().state)
