"""Who is not the officer of the commune, the guardian or the person themself reads and changes nothing."""

from datetime import date

import pytest

from storage import goals, intakes, persons, taking_charge
from tests.person import Talker, World

TOLD = ("Trần Văn Nam", "anh Nam", "Thuê trọ", "làm căn cước", "gặp lần đầu")


@pytest.fixture
def nam(world: World) -> int:
    """Somebody with a step, a situation and a goal."""
    hung = world.officer()
    person = world.person("Trần Văn Nam", came_home_on=date(2026, 11, 16), guardian=world.guardian())
    hung.fills("charge_step", person=person, step="met", on=date(2026, 11, 18))
    hung.presses(f"do:intake_start:{person}")
    hung.answers(agreed="spoken", lodging="rented")
    hung.fills("goal", person=person, what="làm căn cước", helper="self", due_on=date(2026, 12, 15))
    return person


def presses(world: World, person: int) -> list[str]:
    with world.look() as db:
        goal = goals.of_person(db, person)[0].id
    of_person = (
        "charge",
        "charge_history",
        "charge_on_paper",
        "charge_documents",
        "intake_start",
        "intake_of",
        "intake_ask",
        "plan",
    )
    return [
        *(f"do:{command}:{person}" for command in (*of_person, "goal_new")),
        *(f"do:{command}:{goal}" for command in ("goal_one", "goal_edit", "goal_heard", "goal_done")),
        *(f"go:{form}:person={person}" for form in ("charge_step", "intake", "goal")),
        *(f"go:{form}:goal={goal}" for form in ("goal_change", "goal_over")),
        *("do:goal_yes:1", "do:goal_reached:1", "do:goal_own:1"),
    ]


@pytest.mark.parametrize("roles", [("partner",), ("admin",), ("guardian",), ("person",), ("person", "guardian")])
def test_no_other_role_reads_or_changes_anything(world: World, nam: int, roles: tuple[str, ...]) -> None:
    other = world.linked("Đỗ Văn Xa", *roles, pronoun="anh")
    if "person" in roles:
        world.person("Đỗ Văn Xa", account_id=other.account_id)
    reads_nothing(world, other, nam)


def test_an_officer_of_another_commune_reads_and_changes_nothing(world: World, nam: int) -> None:
    other = world.officer("Đỗ Văn Xa")
    with world.store.transaction() as db:
        db.execute(persons.persons.update().where(persons.persons.c.id == nam).values(unit="17713"))
    reads_nothing(world, other, nam)


def test_somebody_without_an_account_reads_and_changes_nothing(world: World, nam: int) -> None:
    reads_nothing(world, world.stranger(), nam)


def reads_nothing(world: World, other: Talker, person: int) -> None:
    for press in presses(world, person):
        said = other.presses(press)
        assert not any(words in said for words in TOLD), press
    with world.look() as db:
        assert list(taking_charge.facts_of(db, person)) == ["met"]
        assert intakes.latest(db, person) is not None
        assert [goal.state for goal in goals.of_person(db, person, only_open=False)] == ["proposed"]
