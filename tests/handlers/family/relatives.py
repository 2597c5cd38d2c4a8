"""Who helps whom in tests of the family."""

from storage import family, persons
from storage.family import Permission
from tests.person import Talker, World


def person_of(world: World, talker: Talker) -> int:
    with world.look() as db:
        person = persons.by_account(db, talker.account_id)
        assert person
        return person.id


def allowed(world: World, relative: Talker, person_id: int, *items: str, relation: str = "partner") -> int:
    """The relative may see and do this from now on."""
    with world.store.transaction() as db:
        return family.allow(
            db,
            unit=world.deployment.unit,
            person_id=person_id,
            account_id=relative.account_id,
            relation=relation,
            items=items,
            said_yes_on=db.today,
            how="chat",
            by=relative.account_id,
        )


def helper_of(world: World, person_id: int) -> Permission:
    with world.look() as db:
        (helper,) = family.of_person(db, person_id)
        return helper
