"""What the form kit promises, played on a small form."""

import json
from datetime import date

import pytest

from handlers.kit import Amount, Answers, Choice, Choices, Day, Form, Note, Option, Phone, Problem, Said, Text
from handlers.kit.scope import Scope
from tests.handlers.kit.scene import Dialogue, message

OWN = {
    "tea.kind.ask": "Bác uống gì?",
    "tea.kind.label": "Thức uống",
    "tea.kind.green": "Chè xanh",
    "tea.kind.lotus": "Chè sen",
    "tea.kind.none": "Không uống",
    "tea.extras.ask": "Thêm gì vào {kind}?",
    "tea.extras.label": "Mục khác",
    "tea.extras.honey": "Mật ong",
    "tea.extras.ginger": "Gừng",
    "tea.extras.lime": "Chanh",
    "tea.on.ask": "Hôm nào ạ?",
    "tea.on.label": "Ngày",
    "tea.note.ask": "Dặn gì thêm không ạ?",
    "tea.note.label": "Lời dặn",
    "tea.thanks": "Xong, {kind}.",
}
filed: list[Answers] = []


def file_tea(answers: Answers, scope: Scope) -> Said:
    filed.append(answers)
    return Said("tea.thanks", {"kind": answers["kind"]})


def drinks(answers: Answers) -> bool:
    return bool(answers["kind"] != "none")


def not_later(day: date, today: date) -> str | None:
    return "in_future" if day > today else None


TEA = Form(
    "tea",
    Choice("kind", ("green", "lotus", "none")),
    Choices("extras", ("honey", "ginger", "lime"), when=drinks),
    Day("on", problem=not_later),
    Note("note"),
    submit=file_tea,
)


@pytest.fixture(autouse=True)
def _nothing_filed() -> None:
    filed.clear()


@pytest.fixture
def tea() -> Dialogue:
    dialogue = Dialogue(TEA, OWN)
    dialogue.begins()
    return dialogue


@pytest.mark.parametrize("said", ["1", "1.", "Chè xanh", "che xanh", "CHÈ XANH", "xanh"])
def test_a_choice_is_taken_by_number_words_or_words_without_accents(tea: Dialogue, said: str) -> None:
    assert tea.says(said) == "Thêm gì vào Chè xanh?"


def test_a_word_that_fits_two_choices_is_asked_again(tea: Dialogue) -> None:
    assert "nói cách khác" in tea.says("chè")


def test_a_number_beyond_the_list_says_how_far_it_goes(tea: Dialogue) -> None:
    assert "từ 1 đến 3" in tea.says("9")


def test_several_are_switched_on_and_off_and_confirmed(tea: Dialogue) -> None:
    tea.presses("tea:kind:green")
    tea.presses("tea:extras:honey")
    assert "✅ Mật ong" in tea.labels
    tea.presses("tea:extras:lime")
    tea.presses("tea:extras:honey")
    assert "✅ Mật ong" not in tea.labels
    assert tea.presses("tea:extras:!done") == "Hôm nào ạ?"
    assert tea.stored["extras"] == ["lime"]


@pytest.mark.parametrize(
    ("said", "chosen"),
    [("1 3", ["honey", "lime"]), ("mat ong va chanh", ["honey", "lime"]), ("0", []), ("không có", [])],
)
def test_several_may_be_typed_at_once(tea: Dialogue, said: str, chosen: list[str]) -> None:
    tea.says("1")
    assert tea.says(said) == "Hôm nào ạ?"
    assert tea.stored["extras"] == chosen


def test_a_question_that_does_not_apply_is_not_asked(tea: Dialogue) -> None:
    assert tea.says("Không uống") == "Hôm nào ạ?"


def test_an_earlier_button_shows_the_present_question_and_changes_nothing(tea: Dialogue) -> None:
    tea.presses("tea:kind:green")
    before = json.dumps(tea.stored)
    assert tea.presses("tea:kind:lotus") == "Câu đó qua rồi ạ. Mình tiếp ở đây nhé:\n\nThêm gì vào Chè xanh?"
    assert json.dumps(tea.stored) == before


def test_a_button_of_another_form_shows_the_present_question(tea: Dialogue) -> None:
    assert "Bác uống gì?" in tea.presses("coffee:size:big")


def test_a_value_that_was_never_offered_is_refused(tea: Dialogue) -> None:
    assert "nói cách khác" in tea.presses("tea:kind:poison")
    assert tea.stored == {}


def test_back_asks_the_last_answer_again_and_keeps_the_later_ones(tea: Dialogue) -> None:
    tea.says("1")
    tea.says("1")
    assert tea.says("quay lai") == "Thêm gì vào Chè xanh?"
    assert tea.says("QUAY LẠI") == "Bác uống gì?"
    assert "câu đầu tiên" in tea.says("lùi")


def test_skipping_leaves_the_answer_out(tea: Dialogue) -> None:
    for said in ("1", "0", "hôm nay"):
        tea.says(said)
    assert "Lời dặn: (bỏ qua)" in tea.says("bo qua")
    tea.says("gui")
    assert tea.over
    assert filed == [{"kind": "green", "extras": [], "on": "2026-11-23", "note": None}]


def test_a_question_that_is_needed_cannot_be_skipped(tea: Dialogue) -> None:
    assert "Bác uống gì?" in tea.says("bỏ qua")


def test_the_review_changes_one_answer_by_its_number(tea: Dialogue) -> None:
    for said in ("1", "1", "hom qua", "ít đường"):
        tea.says(said)
    assert "4. Lời dặn: ít đường" in tea.reply.text
    assert tea.says("đổi câu 1") == "Bác uống gì?"
    assert "1. Thức uống: Không uống\n2. Ngày" in tea.says("khong uong")
    tea.presses("tea:*:!send")
    assert "extras" not in filed[0]


def test_cancelling_says_so_and_ends(tea: Dialogue) -> None:
    assert "Đã hủy" in tea.says("hủy")
    assert tea.over
    assert tea.stored == {}
    assert filed == []


def test_a_day_that_has_not_come_is_asked_again(tea: Dialogue) -> None:
    tea.says("3")
    assert tea.says("ngày mai").startswith("Ngày này chưa tới.")


def test_what_is_known_beforehand_is_not_asked() -> None:
    dialogue = Dialogue(TEA, OWN)
    assert (
        dialogue.begins(kind="lotus", extras=["lime"], nonsense=1) == "Đồng Hành đã ghi: chè sen, chanh.\n\nHôm nào ạ?"
    )


def test_a_phone_number_is_shown_as_people_write_it() -> None:
    phone = Phone("phone")
    assert phone.show("+84988888888", {}, Dialogue(TEA, OWN).scope.author) == "0988 888 888"


def test_what_is_known_wrongly_is_asked() -> None:
    dialogue = Dialogue(TEA, OWN)
    assert dialogue.begins(kind="beer") == "Bác uống gì?"


@pytest.mark.parametrize("kind", ["photo", "sticker", "place", "contact", "unsupported", "edited"])
def test_something_else_than_an_answer_gets_the_question_again(tea: Dialogue, kind: str) -> None:
    assert "Bác uống gì?" in tea.gets(message(kind))
    assert tea.stored == {}


def test_help_gives_a_hint_and_the_question(tea: Dialogue) -> None:
    assert tea.says("trợ giúp").endswith("Bác uống gì?")


def test_a_problem_found_at_the_end_reopens_its_question() -> None:
    def refuse(answers: Answers, scope: Scope) -> Said:
        raise Problem("no_longer_there", question="kind")

    form = Form("tea", Choice("kind", ("green", "lotus", "none")), submit=refuse)
    dialogue = Dialogue(form, OWN)
    dialogue.begins()
    dialogue.says("1")
    assert "không còn nữa" in dialogue.says("gửi")
    assert dialogue.stored == {}
    assert not dialogue.over


def test_a_choice_that_vanished_before_the_end_is_asked_again() -> None:
    offered = [Option("1", "Anh Nam"), Option("2", "Chị Hoa")]
    form = Form("tea", Choice("kind", lambda answers, scope: list(offered)), submit=file_tea)
    dialogue = Dialogue(form, OWN)
    dialogue.begins()
    dialogue.says("nam")
    offered.pop(0)
    assert "không còn nữa" in dialogue.says("gửi")
    assert filed == []


def test_long_lists_come_in_pages_and_any_number_works() -> None:
    options = [Option(str(number), f"Người {number}") for number in range(1, 31)]
    form = Form("tea", Choice("kind", lambda answers, scope: options), submit=file_tea)
    dialogue = Dialogue(form, OWN)
    dialogue.begins()
    assert len([label for label in dialogue.labels if label.startswith("Người")]) == 8
    dialogue.presses("tea:kind:!more1")
    assert dialogue.labels[0] == "Người 9"
    assert dialogue.reply.buttons[0].number == 9
    dialogue.says("27")
    assert dialogue.stored["kind"] == "27"


def test_an_amount_within_its_bounds_is_read_as_people_write_it() -> None:
    form = Form("tea", Amount("sum", least=1_000_000, most=100_000_000), submit=file_tea)
    dialogue = Dialogue(form, OWN)
    dialogue.begins()
    assert "100 triệu đồng" in dialogue.says("2 tỉ")
    dialogue.says("1tr5")
    assert dialogue.stored["sum"] == 1_500_000


@pytest.mark.parametrize("text", ["\x00", "", "   ", "\u202e\u200b"])
def test_words_that_say_nothing_are_asked_again(text: str) -> None:
    form = Form("tea", Text("note"), submit=file_tea)
    dialogue = Dialogue(form, OWN)
    dialogue.begins()
    assert "vài chữ" in dialogue.says(text)


def test_ten_thousand_characters_are_told_to_be_too_many() -> None:
    dialogue = Dialogue(Form("tea", Text("note"), submit=file_tea), OWN)
    dialogue.begins()
    assert "1000" in dialogue.says("a" * 10_000)
