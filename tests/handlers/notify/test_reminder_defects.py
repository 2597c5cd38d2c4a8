"""Defects seen in comparable systems' reminders (2, 4, 5, 7, 8, 9 of our list), and that ours has none of them."""

from datetime import date, datetime

import pytest
from sqlalchemy import text

from handlers.kit.batch import Failure
from handlers.kit.deployment import Deployment
from handlers.notify import reminders
from rules.notices import of_visits
from storage import accounts, assignments, due, persons
from storage.columns import seal
from storage.database import VIETNAM, Store
from tests.bot.channels.telegram.fake import FakeTelegram
from tests.bot.delivery.post import UNIT, Post
from tests.conftest import StandingClock
from tests.handlers.commune import moment, plan, rows, run_all, told, waiting
from tests.person import WITH_BUTTONS, Talker, World

WEDNESDAY = date(2026, 12, 9)
REMINDERS = {kind for kind, visit in of_visits() if visit.reader == "guardian"}


@pytest.fixture
def world(store: Store, deployment: Deployment, clock: StandingClock) -> World:
    return World(store, deployment, clock, WITH_BUTTONS)


@pytest.fixture
def guardian(world: World) -> Talker:
    return world.guardian()


def test_2_a_visit_due_tomorrow_still_gets_its_reminder_at_half_past_seven_here(
    world: World, guardian: Talker, clock: StandingClock
) -> None:
    clock.move_to(moment(date(2026, 12, 8), 20))
    nam = world.person("Trần Văn Nam", guardian=guardian, next_visit_on=WEDNESDAY)
    plan(world, nam)
    assert waiting(world, nam)[0].at == datetime(2026, 12, 9, 7, 30, tzinfo=VIETNAM)
    clock.move_to(moment(WEDNESDAY))
    run_all(world)
    assert told(guardian) == ["📅 Hôm nay nhờ bác ghé thăm anh Nam. Đi về, bác bấm báo luôn nhé."]


def test_4_after_three_days_down_each_reminder_goes_out_once_and_those_too_old_not_at_all(
    world: World, guardian: Talker, clock: StandingClock
) -> None:
    yesterday = world.person("Lê Thị Hoa", guardian=guardian, pronoun="chi", next_visit_on=date(2026, 12, 8))
    today = world.person("Trần Văn Nam", guardian=guardian, next_visit_on=WEDNESDAY)
    overdue = world.person("Vũ Văn Lực", guardian=guardian, next_visit_on=date(2026, 12, 4))
    plan(world, yesterday, today, overdue)
    clock.move_to(moment(WEDNESDAY, 10))
    for _ in range(3):
        run_all(world)
        clock.move(minutes=10)
    assert told(guardian) == [
        "📅 Bác có 2 nhà nên ghé thăm: anh Lực (chưa thấy tin), anh Nam (hôm nay). Đi về, bác bấm báo luôn nhé."
    ]
    assert rows(world, yesterday)["visit_today"] == "dropped"
    assert rows(world, today) == {
        **dict.fromkeys([*REMINDERS, "visit_overdue_officer"], "waiting"),
        "visit_soon": "dropped",
        "visit_today": "done",
    }


def test_5_what_fails_stays_due_and_is_reported_and_the_others_go_out(
    world: World, guardian: Talker, clock: StandingClock
) -> None:
    other = world.guardian("Phan Thị Sáu", pronoun="co")
    broken = world.person("Trần Văn Nam", guardian=guardian, next_visit_on=WEDNESDAY)
    sound = world.person("Vũ Văn Lực", guardian=other, next_visit_on=WEDNESDAY)
    plan(world, broken, sound)
    with world.store.transaction() as db:
        db.execute(text("UPDATE persons SET given = :bytes WHERE id = :id"), {"bytes": b"torn", "id": broken})
    clock.move_to(moment(WEDNESDAY))
    outcome = run_all(world)
    assert outcome.failed == 1
    failure = outcome.failures[0]
    assert (failure.kind, failure.subject_id) == ("visit_today", broken)
    assert "Nam" not in repr(outcome)
    assert (len(told(guardian)), len(told(other))) == (0, 1)
    assert rows(world, broken)["visit_today"] == "waiting"

    with world.store.transaction() as db:
        db.execute(persons.persons.update().where(persons.persons.c.id == broken), {"given": seal(broken, "Nam")})
    clock.move(minutes=6)
    assert run_all(world).failed == 0
    assert len(told(guardian)) == 1


def test_5_a_failure_that_reaches_the_database_leaves_nothing_half_done(
    world: World, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = world.officer()
    nam = world.person("Trần Văn Nam", next_visit_on=WEDNESDAY)
    plan(world, nam)
    clock.move_to(moment(date(2026, 12, 16)))
    with monkeypatch.context() as patch:
        patch.setattr(
            "handlers.notify.alerts.look_for_taker", lambda db, deployment, alert: db.execute(text("SELECT nonsense"))
        )
        outcome = run_all(world)
    assert outcome.failures == (Failure("visit_overdue_officer", nam, outcome.failures[0].error),)
    with world.look() as db:
        assert db.execute(text("SELECT count(*) FROM alerts")).scalar() == 0
    clock.move(minutes=6)
    run_all(world)
    assert len(told(officer, "alert")) == 1


def test_7_the_digest_goes_out_once_however_often_the_job_runs(world: World, clock: StandingClock) -> None:
    officer = world.officer()
    world.person("Trần Văn Nam", next_visit_on=date(2026, 12, 3))
    clock.move_to(moment(date(2026, 12, 7)))
    for _ in range(3):
        run_all(world)
        clock.move(minutes=30)
    assert len(told(officer, "digest")) == 1


def test_7_a_digest_on_tuesday_misses_nothing_of_monday(world: World, clock: StandingClock) -> None:
    officer = world.officer()
    world.person("Trần Văn Nam", next_visit_on=date(2026, 12, 3))
    clock.move_to(moment(date(2026, 12, 6), 22))
    run_all(world)
    clock.move_to(moment(date(2026, 12, 8), 11))
    run_all(world)
    assert [line for line in told(officer, "digest")[0].splitlines() if "1" in line]
    assert len(told(officer, "digest")) == 1


def test_9_moved_deactivated_and_officerless_each_appear_exactly_where_they_should(
    world: World, clock: StandingClock
) -> None:
    officer = world.officer()
    elsewhere = world.officer("Đặng Văn Bình")
    with world.store.transaction() as db:
        db.execute(accounts.accounts.update().where(accounts.accounts.c.id == elsewhere.account_id), {"unit": "17792"})
    former, new, gone = world.guardian("Nguyễn Văn Tư"), world.guardian("Phan Thị Sáu"), world.guardian("Hồ Văn Ba")
    moved = world.person("Trần Văn Nam", guardian=former, next_visit_on=WEDNESDAY)
    orphan = world.person("Lê Thị Hoa", guardian=gone, pronoun="chi", next_visit_on=WEDNESDAY)
    nowhere = world.person("Vũ Văn Lực", guardian=gone, next_visit_on=WEDNESDAY)
    plan(world, moved, orphan, nowhere)
    with world.store.transaction() as db:
        assignments.assign(db, moved, new.account_id, by=None)
        accounts.set_status(db, gone.account_id, "closed", by=None)
        db.execute(persons.persons.update().where(persons.persons.c.id == nowhere), {"unit": "17793"})
    clock.move_to(moment(WEDNESDAY))
    assert run_all(world).failed == 0
    assert (told(former), told(gone), len(told(new))) == ([], [], 1)
    assert "anh Nam" in told(new)[0]
    [own] = told(officer)
    assert "1 nhà đến ngày ghé thăm mà chưa có người giúp đỡ" in own
    assert not any("người giúp đỡ" in words for words in told(elsewhere))
    assert rows(world, nowhere)["visit_today"] == "dropped"


async def test_8_every_message_a_rule_asks_for_reaches_the_outbox_and_from_there_the_phone(
    store: Store, world: World
) -> None:
    async with FakeTelegram() as api:
        post = await Post(store, api).open()
        boss = api.user(started=True)
        post.someone(boss, roles=("officer",))
        run_all(world)
        for kind, visit in of_visits():
            user = api.user(started=True)
            guardian_id = post.someone(user).account_id
            person_id = world.person("Trần Văn Nam", next_visit_on=date(2026, 11, 23))
            with store.transaction() as db:
                assignments.assign(db, person_id, guardian_id or 0, by=None)
                due.plan(db, kind, person_id, "2026-11-23", db.now, unit=UNIT, recipient_id=guardian_id)
            await post.desk.run(lambda db: reminders.run_due(db, world.deployment))
            assert (await (user if visit.reader == "guardian" else boss).hears()).text
        await post.close()
    assert {row.kind for row in post.rows().values()} == {*REMINDERS, "digest", "alert"}
