"""A guardian who types the words of a choice answers the question; the same words elsewhere call for help."""

from handlers.help import menus
from storage import alerts
from tests.person import World


def test_the_words_of_an_offered_choice_answer_the_question(world: World) -> None:
    tu = world.guardian()
    tu.reports(world.person(guardian=tu), until="concerns")
    reply = tu.says("Đánh nhau hoặc đe dọa")
    assert "113" not in reply
    with world.look() as db:
        assert alerts.open_of(db, world.deployment.unit) == []


def test_more_than_the_words_of_the_choice_is_an_emergency(world: World) -> None:
    tu = world.guardian()
    world.person(guardian=tu)
    tu.says("/tham")
    assert "113" in tu.says("đang đánh nhau ở nhà anh Nam, cứu với")


def test_the_words_of_a_line_of_the_own_menu_are_that_line(world: World) -> None:
    officer = world.officer()
    for line in menus.SECOND["officer"]:
        world.clock.move(minutes=1)
        assert "115" not in officer.says(world.deployment.texts.find("vi", line.key))
