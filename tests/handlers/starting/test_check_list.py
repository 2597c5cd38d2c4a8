"""Officers of a commune just set up find «Việc đầu tiên» in their menu until it runs; a drill is no alert."""

from handlers.notify import alerts
from storage import alerts as stored
from storage import installation
from storage.outbox import call_list
from tests.conftest import StandingClock
from tests.handlers.alerts.test_queue import two_officers
from tests.person import World


def set_up(world: World, purpose: str = installation.TRYING) -> None:
    with world.store.transaction() as db:
        installation.put(db, installation.PURPOSE, purpose)


def test_only_a_commune_that_was_set_up_begins(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    assert "Việc đầu tiên" not in hung.says("menu")
    set_up(world)
    hung.says("menu")
    assert "Việc đầu tiên" in hung.last.labels
    tu.says("menu")
    assert "Việc đầu tiên" not in tu.last.labels
    set_up(world, installation.DEMO)
    hung.says("menu")
    assert "Việc đầu tiên" not in hung.last.labels


def test_the_line_leaves_the_menu_when_the_first_things_are_done(world: World, clock: StandingClock) -> None:
    set_up(world)
    hung, binh = two_officers(world)
    hung.says("menu")
    seen = hung.chooses("Việc đầu tiên")
    assert "▫️ Cơ quan nào cũng đã thấy tin diễn tập" in seen
    assert "✅ Mỗi cơ quan có người trực" in seen
    hung.chooses("Diễn tập")
    hung.chooses("Gửi tin diễn tập")
    assert binh.sees.startswith("DIỄN TẬP, không phải việc thật")
    assert "Diễn tập: Đồng Hành đã ghi" in binh.chooses("Đã thấy")
    hung.says("da thay")
    assert "✅ Cơ quan nào cũng đã thấy tin diễn tập" in hung.says("viec dau tien")

    tu = world.guardian()
    tu.reports(world.person(guardian=tu))
    with world.store.transaction() as db:
        alerts.raise_alert(
            db,
            world.deployment,
            unit=world.deployment.unit,
            level="urgent",
            reason="alarm",
            person_id=None,
            raised_by=None,
        )
    hung.chooses("Tôi nhận")
    assert "Xong cả rồi" in hung.says("viec dau tien")
    hung.says("menu")
    assert "Việc đầu tiên" not in hung.last.labels


def test_a_drill_is_marked_counted_nowhere_and_climbs_to_nobody(world: World, clock: StandingClock) -> None:
    hung, binh = two_officers(world)
    tu = world.guardian()
    before = tu.sees
    assert "DIỄN TẬP" in hung.says("dien tap")
    assert "2 trong 2 cán bộ" in hung.chooses("Gửi tin diễn tập")
    assert binh.sees.startswith("DIỄN TẬP")
    clock.move(hours=3)
    with world.look() as db:
        assert stored.open_of(db, world.deployment.unit) == []
        assert stored.next_climb_at(db) is None
        assert call_list.open_of(db, world.deployment.unit) == []
    assert tu.sees == before


def test_nobody_gets_used_to_drills(world: World, clock: StandingClock) -> None:
    hung, _binh = two_officers(world)
    hung.says("dien tap")
    hung.chooses("Gửi tin diễn tập")
    assert "Mười phút nữa" in hung.says("dien tap")
    clock.move(minutes=11)
    assert "DIỄN TẬP" in hung.says("dien tap")


def test_only_officers_start_or_see_a_drill(world: World) -> None:
    hung, _binh = two_officers(world)
    hung.says("dien tap")
    hung.chooses("Gửi tin diễn tập")
    tu = world.guardian()
    assert "DIỄN TẬP" not in tu.says("dien tap")
    tu.presses("do:drill:yes")
    assert "DIỄN TẬP" not in tu.sees
