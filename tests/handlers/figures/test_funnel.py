"""What became of needs: asked, taken on, arrived, by kind; the province reads no count below five."""

from storage import attachments, needs, persons, units
from storage.database import Db
from tests.handlers.figures.test_figures import file_of
from tests.other_unit import put_into
from tests.person import Talker, World

PROVINCE = "35"


def asked(world: World, officer: Talker, kind: str, *, of: int, taken: int, met: int) -> None:
    """So many people of the commune need something; some of it is taken on, and some of that arrives."""
    with world.store.transaction() as db:
        for number in range(of):
            person = world_person(db, world, f"Người Số {number}")
            needs.open_need(db, person, kind)
            [need] = needs.of_person(db, person)
            if number < taken:
                needs.move(db, need, "take", needs.Clock(db.now), by=officer.account_id, helper_id=officer.account_id)
            if number < met:
                needs.close(db, need.id, officer.account_id, "met")


def world_person(db: Db, world: World, name: str) -> int:
    return persons.add(
        db, unit=world.deployment.unit, name=name, hamlet="xóm 6", case_type="finished", came_home_on=db.today
    )


def test_an_officer_reads_what_became_of_them_and_draws_it(world: World) -> None:
    hung = world.officer()
    asked(world, hung, "papers", of=6, taken=3, met=2)
    asked(world, hung, "tuition", of=1, taken=0, met=0)
    hung.says("số liệu")
    said = hung.chooses("Việc nhờ giúp đến đâu")
    assert "Làm giấy tờ: 6 → 3 → 2" in said
    assert "Tiền học cho con: 1 → 0 → 0" in said
    hung.chooses("Xem hình")
    assert file_of(world, hung, "figures_funnel").startswith(b"\x89PNG")


def test_the_province_reads_no_count_below_five(world: World) -> None:
    hung = world.officer()
    asked(world, hung, "papers", of=6, taken=5, met=2)
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="xã Kim Bảng", kind="xa", parent=PROVINCE)
    binh = world.linked("Trần Quốc Bình", "admin")
    with world.store.transaction() as db:
        put_into(db, binh.account_id, PROVINCE)
    said = binh.presses("do:needs_funnel:month-0")
    assert "Làm giấy tờ: 6 → 5 → " in said
    assert "→ 2" not in said
    binh.presses("do:needs_funnel_picture:month-0")
    with world.look() as db:
        assert [one.document for one in attachments.to_make(db, 9)] == ["figures_funnel"]
