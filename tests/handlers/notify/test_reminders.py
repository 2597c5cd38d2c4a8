"""What falls due is said once, to the right person, at a decent hour, and not when it is too late."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.event import listen

from handlers.kit.deployment import Deployment
from handlers.notify import reminders, visit_planning
from rules.notices import of_visits
from storage import alerts, assignments, chats, checkins, due, outbox, persons
from storage.database import VIETNAM, Store
from storage.outbox import call_list
from tests.conftest import StandingClock
from tests.handlers.commune import in_care, moment, plan, rows, run_all, told, waiting
from tests.person import WITH_BUTTONS, Talker, World

VISIT = date(2026, 12, 9)
REMINDERS = [kind for kind, visit in of_visits() if visit.reader == "guardian"]


@pytest.fixture
def world(store: Store, deployment: Deployment, clock: StandingClock) -> World:
    return World(store, deployment, clock, WITH_BUTTONS)


@pytest.fixture
def guardian(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def officer(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World, guardian: Talker) -> int:
    return in_care(world, guardian, VISIT)


def test_a_visit_is_reminded_of_before_on_the_day_and_after(
    world: World, guardian: Talker, officer: Talker, nam: int, clock: StandingClock
) -> None:
    clock.move_to(moment(date(2026, 12, 7), 7, 29))
    run_all(world)
    assert told(guardian) == []
    clock.move_to(moment(date(2026, 12, 7)))
    run_all(world)
    assert told(guardian) == ["📅 Nhờ bác ghé thăm anh Nam trước thứ Tư 9/12. Đi về, bác bấm báo luôn nhé."]
    clock.move_to(moment(VISIT))
    run_all(world)
    assert told(guardian)[1:] == ["📅 Hôm nay nhờ bác ghé thăm anh Nam. Đi về, bác bấm báo luôn nhé."]
    clock.move_to(moment(date(2026, 12, 11)))
    run_all(world)
    assert told(guardian)[2:] == [
        "Đồng Hành chưa thấy tin về anh Nam. Bác đã ghé thăm thì bấm báo; chưa đi được thì bấm «Bận» để nhờ người khác."
    ]
    assert guardian.last.labels == ["Báo đã ghé thăm anh Nam", "Bận"]
    assert not any("cảnh báo" in words for words in told(officer))
    clock.move_to(moment(date(2026, 12, 14)))
    run_all(world)
    assert "1 cảnh báo chưa xong" in told(officer)[-1]
    with world.look() as db:
        assert [(one.level, one.reason) for one in alerts.of_person(db, nam)] == [("normal", "visit_overdue")]


def test_the_button_of_a_reminder_begins_the_report(
    world: World, guardian: Talker, nam: int, clock: StandingClock
) -> None:
    clock.move_to(moment(VISIT))
    run_all(world)
    guardian.listen()
    assert guardian.chooses("Báo đã ghé thăm anh Nam").startswith("Đồng Hành đã ghi: anh Nam.\n\nBác ghé thăm hôm nào")


def test_several_visits_make_one_message(world: World, guardian: Talker, nam: int, clock: StandingClock) -> None:
    hoa = world.person("Lê Thị Hoa", guardian=guardian, pronoun="chi", next_visit_on=date(2026, 12, 11))
    luc = world.person("Vũ Văn Lực", guardian=guardian, next_visit_on=date(2026, 12, 6))
    plan(world, hoa, luc)
    clock.move_to(moment(VISIT))
    run_all(world)
    assert told(guardian) == [
        "📅 Bác có 3 nhà nên ghé thăm: anh Lực (chưa thấy tin), anh Nam (hôm nay), chị Hoa (trước thứ Sáu 11/12)."
        " Đi về, bác bấm báo luôn nhé."
    ]
    assert guardian.last.labels == ["Báo đã ghé thăm anh Lực", "Báo đã ghé thăm anh Nam"]


def test_one_message_even_where_a_batch_ends_in_the_middle(
    world: World, guardian: Talker, nam: int, clock: StandingClock
) -> None:
    for number in range(9):
        plan(world, world.person(f"Vũ Văn {'ABCDEGHIK'[number]}", guardian=guardian, next_visit_on=VISIT))
    clock.move_to(moment(VISIT))
    run_all(world, limit=3)
    assert len(told(guardian)) == 1
    assert "và 4 nhà nữa" in told(guardian)[0]


def test_a_report_in_time_leaves_nothing_to_remind_of(
    world: World, guardian: Talker, nam: int, clock: StandingClock
) -> None:
    assert "thứ Tư 23/12" in guardian.reports(nam)
    clock.move_to(moment(VISIT))
    run_all(world)
    assert told(guardian, "visit_today") == []


def test_sundays_and_holidays_give_way_to_the_next_working_morning(
    world: World, guardian: Talker, clock: StandingClock
) -> None:
    sunday = world.person("Lê Thị Hoa", guardian=guardian, pronoun="chi", next_visit_on=date(2026, 12, 13))
    holiday = world.person("Vũ Văn Lực", guardian=guardian, next_visit_on=date(2026, 11, 24))
    plan(world, sunday, holiday)
    days = {row.kind: row.at for row in waiting(world, sunday)}
    assert days["visit_today"] == moment(date(2026, 12, 14))
    days = {row.kind: row.at for row in waiting(world, holiday)}
    assert days["visit_today"] == moment(date(2026, 11, 25))


@pytest.mark.parametrize("hour", [21, 23])
def test_at_night_nothing_leaves_and_todays_reminder_is_not_said_tomorrow(
    world: World, guardian: Talker, nam: int, clock: StandingClock, hour: int
) -> None:
    clock.move_to(moment(VISIT, hour))
    run_all(world)
    assert told(guardian) == []
    assert rows(world, nam)["visit_today"] == "dropped"


def test_what_may_still_be_said_in_the_morning_waits_for_it(
    world: World, guardian: Talker, nam: int, clock: StandingClock
) -> None:
    """Lessons, defect 13: nothing but emergencies leaves between the set hours."""
    clock.move_to(moment(date(2026, 12, 12), 22))
    run_all(world)
    with world.look() as db:
        held = db.execute(outbox.outbox.select().where(outbox.outbox.c.kind == "visit_overdue")).one()
    assert held.not_before.astimezone(VIETNAM) == moment(date(2026, 12, 14))


def test_an_urgent_alert_leaves_at_night_all_the_same(
    world: World, guardian: Talker, officer: Talker, nam: int, clock: StandingClock
) -> None:
    """Lessons, defect 13: emergencies do."""
    clock.move_to(moment(date(2026, 12, 13), 2))
    guardian.fills("alarm", about=nam, what="fire")
    with world.look() as db:
        row = db.execute(outbox.outbox.select().where(outbox.outbox.c.kind == "alert")).one()
    assert row.not_before == clock.now()


def test_someone_without_a_guardian_is_brought_before_an_officer(
    world: World, officer: Talker, clock: StandingClock
) -> None:
    person_id = world.person("Trần Văn Nam", next_visit_on=VISIT)
    plan(world, person_id)
    assert [row.kind for row in waiting(world, person_id)] == ["visit_today", "visit_overdue_officer"]
    clock.move_to(moment(VISIT))
    run_all(world)
    [digest] = told(officer)
    assert "1 nhà đến ngày ghé thăm mà chưa có người giúp đỡ" in digest
    assert officer.last.labels[0] == "Giao người giúp đỡ"


def test_on_a_saturday_without_a_digest_it_is_told_by_itself(
    world: World, officer: Talker, clock: StandingClock
) -> None:
    plan(world, world.person("Trần Văn Nam", next_visit_on=date(2026, 12, 12)))
    clock.move_to(moment(date(2026, 12, 12)))
    run_all(world)
    assert told(officer) == [
        "1 nhà đến ngày ghé thăm mà chưa có người giúp đỡ: anh Nam · xóm 6. Nhờ anh giao người giúp đỡ."
    ]


def test_the_new_guardian_is_reminded_and_the_former_no_more(
    world: World, guardian: Talker, nam: int, clock: StandingClock
) -> None:
    new = world.guardian("Phan Thị Sáu", pronoun="co")
    with world.store.transaction() as db:
        assignments.assign(db, nam, new.account_id, by=None)
        visit_planning.plan_visits(db, world.deployment, nam)
    clock.move_to(moment(VISIT))
    run_all(world)
    assert told(guardian) == []
    assert len(told(new)) == 1


def test_the_monthly_check_in_asks_once_and_not_who_has_answered(world: World, clock: StandingClock) -> None:
    nam = world.person_with_phone("Trần Văn Nam", came_home_on=date(2026, 1, 25))
    hoa = world.person_with_phone("Lê Thị Hoa", came_home_on=date(2026, 1, 25))
    with world.store.transaction() as db:
        record = persons.by_account(db, hoa.account_id)
        assert record is not None
        checkins.add(db, person_id=record.id, period="2026-11", answers={"face": "good"})
    clock.move_to(moment(date(2026, 11, 25)))
    run_all(world)
    run_all(world)
    assert told(nam) == ["Chào anh Nam, tháng này của anh thế nào? Bấm một nút, mất nửa phút thôi."]
    assert nam.last.labels == ["Rất tốt", "Tốt", "Bình thường", "Không vui", "Rất mệt mỏi"]
    assert told(hoa) == []
    nam.answers(nam.chooses("Không vui"))
    with world.look() as db:
        record = persons.by_account(db, nam.account_id)
        assert record is not None
        assert checkins.latest(db, record.id)[0].answers["face"] == "low"


def test_officers_get_their_digest_on_working_mornings_only(
    world: World, officer: Talker, clock: StandingClock
) -> None:
    world.person("Vũ Văn Lực", next_visit_on=date(2026, 11, 20))
    clock.move_to(moment(date(2026, 11, 25), 7, 29))
    run_all(world)
    assert told(officer, "digest") == []
    clock.move_to(moment(date(2026, 11, 25)))
    run_all(world)
    assert len(told(officer, "digest")) == 1
    for day in (28, 29):
        clock.move_to(moment(date(2026, 11, day), 8))
        run_all(world)
    assert len(told(officer, "digest")) == 1


def test_a_draft_is_nudged_once_and_then_ends_saying_so(
    world: World, guardian: Talker, nam: int, clock: StandingClock
) -> None:
    guardian.presses(f"go:visit_report:person={nam}")
    clock.move(days=2)
    for _ in range(2):
        with world.store.transaction() as db:
            reminders.nudge_drafts(db, world.deployment, 100)
    assert told(guardian, "draft_nudge") == [
        "✍️ Bác còn một phần viết dở, Đồng Hành vẫn giữ cho bác. Làm tiếp chỉ mất một phút thôi:"
        " báo lần ghé thăm · anh Nam."
    ]
    assert guardian.chooses("Làm tiếp").startswith("Bác ghé thăm hôm nào")
    clock.move(days=7)
    with world.store.transaction() as db:
        assert reminders.expire_drafts(db, world.deployment, 100).done == 1
    assert told(guardian, "draft_expired")[0].startswith("Phần bác viết dở tuần trước đã được bỏ")
    assert guardian.presses("visit_report:visited_on:2026-11-23").startswith("Việc đó đã xong rồi ạ")


def test_an_alert_nobody_takes_climbs(world: World, officer: Talker, nam: int, clock: StandingClock) -> None:
    off_duty = world.linked("Đặng Văn Bình", "officer", pronoun="anh")
    guardian = world.guardian("Phan Thị Sáu", pronoun="co")
    person_id = world.person("Vũ Văn Lực", guardian=guardian)
    guardian.fills("alarm", about=person_id, what="fire")
    assert told(off_duty, "alert") == []
    clock.move(minutes=11)
    with world.store.transaction() as db:
        assert reminders.climb_alerts(db, world.deployment, 100).done == 1
    assert len(told(off_duty, "alert")) == 1


def test_the_clock_can_hop_to_what_comes_next(world: World, guardian: Talker, nam: int, clock: StandingClock) -> None:
    run_all(world)
    with world.look() as db:
        first = reminders.next_due_at(db)
    assert first == datetime(2026, 11, 24, 0, 5, tzinfo=VIETNAM)
    guardian.fills("alarm", about=nam, what="fire")
    with world.look() as db:
        assert reminders.next_due_at(db) == clock.now() + timedelta(minutes=10)


def test_whatever_no_report_has_planned_is_planned_by_the_day(
    world: World, guardian: Talker, clock: StandingClock
) -> None:
    imported = world.person("Lê Thị Hoa", guardian=guardian, pronoun="chi", next_visit_on=date(2026, 11, 25))
    run_all(world)
    assert [row.kind for row in waiting(world, imported)] == [*REMINDERS[1:3], "visit_overdue_officer", *REMINDERS[3:]]
    with world.look() as db:
        assert due.is_planned(db, "planned", 0, "2026-11-23")


def test_a_guardian_no_message_reaches_is_put_on_the_call_list(
    world: World, guardian: Talker, nam: int, clock: StandingClock
) -> None:
    with world.store.transaction() as db:
        chats.set_state(db, chats.of_account(db, guardian.account_id)[0].id, "blocked")
    clock.move_to(moment(VISIT))
    run_all(world)
    with world.look() as db:
        entries = call_list.open_of(db, world.deployment.unit)
        assert [(entry.account_id, entry.reason) for entry in entries] == [(guardian.account_id, "visit_today")]


def test_a_batch_takes_as_many_queries_for_many_as_for_few(world: World, clock: StandingClock) -> None:
    counted: list[int] = []

    def due_for(count: int) -> int:
        for _ in range(count):
            plan(world, world.person("Trần Văn Nam", guardian=world.guardian(), next_visit_on=clock.now().date()))
        clock.move_to(moment(clock.now().date(), 10))
        with world.store.transaction() as db:
            statements: list[str] = []
            listen(db.connection, "before_cursor_execute", lambda *call: statements.append(call[2]))
            assert reminders.run_due(db, world.deployment).done == count
        return len(statements)

    for day, count in ((date(2026, 12, 8), 2), (date(2026, 12, 9), 25)):
        clock.move_to(moment(day, 6))
        run_all(world)
        counted.append(due_for(count))
    assert counted[0] == counted[1] < 12
