"""A visit as the last one: one message, or what differs from it, and it is sent."""

from datetime import date

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


def test_a_calm_visit_takes_three_taps(world: World) -> None:
    tu = world.guardian()
    nam = world.person("Trần Văn Nam", guardian=tu)
    tu.reports(nam, kind="work", work="steady", mood="fair")
    world.clock.move(days=10)
    assert "anh Nam" in tu.presses("go:visit_report")
    review = tu.chooses("Như lần trước, không có gì lạ")
    for line in ("Anh Nam", "hôm nay", "chỗ làm", "Gặp được", "Có việc ổn định", "Bình thường"):
        assert line in review
    assert "Đã ghi nhận" in tu.chooses("Gửi đi")


def test_it_is_said_in_words_too(world: World) -> None:
    tu = world.guardian()
    nam = world.person("Trần Văn Nam", guardian=tu)
    tu.reports(nam)
    world.clock.move(days=10)
    tu.says("/tham")
    assert "xem lại" in tu.says("NHU LAN TRUOC")
    tu.says("huỷ")
    tu.says("/tham")
    assert "xem lại" in tu.says("như lần trước, không có gì lạ")


def test_it_is_not_offered_after_worries_nor_after_the_interval(world: World) -> None:
    tu = world.guardian()
    nam, hoa = world.person("Trần Văn Nam", guardian=tu), world.person("Lê Thị Hoa", guardian=tu)
    tu.reports(nam, concerns=["debt"])
    tu.reports(hoa)
    world.clock.move(days=10)
    tu.presses(f"go:visit_report:person={nam}")
    assert "Như lần trước" not in tu.last
    world.clock.move(days=31)
    tu.presses(f"go:visit_report:person={hoa}")
    assert "Như lần trước" not in tu.last


def test_place_and_kind_are_taken_over_and_changed_by_their_number(world: World) -> None:
    tu = world.guardian()
    nam = world.person("Trần Văn Nam", guardian=tu)
    tu.reports(nam, kind="phone")
    world.clock.move(days=10)
    assert "Gọi điện thoại" in tu.reports(nam, until="review")
    assert "ở đâu" in tu.changes("kind")
    assert "Tại nhà" in tu.chooses("Tại nhà")


def test_the_one_who_is_due_is_not_asked_for_and_somebody_else_can_be_said(world: World) -> None:
    tu = world.guardian()
    world.person("Trần Văn Nam", guardian=tu, next_visit_on=world_today(world))
    world.person("Lê Thị Hoa", guardian=tu, pronoun="chi")
    assert "anh Nam" in tu.presses("go:visit_report")
    assert "ghé thăm ai" in tu.chooses("Quay lại")
    tu.chooses("Chị Hoa")
    assert "Chị Hoa" in tu.answers(until="review")


def test_what_was_as_before_goes_with_the_person_it_was_about(world: World) -> None:
    tu = world.guardian()
    nam = world.person("Trần Văn Nam", guardian=tu)
    world.person("Lê Thị Hoa", guardian=tu, pronoun="chi")
    tu.reports(nam)
    world.clock.move(days=10)
    tu.presses(f"go:visit_report:person={nam}")
    tu.chooses("Như lần trước")
    tu.changes("person")
    assert "hôm nào" in tu.chooses("Chị Hoa")


def world_today(world: World) -> date:
    with world.look() as db:
        return db.today
