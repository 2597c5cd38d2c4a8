"""The words of a menu line do what its button does, whether or not a question stands open."""

from tests.person import World


def test_menu_words_in_the_middle_of_a_form_do_what_the_button_does(world: World) -> None:
    guardian = world.guardian()
    world.person("Trần Văn Nam", guardian=guardian)
    guardian.says("báo động")
    guardian.says("MENU")
    assert "Người tôi đang giúp" in guardian.last
    assert "đang giúp 1 người" in guardian.says("nguoi toi dang giup")
    guardian.says("tham")
    guardian.says("MENU")
    assert "ghé thăm hôm nào" in guardian.says("Báo lần ghé thăm")


def test_a_menu_number_in_the_middle_of_a_form_is_that_line(world: World) -> None:
    guardian = world.guardian()
    world.person("Trần Văn Nam", guardian=guardian)
    guardian.says("tham")
    guardian.says("MENU")
    assert "đang giúp 1 người" in guardian.says("2")


def test_the_menu_sets_an_open_question_aside_and_a_button_leads_back(world: World) -> None:
    guardian = world.guardian()
    world.person("Trần Văn Nam", guardian=guardian)
    guardian.says("tham")
    guardian.says("MENU")
    assert "ghé thăm hôm nào" not in guardian.says("anh Nam")
    assert "ghé thăm ai" in guardian.chooses("Làm tiếp")
    assert "ghé thăm hôm nào" in guardian.says("anh Nam")


def test_menu_words_work_long_after_the_menu(world: World) -> None:
    officer = world.officer()
    assert officer.says("Mời vào Đồng Hành") != ""
    assert officer.last.out.buttons[0].press.startswith("invite:")
    person = world.person_with_phone()
    person.says("cảm ơn")
    assert "chưa hiểu" not in person.says("Trả lời hỏi thăm")
    assert person.last.out.buttons[0].press.startswith("checkin:")


def test_the_words_of_any_line_shown_last_are_the_line(world: World) -> None:
    person = world.person_with_phone()
    person.says("menu")
    person.chooses("Khác")
    label = person.last.labels[0]
    typed = person.says(label)
    assert "chưa hiểu" not in typed
    assert "đang giữ về anh" in typed
