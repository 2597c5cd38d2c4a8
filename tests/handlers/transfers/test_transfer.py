"""Somebody moves to another commune of the installation: its officers accept or ask back, and all goes with them."""

from dataclasses import dataclass
from datetime import date

import pytest

from handlers.notify import alerts as telling
from storage import access, accounts, alerts, assignments, audit, due, needs, persons, transfers, units, visits
from tests.conftest import StandingClock
from tests.handlers.commune import plan, run_all, told
from tests.other_unit import put_into
from tests.person import Talker, World

THERE = "17792"


@dataclass(slots=True)
class Move:
    world: World
    hung: Talker
    tu: Talker
    lan: Talker
    nam: Talker
    person: int

    def proposes(self) -> str:
        return self.hung.fills(
            "transfer", person=self.person, to_unit=THERE, moves_on=date(2026, 11, 23), why="về ở nhà vợ"
        )

    @property
    def id(self) -> int:
        with self.world.look() as db:
            return transfers.of_person(db, self.person)[0].id

    def accepts(self) -> str:
        self.lan.presses(f"do:transfer_accept:{self.id}")
        return self.lan.chooses("Đúng, nhận người này")

    def sees(self, talker: Talker) -> bool:
        with self.world.look() as db:
            account, person = accounts.get(db, talker.account_id), persons.get(db, self.person)
            assert account
            assert person
            return access.may_see(db, account, person)


@pytest.fixture
def move(world: World) -> Move:
    hung, tu, lan = world.officer(), world.guardian(), world.officer("Trần Thị Lan")
    nam = world.person_with_phone(next_visit_on=date(2026, 12, 1))
    with world.store.transaction() as db:
        put_into(db, lan.account_id, THERE)
        units.put(db, code=THERE, name="xã Đại Đồng", kind="xa")
        record = persons.by_account(db, nam.account_id)
        assert record
        assignments.assign(db, record.id, tu.account_id, None)
        needs.open_need(db, record.id, "job")
    plan(world, record.id)
    return Move(world, hung, tu, lan, nam, record.id)


def test_the_other_commune_hears_without_a_name_and_sees_whom_behind_the_button(move: Move) -> None:
    assert "Xã mới trả lời trước hết" in move.proposes()
    assert "nhờ xã mình nhận một người" in move.lan.sees
    assert "Nam" not in move.lan.sees
    shown = move.lan.chooses("Xem người chuyển đến")
    assert "Trần Văn Nam" in shown
    assert "về ở nhà vợ" in shown
    assert not move.sees(move.lan)


def test_on_acceptance_everything_moves_and_the_sending_commune_sees_no_more(move: Move) -> None:
    move.tu.reports(move.person)
    move.proposes()
    assert "Xã mình đã nhận anh Nam" in move.accepts()
    with move.world.look() as db:
        person = persons.get(db, move.person)
        account = accounts.get(db, move.nam.account_id)
        assert person
        assert account
        assert (person.unit, account.unit) == (THERE, THERE)
        assert [need.unit for need in needs.of_person(db, move.person)] == [THERE]
        assert len(visits.latest(db, move.person)) == 1
        assert assignments.guardian_of(db, move.person) is None
        waiting = db.execute(due.due.select().where(due.due.c.subject_id == move.person, due.IS_WAITING)).all()
        assert waiting
        assert {row.unit for row in waiting} == {THERE}
    assert move.sees(move.lan)
    assert not move.sees(move.hung)
    assert not move.sees(move.tu)


def test_all_concerned_hear_whom_to_ask_now(move: Move) -> None:
    move.proposes()
    move.accepts()
    assert "từ hôm nay mọi việc của anh do xã Đại Đồng lo" in move.nam.sees
    assert "chuyển sang nơi ở mới" in move.tu.sees
    assert "xã Đại Đồng đã nhận người chuyển đến" in move.hung.sees


def test_an_open_alert_gets_a_number_of_the_new_commune_and_its_roster_is_asked(move: Move) -> None:
    with move.world.store.transaction() as db:
        person = persons.get(db, move.person)
        assert person
        alert = telling.raise_about(db, move.world.deployment, person, "violence")
    move.hung.presses(f"do:alert_take:{alert.id}")
    move.proposes()
    move.accepts()
    with move.world.look() as db:
        moved = alerts.get(db, alert.id)
        assert moved
        assert (moved.unit, moved.number, moved.state, moved.taken_by) == (THERE, 1, "open", None)
    assert told(move.lan, "alert")


def test_the_receiving_commune_asks_back_and_is_answered(move: Move) -> None:
    move.proposes()
    move.lan.fills("transfer_question", transfer=move.id, question="Có chỗ ở ổn định chưa?")
    assert "hỏi lại một điều" in move.hung.sees
    move.hung.chooses("Xem người chuyển đến")
    assert "Có chỗ ở ổn định chưa?" in move.hung.sees
    move.hung.fills("transfer_answer", transfer=move.id, answer="Rồi, ở nhà vợ tại xóm 2")
    assert "đã trả lời câu hỏi" in move.lan.sees
    assert "ở nhà vợ tại xóm 2" in move.lan.chooses("Xem người chuyển đến")
    assert "đã nhận anh Nam" in move.accepts()


def test_five_working_days_are_watched(move: Move, clock: StandingClock) -> None:
    move.proposes()
    clock.move(days=8)
    run_all(move.world)
    assert any("Hôm nay là hạn" in text for text in told(move.lan))
    clock.move(days=1)
    run_all(move.world)
    assert any("quá 5 ngày làm việc" in text for text in told(move.lan))
    assert any("quá 5 ngày làm việc" in text for text in told(move.hung))


def test_what_was_decided_is_not_decided_again_nor_watched(move: Move, clock: StandingClock) -> None:
    move.proposes()
    move.accepts()
    assert "đã có người xử lý" in move.lan.presses(f"do:transfer_accept:{move.id}.yes")
    assert "đã có người xử lý" in move.hung.presses(f"do:transfer_withdraw:{move.id}")
    move.hung.listen()
    clock.move(days=12)
    run_all(move.world)
    assert not any("quá 5 ngày" in text for text in told(move.hung))


def test_a_proposal_taken_back_leaves_all_as_it_was(move: Move) -> None:
    move.proposes()
    assert "Đã thôi không chuyển" in move.hung.presses(f"do:transfer_withdraw:{move.id}")
    assert "thôi không chuyển" in move.lan.sees
    with move.world.look() as db:
        assert assignments.guardian_of(db, move.person) == move.tu.account_id


def test_nobody_is_proposed_twice(move: Move) -> None:
    move.proposes()
    move.hung.fills("transfer", until="review", person=move.person, to_unit=THERE, why="nhầm")
    assert "đang chờ xã khác nhận" in move.hung.presses("transfer:*:!send")


def test_an_officer_of_a_third_commune_sees_and_accepts_nothing(move: Move) -> None:
    move.proposes()
    other = move.world.officer("Võ Văn Khác")
    with move.world.store.transaction() as db:
        put_into(db, other.account_id, "17713")
    assert "Nam" not in other.presses(f"do:transfer_show:{move.id}")
    other.presses(f"do:transfer_accept:{move.id}.yes")
    with move.world.look() as db:
        person = persons.get(db, move.person)
        assert person
        assert person.unit == move.world.deployment.unit


def test_who_helps_others_too_is_not_moved_before_that_role_ends(world: World, move: Move) -> None:
    both = world.linked("Lê Thị Sáu", "guardian", "person", pronoun="co")
    sau = world.person("Lê Thị Sáu", account_id=both.account_id)
    move.hung.fills("transfer", until="review", person=sau, to_unit=THERE, why="chuyển nhà")
    assert "vai trò khác" in move.hung.presses("transfer:*:!send")


def test_both_sides_are_audited(move: Move) -> None:
    move.proposes()
    move.accepts()
    with move.world.look() as db:
        rows = db.execute(audit.audit.select().where(audit.audit.c.subject == move.person)).all()
    actions = {(row.unit, row.action) for row in rows}
    assert (move.world.deployment.unit, "person.moved_out") in actions
    assert (THERE, "person.moved_in") in actions
    assert {unit for unit, action in actions if action == "transfer.accepted"} == {move.world.deployment.unit, THERE}
    assert not any("vợ" in (row.detail or "") for row in rows)


def test_a_commune_alone_in_its_installation_is_told_how_else(world: World) -> None:
    hung = world.officer()
    world.person()
    assert "Chưa có xã nào khác" in hung.presses("go:transfer")
