"""Alerts: who is told, when, and what of it stands on a screen."""

from datetime import datetime

from handlers.notify import alerts
from storage import accounts, chats, outbox, units
from storage import alerts as stored
from storage.database import VIETNAM
from storage.outbox import call_list
from tests.conftest import StandingClock
from tests.handlers.commune import raise_one, run_all
from tests.other_unit import put_into
from tests.person import Talker, World


def climb(world: World) -> int:
    with world.store.transaction() as db:
        ripe = stored.to_climb(db, db.now)
        for alert in ripe:
            alerts.climb(db, world.deployment, alert)
        return len(ripe)


def off_duty(world: World, officer: Talker) -> Talker:
    with world.store.transaction() as db:
        accounts.set_duty(db, officer.account_id, False, by=None)
    return officer


def heard(officer: Talker) -> list[str]:
    return [one.text for one in officer.listen()]


def test_the_roster_hears_at_once_number_level_and_place_but_not_the_story(world: World) -> None:
    hung, resting = world.officer(), off_duty(world, world.officer("Đỗ Thị Lan"))
    raise_one(world, world.person("Trần Văn Nam"))
    told = heard(hung)
    assert len(told) == 1
    assert told[0].startswith("🔴 KHẨN C1 · xóm 6. Cần người nhận trong 10 phút.")
    assert "Nam" not in told[0]
    assert "anh rể" not in told[0]
    assert heard(resting) == []


def test_it_goes_in_the_lane_that_waits_for_nobody(world: World) -> None:
    world.officer()
    raise_one(world)
    with world.look() as db:
        assert [row.lane for row in db.execute(outbox.outbox.select())] == [outbox.ALERT]


def test_where_nobody_is_on_duty_all_officers_hear_of_it(world: World) -> None:
    lan = off_duty(world, world.officer("Đỗ Thị Lan"))
    raise_one(world)
    assert "KHẨN C1" in heard(lan)[0]


def test_a_repeat_joins_the_open_alert_and_rings_nobody_again(world: World) -> None:
    hung, person = world.officer(), world.person()
    raise_one(world, person, level="high", reason="low_mood")
    raise_one(world, person, level="high", reason="low_mood")
    assert len(heard(hung)) == 1
    with world.look() as db:
        [alert] = stored.open_of(db, world.deployment.unit)
        assert alert.repeats == 1


def test_a_louder_repeat_is_told(world: World) -> None:
    hung, person = world.officer(), world.person()
    raise_one(world, person, level="normal", reason="drugs")
    raise_one(world, person, level="high", reason="drugs")
    assert [text[:1] for text in heard(hung)] == ["⚪", "🟠"]


def test_whoever_has_it_in_hand_hears_of_more_but_not_of_every_message(world: World, clock: StandingClock) -> None:
    hung, person = world.officer(), world.person()
    raise_one(world, person)
    hung.listen()
    hung.chooses("Tôi nhận")
    raise_one(world, person)
    assert heard(hung) == []
    clock.move(minutes=20)
    raise_one(world, person)
    assert "có thêm tin mới" in heard(hung)[0]


def test_untaken_it_climbs_to_the_whole_commune_and_then_to_those_in_charge(world: World, clock: StandingClock) -> None:
    hung, lan = world.officer(), off_duty(world, world.officer("Đỗ Thị Lan"))
    chief = world.linked("Phạm Văn Chính", "admin")
    raise_one(world)
    hung.listen()
    clock.move(minutes=9)
    assert climb(world) == 0
    clock.move(minutes=1)
    assert climb(world) == 1
    assert "vẫn chưa ai nhận" in heard(hung)[0]
    assert "vẫn chưa ai nhận" in heard(lan)[0]
    assert heard(chief) == []
    clock.move(minutes=10)
    assert climb(world) == 1
    [to_chief] = chief.listen()
    assert "chưa ai trong xã nhận" in to_chief.text
    assert to_chief.out.buttons == ()
    clock.move(hours=5)
    assert climb(world) == 0
    with world.look() as db:
        [alert] = stored.open_of(db, world.deployment.unit)
        assert [event.kind for event in stored.events(db, alert.id)] == ["opened", "climbed", "climbed"]


def test_taken_in_time_it_does_not_climb(world: World, clock: StandingClock) -> None:
    hung = world.officer()
    raise_one(world)
    hung.chooses("Tôi nhận")
    clock.move(hours=1)
    assert climb(world) == 0


def test_a_look_alone_does_not_stop_the_climb(world: World, clock: StandingClock) -> None:
    hung = world.officer()
    raise_one(world)
    hung.chooses("Xem")
    clock.move(minutes=10)
    assert climb(world) == 1


def test_the_commune_sets_its_own_minutes(world: World, clock: StandingClock) -> None:
    hung = world.officer()
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="Kim Bảng", kind="xa")
        db.execute(units.units.update().values(settings={"climb_minutes": {"urgent": 5}}))
    raise_one(world)
    assert "trong 5 phút" in heard(hung)[0]
    clock.move(minutes=5)
    assert climb(world) == 1


def test_nobody_to_be_reached_is_seen_on_the_call_list(world: World) -> None:
    hung = world.officer()
    with world.store.transaction() as db:
        chats.set_state(db, chats.of_account(db, hung.account_id)[0].id, "blocked")
    raise_one(world)
    with world.look() as db:
        assert [entry.account_id for entry in call_list.open_of(db, world.deployment.unit)] == [hung.account_id]
        assert len(stored.open_of(db, world.deployment.unit)) == 1


def test_roster_out_of_reach_the_next_step_is_asked_at_once(world: World) -> None:
    hung, lan = world.officer(), off_duty(world, world.officer("Đỗ Thị Lan"))
    with world.store.transaction() as db:
        chats.set_state(db, chats.of_account(db, hung.account_id)[0].id, "stopped")
    raise_one(world)
    assert "KHẨN C1" in heard(lan)[0]


def test_at_night_the_urgent_leaves_and_the_ordinary_waits_for_the_morning(world: World, clock: StandingClock) -> None:
    hung = world.officer()
    clock.move_to(datetime(2026, 11, 25, 23, 0, tzinfo=VIETNAM))
    raise_one(world)
    raise_one(world, world.person(), level="normal", reason="alcohol")
    with world.look() as db:
        [urgent] = db.execute(outbox.outbox.select())
        assert urgent.not_before == clock.now()
        waits = stored.open_of(db, world.deployment.unit)[-1].climb_at
        assert waits is not None
        assert waits.astimezone(VIETNAM) == datetime(2026, 11, 27, 7, 30, tzinfo=VIETNAM)
    clock.move_to(datetime(2026, 11, 26, 7, 30, tzinfo=VIETNAM))
    run_all(world)
    assert "2 cảnh báo chưa xong" in hung.sees


def test_another_commune_hears_nothing(world: World) -> None:
    world.officer()
    stranger = world.officer("Vũ Văn Xa")
    with world.store.transaction() as db:
        put_into(db, stranger.account_id, "17792")
    raise_one(world)
    assert heard(stranger) == []
