"""Two communes that become one have nobody to take over from each other: what was proposed between them is off."""

from storage import assignments, persons, remapping, transfers, units
from storage.audit import audit
from storage.remapping import Mapping
from tests.conftest import StandingClock
from tests.handlers.commune import run_all, told
from tests.other_unit import put_into
from tests.person import World

THERE = "17792"


def test_a_proposed_move_within_the_new_commune_is_withdrawn(world: World, clock: StandingClock) -> None:
    hung, lan, tu = world.officer(), world.officer("Trần Thị Lan"), world.guardian()
    nam = world.person(guardian=tu)
    with world.store.transaction() as db:
        put_into(db, lan.account_id, THERE)
        units.put(db, code=THERE, name="xã Đại Đồng", kind="xa")
    hung.fills("transfer", person=nam, to_unit=THERE)
    with world.store.transaction() as db:
        remapping.remap(db, Mapping(THERE, world.deployment.unit))
        [transfer] = transfers.of_person(db, nam)
    assert transfer.state == "withdrawn"
    lan.presses(f"do:transfer_accept:{transfer.id}.yes")
    with world.look() as db:
        person = persons.get(db, nam)
        assert person is not None
        assert assignments.guardian_of(db, nam) == tu.account_id
        actions = db.execute(audit.select().where(audit.c.subject == nam)).all()
    assert "transfer.withdrawn" in {row.action for row in actions}
    clock.move(days=12)
    run_all(world)
    assert told(hung, "transfer_due", "transfer_late") == []
