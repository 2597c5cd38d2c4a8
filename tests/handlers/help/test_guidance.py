"""Questions of law and daily life, typed as people type: a short answer, its source, whom to see."""

import csv
import tracemalloc
from pathlib import Path

import pytest

from handlers.help.guidance_search import Index, index_of
from seeds.tables import load_guidance
from storage import guidance_votes
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone()


def test_a_plain_question_is_answered_with_steps_source_and_a_human(nam: Talker) -> None:
    said = nam.says("chu k tra luong 2 thang roi keu ai")
    assert said.startswith("Chủ không trả lương\n")
    assert "– Ghi lại ngày công" in said
    assert "Bộ luật Lao động 2019" in said
    assert "hỏi lại cán bộ" in said
    assert {"Có ích", "Chưa đúng ý", "Gặp cán bộ"} <= set(nam.last.labels)


def test_who_reads_an_answer_can_ask_for_help_with_it(nam: Talker) -> None:
    nam.says("con e can dong hoc phi, k co tien")
    assert "tiền học cho con" in nam.chooses("Nhờ người giúp việc này")


def test_what_was_read_in_the_press_only_says_so(nam: Talker) -> None:
    said = nam.says("luong toi thieu vung 2026 la bao nhieu")
    assert "Chưa đọc được nguyên văn" in said


def test_the_next_nearest_are_one_press_away(nam: Talker) -> None:
    nam.says("mat cccd lam lai o dau")
    assert nam.chooses("Bằng lái hết hạn, bị mất").startswith("Bằng lái hết hạn, bị mất")


def test_it_is_counted_what_helped_and_not_whom(world: World, nam: Talker) -> None:
    nam.says("mất thẻ căn cước làm lại ở đâu")
    nam.chooses("Có ích")
    nam.says("mất thẻ căn cước làm lại ở đâu")
    assert "gặp cán bộ" in nam.chooses("Chưa đúng ý")
    with world.look() as db:
        votes = [(vote.entry, vote.useful, vote.count) for vote in guidance_votes.sums(db)]
    assert votes == [("id_card_lost", False, 1), ("id_card_lost", True, 1)]


def test_themes_are_leafed_through(nam: Talker) -> None:
    assert "câu trả lời ngắn" in nam.says("/hoi")
    nam.chooses("Giấy tờ, cư trú, SIM")
    nam.chooses("Xem tiếp")
    nam.chooses("Xem tiếp")
    assert nam.chooses("Mua SIM cần gì").startswith("Mua SIM cần gì")


def test_what_is_about_something_else_is_not_answered_from_there(nam: Talker) -> None:
    assert "xem ngày" not in nam.says("hôm nay trời đẹp quá")
    assert "xem ngày" not in nam.says("em muốn tìm việc phụ hồ gần nhà")


def test_a_question_within_a_form_is_answered_and_the_form_goes_on(nam: Talker) -> None:
    nam.says("/vay")
    said = nam.says("mất căn cước thì làm lại ở đâu vậy ạ")
    assert "cấp lại" in said
    assert any("Làm tiếp" in label or "vay" in label for label in nam.last.labels)


def test_of_questions_written_apart_the_right_answer_is_among_three() -> None:
    """Nobody who wrote the ways of asking in seeds/guidance had seen them."""
    index = index_of(load_guidance())
    file = Path(__file__).with_name("guidance_questions.tsv")
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    assert len(rows) > 200
    right = [set(row["expected"].split(",")) & {found.entry.id for found in index.find(row["text"])} for row in rows]
    assert sum(map(bool, right)) / len(rows) >= 0.95


def test_the_index_is_packed_and_takes_little_memory() -> None:
    entries = load_guidance()
    tracemalloc.start()
    try:
        index = Index(entries)
        taken, _most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert index.find("mat cccd lam lai o dau")
    assert taken < 4 * 2**20
