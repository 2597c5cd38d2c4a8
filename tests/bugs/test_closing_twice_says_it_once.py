"""Whoever was told that their account is closed is not told again because somebody closes it once more."""

from tests.handlers.accounts.ending import closes
from tests.person import World


def test_a_second_closing_begins_no_second_line(world: World) -> None:
    tu = world.guardian()
    closes(world, tu, status="moved")
    assert tu.says("menu")
    closes(world, tu, status="moved")
    assert tu.says("/start") == ""
