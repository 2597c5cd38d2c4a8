"""A goal agreed on while the management rests is reminded of once it goes on, and not before."""

from datetime import date

from storage import persons
from tests.handlers.commune import waiting
from tests.person import World


def test_a_yes_in_a_rest_plans_nothing_until_it_is_over(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
    assert person is not None
    hung.fills("goal", person=person.id, helper="self", due_on=date(2026, 12, 23))
    hung.fills("pause_management", person=person.id)
    nam.presses("do:goal_yes:1")
    assert waiting(world, person.id) == []
    hung.presses(f"do:manage_again_yes:{person.id}.came_back")
    assert "goal_due" in {row.kind for row in waiting(world, person.id)}
