"""The loan pre-check, played: what the answers say, what is missing, whom to see; never a promise, never a rate."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.tables import Tables
from storage import accounts, consents, needs, persons, units
from storage.outbox import call_list
from tests.conftest import StandingClock
from tests.handlers.commune import moment, told
from tests.handlers.work.offering import withdraws
from tests.person import Talker, World

NOT_A_DECISION = "Đây chưa phải quyết định cho vay."
ON_WHAT = "Quyết định 22/2023/QĐ-TTg, xem lại ngày 23/11/2026"


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(came_home_on=date(2025, 3, 14))


@pytest.fixture
def hung(world: World) -> Talker:
    """Of the police, who draw up the list; somebody of another agency is on duty too."""
    with world.store.transaction() as db:
        committee, police = (
            units.add_organisation(db, unit=world.deployment.unit, kind=kind, name=name)
            for kind, name in (("committee", "UBND xã Kim Bảng"), ("police", "Công an xã Kim Bảng"))
        )
    world.officer("Phan Thị Lan", organisation_id=committee)
    return world.officer("Lê Mạnh Hùng", organisation_id=police)


def asks(nam: Talker, **stated: Any) -> str:
    """Somebody whom nothing keeps from a loan, but for what is stated."""
    nam.says("/vay")
    return nam.answers(**{"certificate": "amnesty", "ended_on": date(2025, 3, 14), **stated})


def test_the_main_conditions_met(world: World, nam: Talker, hung: Talker) -> None:
    said = asks(nam, certificate="finished", amount="50 triệu")
    assert said.startswith(
        "Theo những gì anh trả lời, anh đủ các điều kiện chính để xin vào danh sách vay của xã, tối đa 100 triệu đồng."
    )
    assert NOT_A_DECISION in said
    assert ON_WHAT in said
    assert "nói với anh Hùng (Công an xã) trước thứ Bảy 5/12 để kịp danh sách." in said
    assert "%" not in said
    assert nam.last.labels[:3] == ["Nhờ anh Hùng gọi", "Cần giấy tờ gì", "Tính tiền trả"]


def test_what_is_missing_is_said_line_by_line(nam: Talker, hung: Talker) -> None:
    said = asks(nam, certificate="lost", ended_on=None, lives_here="no", same_debt="yes", signer="nobody")
    assert said.startswith("Anh gần đủ điều kiện để xin vào danh sách vay của xã, tối đa 100 triệu đồng. Còn cần:\n–")
    for missing in ("giấy chứng nhận", "ngày ghi trên giấy", "nơi ở", "trả xong khoản đang vay", "đại diện hộ"):
        assert f"– {missing}" in said or missing in said
    assert NOT_A_DECISION in said
    assert "xã gửi danh sách lần tới vào thứ Bảy 5/12" in said


def test_not_sure_of_a_debt_is_something_to_find_out(nam: Talker, hung: Talker) -> None:
    said = asks(nam, ended_on="5/2024", purpose="training", same_debt="unsure")
    assert "gần đủ điều kiện" in said
    assert "tối đa 4 triệu đồng một tháng trong thời gian học" in said
    assert "hỏi lại xem nhà mình có đang vay" in said
    assert "Tính tiền trả" not in nam.last.labels


def test_after_five_years_there_is_the_other_way(nam: Talker, hung: Talker) -> None:
    said = asks(nam, ended_on="10/2021")
    assert said.startswith(
        "Lúc này anh chưa vào danh sách vay này được vì đã quá 5 năm kể từ ngày ghi trên giấy. "
        "Có một nguồn khác cho mọi người lao động, đến 200 triệu đồng: anh bấm «Xem nguồn khác»."
    )
    assert NOT_A_DECISION in said
    other = nam.chooses("Xem nguồn khác")
    assert "tối đa 200 triệu đồng, lâu nhất 120 tháng (Nghị định 338/2025/NĐ-CP" in other
    assert NOT_A_DECISION in other
    assert "%" not in other


def test_within_the_last_months_it_says_until_when(nam: Talker, hung: Talker) -> None:
    said = asks(nam, ended_on="20/12/2021", signer="alone")
    assert "Nguồn này chỉ vay được đến Chủ nhật 20/12" in said
    assert "nhà không còn ai khác đứng tên được" in said


def test_still_in_a_period_at_home_is_asked_no_more_than_needed(world: World, nam: Talker, hung: Talker) -> None:
    nam.says("/loan")
    nam.answers(certificate="community", purpose="training", until="review")
    review = world.asked(nam)
    assert review is not None
    assert {"ended_on", "amount", "lives_here", "same_debt", "signer"}.isdisjoint(review.before)
    said = nam.chooses("Gửi đi")
    assert "nguồn này dành cho người đã có giấy chứng nhận chấp hành xong hoặc đặc xá" in said
    assert "xem các lớp đang mở" in said
    assert "anh Hùng" in said
    assert "Lớp học nghề" in nam.last.labels


def test_more_than_the_most_points_to_the_rest(nam: Talker, hung: Talker) -> None:
    said = asks(nam, amount="150 triệu")
    assert "phần hơn có thể hỏi nguồn khác, đến 200 triệu đồng" in said
    assert "Xem nguồn khác" in nam.last.labels


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        ("2023", "Anh nhớ tháng không?"),
        ("được hai năm rồi", "Anh nhớ tháng không?"),
        ("1/1/2030", "Ngày này chưa tới"),
        ("hồi nớ", "chưa đọc được ngày này"),
    ],
)
def test_a_day_that_cannot_be_is_asked_again(nam: Talker, hung: Talker, typed: str, reply: str) -> None:
    nam.fills("loan_check", until="ended_on")
    assert reply in nam.says(typed)
    assert nam.answers(ended_on="tháng 5 năm 2023", until="purpose").startswith("Anh muốn vay để làm gì ạ?")


def test_how_many_months_ago_it_was_will_do(nam: Talker, hung: Talker) -> None:
    review = nam.fills("loan_check", certificate="amnesty", ended_on="em về được 7 tháng rồi", until="review")
    assert "1/4/2026" in review


def test_papers_are_only_those_of_the_decision_and_the_rest_is_asked(nam: Talker, hung: Talker) -> None:
    said = nam.presses("do:loan_papers")
    assert "Không cần thế chấp." in said
    assert "Đơn và giấy tờ khác của ngân hàng, anh hỏi anh Hùng" in said
    assert NOT_A_DECISION in said


def test_what_the_money_is_for_is_not_asked_again(nam: Talker, hung: Talker) -> None:
    for press in ("do:loan_papers:training", "do:loan_parts:60000000.training", "do:loan_other:training"):
        nam.presses(press)
        assert nam.last.out.buttons[0].press == "do:loan_call:training"


def test_no_rate_is_named_before_the_bank_confirms_it(world: World, nam: Talker, hung: Talker) -> None:
    said = nam.presses("do:loan_parts:60000000")
    assert "– trong 60 tháng: khoảng 1 triệu đồng một tháng" in said
    assert "Chưa kể tiền lãi" in said
    assert "550" not in said
    assert "khoảng 2.778.000 đồng" in nam.presses("do:loan_parts:100000000")
    nam.presses("do:loan_parts:999999999999")
    assert nam.sees.startswith("Vay 100 triệu đồng")
    confirmed = tuple(replace(one, yearly_rate=Decimal("6.6")) for one in world.deployment.tables.loans)
    tables = replace(world.deployment.tables, loans=confirmed)
    assert isinstance(tables, Tables)
    world.deployment = replace(world.deployment, tables=tables)
    assert "Tiền lãi tháng đầu khoảng 330.000 đồng" in nam.presses("do:loan_parts:60000000")


def test_the_officer_of_the_list_is_asked_to_call(world: World, nam: Talker, hung: Talker) -> None:
    asks(nam)
    assert nam.answers(nam.chooses("Nhờ anh Hùng gọi")).startswith("✅ Đã nhờ anh Hùng (Công an xã) gọi cho anh")
    assert hung.sees.startswith("Anh Nam nhờ anh gọi lại giúp.")
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        assert [need.kind for need in needs.of_person(db, person.id)] == ["loan"]
        assert [(one.account_id, one.reason) for one in call_list.open_of(db, world.deployment.unit)] == [
            (nam.account_id, "loan")
        ]


@pytest.mark.parametrize(("answer", "kept"), [("yes", True), ("no", False)])
def test_what_it_is_about_is_told_only_with_consent(
    world: World, nam: Talker, hung: Talker, answer: str, kept: bool
) -> None:
    withdraws(world, nam, "loans")
    nam.presses("do:loan_call:business")
    assert "phụ trách danh sách vay của xã: anh hỏi vay, và vay để làm gì" in nam.answers(until="agree")
    nam.answers(agree=answer)
    assert ("vay vốn" in hung.sees) is kept
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        assert bool(needs.of_person(db, person.id)) is kept
        assert consents.agrees(db, nam.account_id, "loans") is kept
        [entry] = call_list.open_of(db, world.deployment.unit)
        assert entry.reason == ("loan" if kept else "asks_to_talk")


def test_nothing_of_the_answers_is_kept(world: World, nam: Talker, hung: Talker) -> None:
    asks(nam, amount="50 triệu")
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        assert needs.of_person(db, person.id) == []
    assert told(hung) == []


def test_on_the_fifth_the_next_list_is_meant(nam: Talker, hung: Talker, clock: StandingClock) -> None:
    clock.move_to(moment(date(2026, 12, 5), 9))
    said = asks(nam)
    assert "trước thứ Ba 5/1" in said


def test_without_any_officer_it_still_ends_in_a_sentence(nam: Talker) -> None:
    said = asks(nam)
    assert "nói với cán bộ phụ trách ở xã trước" in said
    assert "Nhờ cán bộ gọi" in nam.last.labels


def test_an_answer_is_changed_at_the_review(nam: Talker, hung: Talker) -> None:
    nam.fills("loan_check", certificate="amnesty", purpose="business", until="review")
    assert nam.changes("certificate").startswith("Mấy câu ngắn")
    review = nam.answers(certificate="community", until="review")
    assert "Vay để: Làm ăn" in review


@pytest.mark.parametrize("words", ["vay von cho nguoi di tu ve dc bao nhieu", "Em muốn đăng ký vay vốn nuôi gà"])
def test_a_typed_question_about_a_loan_starts_it(nam: Talker, hung: Talker, words: str) -> None:
    assert "Mấy câu ngắn" in nam.says(words)


def test_the_pre_check_is_as_complete_in_english(world: World, nam: Talker, hung: Talker) -> None:
    with world.store.transaction() as db:
        accounts.change(db, nam.account_id, language="en")
    nam.says("/loan")
    assert "Certificate of amnesty" in nam.last
    review = nam.answers(certificate="amnesty", ended_on=date(2025, 3, 14), until="review")
    assert "Day on the paper: Fri 14 Mar 2025" in review
    said = nam.chooses("Send")
    assert "up to 100 million đồng" in said
    assert "This is not a decision on a loan." in said
    assert "checked on 23/11/2026" in said
