"""Finding work, played by the person who looks, the partner who offers and the officer who hears of it."""

import pytest

from handlers.work import job_search
from storage import accounts, consents, hiring, needs, offer_states, offers, persons, relays
from tests.conftest import StandingClock
from tests.handlers.commune import told
from tests.handlers.work.offering import MILLION, enterprise, offers_a_job, partner_of, wants, withdraws
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(born=1992, hamlet="xóm 4")


def interests(world: World, nam: Talker) -> list[tuple[int, str]]:
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        return [(one.offer_id, one.state) for one in hiring.interests_of(db, person.id)]


def open_needs(world: World, nam: Talker) -> list[str]:
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        return [need.kind for need in needs.of_person(db, person.id)]


def test_a_job_is_found_by_its_trade_and_the_partner_hears_who_wants_it(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    hung = world.officer()
    offers_a_job(world, lam)
    may = offers_a_job(world, lam, title="Công nhân may", hours="7:00–17:00, nghỉ Chủ nhật", pay_from=7 * MILLION)
    offers_a_job(world, lam, trade="building", title="Thợ phụ hồ")
    assert nam.says("/viec").startswith("Quanh đây đang có 3 chỗ làm. Anh muốn xem chỗ nào ạ?")
    assert sorted(nam.last.labels[:3], reverse=True)[1:] == [
        "V2 · Công nhân may · Đô Lương · 7–8 triệu/tháng",
        "V1 · Thợ là ủi, đóng gói · Đô Lương · 6–8 triệu/tháng",
    ]
    card = nam.chooses("Công nhân may")
    assert card.startswith("V2 · Công nhân may\nNơi tuyển: May Hồng Lam\nỞ: Đô Lương\nGiờ: 7:00–17:00, nghỉ Chủ nhật\n")
    assert "Tiền công: 7–8 triệu/tháng\nCần: 3 người" in card
    assert nam.answers(nam.chooses("Tôi muốn hỏi chỗ này")).startswith(
        "✅ Đã báo cho May Hồng Lam là anh hỏi «Công nhân may». Họ trả lời thì Đồng Hành nhắn anh ngay."
    )
    assert interests(world, nam) == [(may, "new")]
    assert "anh Nam, 34 tuổi" in hong.sees
    assert "Trần" not in hong.sees
    assert hung.sees.startswith("Anh Nam vừa hỏi một chỗ làm hay lớp học qua Đồng Hành: «Công nhân may»")
    assert open_needs(world, nam) == []


def test_asking_twice_tells_nobody_twice(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    job = offers_a_job(world, lam)
    wants(nam, job)
    assert wants(nam, job).startswith("Anh đã hỏi chỗ này rồi.")
    assert len(told(hong)) == 1
    assert len(interests(world, nam)) == 1
    assert "Tôi muốn hỏi chỗ này" not in nam.presses(f"do:offer:{job}")
    assert "Anh đã hỏi, đang chờ trả lời" in nam.sees


def test_without_consent_it_is_asked_first_and_a_yes_is_kept(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    job = offers_a_job(world, lam)
    withdraws(world, nam, "jobs")
    nam.presses(f"do:offer:{job}")
    asked = nam.answers(nam.chooses("Tôi muốn hỏi chỗ này"), until="agree")
    assert "cho nơi tuyển biết tên gọi, tuổi và việc anh muốn làm. Không nói gì khác." in asked
    assert told(hong) == []
    nam.answers(agree="yes")
    assert len(told(hong)) == 1
    with world.look() as db:
        assert consents.agrees(db, nam.account_id, "jobs")


@pytest.mark.parametrize(("answer", "reply"), [("yes", "Đã nhờ anh Hùng"), ("no", "không nói")])
def test_a_no_is_kept_too_and_the_officer_hears_of_it_only_if_wished(
    world: World, nam: Talker, answer: str, reply: str
) -> None:
    hong, lam = partner_of(world)
    hung = world.officer()
    job = offers_a_job(world, lam)
    withdraws(world, nam, "jobs")
    nam.presses(f"do:interest:{job}")
    assert nam.answers(agree="no", until="officer").startswith("Vâng, Đồng Hành không nói gì với nơi tuyển.")
    assert reply in nam.answers(officer=answer)
    assert told(hong) == []
    assert interests(world, nam) == []
    assert bool(told(hung)) == ("Đã nhờ" in reply)
    assert open_needs(world, nam) == (["job"] if "Đã nhờ" in reply else [])
    with world.look() as db:
        assert not consents.agrees(db, nam.account_id, "jobs")


def test_nobody_claims_a_consent_that_was_not_given(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    job = offers_a_job(world, lam)
    withdraws(world, nam, "jobs")
    nam.presses(f"go:interest:offer={job};agree=given")
    assert "Anh đồng ý không?" in nam.answers(until="agree")
    nam.presses("interest:agree:given")
    assert told(hong) == []


def test_a_consent_taken_back_in_mid_dialogue_is_asked_again(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    offers_a_job(world, lam)
    job = offers_a_job(world, lam, title="Công nhân may")
    nam.presses("go:interest:agree=given")
    withdraws(world, nam, "jobs")
    assert "Đồng Hành hỏi lại cho chắc" in nam.answers(offer=job, until="agree")
    assert told(hong) == []


def test_places_near_home_come_first_and_can_be_chosen(world: World, nam: Talker) -> None:
    lam = enterprise(world, "Tổ xây dựng Minh Phát")
    offers_a_job(world, lam, trade="building", title="Thợ sơn", place="Xóm 4")
    offers_a_job(world, lam, trade="building", title="Thợ xây", place="Thanh Chương")
    offers_a_job(world, lam, trade="building", title="Thợ phụ", place="xóm 1")
    nam.says("/jobs")
    nam.chooses("Xem theo nơi làm")
    assert nam.last.labels[:3] == ["Xóm 4 (1)", "xóm 1 (1)", "Thanh Chương (1)"]
    assert nam.chooses("Thanh Chương").startswith("V2 · Thợ xây\n")
    nam.presses("do:jobs_in:building")
    assert nam.last.labels[0].startswith("V1 · Thợ sơn · Xóm 4")


def test_a_long_list_comes_in_pages(world: World, nam: Talker) -> None:
    lam = enterprise(world, "Tổ xây dựng Minh Phát")
    for number in range(11):
        offers_a_job(world, lam, title=f"Chỗ thứ {number}", place="Vinh")
    nam.says("/jobs")
    nam.chooses("May mặc")
    assert len([label for label in nam.last.labels if " · Chỗ thứ" in label]) == 8
    nam.chooses("Xem tiếp")
    assert [label.split(" · ")[:2] for label in nam.last.labels[:3]] == [
        ["V3", "Chỗ thứ 2"],
        ["V2", "Chỗ thứ 1"],
        ["V1", "Chỗ thứ 0"],
    ]


def test_what_has_closed_is_no_longer_had(world: World, nam: Talker, clock: StandingClock) -> None:
    hong, lam = partner_of(world)
    closing = offers_a_job(world, lam, closes_on=clock.moment.date())
    closed = offers_a_job(world, lam)
    with world.store.transaction() as db:
        offer_states.end(db, closed)
    nam.presses(f"do:offer:{closing}")
    clock.move(days=1)
    assert nam.chooses("Tôi muốn hỏi chỗ này").startswith("Chỗ này vừa ngừng tuyển rồi ạ.")
    for gone in (closing, closed):
        assert "ngừng tuyển" in nam.presses(f"do:offer:{gone}")
        nam.presses(f"do:interest:{gone}")
    assert interests(world, nam) == []
    assert told(hong) == []


def test_offers_of_another_commune_and_nonsense_are_not_there(world: World, nam: Talker) -> None:
    lam = enterprise(world, "Xưởng mộc")
    with world.store.transaction() as db:
        elsewhere = offers.add(
            db, unit="16969", organisation_id=lam, kind="job", trade="wood", title="Thợ mộc", place="Vinh"
        )
    for argument in (str(elsewhere), "0", "x", "9" * 30, str(2**63)):
        assert "ngừng tuyển" in nam.presses(f"do:offer:{argument}")
    assert "chưa nơi nào đăng tuyển" in nam.says("/jobs")
    assert "ngừng tuyển" in nam.presses("do:jobs_near:5.x")


def test_courses_have_a_list_of_their_own(world: World, nam: Talker) -> None:
    lam = enterprise(world, "Trung tâm dạy nghề Thanh Chương")
    for title in ("Lớp hàn, 3 tháng", "Lớp nấu ăn, 2 tháng"):
        offers_a_job(world, lam, kind="course", trade="welding", title=title, pay_from=None, pay_to=None)
    assert nam.says("em muốn học nghề").startswith("Đang có 2 lớp.")
    card = nam.chooses("Lớp hàn")
    assert "Tiền công" not in card
    assert nam.answers(nam.chooses("Tôi muốn hỏi chỗ này")).startswith("✅ Đã ghi là anh hỏi «Lớp hàn, 3 tháng».")


def test_a_typed_wish_for_work_starts_the_search(world: World, nam: Talker) -> None:
    offers_a_job(world, enterprise(world, "Xưởng mộc"))
    for words in ("tìm việc", "xin viec lam gan nha dc ko", "1"):
        nam.says("menu")
        assert nam.says(words).startswith("Quanh đây đang có 1 chỗ làm")


@pytest.mark.parametrize("words", ["em muốn đi làm mộc", "em muon di lam moc", "xin lam tho han"])
def test_a_trade_that_nobody_offers_is_named(world: World, nam: Talker, words: str) -> None:
    offers_a_job(world, enterprise(world, "Tổ xây Cát Văn"))
    nam.says("/jobs")
    assert nam.says(words).startswith("Hiện chưa có chỗ làm về nghề: ")


def test_any_work_and_work_at_night_name_no_trade() -> None:
    assert [job_search.trade_in(words) for words in ("em muon lam thue", "tim cho lam ban dem")] == ["", ""]


def test_where_the_partner_has_no_chat_the_officer_is_asked_to_speak_to_them(world: World, nam: Talker) -> None:
    hung = world.officer()
    job = offers_a_job(world, enterprise(world, "Xưởng mộc Hòa"))
    assert "Xưởng mộc Hòa chưa dùng Đồng Hành" in wants(nam, job)
    assert "nhờ anh liên hệ giúp" in hung.sees


def test_what_was_asked_for_can_be_taken_back_until_it_is_answered(world: World, nam: Talker) -> None:
    hong, lam = partner_of(world)
    job = offers_a_job(world, lam)
    wants(nam, job)
    nam.presses(f"do:offer:{job}")
    assert nam.chooses("Thôi, tôi rút lại").startswith("Đã rút lại.")
    assert told(hong)[-1].startswith("Chị Hồng ơi, anh Nam không theo tin chị đăng nữa")
    assert "Nam" not in hong.presses(f"do:own_offer:{job}")
    wants(nam, job)
    assert len(told(hong)) == 3
    hong.chooses("Xem")
    hong.chooses("Anh Nam, 34 tuổi")
    hong.answers(hong.chooses("Chưa phù hợp"))
    assert "không rút lại ở đây được" in nam.presses(f"do:take_back:{job}")
    assert interests(world, nam) == [(job, "turned_down")]


def test_nothing_that_suits_becomes_a_wish_a_need_and_a_message_to_a_human(world: World, nam: Talker) -> None:
    hung = world.officer()
    nam.says("/jobs")
    nam.chooses("Chưa có chỗ hợp với tôi")
    review = nam.answers(trade="wood", place="commune", hours="half", words="đã biết đóng tủ", until="review")
    assert "Nói thêm: đã biết đóng tủ" in review
    assert nam.chooses("Gửi đi").startswith("✅ Đã chuyển nguyện vọng của anh tới anh Hùng")
    assert open_needs(world, nam) == ["job"]
    assert "Mộc" not in hung.sees
    assert "Tìm việc · Mộc · Trong xã và các xã bên · Một buổi, sáng hoặc chiều · đã biết đóng tủ" in hung.chooses(
        "Đọc"
    )


def test_without_the_consent_to_pass_words_on_only_the_need_is_known(world: World, nam: Talker) -> None:
    hung = world.officer()
    withdraws(world, nam, "relay")
    nam.presses("do:wish:training")
    assert "Anh đồng ý không?" in nam.answers(until="agree")
    assert nam.answers(agree="no").startswith("✅ Đã chuyển nguyện vọng")
    assert hung.sees.partition("\n\n")[0].endswith("Anh Nam: Học nghề.")
    assert open_needs(world, nam) == ["training"]
    with world.look() as db:
        assert relays.thread(db, nam.account_id) == []


def test_an_account_without_a_record_is_sent_to_a_human(world: World) -> None:
    world.officer()
    lost = world.linked("Trần Văn Nam", "person", pronoun="anh")
    job = offers_a_job(world, enterprise(world, "Xưởng mộc"))
    assert "chưa thấy thông tin của anh" in lost.presses(f"do:interest:{job}")
    assert "Gặp cán bộ" in lost.last.labels


def test_nobody_else_looks_for_work_here(world: World) -> None:
    guardian = world.guardian()
    for press in ("do:jobs", "do:interest:1", "go:interest:offer=1", "do:wish:job", "go:wish"):
        assert guardian.presses(press).startswith("Phần này không thuộc việc của")


def test_the_search_is_as_complete_in_english(world: World) -> None:
    _, lam = partner_of(world)
    job = offers_a_job(world, lam, title="Ironing and packing", hours="7:00–17:00")
    nam = world.person_with_phone("Daniel Tran", born=1992)
    with world.store.transaction() as db:
        accounts.change(db, nam.account_id, language="en")
    assert nam.says("/jobs").startswith("Jobs nearby at the moment: 1.")
    assert "Pay: 6–8 million đồng a month" in nam.chooses("Ironing")
    assert nam.answers(nam.chooses("I am interested")).startswith(
        "✅ May Hồng Lam has been told that you ask about “Ironing"
    )
    assert interests(world, nam) == [(job, "new")]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("tìm việc gần Thanh Thủy cũ", "Thợ mộc"),
        ("tim viec gan thanh thuy cu", "Thợ mộc"),
        ("tìm việc ở xã Kim Bảng", "Thợ mộc"),
        ("tìm việc gần xóm 4", "Giữ xe"),
        ("tìm việc may gần Đô Lương", "Thợ là ủi, đóng gói"),
    ],
)
def test_a_job_is_found_by_its_place_as_it_was_called_before(world: World, nam: Talker, typed: str, title: str) -> None:
    _, lam = partner_of(world)
    offers_a_job(world, lam)
    offers_a_job(world, lam, trade="wood", title="Thợ mộc", place="chợ Thanh Hà cũ, xã Kim Bảng")
    offers_a_job(world, lam, trade="guard", title="Giữ xe", place="xóm 4")
    assert f" · {title}\n" in nam.says(typed)
