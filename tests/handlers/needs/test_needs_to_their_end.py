"""A need goes from the wish to its end: asked, offered, taken on, done, confirmed; or back on the board."""

from datetime import datetime

import pytest

from storage import help_offers, needs, units
from storage.database import VIETNAM
from storage.needs import Need
from tests.conftest import StandingClock
from tests.handlers.accounts.ending import closes
from tests.handlers.commune import run_all
from tests.person import Talker, World

WORDS = "Làm lại căn cước, giấy khai sinh thất lạc"
REASON = "tuần này bận gặt"


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World, hung: Talker) -> Talker:
    return world.person_with_phone()


@pytest.fixture
def hoa(world: World) -> Talker:
    """A partner of the women's union who helps with papers, of the person's hamlet."""
    with world.store.transaction() as db:
        union = units.add_organisation(db, unit=world.deployment.unit, kind="union", name="Hội Phụ nữ xã")
    hoa = world.linked("Trần Thị Hoa", "partner", pronoun="chi", organisation_id=union)
    with world.store.transaction() as db:
        help_offers.set_kinds(
            db, unit=world.deployment.unit, account_id=hoa.account_id, kinds=("papers",), hamlet="xóm 6", by=None
        )
    return hoa


def the_need(world: World) -> Need:
    with world.look() as db:
        rows = db.execute(needs.needs.select().order_by(needs.needs.c.id.desc())).all()
        return Need(*rows[0])


def asks(nam: Talker, **stated: str) -> None:
    nam.fills("need_ask", **{"kind": "papers", "words": WORDS, "phone": "no", **stated})


def offers(world: World, hung: Talker, helper: Talker) -> None:
    hung.fills("need_offer", need=str(the_need(world).id), helper=str(helper.account_id))


def later(world: World, clock: StandingClock, day: int, month: int = 12, hour: int = 18) -> None:
    clock.move_to(datetime(2026, month, day, hour, 0, tzinfo=VIETNAM))
    run_all(world)


def test_a_wish_is_walked_from_asking_to_it_has_arrived(world: World, hung: Talker, nam: Talker, hoa: Talker) -> None:
    asks(nam)
    assert "Việc này đang ở anh Hùng" in nam.sees
    assert "vừa nhờ xã giúp một việc" in hung.sees
    assert "đang tìm người giúp" in nam.says("đến đâu rồi?")
    offers(world, hung, hoa)
    assert "Xã nhờ chị giúp một việc: làm giấy tờ" in hoa.sees
    assert "đang hỏi một nơi có thể giúp. Người lo: chị Hoa" in nam.says("đến đâu rồi?")
    hoa.chooses("Xem việc được nhờ")
    assert "Nam" not in hoa.sees
    assert WORDS in hoa.sees
    assert "Cho anh Nam, xóm 6" in hoa.chooses("Tôi nhận lo")
    assert "đã có người nhận lo" in nam.sees
    assert "Cảm ơn chị" in hoa.chooses("Đã giúp xong")
    assert "đã nhận được chưa" in nam.sees
    assert "khép lại" in nam.chooses("Đã nhận được")
    assert "người nhờ đã nhận được. Cảm ơn chị nhiều" in hoa.sees
    assert (the_need(world).state, the_need(world).outcome) == ("closed", "met")
    assert "không có việc nào" in nam.says("đến đâu rồi?")


def test_a_no_with_a_reason_puts_it_on_the_board_again(world: World, hung: Talker, nam: Talker, hoa: Talker) -> None:
    asks(nam)
    offers(world, hung, hoa)
    hoa.chooses("Xem việc được nhờ")
    hoa.chooses("Tôi không nhận được")
    hoa.answers(hoa.sees, reason="too_much", words=REASON)
    assert the_need(world).step == "raised"
    assert "Chị Hoa (Hội Phụ nữ) không nhận được" in hung.sees or "không nhận được" in hung.sees
    hung.presses(f"do:need_one:{the_need(world).id}")
    assert REASON in hung.chooses("Việc này đã qua những gì")
    assert "không còn nhờ chị" in hoa.presses(f"do:helping_one:{the_need(world).id}")


@pytest.mark.parametrize("answer", ["Mới được một phần", "Chưa nhận được"])
def test_what_has_not_arrived_is_on_the_board_again(
    world: World, hung: Talker, nam: Talker, hoa: Talker, answer: str
) -> None:
    asks(nam)
    offers(world, hung, hoa)
    hoa.presses(f"do:helping_yes:{the_need(world).id}")
    hoa.presses(f"do:helping_done:{the_need(world).id}")
    nam.listen()
    assert "trở lại với người trực" in nam.chooses(answer)
    assert "đã về lại bảng" in hung.sees
    assert (the_need(world).step, the_need(world).helper_id) == ("raised", None)


def test_an_offer_nobody_answers_is_reminded_of_and_comes_back(
    world: World, hung: Talker, nam: Talker, hoa: Talker, clock: StandingClock
) -> None:
    asks(nam)
    offers(world, hung, hoa)
    later(world, clock, 25, 11, 8)
    assert "còn chờ trả lời" in hoa.sees
    later(world, clock, 27, 11)
    assert the_need(world).step == "raised"
    assert any("chưa trả lời" in heard.text for heard in hung.listen())


def test_what_nobody_takes_is_told_again_until_somebody_has_it(
    world: World, hung: Talker, nam: Talker, clock: StandingClock
) -> None:
    asks(nam)
    later(world, clock, 27, 11)
    assert any("quá hẹn" in heard.text for heard in hung.listen())
    later(world, clock, 2)
    assert any("quá hẹn" in heard.text for heard in hung.listen())
    hung.presses(f"do:need_take:{the_need(world).id}")
    assert "Anh Hùng đang lo" in hung.sees
    later(world, clock, 5)
    assert not any("quá hẹn" in heard.text for heard in hung.listen())


def test_the_board_lists_by_kind_the_late_ones_first(
    world: World, hung: Talker, nam: Talker, clock: StandingClock
) -> None:
    asks(nam)
    later(world, clock, 27, 11)
    nam.fills("need_ask", kind="housing", words="-", phone="no")
    said = hung.says("cần hỗ trợ")
    assert "2 việc đang cần giúp, 1 việc quá hẹn" in said
    assert "quá hẹn" in hung.last.labels[0]
    hung.chooses("Xem theo loại")
    hung.chooses("Chỗ ở: 1")
    assert [label for label in hung.last.labels if "Chỗ ở" in label]
    assert not [label for label in hung.last.labels if "Làm giấy tờ" in label]


def test_who_helps_nearby_and_has_least_to_do_is_offered_first(
    world: World, hung: Talker, nam: Talker, hoa: Talker
) -> None:
    lan = world.linked("Lê Thị Lan", "volunteer", pronoun="co")
    with world.store.transaction() as db:
        help_offers.set_kinds(
            db, unit=world.deployment.unit, account_id=lan.account_id, kinds=("papers",), hamlet="xóm 1", by=None
        )
    asks(nam)
    hung.presses(f"go:need_offer:need={the_need(world).id}")
    labels = hung.last.labels
    assert "cùng xóm" in labels[0]
    assert "cô Lan" in labels[1]


def test_the_number_is_read_only_by_whoever_has_it_and_only_when_agreed(
    world: World, hung: Talker, hoa: Talker
) -> None:
    lan = world.person_with_phone("Đỗ Văn Long", phone="+84905123456")
    lan.fills("need_ask", kind="papers", words=WORDS, phone="yes")
    offers(world, hung, hoa)
    assert "905" not in hoa.presses(f"do:helping_one:{the_need(world).id}")
    assert "0905 123 456" in hoa.presses(f"do:helping_yes:{the_need(world).id}")


def test_a_wish_is_taken_back_at_any_time_and_whoever_had_it_hears_so(
    world: World, hung: Talker, nam: Talker, hoa: Talker
) -> None:
    asks(nam)
    offers(world, hung, hoa)
    hoa.presses(f"do:helping_yes:{the_need(world).id}")
    nam.says("viec toi da nho")
    nam.chooses("Làm giấy tờ")
    assert "không cần nữa" in nam.chooses("Thôi, không cần nữa")
    assert "không cần nữa" in hoa.sees
    assert the_need(world).outcome == "not_wanted"


def test_of_somebody_without_a_phone_the_officer_asks_and_says(world: World, hung: Talker, hoa: Talker) -> None:
    tu = world.guardian()
    person = world.person("Phạm Văn Sơn", guardian=tu)
    tu.fills("need_for", person=str(person), kind="papers", words=WORDS)
    assert "bác Tư ghi hộ" in hung.presses(f"do:need_one:{the_need(world).id}")
    offers(world, hung, hoa)
    hoa.presses(f"do:helping_yes:{the_need(world).id}")
    hoa.presses(f"do:helping_done:{the_need(world).id}")
    assert "hỏi giúp xem người nhờ đã nhận được chưa" in hung.sees
    hung.presses(f"do:need_one:{the_need(world).id}")
    assert "trở lại với người trực" in hung.chooses("Chưa nhận được")


def test_nobody_else_sees_or_moves_it(world: World, hung: Talker, nam: Talker, hoa: Talker) -> None:
    asks(nam)
    offers(world, hung, hoa)
    lan, long = world.linked("Lê Thị Lan", "partner"), world.person_with_phone("Đỗ Văn Long")
    number = the_need(world).id
    assert "không còn nhờ" in lan.presses(f"do:helping_one:{number}")
    lan.presses(f"do:helping_yes:{number}")
    long.presses(f"do:need_got:{number}")
    long.presses(f"do:need_drop:{number}")
    assert WORDS not in long.presses(f"do:need_mine:{number}")
    assert (the_need(world).state, the_need(world).step) == ("open", "offered")


def test_whoever_leaves_hands_their_needs_on(world: World, hung: Talker, nam: Talker, hoa: Talker) -> None:
    asks(nam)
    offers(world, hung, hoa)
    hoa.presses(f"do:helping_yes:{the_need(world).id}")
    closes(world, hoa)
    assert (the_need(world).step, the_need(world).helper_id) == ("raised", None)
    assert any("1 việc nhờ giúp" in heard.text for heard in hung.listen())


def test_organisations_see_what_they_pledged_and_what_was_kept(
    world: World, hung: Talker, nam: Talker, hoa: Talker
) -> None:
    with world.look() as db:
        union = units.organisations_of(db, world.deployment.unit, "union")[0].id
    hung.fills("pledge", who=str(union), kind="papers", count="5", ends_on="2027-12-31")
    asks(nam)
    offers(world, hung, hoa)
    hoa.presses(f"do:helping_yes:{the_need(world).id}")
    hoa.presses(f"do:helping_done:{the_need(world).id}")
    nam.presses(f"do:need_got:{the_need(world).id}")
    assert "đã giúp 1/5" in hoa.says("ký kết của tôi")
    hung.says("ký kết")
    assert "Hội Phụ nữ xã · Làm giấy tờ: đã giúp 1/5" in hung.last
    hung.chooses("Hội Phụ nữ xã")
    assert "Đã khép" in hung.chooses("Khép ký kết này")
