"""A visit as the last one: one message, or what differs from it, and it is sent."""

from tests.person import World


def test_a_calm_visit_is_told_again_in_one_message(world: World) -> None:
    tu = world.guardian()
    nam = world.person("Trần Văn Nam", guardian=tu)
    world.person("Lê Thị Hoa", guardian=tu, pronoun="chi")
    tu.reports(nam, kind="work", outcome="met", work="steady", mood="good")
    world.clock.move(days=10)
    review = tu.says("tôi vừa ghé anh Nam, như lần trước, không có gì lạ")
    for line in ("Anh Nam", "hôm nay", "chỗ làm", "Gặp được", "Có việc ổn định", "Tốt"):
        assert line in review
    assert "Đã ghi nhận" in tu.chooses("Gửi")


def test_after_a_worrying_one_everything_is_asked(world: World) -> None:
    tu = world.guardian()
    nam = world.person("Trần Văn Nam", guardian=tu)
    tu.reports(nam, concerns=["debt"])
    world.clock.move(days=10)
    assert "Gặp được" not in tu.says("tôi vừa ghé anh Nam, như lần trước, không có gì lạ").split("Đồng Hành đã ghi")[0]
    assert world.asked(tu).id != "review"  # type: ignore[union-attr]
