"""Follow-up tasks: given from a record or an alert, reminded of, done, and seen by whoever gave them."""

from datetime import datetime

import pytest

from storage import persons, tasks
from storage.database import VIETNAM
from storage.units import next_number
from tests.conftest import StandingClock
from tests.handlers.accounts.ending import closes
from tests.handlers.commune import raise_one, run_all
from tests.person import Talker, World

NEIGHBOUR = "16678"
WORDS = "Hỏi trạm y tế về thuốc huyết áp"


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


def given(world: World, hung: Talker, doer: Talker, person: int, by: str = "2026-11-25") -> tasks.Task:
    hung.fills("task", person=str(person), what=WORDS, who=str(doer.account_id), by=by)
    with world.look() as db:
        (task,) = tasks.of_person(db, person)
        return task


def at(world: World, clock: StandingClock, day: int, hour: int = 8) -> None:
    clock.move_to(datetime(2026, 11, day, hour, 0, tzinfo=VIETNAM))
    run_all(world)


def test_a_guardian_is_given_a_task_does_it_and_the_officer_hears_so(world: World, hung: Talker, tu: Talker) -> None:
    given(world, hung, tu, world.person(guardian=tu))
    assert tu.sees.startswith("Anh Hùng nhờ bác một việc về anh Nam, xong trước hết thứ Tư 25/11.")
    assert WORDS not in tu.sees
    assert WORDS in tu.chooses("Xem việc")
    assert "Đã ghi là xong" in tu.chooses("Đã xong")
    assert hung.sees.startswith("✅ Bác Tư đã làm xong")


def test_it_is_reminded_of_on_its_day_and_late_the_morning_after(
    world: World, hung: Talker, tu: Talker, clock: StandingClock
) -> None:
    given(world, hung, tu, world.person(guardian=tu))
    at(world, clock, 25)
    assert any("Hôm nay bác có một việc về anh Nam" in heard.text for heard in tu.listen())
    at(world, clock, 26)
    assert any("Việc anh giao bác Tư về anh Nam trễ" in heard.text for heard in hung.listen())
    assert any("trễ từ" in heard.text for heard in tu.listen())


def test_what_is_late_is_told_to_those_on_duty_where_whoever_gave_it_is_out(
    world: World, hung: Talker, tu: Talker, clock: StandingClock
) -> None:
    given(world, hung, tu, world.person(guardian=tu))
    binh = world.officer("Trần Quốc Bình")
    closes(world, hung)
    at(world, clock, 26)
    assert any("giao bác Tư về anh Nam trễ" in heard.text for heard in binh.listen())
    assert any("trễ từ" in heard.text for heard in tu.listen())


def test_what_is_done_is_not_reminded_of(world: World, hung: Talker, tu: Talker, clock: StandingClock) -> None:
    task = given(world, hung, tu, world.person(guardian=tu))
    tu.presses(f"do:task_done:{task.id}")
    hung.listen()
    at(world, clock, 26)
    assert not any("việc" in heard.text.lower() for heard in [*hung.listen(), *tu.listen()])


def test_the_second_to_say_done_hears_who_was_quicker(world: World, hung: Talker, tu: Talker) -> None:
    task = given(world, hung, tu, world.person(guardian=tu))
    tu.presses(f"do:task_done:{task.id}")
    assert "Bác Tư đã làm xong lúc 09:00" in hung.presses(f"do:task_done:{task.id}")


def test_a_task_comes_from_an_alert_and_leads_back_to_it(world: World, hung: Talker) -> None:
    person = world.person()
    raise_one(world, person, level="high", reason="violence")
    hung.chooses("Xem")
    hung.chooses("Giao việc")
    hung.answers(hung.sees, what=WORDS, who=str(hung.account_id), by="2026-11-24")
    with world.look() as db:
        (task,) = tasks.of_person(db, person)
        assert task.alert_id is not None
    hung.presses(f"do:task_see:{task.id}")
    assert "C1" in hung.chooses("Xem cảnh báo")


def test_it_is_given_to_somebody_else_for_another_day(world: World, hung: Talker, tu: Talker) -> None:
    binh = world.officer("Trần Quốc Bình")
    task = given(world, hung, tu, world.person(guardian=tu))
    hung.fills("task_change", task=str(task.id), who=str(binh.account_id), by="2026-11-27")
    assert "thứ Sáu 27/11" in binh.sees
    with world.look() as db:
        changed = tasks.get(db, task.id)
        assert changed is not None
        assert (changed.account_id, str(changed.due_on)) == (binh.account_id, "2026-11-27")


def test_a_day_that_is_over_is_refused_kindly(world: World, hung: Talker) -> None:
    person = world.person()
    hung.fills("task", until="by", person=str(person), what=WORDS, who=str(hung.account_id))
    assert "đã qua" in hung.says("hôm qua")


def test_another_guardian_sees_nothing_of_it(world: World, hung: Talker, tu: Talker) -> None:
    task = given(world, hung, tu, world.person(guardian=tu))
    lan = world.guardian("Phạm Thị Lan", "co")
    assert WORDS not in lan.presses(f"do:task_see:{task.id}")
    lan.presses(f"do:task_done:{task.id}")
    assert WORDS not in lan.says("việc cần làm")
    with world.look() as db:
        still = tasks.get(db, task.id)
        assert still is not None
        assert still.done_at is None


def test_the_record_lists_its_tasks(world: World, hung: Talker, tu: Talker) -> None:
    person = world.person(guardian=tu)
    given(world, hung, tu, person)
    hung.presses(f"do:person_card:{person}")
    hung.chooses("Việc khác")
    hung.chooses("Việc cần làm")
    assert WORDS in hung.reply


def test_when_management_ends_so_do_the_tasks(world: World, hung: Talker, tu: Talker, clock: StandingClock) -> None:
    person = world.person(guardian=tu)
    task = given(world, hung, tu, person)
    with world.store.transaction() as db:
        tasks.end_of(db, person, hung.account_id)
        persons.set_status(db, person, "ended", hung.account_id, "term_over")
    tu.listen()
    at(world, clock, 25)
    assert tu.listen() == []
    assert task.done_at is None


def test_each_task_is_known_by_its_letter_and_number(world: World, hung: Talker, tu: Talker) -> None:
    nam = world.person(guardian=tu)
    given(world, hung, tu, nam)
    assert "Đã giao việc G2" in hung.fills("task", person=nam, what="Gọi trường nghề", who=tu.account_id)
    assert any("G2 Gọi trường nghề" in label for label in (tu.says("việc cần làm"), *tu.last.labels))
    assert tu.says("g2").startswith("G2: Gọi trường nghề")
    assert WORDS in hung.says("xem viec g1")
    tu.says("xong viec g2")
    with world.look() as db:
        assert {one.code for one in tasks.of_person(db, nam) if one.done_at} == {"G2"}


def test_a_task_that_moves_to_another_commune_has_a_number_of_that_commune(world: World, hung: Talker) -> None:
    nam = world.person()
    task = given(world, hung, hung, nam)
    with world.store.transaction() as db:
        for _ in range(3):
            next_number(db, NEIGHBOUR, "task")
        tasks.move(db, nam, NEIGHBOUR, None)
        moved = tasks.get(db, task.id)
        assert moved is not None
        assert (moved.unit, moved.code) == (NEIGHBOUR, "G4")
