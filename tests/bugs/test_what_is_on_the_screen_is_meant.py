"""An officer with one alert on the screen typed «nhận», and was shown the list of all alerts instead."""

from storage import alerts as stored
from storage.alerts import Alert
from tests.handlers.commune import raise_one
from tests.person import World


def raised(world: World) -> Alert:
    return raise_one(world, world.person())


def state_of(world: World, alert: Alert) -> tuple[str, str | None]:
    with world.look() as db:
        fresh = stored.get(db, alert.id)
        assert fresh is not None
        return fresh.state, fresh.outcome


def test_a_bare_word_takes_the_alert_that_was_opened_among_several(world: World) -> None:
    officer = world.officer()
    first, second = raised(world), raised(world)
    officer.says(f"xem C{first.number}")
    officer.says("nhan")
    assert (state_of(world, first)[0], state_of(world, second)[0]) == ("taken", "open")


def test_a_sentence_takes_it_too(world: World) -> None:
    officer = world.officer()
    first, _ = raised(world), raised(world)
    officer.says(f"xem C{first.number}")
    officer.says("để tôi nhận vụ này")
    assert state_of(world, first)[0] == "taken"


def test_how_it_ended_is_told_in_one_sentence(world: World) -> None:
    officer = world.officer()
    alert, _ = raised(world), raised(world)
    officer.says(f"nhan C{alert.number}")
    assert f"Đã đóng C{alert.number}" in officer.says("da goi roi, 2 vo chong hoa giai xong, dong di")
    assert state_of(world, alert) == ("closed", "spoke_by_phone")
    with world.look() as db:
        assert any("hoa giai xong" in (event.note or "") for event in stored.events(db, alert.id))


def test_with_several_in_the_list_nothing_is_taken_by_a_bare_word(world: World) -> None:
    officer = world.officer()
    both = raised(world), raised(world)
    officer.says("canh bao")
    assert all(f"C{alert.number}" in officer.says("nhan") for alert in both)
    assert {state_of(world, alert)[0] for alert in both} == {"open"}
