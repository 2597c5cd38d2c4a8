"""The words of a menu line do what its button does, whether or not a question stands open."""

from handlers.help import menus
from tests.conftest import StandingClock
from tests.handlers.quarter.quarters import morning
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


def test_no_page_behind_the_officers_menu_is_longer_than_nine_lines(world: World) -> None:
    officer = world.officer()
    for page in ("office", "office_comings", "office_people", "office_running"):
        officer.presses(f"do:{page}")
        assert len(officer.last.labels) <= 9, (page, officer.last.labels)


def test_every_line_behind_the_officers_menu_is_found_page_by_page_and_by_its_words(world: World) -> None:
    officer = world.officer()
    themes = {
        "office_comings": menus.OFFICE_COMINGS,
        "office_people": menus.OFFICE_PEOPLE,
        "office_running": menus.OFFICE_RUNNING,
    }
    for theme, lines in {"office": menus.OFFICE, **themes}.items():
        for line in lines:
            label = world.deployment.texts.find("vi", line.key)
            world.clock.move(minutes=1)
            officer.says("việc văn phòng")
            if theme != "office":
                officer.presses(f"do:{theme}")
            assert officer.chooses(label) == officer.says(label) != ""


def test_a_guardian_has_the_line_of_the_quarter_while_a_report_waits(world: World, clock: StandingClock) -> None:
    tu = world.guardian()
    world.person(guardian=tu)
    tu.says("menu")
    assert "Báo cáo quý cần gửi" not in tu.last.labels
    morning(world, clock)
    tu.says("menu")
    assert "quý IV/2026" in tu.chooses("Báo cáo quý cần gửi")
    tu.answers(tu.sees)
    tu.says("menu")
    assert "Báo cáo quý cần gửi" not in tu.last.labels


def test_the_first_words_of_a_line_on_the_second_page_are_that_line(world: World) -> None:
    officer = world.officer()
    officer.says("giup do, viec lam")
    assert "Ai đang cần gì" in officer.last.labels
    assert "chưa hiểu" not in officer.says("viec can giup")
