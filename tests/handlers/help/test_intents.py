"""Free text of somebody who is linked: it starts what is meant, asks «did you mean», or shows what can be done."""

import pytest

from tests.person import Talker, World


@pytest.fixture
def guardian(world: World) -> Talker:
    talker = world.guardian()
    world.person("Trần Văn Nam", guardian=talker)
    return talker


@pytest.mark.parametrize("words", ["hôm qua tôi ghé nhà anh Nam", "hom qua toi ghe nha anh Nam", "báo cáo ghé thăm"])
def test_telling_of_a_visit_begins_the_report(guardian: Talker, words: str) -> None:
    assert "chưa hiểu" not in guardian.says(words)
    assert guardian.last.out.buttons[0].press.startswith("visit_report:")


def test_what_only_others_do_is_not_begun(world: World) -> None:
    answer = world.person_with_phone().says("hôm qua tôi ghé nhà anh Nam")
    assert "Bác vừa ghé thăm ai" not in answer
    assert answer


@pytest.mark.parametrize(
    ("words", "press"),
    [
        ("em muốn tìm việc làm", "do:jobs"),
        ("xin viec lam gan nha dc ko", "do:jobs"),
        ("em muon hoc nghe sua xe may", "do:courses"),
        ("vay vốn cần những gì", "do:loan"),
        ("cho em gặp cán bộ", "do:human"),
    ],
)
def test_what_a_person_types_is_what_the_button_starts(world: World, words: str, press: str) -> None:
    typed, pressed = world.person_with_phone("Trần Văn Nam"), world.person_with_phone("Lê Văn Nam")
    assert typed.says(words) == pressed.presses(press)


def test_words_without_sense_get_what_can_be_done_and_a_human(guardian: Talker) -> None:
    assert "chưa hiểu ý bác" in guardian.says("xyz qwrt zzz")
    assert {"Báo lần ghé thăm", "Gặp cán bộ"} <= set(guardian.last.labels)


def test_thanks_are_taken_kindly(guardian: Talker) -> None:
    assert guardian.says("cảm ơn nhé").startswith("Không có gì ạ.")


def test_asking_for_ones_own_data_in_ones_own_words(world: World) -> None:
    assert "đang giữ về anh" in world.person_with_phone().says("các anh đang giữ thông tin gì của tôi")


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "file", "place", "contact", "edited", "unsupported"])
def test_whatever_is_sent_outside_a_dialogue_gets_one_kind_answer(guardian: Talker, kind: str) -> None:
    assert guardian.sends(kind)
    assert guardian.last.out.buttons


def test_a_sticker_in_the_middle_of_a_report_keeps_the_question_open(guardian: Talker) -> None:
    guardian.says("tham")
    assert "ghé thăm hôm nào" in guardian.sends("sticker")
    assert "ghé thăm hôm nào" not in guardian.chooses("Hôm qua")


def test_an_answer_that_was_taken_is_never_a_command_too(world: World) -> None:
    """The defect of a service that went on to search for a case called YES."""
    guardian = world.guardian()
    for name in ("Trần Văn Menu", "Nguyễn Văn Nam"):
        world.person(name, guardian=guardian)
    guardian.says("tham")
    assert "ghé thăm hôm nào" in guardian.chooses("Menu")


@pytest.mark.parametrize("word", ["HUY", "GUI DI", "xong", "quay lai"])
def test_a_word_of_the_forms_with_nothing_open_never_stops_the_messages(world: World, word: str) -> None:
    guardian = world.guardian()
    assert "không có câu nào đang hỏi dở" in guardian.says(word)
    assert "Chào" in guardian.says("menu")


def test_falling_silent_is_asked_not_guessed(world: World) -> None:
    guardian = world.guardian()
    guardian.says("thôi đừng nhắn cho tôi nhiều thế")
    assert "Đồng Hành đã ngừng nhắn" not in guardian.says("menu")


def test_what_a_sentence_tells_of_a_visit_is_not_asked_again(world: World, guardian: Talker) -> None:
    world.person("Lê Thị Hoa", guardian=guardian, pronoun="chi")
    told = "Hôm qua tôi ghé nhà anh Nam, gặp, anh đi làm bình thường"
    assert guardian.says(told).split("\n\n")[0] == "Đồng Hành đã ghi: anh Nam, hôm qua, tại nhà, gặp được."
    assert "ở đâu" not in guardian.sees
    review = guardian.answers(until="review")
    for line in ("Anh Nam", "hôm qua", "Gặp được"):
        assert line in review


def test_what_was_understood_is_said_before_the_next_question(world: World, guardian: Talker) -> None:
    world.person("Lê Thị Hoa", guardian=guardian, pronoun="chi")
    told = guardian.says("hôm qua ghé chị Hoa không gặp")
    assert told.startswith("Đồng Hành đã ghi: chị Hoa, hôm qua, đi vắng.\n\nBác ghé thăm ở đâu, hay gọi điện ạ?")
    guardian.chooses("Hủy")
    guardian.says("người tôi đang giúp")
    assert guardian.chooses("chị Hoa").startswith("Đồng Hành đã ghi: chị Hoa.\n\nBác ghé thăm hôm nào")


def test_the_quarterly_report_is_no_visit(world: World, guardian: Talker) -> None:
    assert guardian.says("nop bao cao quy 4 mau 08 the nao a") == guardian.presses("do:quarter")
    hung = world.officer()
    assert hung.says("nộp báo cáo quý mẫu 08") == hung.presses("do:quarter_reports")


def test_an_officer_who_is_not_understood_gets_their_own_menu(world: World) -> None:
    hung = world.officer()
    assert "chưa hiểu" in hung.says("xyz qwrt zzz")
    assert {"Cảnh báo", "Tìm người"} <= set(hung.last.labels)
    assert "Gặp cán bộ" not in hung.last.labels


def test_two_people_in_one_sentence_are_taken_one_after_the_other(world: World, guardian: Talker) -> None:
    world.person("Lê Thị Hoa", guardian=guardian, pronoun="chi")
    said = guardian.says("hôm nay tôi ghé thăm nhà anh Nam và chị Hoa")
    assert "anh Nam trước, xong rồi tới chị Hoa" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("buon qua khong ngu duoc, ai cung xa lanh", "096 306 1414"),
        ("muốn cai thuốc mà sợ bị bắt", "Trạm y tế xã"),
        ("bao lâu thì được xóa án tích", "1800 1233"),
        ("mất cccd làm lại ở đâu", "Gặp cán bộ"),
    ],
)
def test_what_no_form_answers_gets_an_honest_word_and_a_human(world: World, words: str, said: str) -> None:
    person = world.person_with_phone()
    person.says(words)
    assert said in person.last
    assert "Gặp cán bộ" in person.last


def test_a_guess_never_makes_a_code_or_stops_the_messages(guardian: Talker) -> None:
    guardian.says("tôi đổi điện thoại mới rồi")
    assert "dùng trên máy khác" not in guardian.sees
    assert "Dùng trên máy khác" in guardian.last
