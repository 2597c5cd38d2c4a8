"""A loan, played from the wish to the last payment: who has it, what the person reads, and each way out."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from storage import access_to_loans, attachments, loan_cases, persons
from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all, told
from tests.handlers.loans.lending import PLAN, WISH, asks, case_of, confirmed, of_place, paid_out
from tests.handlers.work.offering import withdraws
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(came_home_on=date(2025, 3, 14))


def test_a_wish_becomes_a_loan_and_is_paid_back(
    world: World, nam: Talker, everybody: tuple[Talker, ...], clock: StandingClock
) -> None:
    hung, lan, mai, dung = everybody
    said = asks(nam)
    assert "số M1" in said
    assert "chưa phải quyết định cho vay" in said
    assert "M1" in told(hung, "loan_turn")[-1]
    assert "Lê Mạnh Hùng" not in said
    hung.says("danh sách vay")
    assert "Trần Văn Nam: chờ vào danh sách" in hung.sees
    hung.chooses("Công an xã xác nhận (1)")
    assert "chờ UBND xã xác nhận" in nam.sees
    lan.says("danh sách vay")
    lan.chooses("UBND xã xác nhận (1)")
    assert "M1" in told(mai, "loan_turn")[-1]
    mai.says("khoan vay M1")
    assert f"«{PLAN}»" in mai.sees
    assert "80 triệu đồng" in mai.sees
    mai.chooses("Tổ, Hội đã nhận")
    dung.says("/vayvon")
    dung.chooses("M1")
    dung.chooses("Đã thẩm định")
    dung.chooses("Xem tới đâu")
    dung.chooses("Ghi quyết định")
    dung.answers(amount="60 triệu", months="12 tháng", every="6", rate="6,6")
    dung.chooses("Xem tới đâu")
    dung.chooses("Ghi ngày nhận tiền")
    dung.answers()
    mai.says("khoan vay M1")
    mai.chooses("Đã tới thăm")
    assert "đang trả dần" in nam.says("hồ sơ vay")
    assert "Số tiền 60 triệu đồng, trong 12 tháng" in nam.sees
    assert "30 triệu đồng tiền gốc" in nam.sees
    for number in (1, 2):
        dung.says("khoan vay M1")
        dung.chooses(f"Đã trả kỳ {number}")
    assert "đã trả xong" in nam.sees
    case = case_of(world, nam)
    assert (case.state, case.ended_at is not None) == ("repaid", True)
    with world.look() as db:
        assert [state for state, _, _ in loan_cases.steps_of(db, case.id)] == [
            *("to_list", "to_confirm", "to_group", "to_appraise", "to_decide", "to_pay_out", "to_visit"),
            *("repaying", "repaying", "repaid"),
        ]


def test_who_has_it_and_by_when_is_told_at_any_time(nam: Talker, everybody: tuple[Talker, ...]) -> None:
    assert "chưa có việc vay nào" in nam.says("vay đến đâu rồi")
    asks(nam)
    said = nam.says("vay đến đâu rồi")
    assert "Người đang làm: anh Hùng (Công an xã). Hạn: thứ Sáu 4/12." in said
    assert "Tiếp theo: UBND xã xác nhận danh sách." in said
    assert "Vay vốn" in nam.says("/viectoinho")


def test_a_second_wish_waits_for_the_first(nam: Talker, hung: Talker) -> None:
    asks(nam)
    assert "M1" in nam.presses("go:loan_wish")
    assert "mỗi lúc một việc" in nam.sees


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        ("5 tỷ", "tối đa 100 triệu đồng"),
        ("300 đ", "ít quá"),
        ("100 nghìn", "ít quá"),
    ],
)
def test_an_amount_that_cannot_be_is_answered_for_what_it_is(nam: Talker, hung: Talker, typed: str, reply: str) -> None:
    nam.fills("loan_wish", purpose="business", plan=PLAN, until="amount")
    assert reply in nam.says(typed)
    assert nam.says("80tr").startswith("Người đại diện")


def test_a_course_is_lent_by_its_months(nam: Talker, hung: Talker) -> None:
    nam.fills("loan_wish", purpose="training", course_months="6 tháng", plan="học hàn", until="amount")
    assert "tối đa 24 triệu đồng" in nam.says("30 triệu")


def test_a_course_is_paid_back_within_the_time_that_its_months_give(nam: Talker, everybody: tuple[Talker, ...]) -> None:
    hung, lan, mai, dung = everybody
    confirmed(nam, hung, lan, purpose="training", course_months="6 tháng", amount="20 triệu")
    mai.says("khoan vay M1")
    mai.chooses("Tổ, Hội đã nhận")
    dung.says("khoan vay M1")
    dung.chooses("Đã thẩm định")
    dung.chooses("Xem tới đâu")
    dung.chooses("Ghi quyết định")
    assert "tối đa 24 triệu đồng" in dung.says("30 triệu")
    dung.says("20 triệu")
    assert "Lâu nhất là 12 tháng" in dung.says("24 tháng")
    dung.answers(months="12 tháng", every="6")
    assert "trong 12 tháng" in nam.says("hồ sơ vay")


def test_without_the_consent_nothing_is_kept_and_somebody_calls(world: World, nam: Talker, hung: Talker) -> None:
    withdraws(world, nam, "loans")
    nam.says("xin vay vốn")
    nam.answers(**{**WISH, "agree": "no"})
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        assert loan_cases.of_person(db, person.id) == []


def test_the_list_is_made_as_word_pdf_and_excel(world: World, nam: Talker, hung: Talker) -> None:
    asks(nam)
    hung.says("mẫu 01")
    hung.chooses("Bản Word, PDF và Excel")
    written = {}
    with world.store.transaction() as db:
        for asked in attachments.to_make(db, 5):
            writing = world.deployment.registry.documents[asked.document].prepare(db, world.deployment, asked)
            assert writing is not None
            written[asked.document] = writing()
    assert set(written) == {"mau_01_docx", "mau_01_pdf", "mau_01_xlsx"}
    sheet = load_workbook(BytesIO(written["mau_01_xlsx"])).worksheets[0]
    assert [cell.value for cell in sheet[2]][1] == "Trần Văn Nam"
    assert "80 triệu đồng" in [cell.value for cell in sheet[2]]


def test_the_list_is_told_of_when_it_is_drafted(world: World, nam: Talker, hung: Talker, clock: StandingClock) -> None:
    asks(nam)
    clock.move_to(moment(date(2026, 12, 1), 8))
    run_all(world)
    assert "tháng 12/2026 đã soạn sẵn, 1 người" in told(hung, "loan_list")[-1]


def test_a_no_says_why_and_what_then(nam: Talker, hung: Talker) -> None:
    asks(nam)
    hung.says("khoan vay M1")
    hung.chooses("Lần này chưa được")
    hung.answers(reason="same_debt", why="trả xong khoản cũ đã anh nhé")
    said = nam.says("hồ sơ vay")
    assert "Lý do: đang vay cho cùng việc này." in said
    assert "«trả xong khoản cũ đã anh nhé»" in said
    assert "phản ánh" in said
    assert {"Làm lại", "Xem nguồn khác"} <= set(nam.last.labels)
    nam.chooses("Làm lại")
    assert "số M2" in nam.answers(**WISH)


def test_what_is_missing_is_brought_and_it_goes_on_from_the_same_step(
    world: World, nam: Talker, everybody: tuple[Talker, ...]
) -> None:
    hung, lan, mai, _ = everybody
    confirmed(nam, hung, lan)
    mai.says("khoan vay M1")
    mai.chooses("Cần bổ sung")
    mai.answers(reason="plan")
    assert "M1 cần bổ sung một chút" in told(nam, "loan_news")[-1]
    nam.says("hồ sơ vay")
    nam.chooses("Bổ sung")
    nam.answers(plan="mua 2 con bò cái giống ở chợ huyện, có chuồng sẵn", shared="yes")
    case = case_of(world, nam)
    assert (case.state, case.wish["plan"][:10]) == ("to_group", "mua 2 con ")
    assert "bò cái giống" in mai.says("khoan vay M1")


def test_whoever_is_late_is_reminded_and_officers_hear_of_it(
    world: World, nam: Talker, everybody: tuple[Talker, ...], clock: StandingClock
) -> None:
    hung, lan, mai, _ = everybody
    confirmed(nam, hung, lan)
    before = len(told(hung, "loan_turn"))
    clock.move_to(moment(date(2026, 12, 30), 9))
    run_all(world)
    assert "đã trễ" in told(mai, "loan_turn")[-1]
    assert len(told(hung, "loan_turn")) > before
    hung.says("khoan vay M1")
    hung.chooses("Tổ, Hội đã nhận")
    assert case_of(world, nam).state == "to_appraise"


def test_payments_are_reminded_of_five_days_and_one_day_before_without_a_figure(
    world: World, nam: Talker, everybody: tuple[Talker, ...], clock: StandingClock
) -> None:
    paid_out(nam, everybody)
    mai = everybody[2]
    mai.says("khoan vay M1")
    mai.chooses("Đã tới thăm")
    due_on = case_of(world, nam).payments[0].due_on
    assert due_on is not None
    for before in (5, 1):
        clock.move_to(moment(date.fromordinal(due_on.toordinal() - before), 9))
        run_all(world)
    reminders = told(nam, "loan_pay_soon", "loan_pay_tomorrow")
    assert len(reminders) == 2
    assert not any("đồng" in said or "vay" in said for said in reminders)
    nam.says("hồ sơ vay")
    assert "Đã báo" in nam.chooses("Tôi trả kỳ này rồi")
    assert "đã xong kỳ 1" in told(everybody[3], "loan_news")[-1]


@pytest.mark.parametrize("words", ["tháng này không trả nổi", "chưa có tiền trả", "/khotra"])
def test_trouble_paying_means_a_call_and_no_scolding(
    world: World, nam: Talker, everybody: tuple[Talker, ...], words: str
) -> None:
    paid_out(nam, everybody)
    hung = everybody[0]
    said = nam.says(words)
    assert "Có tháng khó là chuyện thường" in said
    assert "nhờ gọi lại" in told(hung, "loan_trouble")[-1]
    assert "kỳ này khó trả" in hung.says("/goidien")


def test_it_is_taken_back_at_any_time_before_the_money(
    world: World, nam: Talker, everybody: tuple[Talker, ...]
) -> None:
    hung, lan, mai, _ = everybody
    confirmed(nam, hung, lan)
    nam.says("hồ sơ vay")
    nam.chooses("Không vay nữa")
    assert "Đã rút" in nam.chooses("Rút việc vay")
    assert "đã được người nhờ rút lại" in told(mai, "loan_news")[-1]
    assert case_of(world, nam).state == "withdrawn"


def test_a_partner_sees_only_what_was_agreed_to(world: World, nam: Talker, everybody: tuple[Talker, ...]) -> None:
    hung, lan, mai, _ = everybody
    asks(nam)
    assert "không có khoản vay nào" in mai.says("/vayvon")
    assert PLAN not in mai.says("khoan vay M1")
    hung.says("danh sách vay")
    hung.chooses("Công an xã xác nhận (1)")
    lan.says("danh sách vay")
    lan.chooses("UBND xã xác nhận (1)")
    assert PLAN in mai.says("khoan vay M1")
    assert "Về địa phương" not in mai.sees
    withdraws(world, nam, "loans")
    assert PLAN not in mai.says("khoan vay M1")
    case = case_of(world, nam)
    with world.look() as db:
        agency, owners = access_to_loans.owners(db, case)
    assert (agency, [owner.id for owner in owners]) == ("police", [hung.account_id])


def test_an_enterprise_is_led_to_what_it_may_borrow(world: World, nam: Talker, hung: Talker) -> None:
    asks(nam)
    works = of_place(world, "Hồ Văn Cường", "partner", "enterprise", "Xưởng mộc Cường")
    assert PLAN not in works.says("khoan vay M1")
    works.says("/vayvon")
    works.chooses("Doanh nghiệp hỏi vay")
    said = works.answers(workers="20", of_them="3", amount="400 triệu")
    assert "tối đa 300 triệu đồng" in said
    assert "cần tài sản bảo đảm" in said
    assert "Mẫu 02" in said
    assert "tối đa" not in works.fills("enterprise_loan", workers="20", of_them="0")
    assert "một phần mười" in works.fills("enterprise_loan", workers="năm mươi", of_them="hai")
    works.fills("enterprise_loan", workers="20", until="of_them")
    assert "không quá 20 người" in works.says("30")


def test_the_calculator_says_the_parts_and_makes_the_table(world: World, nam: Talker, hung: Talker) -> None:
    nam.says("tính tiền trả")
    said = nam.answers(amount="năm mươi triệu", months="3 năm", every="6")
    assert "6 kỳ" in said
    assert "8.333.333 đồng" in said
    assert "Chưa kể tiền lãi" in said
    nam.chooses("Bảng từng kỳ (Excel)")
    with world.store.transaction() as db:
        [asked] = attachments.to_make(db, 5)
        writing = world.deployment.registry.documents[asked.document].prepare(db, world.deployment, asked)
        assert writing is not None
        sheet = load_workbook(BytesIO(writing())).worksheets[0]
    assert [cell.value for cell in sheet[2]][2] == 8_333_333
    nam.presses("do:loan_picture:50000000.36.6")
    with world.store.transaction() as db:
        drawn = [one for one in attachments.to_make(db, 5) if one.document == "loan_picture"]
        picture = world.deployment.registry.documents["loan_picture"].prepare(db, world.deployment, drawn[0])
    assert picture is not None
    assert picture().startswith(b"\x89PNG")
    assert sheet.max_row == 7


def test_it_is_all_there_in_english(world: World, hung: Talker) -> None:
    ann = world.linked("Ann Tran", "person", language="en")
    world.person("Ann Tran", account_id=ann.account_id)
    ann.presses("do:loan_wish")
    assert "This is not a decision on a loan." in ann.answers(**{**WISH, "amount": "80 million"})
    assert "Your loan M1" in ann.says("my loan")
