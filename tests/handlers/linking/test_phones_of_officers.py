"""An officer's further phone: besides their own yes, or a colleague's figures, another officer has to agree."""

import pytest

from storage import chats, invites
from tests.conftest import StandingClock
from tests.handlers.linking.test_confirming import brings_a_code, figures_for
from tests.handlers.linking.test_link import linked_account
from tests.person import Talker, World

PERSON = "Trần Văn Nam"


@pytest.fixture
def officer(world: World) -> Talker:
    return world.officer(born=1964)


@pytest.fixture
def colleague(world: World) -> Talker:
    return world.officer("Hồ Thị Mai")


def test_a_thief_with_the_officers_phone_gets_no_second_one(world: World, officer: Talker, colleague: Talker) -> None:
    world.person(PERSON)
    thief = brings_a_code(world, officer)
    assert "cần thêm một cán bộ khác đồng ý" in officer.chooses("Là tôi")
    assert "Đồng Hành đã hỏi họ rồi" in thief.sees
    assert "cho máy mới (dùng trang web) vào tài khoản của Lê Văn Hùng" in colleague.sees
    assert PERSON not in thief.says("danh sách")
    assert linked_account(world, thief) is None
    colleague.presses("do:approval_decline:1")
    assert "Máy này chưa vào được" in thief.sees
    assert "đã xong hoặc đã hết hạn" in officer.presses("do:link_yes")
    assert linked_account(world, thief) is None


def test_a_second_officers_yes_lets_it_in_and_all_hear_of_it(world: World, officer: Talker, colleague: Talker) -> None:
    third = world.linked("Đặng Thị Hoa", "admin")
    second = brings_a_code(world, officer)
    officer.chooses("Là tôi")
    assert "đã đồng ý" in colleague.chooses("Đồng ý")
    assert linked_account(world, second) == officer.account_id
    assert "Máy này dùng được rồi" in second.sees
    assert "cho máy mới" in third.sees
    assert any("Vừa có một máy hoặc ứng dụng khác" in heard for heard in officer.heard + officer.listen())


def test_nobody_agrees_to_their_own(world: World, officer: Talker, colleague: Talker) -> None:
    second = brings_a_code(world, officer)
    officer.chooses("Là tôi")
    officer.presses("do:approval_agree:1")
    officer.presses("do:link_no")
    assert any("đã rút lại" in heard for heard in colleague.listen())
    colleague.presses("do:approval_agree:1")
    assert linked_account(world, second) is None


def test_pressed_twice_the_others_are_asked_once(world: World, officer: Talker, colleague: Talker) -> None:
    brings_a_code(world, officer)
    yes = next(one.press for one in officer.last.out.buttons if one.press.startswith("do:link_yes"))
    officer.presses(yes)
    officer.presses(yes)
    assert sum("cho máy mới" in heard for heard in colleague.listen()) == 1


def test_the_figures_of_one_colleague_are_not_enough(world: World, officer: Talker, colleague: Talker) -> None:
    third = world.officer("Phạm Thị Lan")
    second = brings_a_code(world, officer)
    assert "cần thêm một cán bộ khác đồng ý" in second.says(figures_for(colleague, officer))
    assert linked_account(world, second) is None
    colleague.presses("do:approval_agree:1")
    assert linked_account(world, second) is None, "whoever showed the figures asks, and does not agree"
    third.chooses("Đồng ý")
    assert linked_account(world, second) == officer.account_id


def test_a_day_later_the_yes_still_counts_a_week_later_no_more(
    world: World, officer: Talker, colleague: Talker, clock: StandingClock
) -> None:
    second = brings_a_code(world, officer)
    officer.chooses("Là tôi")
    clock.move(days=2)
    colleague.presses("do:approval_agree:1")
    assert linked_account(world, second) == officer.account_id
    third = brings_a_code(world, officer, "third")
    officer.presses("do:link_yes")
    clock.move(days=8)
    colleague.presses("do:approval_agree:2")
    assert linked_account(world, third) is None


def test_a_commune_with_one_officer_is_told_of_the_command_line(world: World, officer: Talker) -> None:
    second = brings_a_code(world, officer)
    assert "python -m bot account link" in officer.chooses("Là tôi")
    assert linked_account(world, second) is None


def test_a_code_of_ones_own_opens_nothing_alone_after_leaving_the_phone(world: World, officer: Talker) -> None:
    with world.look() as db:
        code = invites.create(db, officer.account_id, officer.account_id)
    officer.presses("do:leave:yes")
    with world.look() as db:
        assert chats.of_account(db, officer.account_id) == []
    second = world.stranger("second")
    second.says(code)
    second.answers(born=1964)
    assert linked_account(world, second) is None


def test_a_guardian_needs_nobody_else(world: World, colleague: Talker) -> None:
    guardian = world.guardian(born=1964)
    second = brings_a_code(world, guardian)
    guardian.chooses("Là tôi")
    assert linked_account(world, second) == guardian.account_id
