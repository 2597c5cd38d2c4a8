"""From asking for a place to ninety days in it, played by the person, the partner and the officer."""

from datetime import date

import pytest

from storage import hiring, moving, needs, persons
from storage.hiring import Interest
from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all, told
from tests.handlers.work.offering import enterprise, invites, offers_a_job, partner_of, wants, withdraws
from tests.person import Talker, World

NAM = "Anh Nam, 34 tuổi"


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(born=1992, hamlet="xóm 4")


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def hong(world: World, hung: Talker, nam: Talker) -> Talker:
    """Speaks for an enterprise with a job that Nam has asked for."""
    talker, organisation = partner_of(world)
    wants(nam, offers_a_job(world, organisation))
    return talker


def asked(world: World, nam: Talker) -> Interest:
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        return hiring.interests_of(db, person.id)[0]


def answers(hong: Talker, answer: str, **stated: str) -> str:
    hong.says("nguoi quan tam")
    hong.chooses(NAM)
    return hong.answers(hong.chooses(answer), **stated)


def says_how_it_goes(hong: Talker, said: str) -> str:
    hong.says("nguoi quan tam")
    hong.chooses("Anh Nam")
    return hong.chooses(said)


def is_taken_on(hong: Talker, nam: Talker, starts_on: str = "hôm nay") -> None:
    invites(hong, NAM)
    nam.chooses("Tôi đến được")
    answers(hong, "Đã nhận người này", starts_on=starts_on)


def days_pass(world: World, clock: StandingClock, days: int) -> None:
    """Moves to the hour of clocks, a day after the other, as the scheduler would meet them."""
    for _ in range(days):
        clock.move(days=1)
        run_all(world)


def test_from_the_wish_to_ninety_days_at_work(
    world: World, hung: Talker, hong: Talker, nam: Talker, clock: StandingClock
) -> None:
    invites(hong, NAM, words="xưởng ở Đô Lương")
    nam.chooses("Tôi đến được")
    assert asked(world, nam).state == "coming"
    answers(hong, "Đã gặp rồi")
    with world.store.transaction() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        for kind in ("job", "papers"):
            needs.open_need(db, person.id, kind)
    answers(hong, "Đã nhận người này", starts_on="hôm nay")
    assert "Chúc mừng anh Nam" in nam.sees
    with world.look() as db:
        assert [need.kind for need in needs.of_person(db, person.id)] == ["papers"]
    days_pass(world, clock, 30)
    assert "được một tháng rồi. Còn làm không, có ổn không ạ?" in nam.sees
    assert "được một tháng rồi. Còn làm không, có ổn không ạ?" in hong.sees
    assert nam.chooses("Đang làm, ổn").startswith("✅ Mừng cho anh.")
    says_how_it_goes(hong, "Đang làm, ổn")
    assert asked(world, nam).state == "at_work"
    days_pass(world, clock, 60)
    assert "được ba tháng rồi" in nam.sees
    nam.says("van lam on")
    says_how_it_goes(hong, "Đang làm, ổn")
    end = asked(world, nam)
    assert (end.state, end.person_at_30, end.partner_at_90) == ("stayed", "fine", "fine")
    hung.presses("do:figures:year-0")
    assert "sau ba tháng: vẫn làm, ổn 1" in hung.sees
    days_pass(world, clock, 2)
    kind_words = told(nam, "milestone")
    for months in ("một", "ba"):
        assert sum(f"đi làm được {months} tháng rồi" in words for words in kind_words) == 1


def test_before_asking_one_sees_exactly_what_the_partner_will_see(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    job = offers_a_job(world, lam)
    review = nam.answers(
        nam.presses(f"do:interest:{job}"), trade="sewing", hours="day", also=["hamlet"], until="review"
    )
    seen = "– Anh Nam, 34 tuổi\n– Nghề: May mặc\n– Làm được: Cả ngày\n– Ở: xóm 4"
    assert f"Nơi tuyển chỉ thấy những điều này, không thấy gì khác:\n{seen}" in review
    assert told(hong) == []
    nam.chooses("Gửi đi")
    hong.listen()
    hong.chooses("Xem")
    card = hong.chooses(NAM)
    assert seen in card
    assert "Trần" not in card


def test_what_was_told_before_is_not_asked_again_but_shown_and_put_right_in_words(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    first, second = offers_a_job(world, lam), offers_a_job(world, lam, title="Công nhân may")
    assert "Nghề đã làm: chưa nói" in nam.presses(f"do:interest:{first}")
    nam.answers(trade="sewing", hours="day", also=["hamlet"])
    review = nam.presses(f"do:interest:{second}")
    assert "Nghề: May mặc\n– Làm được: Cả ngày" in review
    assert "Ở: xóm 4" not in review
    assert "Làm được: Ca tối, ca đêm" in nam.says("lam ca dem")
    assert nam.chooses("Gửi đi").startswith("✅ Đã báo")
    assert "Làm được: Ca tối, ca đêm" in hong.chooses("Xem") + hong.chooses(NAM)


def test_the_person_sees_where_it_stands_whose_step_it_is_and_by_when(hong: Talker, nam: Talker) -> None:
    nam.says("cho toi da hoi")
    page = nam.chooses("Thợ là ủi")
    assert "Hiện nay: anh đã hỏi, đang chờ trả lời." in page
    assert "Bước tiếp: May Hồng Lam trả lời." in page
    assert "Chậm nhất thứ Hai 30/11" in page
    nam.chooses("Thôi, tôi rút lại")
    assert hong.sees.startswith("Chị Hồng ơi, anh Nam không theo tin chị đăng nữa")


def test_a_partner_who_does_not_answer_is_reminded_and_then_an_officer_asks(
    world: World, hung: Talker, hong: Talker, nam: Talker, clock: StandingClock
) -> None:
    days_pass(world, clock, 3)
    assert "vẫn chờ chị trả lời" in hong.sees
    days_pass(world, clock, 4)
    assert asked(world, nam).state == "with_officer"
    assert "7 ngày chưa có trả lời" in hung.sees
    assert "nhờ người ở xã hỏi giúp anh" in nam.sees
    hung.says("nguoi cho viec")
    hung.chooses("Anh Nam")
    hung.answers(hung.chooses("Chưa phù hợp"), reason="filled")
    assert "đã đủ người" in nam.sees
    assert asked(world, nam).state == "turned_down"


def test_what_no_officer_takes_ends_kindly_too(world: World, hong: Talker, nam: Talker, clock: StandingClock) -> None:
    days_pass(world, clock, 7 + 14)
    assert asked(world, nam).state == "lapsed"
    assert "lâu không có tin nên Đồng Hành khép lại" in nam.sees


def test_where_nobody_speaks_for_the_partner_an_officer_has_it_at_once(world: World, hung: Talker, nam: Talker) -> None:
    wants(nam, offers_a_job(world, enterprise(world, "Xưởng mộc Hòa")))
    assert asked(world, nam).state == "with_officer"
    hung.says("nguoi cho viec")
    assert "Anh Nam hỏi «Thợ là ủi, đóng gói» của Xưởng mộc Hòa" in hung.chooses("Anh Nam")
    assert "Nơi tuyển sẽ trả lời" not in hung.last
    hung.answers(hung.chooses("Đã nhận người này"))
    assert asked(world, nam).state == "taken_on"


def test_two_who_missed_each_other_may_try_once_more(hong: Talker, nam: Talker, world: World) -> None:
    invites(hong, NAM)
    nam.chooses("Tôi đến được")
    answers(hong, "Chưa gặp được")
    assert "hai bên chưa gặp được" in nam.sees
    nam.answers(nam.chooses("Hẹn hôm khác"), words="sáng thứ Bảy")
    assert asked(world, nam).state == "other_day"
    answers(hong, "Mời đến gặp", words="8h thứ Bảy")
    assert asked(world, nam).state == "contacted"


def test_whoever_is_invited_is_offered_words_on_getting_ready(hong: Talker, nam: Talker) -> None:
    invites(hong, NAM)
    assert "Mang căn cước" in nam.chooses("Chuẩn bị đi gặp")


def test_trouble_at_work_goes_to_a_human_and_not_to_the_employer(
    world: World, hung: Talker, hong: Talker, nam: Talker, clock: StandingClock
) -> None:
    is_taken_on(hong, nam)
    days_pass(world, clock, 30)
    before = len(told(hong))
    assert "nhờ cán bộ gọi" in nam.chooses("Đang làm, có chỗ khó")
    assert "đi làm có chỗ khó" in hung.sees
    assert len(told(hong)) == before


def test_what_the_partner_alone_says_of_the_thirtieth_day_is_counted(
    world: World, hung: Talker, hong: Talker, nam: Talker, clock: StandingClock
) -> None:
    is_taken_on(hong, nam)
    days_pass(world, clock, 30)
    says_how_it_goes(hong, "Không làm nữa")
    assert "sau một tháng: đã nghỉ 1" in hung.presses("do:figures:month-0")


def test_whoever_leaves_is_led_to_other_places_and_it_ends(
    world: World, hung: Talker, hong: Talker, nam: Talker, clock: StandingClock
) -> None:
    is_taken_on(hong, nam)
    days_pass(world, clock, 30)
    assert "tìm chỗ khác hợp hơn" in nam.chooses("Không làm nữa")
    assert asked(world, nam).state == "left"
    heard = len(told(nam, "interest_news"))
    days_pass(world, clock, 75)
    assert len(told(nam, "interest_news")) == heard


def test_a_consent_taken_back_midway_withdraws_it_and_names_nobody(world: World, hong: Talker, nam: Talker) -> None:
    invites(hong, NAM)
    nam.presses("do:consents:jobs=no")
    assert asked(world, nam).state == "withdrawn"
    assert hong.sees.startswith("Chị Hồng ơi, một người không theo tin chị đăng nữa")
    assert "Nam" not in hong.says("nguoi quan tam")


def test_a_clock_that_meets_a_consent_that_is_gone_withdraws_it(
    world: World, hong: Talker, nam: Talker, clock: StandingClock
) -> None:
    withdraws(world, nam, "jobs")
    days_pass(world, clock, 3)
    assert asked(world, nam).state == "withdrawn"


def test_a_person_who_moves_keeps_it_with_the_officers_of_the_new_commune(
    world: World, hung: Talker, hong: Talker, nam: Talker, clock: StandingClock
) -> None:
    with world.store.transaction() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        moving.move_person(db, person, "17137", hung.account_id)
    days_pass(world, clock, 7)
    assert asked(world, nam).state == "with_officer"
    assert told(hung, "hiring_end", "hiring_turn") == []
    assert "Nam" not in hung.says("nguoi cho viec")


def test_an_offer_that_closes_midway_ends_what_waits_and_leaves_a_meeting_that_is_agreed(
    world: World, hong: Talker, nam: Talker
) -> None:
    other = world.person_with_phone("Lê Văn Lực", born=1990)
    job = asked(world, nam).offer_id
    wants(other, job)
    invites(hong, NAM)
    nam.chooses("Tôi đến được")
    hong.presses(f"do:offer_closed:{job}")
    assert asked(world, other).state == "closed"
    assert "vừa ngừng tuyển" in other.sees
    assert asked(world, nam).state == "coming"
    answers(hong, "Đã nhận người này", starts_on="hôm nay")
    assert asked(world, nam).state == "taken_on"


@pytest.mark.parametrize("words", ["nó phạm tội gì", "án gì vậy em", "bi an may nam"])
def test_a_partner_who_asks_for_the_case_is_declined_and_the_officer_hears_once(
    hung: Talker, hong: Talker, nam: Talker, words: str
) -> None:
    before = len(told(hung, "case_asked"))
    assert "không nói với nơi tuyển" in hong.says(words)
    hong.says(words)
    assert len(told(hung, "case_asked")) == before + 1
    assert "May Hồng Lam hỏi về chuyện trước đây" in hung.sees


def test_fishing_in_the_middle_of_an_answer_reaches_nobody_and_leaves_the_form(
    world: World, hong: Talker, nam: Talker
) -> None:
    hong.says("nguoi quan tam")
    hong.chooses(NAM)
    hong.answers(hong.chooses("Mời đến gặp"), at="8h sáng thứ Tư", until="words")
    before = len(told(nam))
    hong.says("em bị án gì vậy?")
    assert len(told(nam)) == before
    hong.says("xưởng ở Đô Lương")
    assert asked(world, nam).meeting == "xưởng ở Đô Lương"


def test_a_meeting_is_in_time_to_come(hong: Talker, nam: Talker) -> None:
    hong.says("nguoi quan tam")
    hong.chooses(NAM)
    hong.answers(hong.chooses("Mời đến gặp"), until="at")
    assert "đã qua" in hong.says("8h ngày 1/11/2026")


def test_reminders_leave_once_and_the_clock_is_the_last_stages(
    world: World, hong: Talker, nam: Talker, clock: StandingClock
) -> None:
    invites(hong, NAM)
    nam.chooses("Tôi đến được")
    clock.move_to(moment(date(2026, 11, 30)))
    run_all(world)
    assert len(told(hong, "hiring_turn")) == 1
    run_all(world)
    assert len(told(hong, "hiring_turn")) == 1
