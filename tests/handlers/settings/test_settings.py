"""What everybody has: the menu, language, address, one's own data and consents, another phone, help, a human."""

import pytest

from handlers.kit.commands import allowed
from handlers.matters import REGISTRY
from tests.conftest import StandingClock
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone("Trần Văn Nam", born=1990)


def test_the_menu_greets_with_what_matters_today(world: World) -> None:
    guardian, officer, person = world.guardian(), world.officer(), world.person_with_phone()
    world.person("Lê Thị Hoa", guardian=guardian)
    world.person("Lê Văn Lực", guardian=guardian)
    assert guardian.says("menu").startswith("Chào bác Tư. Bác đang giúp 2 người.")
    assert officer.says("/menu").startswith("Chào anh Hùng. Lúc này không có việc gì gấp.")
    assert person.says("MENU").startswith("Chào anh Nam.")
    stranger = world.stranger()
    stranger.says("alo")
    stranger.says("cần người giúp")
    assert "1 người mới đang chờ" in officer.says("menu")


def test_a_menu_holds_the_lines_of_all_roles_once_each(world: World) -> None:
    both = world.linked("Lê Thị Sáu", "guardian", "officer", pronoun="co")
    both.says("menu")
    presses = [button.press for button in both.last.out.buttons]
    assert {"go:visit_report", "do:alerts", "do:newcomers", "do:more"} <= set(presses)
    assert len(presses) == len(set(presses))


def test_every_line_of_every_menu_leads_somewhere(world: World, clock: StandingClock) -> None:
    for role in ("guardian", "officer", "person", "partner"):
        talker = world.linked(f"Lê Văn {role}", role)
        talker.says("menu")
        presses = [button.press for button in talker.last.out.buttons]
        talker.presses("do:more")
        for press in {*presses, *(button.press for button in talker.last.out.buttons)}:
            clock.move(minutes=1)
            answer = talker.presses(press)
            assert answer
            assert "không thuộc việc của" not in answer, press
            if press == "do:stop":
                talker.says("BAT DAU")


def test_a_list_shown_over_an_open_question_takes_the_numbers(world: World) -> None:
    guardian = world.guardian()
    world.person("Trần Văn Nam", guardian=guardian)
    guardian.says("tham")
    guardian.says("MENU")
    number = guardian.last.labels.index("Khác") + 1
    assert "Bác muốn làm gì ạ?" in guardian.says(str(number))


def test_the_language_is_changed_by_button_word_and_slash(world: World, nam: Talker) -> None:
    nam.says("/lang")
    assert nam.chooses("English").startswith("From now on Đồng Hành speaks English")
    assert "Hello Nam" in nam.says("menu")
    assert "nói tiếng Việt với anh" in nam.says("tiếng Việt")
    assert "speaks English" in nam.says("/lang en")


def test_the_form_of_address_is_changed_and_used_at_once(world: World) -> None:
    guardian = world.guardian("Lê Thị Sáu", "bac")
    guardian.says("xưng hô")
    assert guardian.chooses("Cô Sáu").startswith("Vâng, từ giờ Đồng Hành gọi là cô Sáu.")
    assert guardian.says("menu").startswith("Chào cô Sáu.")
    assert "thế nào cho phải" in guardian.presses("do:address:dong_chi")


def test_a_guardian_who_asks_for_a_human_is_called_and_asked_for_once(world: World) -> None:
    officer, guardian = world.officer(), world.guardian()
    for _ in range(3):
        assert "gọi cho bác" in guardian.says("gặp cán bộ")
    assert len(officer.listen()) == 1
    assert "Bác Tư nhờ cán bộ gọi lại" in officer.sees


def test_help_says_what_ones_own_role_can_do(world: World, nam: Talker) -> None:
    assert "tìm việc" in nam.says("trợ giúp")
    assert "báo mỗi lần ghé thăm" in world.guardian().says("TRO GIUP")
    assert "cảnh báo" in world.officer().says("/help")


def test_help_inside_a_form_is_about_its_question(world: World) -> None:
    guardian = world.guardian()
    world.person("Trần Văn Nam", guardian=guardian)
    guardian.says("tham")
    assert "ghé thăm hôm nào ạ?" in guardian.says("trợ giúp")


def test_leaving_a_phone_needs_a_yes_and_a_new_code_afterwards(world: World) -> None:
    guardian = world.guardian()
    assert "chắc chưa" in guardian.says("/leave")
    assert "máy này đã thoát" in guardian.chooses("Thoát khỏi máy này")
    assert "gõ mã vào đây" in guardian.says("menu")
    assert "Nút này không còn dùng" in guardian.presses("go:visit_report")


def test_no_word_of_one_command_is_another_ones_for_the_same_role() -> None:
    for role in ("guardian", "officer", "person", "partner"):
        meant: dict[str, str] = {}
        for command in REGISTRY.commands.values():
            if allowed(command.may, (role,)):
                for word in command.words:
                    assert meant.setdefault(word, command.id) == command.id, (role, word, command.id, meant[word])
