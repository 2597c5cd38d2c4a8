"""A loan whose person moves, whose management ends, or who takes the consent back: nothing of it is half done."""

from datetime import date

import pytest

from handlers.accounts import closing, management
from handlers.notify import loan_turns
from rules.management import BY_CODE
from storage import accounts, due, moving, persons, units
from storage.loan_cases import LoanCase
from tests.handlers.commune import told, waiting
from tests.handlers.loans.lending import PLAN, case_of, confirmed, of_place, paid_out
from tests.other_unit import put_into
from tests.person import Talker, World

ELSEWHERE = "17792"


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(came_home_on=date(2025, 3, 14))


def moves(world: World, nam: Talker) -> LoanCase:
    with world.store.transaction() as db:
        units.put(db, code=ELSEWHERE, name="Xuân Lâm", kind="xa")
        accounts.add(db, unit=ELSEWHERE, name="Đặng Văn Bắc", roles=("officer",))
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        moving.move_person(db, person, ELSEWHERE, None)
        there = persons.get(db, person.id)
        assert there is not None
        loan_turns.arrives(db, world.deployment, there, None)
    return case_of(world, nam)


def ends(world: World, nam: Talker, hung: Talker, reason: str) -> None:
    with world.store.transaction() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        management.end_management(db, world.deployment, person, BY_CODE[reason], by=hung.account_id, why="")


def test_who_moves_before_the_money_goes_on_the_list_of_the_new_commune(
    world: World, nam: Talker, everybody: tuple[Talker, ...]
) -> None:
    hung, lan, mai, _ = everybody
    confirmed(nam, hung, lan)
    case = moves(world, nam)
    assert (case.unit, case.state, case.list_month) == (ELSEWHERE, "to_list", None)
    assert PLAN not in mai.says("khoan vay M1")
    assert PLAN not in hung.says("khoan vay M1")
    assert [row.unit for row in waiting(world, case.id)] == [ELSEWHERE]


def test_who_moves_with_the_money_goes_on_paying_back(world: World, nam: Talker, everybody: tuple[Talker, ...]) -> None:
    paid_out(nam, everybody)
    case = moves(world, nam)
    assert (case.unit, case.state) == (ELSEWHERE, "to_visit")
    assert len(case.payments) == 2


@pytest.mark.parametrize("reason", ["cleared", "died"])
def test_an_end_of_the_management_ends_it_and_its_owner_hears_so(
    world: World, nam: Talker, everybody: tuple[Talker, ...], reason: str
) -> None:
    hung, _, mai, _ = everybody
    paid_out(nam, everybody)
    ends(world, nam, hung, reason)
    assert "theo dõi ngoài Đồng Hành" in told(mai, "loan_news")[-1]
    case = case_of(world, nam)
    assert (case.state, waiting(world, case.id)) == ("ended", [])


def test_a_consent_that_is_taken_back_hands_it_to_the_officers(
    world: World, nam: Talker, everybody: tuple[Talker, ...]
) -> None:
    hung, lan, mai, _ = everybody
    confirmed(nam, hung, lan)
    before = len(told(hung, "loan_turn"))
    nam.presses("do:consents:loans=no")
    assert len(told(hung, "loan_turn")) == before + 1
    assert "không có khoản vay nào" in mai.says("/vayvon")
    hung.says("khoan vay M1")
    hung.chooses("Tổ, Hội đã nhận")
    assert case_of(world, nam).state == "to_appraise"


def test_a_day_that_was_planned_twice_is_reminded_of_once(world: World, nam: Talker, hung: Talker) -> None:
    nam.says("xin vay vốn")
    nam.answers(purpose="business", plan=PLAN, amount="50 triệu", signer="household", shared="no")
    case = case_of(world, nam)
    with world.store.transaction() as db:
        loan_turns.plan(db, world.deployment, case)
        assert due.how_many(db, [case.id], ["loan_turn"]).total() == 1


def test_the_office_counts_loans_by_step(world: World, nam: Talker, everybody: tuple[Talker, ...]) -> None:
    hung, lan, _, _ = everybody
    confirmed(nam, hung, lan)
    said = hung.says("số liệu")
    assert "xin vào danh sách 1; vào danh sách 1; UBND xã xác nhận 1" in said


def test_payments_of_a_loan_begin_with_the_day_of_the_money(
    world: World, nam: Talker, everybody: tuple[Talker, ...]
) -> None:
    paid_out(nam, everybody, months="3 năm", rate=None)
    case = case_of(world, nam)
    assert len(case.payments) == 6
    assert case.paid_out_on is not None
    assert {part.interest for part in case.payments} == {None}
    assert case.payments[0].due_on is not None
    assert case.payments[0].due_on > date(2027, 4, 1)


def test_the_bank_that_leaves_hands_its_loans_to_the_officers(
    world: World, nam: Talker, everybody: tuple[Talker, ...]
) -> None:
    hung, lan, mai, dung = everybody
    confirmed(nam, hung, lan)
    mai.says("khoan vay M1")
    mai.chooses("Tổ, Hội đã nhận")
    leaves(world, mai)
    before = len(told(hung, "loan_turn"))
    leaves(world, dung)
    assert len(told(hung, "loan_turn")) == before + 1
    assert any("Khoản vay nay cán bộ làm tiếp: 1" in said for said in told(hung))


def leaves(world: World, talker: Talker) -> None:
    with world.store.transaction() as db:
        account = accounts.get(db, talker.account_id)
        assert account is not None
        closing.close_account(db, world.deployment, account, status="closed", by=None, why="left")


def test_whoever_it_is_no_matter_of_neither_reads_nor_moves_it(world: World, nam: Talker, hung: Talker) -> None:
    nam.says("xin vay vốn")
    nam.answers(purpose="business", plan=PLAN, amount="50 triệu", signer="household", shared="yes")
    case = case_of(world, nam)
    neighbour = world.officer("Kha Văn Thảo")
    with world.store.transaction() as db:
        put_into(db, neighbour.account_id, ELSEWHERE)
    works = of_place(world, "Hồ Văn Cường", "partner", "enterprise", "Xưởng mộc Cường")
    for stranger in (neighbour, works):
        for press in (
            "do:loan_case:1",
            f"do:loan_forward:{case.id}.to_list",
            f"do:loan_paid:{case.id}.0",
            f"do:loan_call_them:{case.id}",
            f"go:loan_answer:case={case.id};answer=refused",
        ):
            assert PLAN not in stranger.presses(press)
            assert "M1" not in stranger.sees
    after = case_of(world, nam)
    assert (after.state, after.since, after.due_on) == (case.state, case.since, case.due_on)
