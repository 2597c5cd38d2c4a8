"""Leave, tasks and agreed hours go with somebody who moves or gets another guardian; those of before hear no more."""

from dataclasses import dataclass
from datetime import date

import pytest

from storage import absences, assignments, persons, tasks, transfers, units
from tests.conftest import StandingClock
from tests.handlers.commune import run_all, told
from tests.other_unit import put_into
from tests.person import Talker, World

THERE = "17792"
WORDS = "Hỏi trạm y tế về thuốc"


@dataclass(slots=True)
class Move:
    """Hùng's commune has Nam in care, Lan's takes him over."""

    world: World
    hung: Talker
    lan: Talker
    tu: Talker
    nam: Talker
    person: int

    def happens(self) -> None:
        self.hung.fills("transfer", person=self.person, to_unit=THERE)
        with self.world.look() as db:
            [transfer] = transfers.of_person(db, self.person)
        self.lan.presses(f"do:transfer_accept:{transfer.id}.yes")

    def task(self) -> tasks.Task:
        with self.world.look() as db:
            [task] = tasks.of_person(db, self.person)
            return task


@pytest.fixture
def move(world: World) -> Move:
    hung, lan, tu = world.officer(), world.officer("Trần Thị Lan"), world.guardian()
    nam = world.person_with_phone(case_type="suspended")
    with world.store.transaction() as db:
        put_into(db, lan.account_id, THERE)
        units.put(db, code=THERE, name="xã Đại Đồng", kind="xa")
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        assignments.assign(db, person.id, tu.account_id, None)
    return Move(world, hung, lan, tu, nam, person.id)


def test_of_leave_that_is_not_over_the_new_commune_hears_and_the_old_one_does_not(
    move: Move, clock: StandingClock
) -> None:
    move.nam.fills("absence_request", from_on=date(2026, 11, 24), until_on=date(2026, 11, 26))
    move.hung.fills("absence_decision", decision="allowed")
    move.happens()
    clock.move(days=7)
    run_all(move.world)
    assert "Nam" in told(move.lan, "absence_late")[0]
    assert told(move.hung, "absence_late") == []
    assert "Trần Văn Nam" in move.lan.chooses("Xem đơn")
    with move.world.look() as db:
        assert [absence.unit for absence in absences.of_person(db, move.person)] == [THERE]


def test_a_task_goes_to_the_officer_who_takes_the_person_over(move: Move, clock: StandingClock) -> None:
    move.hung.fills("task", person=move.person, what=WORDS, who=move.hung.account_id, by=date(2026, 11, 26))
    move.happens()
    assert WORDS in move.lan.says("việc cần làm") + " ".join(move.lan.reply.labels)
    assert WORDS not in move.hung.says("việc cần làm") + " ".join(move.hung.reply.labels)
    clock.move(days=4)
    run_all(move.world)
    assert told(move.hung, "task") == []
    assert any("Nam" in text for text in told(move.lan, "task"))


def test_a_guardians_task_goes_to_the_next_guardian(move: Move) -> None:
    sau = move.world.guardian("Phạm Thị Sáu")
    move.hung.fills("task", person=move.person, what=WORDS, who=move.tu.account_id, by=date(2026, 11, 26))
    move.hung.fills("assign", person=move.person, guardian=sau.account_id)
    assert move.task().account_id == sau.account_id
    assert WORDS in sau.presses(f"do:task_see:{move.task().id}")
    assert "Nam" not in move.tu.says("việc cần làm") + " ".join(move.tu.reply.labels)


def test_without_another_guardian_it_goes_back_to_whoever_gave_it(move: Move) -> None:
    move.hung.fills("task", person=move.person, what=WORDS, who=move.tu.account_id, by=date(2026, 11, 26))
    move.hung.fills("assign", person=move.person, guardian="nobody")
    assert move.task().account_id == move.hung.account_id


def test_whoever_moves_hears_that_the_hour_agreed_before_is_off(move: Move) -> None:
    times = {"first": "9h ngày 2/12/2026", "second": "14h ngày 3/12/2026"}
    move.hung.fills("appointment", person=move.person, **times)
    move.nam.says("lịch hẹn")
    move.nam.chooses("Chọn 09:00")
    move.happens()
    assert any("không cần đến nữa" in text for text in told(move.nam, "appointment_news"))
