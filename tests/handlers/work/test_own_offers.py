"""A partner posts, hears who is interested, answers, and closes; the person is told kindly each time."""

from datetime import date

import pytest

from handlers.understand.pay import find_pay, is_pay, read_pay
from handlers.understand.unkind import shames
from storage import accounts, chats, consents, hiring, offers, persons
from storage.outbox import call_list
from tests.conftest import StandingClock
from tests.handlers.commune import told
from tests.handlers.work.offering import MILLION, enterprise, invites, offers_a_job, partner_of, wants, withdraws
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(born=1992)


def state_of(world: World, nam: Talker) -> str:
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        return hiring.interests_of(db, person.id)[0].state


def test_an_offer_is_posted_and_found_at_once(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    offers_a_job(world, lam, closes_on=date(2026, 11, 1))
    hong.says("menu")
    hong.chooses("Đăng tin tuyển")
    review = hong.answers(
        kind="job",
        trade="sewing",
        title="Công nhân may, nhận người chưa biết nghề",
        place="Đô Lương",
        pay="7-9tr",
        places="5 người",
        closes_on="31/12",
        details="có cơm trưa",
        until="review",
    )
    assert "Tiền công: 7 triệu đồng – 9 triệu đồng" in review
    assert "Hạn: thứ Năm 31/12" in review
    assert hong.chooses("Gửi đi").startswith(
        "✅ Đã đăng: V2 · Công nhân may, nhận người chưa biết nghề · Đô Lương · 7–9 triệu"
    )
    with world.look() as db:
        offer, _ = offers.of_organisation(db, lam)
        assert (offer.pay_from, offer.pay_to, offer.places) == (7 * MILLION, 9 * MILLION, 5)
        assert (offer.closes_on, offer.opened_by, offer.unit) == (
            date(2026, 12, 31),
            hong.account_id,
            world.deployment.unit,
        )
    nam.says("/viec")
    assert "có cơm trưa" in nam.chooses("V2")


def test_a_course_asks_no_pay_and_little_is_needed(world: World) -> None:
    hong, lam = partner_of(world, "Trung tâm dạy nghề")
    hong.fills("offer_post", kind="course")
    with world.look() as db:
        [offer] = offers.of_organisation(db, lam)
        assert (offer.kind, offer.pay_from, offer.places, offer.closes_on) == ("course", None, None, None)


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("7-9tr", (7_000_000, 9_000_000, "month")),
        ("7 triệu đến 9 triệu", (7_000_000, 9_000_000, "month")),
        ("từ 7 đến 9 triệu/tháng", (7_000_000, 9_000_000, "month")),
        ("8tr", (8_000_000, 8_000_000, "month")),
        ("7,5 - 9 triệu", (7_500_000, 9_000_000, "month")),
        ("9-7tr", None),
        ("thỏa thuận", None),
        ("", None),
        ("-", None),
        ("7-", None),
        ("7 triệu - tùy tay nghề", (7_000_000, 7_000_000, "month")),
        ("bảy triệu rưỡi", (7_500_000, 7_500_000, "month")),
        ("350k một công", (350_000, 350_000, "day")),
        ("350k", (350_000, 350_000, "day")),
        ("2 xị rưỡi", (250_000, 250_000, "day")),
        ("300-350 nghìn/ngày", (300_000, 350_000, "day")),
        ("250 mot ngay", (250_000, 250_000, "day")),
        ("30k/giờ", (30_000, 30_000, "hour")),
        ("25 nghìn một tiếng", (25_000, 25_000, "hour")),
        ("-" * 5000, None),
    ],
)
def test_pay_is_read_as_people_write_it(text: str, pay: tuple[int, int, str] | None) -> None:
    assert read_pay(text) == pay


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("tuyển 5 thợ hàn lương 9 triệu bao ăn", (9_000_000, 9_000_000, "month")),
        ("đặt cọc 500k, lương 7tr", (7_000_000, 7_000_000, "month")),
        ("cần 3 phụ hồ, ngày 320k", (320_000, 320_000, "day")),
        ("cần 3 phụ hồ", None),
    ],
)
def test_pay_is_found_in_an_offer(text: str, pay: tuple[int, int, str] | None) -> None:
    assert find_pay(text) == pay


@pytest.mark.parametrize(
    ("text", "money"),
    [
        *((text, True) for text in ("9 trieu", "9tr", "9 triệu 1 tháng", "350k một công", "lương 8 củ")),
        *((text, False) for text in ("7h-17h", "ca đêm", "8 tiếng", "hành chính", "7h-17h, lương 9tr", "từ thứ 2")),
    ],
)
def test_money_is_no_working_time(text: str, money: bool) -> None:
    assert is_pay(text) is money


@pytest.mark.parametrize(
    ("text", "people"), [("5", 5), ("hai người", 2), ("cần 3 thợ", 3), ("mười lăm công nhân", 15), ("hai mươi", 20)]
)
def test_people_are_counted_in_figures_and_words(world: World, text: str, people: int) -> None:
    hong, lam = partner_of(world, "Xưởng hàn Lam Sơn")
    hong.fills("offer_post", kind="job", places=text)
    with world.look() as db:
        assert offers.of_organisation(db, lam)[0].places == people


def test_a_daily_wage_is_said_as_one(world: World) -> None:
    hong, _ = partner_of(world, "Xưởng hàn Lam Sơn")
    hong.fills("offer_post", until="review", kind="job", pay="350k một công")
    assert "350.000 đồng/ngày công" in hong.sees


def test_pay_at_the_question_for_hours_is_not_kept_as_hours(world: World) -> None:
    hong, _ = partner_of(world, "Xưởng hàn Lam Sơn")
    hong.fills("offer_post", until="hours")
    hong.says("9 trieu")
    assert "9 trieu" not in hong.answers(until="review")


@pytest.mark.parametrize(
    ("text", "unkind"),
    [
        ("Nhận cả người mới ra tù", True),
        ("nhan nguoi man han tu", True),
        ("Không nhận người có tiền án", True),
        ("Có tiền ăn trưa, đi từ 7h", False),
        ("Công ty tư nhân, mở cửa từ sáng, ra từ 5h chiều", False),
        ("Everyone is welcome", False),
        ("Ex-prisoners and offenders", True),
        ("Không nhận tù", True),
        ("khong nhan tu", True),
        ("ko nhận người đi tù về", True),
        ("khong nhan nguoi tu", True),
        ("khong nhan tu 45 tuoi tro len", False),
        ("Không nhận từ 45 tuổi trở lên", False),
        ("Phòng rộng, không tù túng", False),
    ],
)
def test_words_that_shame_are_known_and_others_left_alone(text: str, unkind: bool) -> None:
    assert shames(text) is unkind


def test_what_would_shame_those_who_read_it_is_asked_anew(world: World) -> None:
    hong, _ = partner_of(world)
    hong.presses("go:offer_post:kind=job;trade=sewing")
    assert "làm người đọc tủi thân" in hong.says("Thợ may, nhận người có tiền án")
    assert hong.says("Thợ may").startswith("Ở đâu ạ?")


@pytest.mark.parametrize(
    ("typed", "reply"),
    [("hôm qua", "Ngày này đã qua"), ("1/1/2029", "chỉ giữ tin được một năm")],
)
def test_a_closing_day_is_to_come_and_not_too_far(world: World, typed: str, reply: str) -> None:
    hong, _ = partner_of(world)
    hong.fills("offer_post", until="places")
    assert "một con số từ 1" in hong.says("nhiều lắm")
    hong.answers(places="5", until="closes_on")
    assert reply in hong.says(typed)


def test_an_invitation_reaches_the_person_in_the_partners_own_words(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    hung = world.officer()
    job = offers_a_job(world, lam)
    wants(nam, job)
    hong.listen()
    hong.chooses("Xem")
    hong.chooses("Anh Nam, 34 tuổi · chờ trả lời")
    assert hong.sees.startswith("Anh Nam, 34 tuổi hỏi «Thợ là ủi, đóng gói». Hiện: chờ trả lời.")
    hong.answers(hong.chooses("Mời đến gặp"), at="8h sáng thứ Tư", until="words")
    before = len(told(hung))
    said = hong.answers(words="xưởng ở Đô Lương, hỏi chị Hồng ở cổng")
    assert said.startswith("✅ Đã chuyển lời mời tới anh Nam, 34 tuổi.")
    assert nam.sees.startswith("Chào anh Nam, có tin về chỗ anh đã hỏi: nơi tuyển mời anh đến gặp")
    assert "8:00" in nam.sees
    assert "xưởng ở Đô Lương, hỏi chị Hồng ở cổng" in nam.sees
    assert state_of(world, nam) == "contacted"
    assert len(told(hung)) == before
    assert "nơi tuyển đã mời anh đến gặp" in nam.presses("do:my_offers")


def test_an_invitation_that_reaches_nobody_is_carried_by_the_officers(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    hung = world.officer()
    job = offers_a_job(world, lam)
    wants(nam, job)
    with world.store.transaction() as db:
        [chat] = chats.of_account(db, nam.account_id)
        chats.set_state(db, chat.id, "stopped")
    assert "nhờ cán bộ ở xã báo giúp" in invites(hong, "Anh Nam, 34 tuổi")
    assert hung.sees.startswith("Anh Nam được mời đến gặp")
    assert "8h sáng thứ Tư" in hung.sees
    with world.look() as db:
        assert [one.account_id for one in call_list.open_of(db, world.deployment.unit)] == [nam.account_id]


@pytest.mark.parametrize(
    ("answer", "state", "person", "officer"),
    [
        ("Đã nhận người này", "taken_on", "Chúc mừng anh Nam", "Tin vui: anh Nam đã được nhận"),
        (
            "Chưa phù hợp",
            "turned_down",
            "Chào anh Nam, chỗ anh hỏi lần này chưa nhận được,",
            "Anh Nam lần này chưa vào",
        ),
    ],
)
def test_how_it_went_is_told_to_the_person_and_the_officer(
    world: World, nam: Talker, answer: str, state: str, person: str, officer: str
) -> None:
    hong, lam = partner_of(world)
    hung = world.officer()
    job = offers_a_job(world, lam)
    wants(nam, job)
    invites(hong, "Anh Nam, 34 tuổi")
    hong.says("nguoi quan tam")
    hong.chooses("Anh Nam, 34 tuổi · đã mời đến gặp")
    hong.answers(hong.chooses(answer))
    assert nam.sees.startswith(person)
    assert told(hung)[-1].startswith(officer)
    assert state_of(world, nam) == state
    assert "không có ai chờ trả lời" in hong.says("nguoi quan tam")


@pytest.fixture
def invited(world: World, nam: Talker) -> tuple[Talker, Talker]:
    """The partner and the officer of a job that Nam has been invited for."""
    hong, lam = partner_of(world)
    hung = world.officer()
    wants(nam, offers_a_job(world, lam))
    invites(hong, "Anh Nam, 34 tuổi")
    nam.listen()
    return hong, hung


def test_the_officers_notice_leads_to_that_persons_record(nam: Talker, invited: tuple[Talker, Talker]) -> None:
    assert invited[1].chooses("Hồ sơ người này").startswith("Trần Văn Nam")


@pytest.mark.parametrize(
    ("answer", "partner", "state"),
    [
        ("Tôi đến được", "Anh Nam nhận lời mời", "coming"),
        ("Tôi không đến", "Anh Nam lần này không đến gặp được", "withdrawn"),
    ],
)
def test_who_is_invited_answers_with_a_button_or_a_word(
    world: World, nam: Talker, invited: tuple[Talker, Talker], answer: str, partner: str, state: str
) -> None:
    assert "May Hồng Lam" in nam.chooses(answer)
    assert invited[0].sees.startswith(partner)
    assert state_of(world, nam) == state


def test_who_is_invited_may_ask_for_another_day(nam: Talker, invited: tuple[Talker, Talker]) -> None:
    assert "hôm nào" in nam.answers(nam.chooses("Hẹn hôm khác"), until="words")
    nam.answers(words="sáng thứ Sáu được không ạ")
    assert invited[0].sees.startswith("Anh Nam xin hẹn hôm khác")
    assert "sáng thứ Sáu" in invited[0].sees


def test_an_answer_without_consent_goes_by_an_officer(
    world: World, nam: Talker, invited: tuple[Talker, Talker]
) -> None:
    withdraws(world, nam, "jobs")
    before = len(told(invited[0]))
    assert "cán bộ" in nam.chooses("Tôi đến được")
    assert len(told(invited[0])) == before
    assert invited[1].sees.startswith("Anh Nam nhận lời mời")


def test_nobody_answers_an_invitation_that_is_not_theirs(
    world: World, nam: Talker, invited: tuple[Talker, Talker]
) -> None:
    press = nam.last.out.buttons[0].press
    other = world.person_with_phone("Lê Văn Lực")
    assert "không có lời mời nào" in other.presses(press)
    assert "không có lời mời nào" in other.says("den duoc")


def test_who_takes_the_consent_back_is_no_longer_seen(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    job = offers_a_job(world, lam)
    wants(nam, job)
    hong.listen()
    hong.chooses("Xem")
    [press] = [one.press for one in hong.last.out.buttons if "Nam" in one.label]
    withdraws(world, nam, "jobs")
    assert "không muốn chia sẻ tên" in hong.presses(press)
    hong.presses(press.replace("do:applicant:", "do:applicant_say:") + ".invite")
    assert "Nam" not in hong.sees
    assert "Nam" not in hong.presses(f"do:own_offer:{job}")
    assert state_of(world, nam) == "new"


def test_another_partner_sees_and_answers_nothing_of_it(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    other, _ = partner_of(world, "Xưởng mộc", "Hoàng Minh Đạo")
    job = offers_a_job(world, lam)
    wants(nam, job)
    hong.listen()
    hong.chooses("Xem")
    [press] = [one.press for one in hong.last.out.buttons if "Nam" in one.label]
    for replayed in (press, f"do:own_offer:{job}", f"do:offer_close:{job}", f"do:offer_closed:{job}"):
        assert "Nam" not in other.presses(replayed)
    other.presses(press.replace("do:applicant:", "do:applicant_say:") + ".turned_down")
    assert state_of(world, nam) == "new"
    with world.look() as db:
        offer = offers.get(db, job)
        assert offer is not None
        assert offer.state == "open"
    for nonsense in ("do:own_offer:x", "do:applicant:" + "9" * 30, "do:applicant_say:", "do:offer_closed:0"):
        assert other.presses(nonsense)


def test_a_closed_offer_tells_those_who_wait_once(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    job = offers_a_job(world, lam)
    wants(nam, job)
    hong.presses(f"do:own_offer:{job}")
    hong.chooses("Ngừng tuyển")
    assert hong.chooses("Ngừng tuyển").startswith("✅ Đã ngừng tuyển «Thợ là ủi, đóng gói».")
    assert nam.sees.startswith("Chào anh Nam, một chỗ anh đã hỏi vừa ngừng tuyển")
    heard = len(told(nam))
    assert "không còn nữa" in hong.presses(f"do:offer_closed:{job}")
    assert len(told(nam)) == heard
    assert "chưa có tin nào đang đăng" in hong.says("my offers")


def test_the_list_says_how_many_wait(world: World, nam: Talker, clock: StandingClock) -> None:
    hong, lam = partner_of(world)
    waited_for = offers_a_job(world, lam)
    offers_a_job(world, lam, title="Công nhân may", closes_on=clock.moment.date())
    wants(nam, waited_for)
    hong.says("menu")
    hong.chooses("Tin tôi đăng")
    assert {"V2 · Công nhân may", "V1 · Thợ là ủi, đóng gói · 1 người chờ"} <= set(hong.last.labels)
    clock.move(days=1)
    hong.says("menu")
    hong.chooses("Tin tôi đăng")
    assert hong.last.labels[:1] == ["V1 · Thợ là ủi, đóng gói · 1 người chờ"]


def test_those_who_wait_come_first_however_many_were_answered(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    job = offers_a_job(world, lam)
    with world.store.transaction() as db:
        answered = []
        for number in range(9):
            account = accounts.add(db, unit=world.deployment.unit, name=f"Vũ Văn {number}", roles=("person",))
            consents.record(db, account, "jobs", True, version="2026-11")
            answered.append(account)
    for account in answered:
        person = world.person("Vũ Văn Lực", account_id=account)
        with world.store.transaction() as db:
            hiring.show_interest(db, job, person)
            hiring.move(db, hiring.interests_of(db, person)[0], "turned_down")
    wants(nam, job)
    assert "10 người hỏi" in hong.presses(f"do:own_offer:{job}")
    assert hong.last.labels[0] == "Anh Nam, 34 tuổi · chờ trả lời"
    hong.chooses("Xem tiếp")
    assert hong.last.labels[1] == "Anh Lực · chưa phù hợp"
    assert "Anh Nam" not in hong.last


def test_somebody_without_an_organisation_is_sent_to_a_human(world: World) -> None:
    lost = world.linked("Đinh Thị Hồng", "partner", pronoun="chi")
    assert "chưa biết chị đăng cho cơ sở nào" in lost.presses("go:offer_post")
    assert "chưa có tin nào đang đăng" in lost.presses("do:own_offers")
    assert "không có ai chờ trả lời" in lost.presses("do:interested")


def test_what_partners_do_is_theirs_alone(world: World, nam: Talker) -> None:
    job = offers_a_job(world, enterprise(world, "Xưởng mộc"))
    for press in ("do:own_offers", f"do:offer_closed:{job}", "go:offer_post", "do:interested", "go:applicant_answer"):
        assert nam.presses(press).startswith("Phần này không thuộc việc của")


def test_a_typed_offer_leads_to_the_form(world: World) -> None:
    hong, _ = partner_of(world)
    said = hong.says("Cty may cần 5 công nhân, lương 7-9tr")
    assert said.startswith("Đồng Hành đã ghi: chỗ làm, công nhân nhà máy, 7 triệu đồng – 9 triệu đồng/tháng, 5.")
    assert "Tên việc hay tên lớp" in said


def test_it_is_as_complete_in_english(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    with world.store.transaction() as db:
        accounts.change(db, hong.account_id, language="en")
    wants(nam, offers_a_job(world, lam))
    assert "somebody asks about your offer: Nam, aged 34." in hong.sees
    hong.chooses("See")
    hong.chooses("Nam, aged 34")
    assert hong.answers(hong.chooses("Not this time")).startswith("✅ Nam, aged 34 has been told kindly.")
