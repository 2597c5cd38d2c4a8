"""A voice note at the question for a day was called a day that could not be read; it wants a press or a few words."""

from tests.person import World


def test_it_is_asked_for_words_instead(world: World) -> None:
    guardian = world.guardian()
    person = world.person(guardian=guardian)
    guardian.presses(f"go:visit_report:person={person}")
    said = guardian.sends("voice")
    assert "bấm nút hoặc gõ" in said
    assert "chưa đọc được ngày" not in said
