"""A further chat: it waits for a yes in the chat there is, or for the six figures on an officer's screen."""

import re

import pytest

from rules import links
from storage import accounts, chats, cutting, invites, link_requests
from tests.conftest import StandingClock
from tests.handlers.linking.test_link import linked_account
from tests.person import Talker, World


@pytest.fixture
def guardian(world: World) -> Talker:
    return world.guardian(born=1964)


def code_of(world: World, talker: Talker) -> str:
    with world.look() as db:
        return invites.create(db, talker.account_id, None)


def brings_a_code(world: World, talker: Talker, address: str = "second") -> Talker:
    """A chat in which code and year were right."""
    second = world.stranger(address)
    second.says(code_of(world, talker))
    second.answers(born=1964)
    talker.listen()
    return second


def figures_for(officer: Talker, talker: Talker) -> str:
    officer.presses(f"do:lost_of:{talker.account_id}")
    return officer.chooses("Xác nhận máy mới").split("\n")[0]


def test_a_thief_with_code_and_year_gets_nothing_and_the_owner_says_so(world: World, guardian: Talker) -> None:
    officer = world.officer()
    thief = brings_a_code(world, guardian)
    world.person("Trần Văn Nam", guardian=guardian)
    for words in ("menu", "người tôi đang giúp", "tham", "riêng tư"):
        said = thief.says(words)
        assert "Nam" not in said
        assert "Tư" not in said
    said = guardian.chooses("Không phải tôi")
    assert "chặn máy ấy" in said
    assert linked_account(world, thief) is None
    assert "Máy này chưa vào được" in thief.sees
    assert "bác Tư nói không phải mình" in officer.sees
    assert "đã xong hoặc đã hết hạn" in guardian.presses("do:link_yes")


def test_after_a_yes_by_mistake_the_other_button_cuts_it_off(world: World, guardian: Talker) -> None:
    officer = world.officer()
    thief = brings_a_code(world, guardian)
    guardian.chooses("Là tôi")
    assert linked_account(world, thief) == guardian.account_id
    guardian.chooses("Không phải tôi")
    assert linked_account(world, thief) is None
    assert "nói không phải mình" in officer.sees


def test_the_yes_can_be_typed(world: World, guardian: Talker) -> None:
    second = brings_a_code(world, guardian)
    assert "đã vào" in guardian.says("phải tôi")
    assert linked_account(world, second) == guardian.account_id


def test_pressed_twice_it_is_linked_once(world: World, guardian: Talker) -> None:
    brings_a_code(world, guardian)
    yes = next(one.press for one in guardian.last.out.buttons if one.press.startswith("do:link_yes"))
    assert "đã vào" in guardian.presses(yes)
    assert "đã xong" in guardian.presses(yes)


def test_nobody_else_says_yes_for_them(world: World, guardian: Talker) -> None:
    second = brings_a_code(world, guardian)
    yes = next(one.press for one in guardian.last.out.buttons if one.press.startswith("do:link_yes"))
    for other in (world.officer(), world.guardian("Lê Thị Sáu", "co"), second):
        other.presses(yes)
        other.presses(yes.replace("yes", "no"))
    assert linked_account(world, second) is None
    with world.look() as db:
        assert link_requests.of_account(db, guardian.account_id) is not None


def test_a_day_later_it_is_over(world: World, guardian: Talker, clock: StandingClock) -> None:
    second = brings_a_code(world, guardian)
    clock.move(days=1)
    assert "hết hạn" in guardian.chooses("Là tôi")
    assert linked_account(world, second) is None


def test_an_officer_confirms_in_person_by_six_figures(world: World, guardian: Talker) -> None:
    officer = world.officer()
    second = brings_a_code(world, guardian)
    figures = figures_for(officer, guardian)
    assert re.fullmatch(r"\d{6}", figures)
    assert "Xong rồi, chào bác Tư" in second.says(f"{figures[:3]} {figures[3:]}")
    assert linked_account(world, second) == guardian.account_id
    assert "Vừa có một máy hoặc ứng dụng khác" in guardian.sees
    assert "Không phải tôi" in guardian.last
    assert "Báo lần ghé thăm" in second.says("menu") or "Báo lần ghé thăm" in second.last


def test_somebody_whose_only_chat_was_blocked_needs_the_officer(world: World, guardian: Talker) -> None:
    with world.look() as db:
        chat = chats.at(db, "web", guardian.address)
        assert chat is not None
        chats.set_state(db, chat.id, "blocked")
    second = world.stranger("second")
    second.says(code_of(world, guardian))
    assert "không hỏi lại được" in second.answers(born=1964)
    second.says(figures_for(world.officer(), guardian))
    assert linked_account(world, second) == guardian.account_id


def test_somebody_whose_only_phone_was_cut_off_links_the_next_as_the_first(world: World, guardian: Talker) -> None:
    with world.look() as db:
        chat = chats.at(db, "web", guardian.address)
        assert chat is not None
        cutting.cut(db, chat.id, None)
    second = world.stranger("second")
    second.says(code_of(world, guardian))
    assert "Xong rồi, chào bác Tư" in second.answers(born=1964)


def test_figures_are_good_for_ten_minutes_and_five_tries(world: World, guardian: Talker, clock: StandingClock) -> None:
    officer = world.officer()
    second = brings_a_code(world, guardian)
    assert "hết dùng được" in second.says("123456"), "none stand on any screen"
    late = figures_for(officer, guardian)
    clock.move(minutes=10)
    assert "hết dùng được" in second.says(late)
    fresh = figures_for(officer, guardian)
    wrong = f"{(int(fresh) + 1) % 1_000_000:06}"
    for _ in range(links.FIGURES_TRIES - 1):
        assert "chưa đúng" in second.says(wrong)
    assert "thử lại nhé" in second.says(wrong)
    clock.move(minutes=11)
    assert "hết dùng được" in second.says(fresh)
    assert linked_account(world, second) is None


def test_new_figures_end_those_before(world: World, guardian: Talker) -> None:
    officer = world.officer()
    second = brings_a_code(world, guardian)
    before, after = figures_for(officer, guardian), figures_for(officer, guardian)
    assert before == after or "chưa đúng" in second.says(before)
    assert "Xong rồi" in second.says(after)


def test_an_officer_confirms_no_new_phone_of_their_own_nor_of_another_commune(world: World) -> None:
    officer = world.officer(born=1964)
    second = brings_a_code(world, officer)
    officer.presses(f"do:link_figures:{officer.account_id}")
    assert not re.search(r"\d{6}", officer.sees)
    with world.look() as db:
        elsewhere = accounts.add(db, unit="17792", name="Vi Văn Thắng", roles=("officer",))
        there = chats.add(db, "web", "there")
        chats.link(db, there.id, elsewhere)
    assert not re.search(r"\d{6}", Talker(world, "there").presses(f"do:link_figures:{officer.account_id}"))
    assert linked_account(world, second) is None


def test_a_second_chat_with_a_fresh_code_takes_the_place_of_the_first_that_waits(
    world: World, guardian: Talker
) -> None:
    first, second = brings_a_code(world, guardian), brings_a_code(world, guardian, "third")
    guardian.chooses("Là tôi")
    assert (linked_account(world, first), linked_account(world, second)) == (None, guardian.account_id)


def test_what_is_asked_is_answered_while_it_waits(world: World, guardian: Talker) -> None:
    second = brings_a_code(world, guardian)
    assert "trả lời câu hỏi" in second.says("menu")
    assert "Đã báo cán bộ" in second.says("nhờ giúp")
