"""An admin changes the number of an office and the quiet hours; nobody else does."""

from datetime import time

from rules import quiet
from storage import units
from tests.person import Talker, World


def office(world: World) -> int:
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="Kim Bảng", kind="xa")
        return units.add_organisation(db, unit=world.deployment.unit, kind="police", name="Công an xã Kim Bảng")


def admin(world: World) -> Talker:
    return world.linked("Phạm Thị Quản", "admin")


def test_an_office_gets_its_number(world: World) -> None:
    police = office(world)
    admin(world).fills("office_phone", office=str(police), phone="02383123456")
    with world.look() as db:
        kept = units.organisation(db, police)
        assert kept is not None
        assert kept.phone == "+842383123456"


def test_quiet_hours_are_kept_and_an_hour_in_the_afternoon_is_asked_for_again(world: World) -> None:
    office(world)
    quan = admin(world)
    quan.presses("go:quiet_hours")
    assert "19:00 đến 23:00" in quan.says("15h")
    quan.answers(silent_from="20h30", silent_to="6 giờ")
    with world.look() as db:
        unit = units.get(db, world.deployment.unit)
        assert unit is not None
        assert quiet.hours_of(unit.settings[quiet.SETTING]) == quiet.Hours(time(20, 30), time(6))
