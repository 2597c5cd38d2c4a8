"""At the menu a loan lost what was told of it, a guardian's leave and the quarter were not understood."""

from handlers.work.questions import kind_told
from tests.handlers.work.offering import offers_a_job, partner_of, wants
from tests.person import World


def test_what_is_told_of_a_loan_is_not_asked_again(world: World) -> None:
    nam = world.person_with_phone()
    asked = nam.says("em muon vay 50tr nuoi bo")
    assert "50 triệu đồng" in asked
    assert "chăn nuôi" in asked


def test_a_guardian_says_why_and_how_long_they_are_away(world: World) -> None:
    guardian = world.guardian()
    world.person(guardian=guardian)
    assert guardian.says("xin nghi 1 tuan tu mai, di vien") == guardian.presses("do:my_leave")


def test_a_guardian_speaks_of_another_who_drinks(world: World) -> None:
    guardian = world.guardian()
    world.person(guardian=guardian)
    reply = guardian.says("nghi em Nam dung lai ma tuy, lam gi h")
    assert "ghi vào lần ghé thăm" in reply
    assert "Báo động" in guardian.last


def test_an_offer_told_in_a_sentence_is_a_job_and_a_course_stays_asked_about(world: World) -> None:
    hong, _ = partner_of(world)
    said = hong.says("ben e can 3 tho phu ho lam o do luong, 350k 1 ngay")
    assert "mở lớp" not in said
    assert "350.000 đồng" in said
    hong.says("huy")
    assert [kind_told(said) for said in ("lop han 3 thang, hoc phi 2 trieu", "nhan 2 nguoi vua hoc vua lam")] == [
        *("", "trainee"),
    ]


def test_a_sentence_that_begins_with_a_button_presses_it(world: World) -> None:
    nam = world.person_with_phone(born=1992)
    hong, lam = partner_of(world)
    wants(nam, offers_a_job(world, lam))
    hong.listen()
    hong.chooses("Xem")
    card = hong.chooses("Anh Nam, 34 tuổi · chờ trả lời")
    assert "gọi cho" not in hong.says("mời đến gặp sáng mai 8h ở cổng công trường")
    assert "Khi nào" in hong.sees or "Hôm nào" in hong.sees or "mấy giờ" in hong.sees, card


def test_a_complaint_and_the_end_of_an_offer_are_heard(world: World) -> None:
    nam = world.person_with_phone()
    assert nam.says("toi muon phan nan ve nguoi giup do") == nam.presses("go:complain")
    hong, lam = partner_of(world)
    offers_a_job(world, lam)
    assert hong.says("ngung tuyen tin v1") == hong.presses("do:own_offers")
