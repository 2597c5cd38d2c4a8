"""An officer looks at a partner's first offer, and at what shows signs of a trap; the partner hears why, kindly."""

from datetime import timedelta

import pytest

from storage import offers
from storage.offers import Offer
from tests.conftest import StandingClock
from tests.filling import Sends
from tests.handlers.commune import told
from tests.handlers.work.offering import offers_a_job, partner_of, wants, work_off
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(born=1992)


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


def offer_of(world: World, organisation: int) -> Offer:
    """The last one that the organisation has posted."""
    with world.look() as db:
        return offers.of_organisation(db, organisation)[0]


def test_the_first_offer_of_a_partner_waits_for_an_officer(world: World, nam: Talker, hung: Talker) -> None:
    hong, _ = partner_of(world)
    review = hong.fills("offer_post", kind="job", title="Công nhân may", until="review")
    assert "Tin đầu tiên của mỗi nơi tuyển, cán bộ xã xem trước" in review
    assert hong.chooses("Gửi đi").startswith("✅ Đã nhận tin: V1 · Công nhân may")
    assert "chưa nơi nào đăng tuyển" in nam.says("/jobs")
    assert "«Công nhân may» của May Hồng Lam. Vì: đây là tin đầu tiên của nơi tuyển." in hung.sees
    assert "Hiện: chờ cán bộ xem" in hung.chooses("Xem tin này")
    assert hung.chooses("Cho hiện tin này").startswith("✅ Đã cho hiện «Công nhân may».")
    assert "tin V1 của chị đã hiện cho người tìm việc" in hong.sees
    assert "1 chỗ làm" in nam.says("/jobs")


def test_the_second_offer_is_seen_at_once(world: World, hung: Talker) -> None:
    hong, lam = partner_of(world)
    offers_a_job(world, lam)
    assert "là người tìm việc trong xã thấy ngay" in hong.fills("offer_post", kind="job", until="review")
    assert hong.chooses("Gửi đi").startswith("✅ Đã đăng")
    assert told(hung) == []


@pytest.mark.parametrize(
    ("said", "sign", "why"),
    [
        ({"details": "đặt cọc 500 nghìn"}, "fee", "tiền phải nộp trước"),
        ({"title": "Việc nhẹ lương cao bên Campuchia"}, "abroad", "việc ở nước ngoài"),
        ({"details": "công ty giữ căn cước"}, "papers", "giữ giấy tờ gốc"),
        ({"details": "kết bạn Zalo để biết thêm"}, "outside", "nhóm, ứng dụng khác"),
        ({"pay": "100 triệu"}, "pay", "tiền công khác thường"),
    ],
)
def test_a_sign_of_a_trap_holds_an_offer_and_both_hear_why(
    world: World, hung: Talker, said: dict[str, str], sign: str, why: str
) -> None:
    hong, lam = partner_of(world)
    offers_a_job(world, lam)
    assert why in hong.fills("offer_post", kind="job", until="review", **said)
    hong.chooses("Gửi đi")
    offer = offer_of(world, lam)
    assert (offer.state, sign in (offer.signs or ())) == ("held", True)
    assert why in hung.sees


def test_pay_that_nobody_pays_is_asked_again(world: World) -> None:
    hong, _ = partner_of(world)
    hong.fills("offer_post", kind="job", until="pay")
    assert "từ" in hong.says("300 triệu")
    assert hong.says("300 đồng").startswith("Đồng Hành chưa đọc được tiền công.")


def test_a_no_is_told_with_its_reason_and_nothing_is_shown(world: World, nam: Talker, hung: Talker) -> None:
    hong, _ = partner_of(world)
    hong.fills("offer_post", kind="job", title="Công nhân may")
    hung.chooses("Xem tin này")
    hung.answers(hung.chooses("Không cho hiện"), why="other", words="Chị ghi rõ giờ làm giúp rồi đăng lại nhé")
    assert "chưa đăng được: «Công nhân may». Cán bộ nhắn: Chị ghi rõ giờ làm" in hong.sees
    assert "Chị ghi rõ giờ làm" in hong.chooses("Xem tin này")
    assert "chưa nơi nào đăng tuyển" in nam.says("/jobs")


def test_an_open_offer_can_be_taken_down_and_whoever_asked_hears(world: World, nam: Talker, hung: Talker) -> None:
    hong, lam = partner_of(world)
    wants(nam, offers_a_job(world, lam))
    hung.says("tin tuyen")
    hung.chooses("Tin đang hiện (1)")
    hung.chooses("Thợ là ủi")
    hung.answers(hung.chooses("Gỡ tin này xuống"), why="fee")
    assert "cán bộ đã gỡ tin V1 của chị" in hong.sees
    assert "vừa ngừng tuyển" in nam.sees


def test_two_officers_decide_once(world: World, hung: Talker) -> None:
    mai = world.officer("Phạm Thị Mai")
    hong, lam = partner_of(world)
    hong.fills("offer_post", kind="job")
    offer = offer_of(world, lam)
    hung.presses(f"do:offer_ok:{offer.id}")
    heard = len(told(hong))
    assert "có người xem rồi" in mai.presses(f"do:offer_ok:{offer.id}")
    assert len(told(hong)) == heard


def test_officers_are_reminded_of_an_offer_that_nobody_has_looked_at(
    world: World, hung: Talker, clock: StandingClock
) -> None:
    hong, _ = partner_of(world)
    hong.fills("offer_post", kind="job", title="Công nhân may")
    clock.move(days=2)
    work_off(world)
    assert "chưa ai xem: «Công nhân may»" in hung.sees


def test_a_number_in_the_words_moves_to_its_own_line(world: World, hung: Talker) -> None:
    hong, lam = partner_of(world)
    review = hong.fills(
        "offer_post", kind="job", title="Thợ may", details="có cơm trưa, gọi 0912 345 678", until="review"
    )
    assert "được chuyển xuống dòng Liên hệ" in review
    hong.chooses("Gửi đi")
    offer = offer_of(world, lam)
    assert (offer.details, offer.contact) == ("có cơm trưa", "0912 345 678")


def test_a_good_offer_asks_little_and_the_review_offers_the_rest(world: World) -> None:
    hong, lam = partner_of(world)
    review = hong.fills("offer_post", kind="job", trade="sewing", title="Thợ may", place="xóm 5", until="review")
    assert "Lo cho" not in review
    hong.chooses("Ghi thêm")
    review = hong.answers(more="more", provided=["meals"], requirements="Chịu khó", until="review")
    assert "Lo cho: Bữa ăn" in review
    hong.chooses("Gửi đi")
    offer = offer_of(world, lam)
    assert (offer.meals, offer.lodging, offer.requirements) == (True, False, "Chịu khó")


def test_what_a_sentence_told_is_kept_and_asked_again_when_it_is_changed(world: World) -> None:
    hong, _ = partner_of(world)
    hong.answers(hong.says("Tuyển 3 thợ mộc ở xóm 5, 350k một ngày, bao ăn ở"), title="Thợ mộc", until="review")
    assert hong.changes("places").startswith("Cần mấy người ạ?")
    assert "Số người: 4" in hong.says("4")


def test_one_sentence_fills_several_answers(world: World) -> None:
    hong, _ = partner_of(world)
    offer = "Tuyển 3 thợ mộc ở xóm 5, 350k một ngày, bao ăn ở, gọi 0912 345 678"
    assert "Nghề: Mộc" in hong.answers(hong.says(offer), title="Thợ mộc", until="review")
    for line in ("Ở đâu: xóm 5", "Tiền công: 350.000 đồng/ngày công", "Số người: 3", "Lo cho: Chỗ ở, Bữa ăn"):
        assert line in hong.sees
    assert "Liên hệ: 0912 345 678" in hong.sees


def test_all_that_a_job_board_says_stands_on_the_card(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    offers_a_job(world, lam, closes_on=None)
    hong.fills(
        "offer_post",
        kind="trainee",
        trade="sewing",
        title="Học may",
        place="Đô Lương",
        pay="5 nghìn một cái",
        provided=["lodging"],
        contact="chị Hồng",
        more="more",
        starts_on="15/12",
        requirements="Chịu khó",
        poster=Sends("photo"),
    )
    card = nam.presses(f"do:offer:{offer_of(world, lam).id}")
    for line in (
        "Học việc tại chỗ làm",
        "5.000 đồng/sản phẩm",
        "Lo cho: Chỗ ở",
        "Bắt đầu: thứ Ba 15/12",
        "Cần có: Chịu",
    ):
        assert line in card
    assert "Liên hệ: chị Hồng" in card
    assert "đang được tải về" in nam.chooses("Xem ảnh tin tuyển")


def test_an_offer_is_renewed_filled_or_ends_by_itself(world: World, nam: Talker, clock: StandingClock) -> None:
    hong, lam = partner_of(world)
    job = offers_a_job(world, lam, closes_on=clock.moment.date() + timedelta(days=3))
    wants(nam, job)
    work_off(world)
    assert "Chị có tuyển tiếp không?" in hong.sees
    assert "còn nhận người đến" in hong.chooses("Gia hạn 30 ngày")
    clock.move(days=34)
    work_off(world)
    assert "đã hết hạn nên không hiện nữa" in hong.sees
    assert "vừa ngừng tuyển" in nam.sees
    assert offer_of(world, lam).state == "closed"


def test_all_places_are_filled_with_one_press(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    job = offers_a_job(world, lam)
    wants(nam, job)
    hong.presses(f"do:own_offer:{job}")
    assert "Cảm ơn chị" in hong.chooses("Đã đủ người")
    assert offer_of(world, lam).state == "filled"
    assert "vừa ngừng tuyển" in nam.sees


def test_an_offer_without_a_last_day_is_asked_about_and_ends_when_nobody_answers(
    world: World, nam: Talker, clock: StandingClock
) -> None:
    hong, lam = partner_of(world)
    wants(nam, offers_a_job(world, lam))
    clock.move(days=57)
    work_off(world)
    assert "Chị có tuyển tiếp không?" in hong.sees
    clock.move(days=4)
    work_off(world)
    assert offer_of(world, lam).state == "closed"
    assert "vừa ngừng tuyển" in nam.sees
