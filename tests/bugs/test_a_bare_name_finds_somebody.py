"""An officer who typed nothing but a name was not understood, and no guardian was ever found by their name."""

from tests.person import World


def test_whoever_has_the_name_is_shown(world: World) -> None:
    guardian, officer = world.guardian("Nguyễn Đình Tư"), world.officer()
    world.person("Đặng Văn Nam", guardian=guardian)
    assert "Đặng Văn Nam" in officer.says("dang van nam")
    assert "người giúp đỡ" in officer.says("nguyen dinh tu")
    assert "Đặng Văn Nam" in (officer.chooses("Nguyễn Đình Tư"), officer.last)[1]
