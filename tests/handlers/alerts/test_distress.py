"""Where danger is not certain: one question with the numbers to call, and what follows from the answer or from none."""

import pytest

from handlers.understand.danger import danger
from storage import alerts
from storage.alerts import Alert
from tests.handlers.commune import run_all, told
from tests.person import World
from training import phrases


def open_alerts(world: World) -> list[Alert]:
    with world.look() as db:
        return alerts.open_of(db, world.deployment.unit)


@pytest.fixture
def words() -> str:
    """Finds a written sentence that is asked about; which ones are changes with what is learnt."""
    uneasy = (row.text for row in phrases.aside() if (row.emergency, row.kind) == ("maybe", "suicide"))
    return next(text for text in uneasy if danger(text).verdict == "maybe")


def test_it_is_asked_about_with_numbers_and_a_human_and_rings_nobody(world: World, words: str) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    reply = nam.says(words)
    assert "nguy hiểm không" in reply
    assert "115" in reply
    assert {"Có, cần giúp ngay", "Không, vẫn ổn", "Gặp cán bộ"} <= set(nam.last.labels)
    assert not open_alerts(world)
    assert not hung.listen()


def test_a_yes_by_button_or_by_word_rings_the_roster(world: World, words: str) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    nam.says(words)
    assert "ở đây với anh Nam" in nam.chooses("Có, cần giúp ngay")
    nam.says(words)
    nam.says("dạ có")
    [alert] = open_alerts(world)
    assert alert.level == "urgent"
    assert hung.listen()


def test_more_of_the_same_after_the_question_is_an_answer(world: World, words: str) -> None:
    world.officer()
    nam = world.person_with_phone()
    nam.says(words)
    nam.says(words)
    assert open_alerts(world)


def test_a_no_settles_it(world: World, words: str) -> None:
    world.officer()
    nam = world.person_with_phone()
    nam.says(words)
    assert "yên tâm" in nam.chooses("Không, vẫn ổn")
    world.clock.move(minutes=6)
    run_all(world)
    assert not open_alerts(world)


def test_no_answer_in_five_minutes_asks_the_roster_to_ring(world: World, words: str) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    nam.says(words)
    world.clock.move(minutes=6)
    run_all(world)
    [alert] = open_alerts(world)
    assert (alert.reason, alert.level) == ("worry_unanswered", "high")
    assert any("CẦN XEM SỚM C1" in words for words in told(hung, "alert"))
    assert "hỏi lại chưa thấy trả lời" in hung.says("xem C1")


def test_other_words_are_an_answer_too(world: World, words: str) -> None:
    world.officer()
    nam = world.person_with_phone()
    nam.says(words)
    nam.says("cảm ơn bác")
    world.clock.move(minutes=6)
    run_all(world)
    assert not open_alerts(world)


def test_what_a_guardian_reports_in_a_form_is_not_broken_into(world: World, words: str) -> None:
    tu = world.guardian()
    world.person(guardian=tu)
    tu.reports(world.person("Lê Văn Sáu", guardian=tu), until="note")
    assert "nguy hiểm không" not in tu.says(words)
