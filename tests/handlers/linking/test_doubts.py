"""A code in the wrong hands: the name or the year does not fit, an officer is asked, lets them in or ends the code."""

import pytest

from handlers.linking.identity import is_named
from storage import chats, cutting, invites
from tests.conftest import StandingClock
from tests.handlers.linking.test_link import linked_account
from tests.person import Talker, World


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


def on_paper(world: World, account_id: int) -> str:
    with world.look() as db:
        return invites.create(db, account_id, None, by_hand=True)


def without_chat(world: World, talker: Talker) -> Talker:
    with world.look() as db:
        chat = chats.at(db, "web", talker.address)
        assert chat is not None
        cutting.cut(db, chat.id, None)
    return talker


@pytest.fixture
def tu(world: World) -> Talker:
    """Somebody without a year on record and without a phone yet."""
    return without_chat(world, world.guardian("Nguyễn Văn Tư"))


@pytest.fixture
def nam(world: World) -> Talker:
    return without_chat(world, world.guardian("Trần Văn Nam", "anh", born=1990))


def test_a_code_from_paper_asks_the_name_where_there_is_no_year(world: World, tu: Talker) -> None:
    phone = world.stranger()
    asked = phone.says(on_paper(world, tu.account_id))
    assert "họ tên đầy đủ của anh/chị là gì?" in asked
    assert "Tư" not in asked
    assert "Xong rồi, chào bác Tư" in phone.answers(name="tôi là nguyen van tu")
    assert linked_account(world, phone) == tu.account_id


def test_a_code_given_to_somebody_in_person_asks_no_name(world: World, tu: Talker) -> None:
    with world.look() as db:
        code = invites.create(db, tu.account_id, None)
    assert "họ tên" not in world.stranger().says(code)


def test_somebody_of_another_name_is_not_let_in_and_the_office_is_asked(world: World, hung: Talker, tu: Talker) -> None:
    phone = world.stranger()
    phone.says(on_paper(world, tu.account_id))
    assert "Tên chưa khớp" in phone.says("Lê Văn Bảy")
    assert "cầm nhầm giấy" not in hung.sees, "a slip is no reason to ask"
    assert "Tư" not in phone.says("Lê Văn Bảy")
    assert "mã mời của bác Tư nhưng tên không khớp" in hung.sees
    assert linked_account(world, phone) is None
    assert "Đã thu hồi" in hung.chooses("Thu hồi mã")
    assert "không dùng được nữa" in phone.says("Nguyễn Văn Tư")
    assert linked_account(world, phone) is None


def test_whose_record_has_a_wrong_year_is_let_in_by_the_officer_who_knows_them(
    world: World, hung: Talker, nam: Talker
) -> None:
    phone = world.stranger()
    code = on_paper(world, nam.account_id)
    phone.says(code)
    for year in ("1991", "1991"):
        assert "Năm sinh chưa khớp" in phone.says(year)
    assert "năm sinh không khớp" in hung.sees
    assert "gõ lại mã là vào được" in hung.chooses("Cho vào")
    assert "Cán bộ đã xác nhận" in phone.sees
    assert "Xong rồi, chào anh Nam" in phone.says(code)
    assert linked_account(world, phone) == nam.account_id


def test_the_officers_yes_is_for_that_phone_alone_and_for_a_day(
    world: World, hung: Talker, nam: Talker, clock: StandingClock
) -> None:
    phone, other = world.stranger(), world.stranger("another")
    code = on_paper(world, nam.account_id)
    phone.says(code)
    phone.says("1991")
    phone.says("1992")
    hung.chooses("Cho vào")
    assert "sinh năm nào" in other.says(code)
    clock.move(days=1)
    assert "sinh năm nào" in phone.says(code)


def test_the_answer_can_be_typed_and_counts_once(world: World, hung: Talker, tu: Talker) -> None:
    phone = world.stranger()
    phone.says(on_paper(world, tu.account_id))
    phone.says("Lê Văn Bảy")
    phone.says("Lê Văn Bảy")
    assert "gõ lại mã" in hung.says("đúng người")
    assert "đã có người trả lời" in hung.says("thu hồi mã")


def test_nobody_but_an_officer_of_the_commune_answers(world: World, hung: Talker, tu: Talker) -> None:
    phone = world.stranger()
    phone.says(on_paper(world, tu.account_id))
    phone.says("Lê Văn Bảy")
    phone.says("Lê Văn Bảy")
    press = next(button.press for button in hung.last.out.buttons if "link_right" in button.press)
    assert "không thuộc việc của" in world.guardian("Vũ Văn Ba").presses(press)
    phone.presses(press)
    assert linked_account(world, phone) is None
    phone.says(on_paper(world, tu.account_id))
    assert "họ tên" in phone.sees


def test_an_officers_own_account_is_never_vouched_for(world: World, hung: Talker) -> None:
    lan = without_chat(world, world.officer("Phạm Thị Lan", born=1980))
    phone = world.stranger()
    phone.says(on_paper(world, lan.account_id))
    for _ in range(3):
        phone.says("1981")
    assert "không khớp" not in hung.sees


@pytest.mark.parametrize("said", ["Nguyễn Văn Tư", "nguyen van tu", "Văn Tư", "Tôi là Nguyễn Văn Tư", "NGUYỄN  VĂN TƯ"])
def test_a_name_is_read_as_people_write_it(said: str) -> None:
    assert is_named(said, "Nguyễn Văn Tư")


@pytest.mark.parametrize("said", ["Tư", "Nguyễn Văn", "Lê Văn Bảy", "Nguyễn Thị Tư", "1964", "", "Tư Văn Nguyễn"])
def test_another_name_or_half_a_name_does_not_fit(said: str) -> None:
    assert not is_named(said, "Nguyễn Văn Tư")
