"""Somebody is put into a guardian's care: all three hear of it, reminders move along, the history stays."""

from datetime import date, datetime

from handlers.notify import visit_planning
from storage import assignments, chats, outbox, persons
from storage.database import VIETNAM
from storage.outbox import call_list
from tests.conftest import StandingClock
from tests.person import Talker, World
from tests.storage.commune import waiting_for


def assign(officer: Talker, person: int, guardian: Talker) -> str:
    return officer.fills("assign", person=person, guardian=guardian.account_id)


def test_the_person_and_the_guardian_are_told(world: World) -> None:
    hung, tu, nam = world.officer(), world.guardian(), world.person_with_phone()
    person = person_of(world, nam)
    assert "Từ nay bác Tư giúp anh Nam" in assign(hung, person, tu)
    assert "nhờ bác giúp anh Nam" in tu.sees
    assert "từ nay bác Tư sẽ giúp đỡ anh" in nam.sees
    with world.look() as db:
        assert assignments.guardian_of(db, person) == tu.account_id


def person_of(world: World, talker: Talker) -> int:
    with world.look() as db:
        person = persons.by_account(db, talker.account_id)
        assert person is not None
        return person.id


def test_on_a_change_both_guardians_are_told_and_the_history_stays(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person_with_phone()
    person = person_of(world, nam)
    assign(hung, person, tu)
    assign(hung, person, hoa)
    assert "Cô Hoa sẽ giúp anh Nam thay bác" in tu.sees
    assert "nhờ cô giúp anh Nam" in hoa.sees
    assert "thay bác Tư" in nam.sees
    with world.look() as db:
        history = assignments.history(db, person)
        assert [(one.guardian_id, one.ended_by) for one in history] == [
            (tu.account_id, hung.account_id),
            (hoa.account_id, None),
        ]


def test_what_waited_for_the_former_waits_for_the_new_one(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    person = world.person(guardian=tu, next_visit_on=date(2026, 12, 10))
    with world.store.transaction() as db:
        visit_planning.plan_visits(db, world.deployment, person)
        assert {one.recipient_id for one in waiting_for(db, person)} >= {tu.account_id}
    assign(hung, person, hoa)
    with world.look() as db:
        waiting = {one.recipient_id for one in waiting_for(db, person)}
        assert hoa.account_id in waiting
        assert tu.account_id not in waiting


def test_a_first_assignment_sets_a_first_visit(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    person = world.person(came_home_on=date(2026, 11, 15))
    assign(hung, person, tu)
    with world.look() as db:
        known = persons.get(db, person)
        assert known is not None
        assert known.next_visit_on == date(2026, 11, 30)


def test_a_guardian_out_of_reach_is_said_and_to_be_called(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    with world.store.transaction() as db:
        chats.set_state(db, chats.of_account(db, tu.account_id)[0].id, "blocked")
    assert "gọi giúp" in assign(hung, world.person(), tu)
    with world.look() as db:
        assert [entry.account_id for entry in call_list.open_of(db, world.deployment.unit)] == [tu.account_id]


def test_the_present_guardian_is_not_offered(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    world.guardian("Phan Thị Hoa", "co")
    person = world.person(guardian=tu)
    hung.presses(f"go:assign:person={person}")
    assert not any("Tư" in label for label in hung.last.labels)


def test_without_guardians_the_way_is_to_invite_one(world: World) -> None:
    hung, person = world.officer(), world.person()
    assert "chưa có người giúp đỡ nào" in hung.presses(f"go:assign:person={person}")
    assert "Họ và tên" in hung.chooses("Mời người giúp đỡ mới")


def test_at_night_nobody_is_woken_for_it(world: World, clock: StandingClock) -> None:
    hung, tu = world.officer(), world.guardian()
    clock.move_to(datetime(2026, 11, 25, 22, 0, tzinfo=VIETNAM))
    assign(hung, world.person(), tu)
    with world.look() as db:
        rows = db.execute(outbox.outbox.select().where(outbox.outbox.c.kind == "assignment")).all()
        assert [row.not_before.astimezone(VIETNAM).hour for row in rows] == [6]


def test_a_reminder_asked_for_goes_once_a_day(world: World, clock: StandingClock) -> None:
    hung, tu = world.officer(), world.guardian()
    world.person(guardian=tu, next_visit_on=date(2026, 11, 11))
    hung.says("/overdue")
    assert hung.last.labels[0] == "Trần Văn Nam · 12 ngày · bác Tư"
    hung.chooses("Trần Văn Nam")
    assert "Đã nhắn bác Tư" in hung.chooses("Nhắc bác Tư")
    assert "anh Hùng nhờ bác ghé thăm anh Nam" in tu.sees
    hung.says("/overdue")
    hung.chooses("Trần Văn Nam")
    assert "đã nhắc bác Tư rồi" in hung.chooses("Nhắc bác Tư")
    clock.move(days=1)
    hung.says("/overdue")
    hung.chooses("Trần Văn Nam")
    assert "Đã nhắn bác Tư" in hung.chooses("Nhắc bác Tư")
