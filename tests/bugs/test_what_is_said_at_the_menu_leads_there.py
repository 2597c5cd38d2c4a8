"""At the menu a loan lost what was told of it, a guardian's leave and the quarter were not understood."""

from tests.person import World


def test_what_is_told_of_a_loan_is_not_asked_again(world: World) -> None:
    nam = world.person_with_phone()
    asked = nam.says("em muon vay 50tr nuoi bo")
    assert "50 triệu đồng" in asked
    assert "chăn nuôi" in asked


def test_a_guardian_says_why_and_how_long_they_are_away(world: World) -> None:
    guardian = world.guardian()
    world.person(guardian=guardian)
    assert guardian.says("xin nghi 1 tuan tu mai, di vien") == guardian.presses("do:my_leave")


def test_a_guardian_speaks_of_another_who_drinks(world: World) -> None:
    guardian = world.guardian()
    world.person(guardian=guardian)
    reply = guardian.says("nghi em Nam dung lai ma tuy, lam gi h")
    assert "ghi vào lần ghé thăm" in reply
    assert "Báo động" in guardian.last
