"""Whoever is in nobody's charge any more is moved nowhere, is away from nowhere, and waits for nothing."""

from datetime import date

import pytest

from storage import absences, persons, transfers, units
from storage.absences import Absence
from tests.conftest import StandingClock
from tests.handlers.commune import told
from tests.other_unit import put_into
from tests.person import Talker, World

THERE = "17792"


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def lan(world: World) -> Talker:
    """An officer of another commune."""
    lan = world.officer("Trần Thị Lan")
    with world.store.transaction() as db:
        put_into(db, lan.account_id, THERE)
        units.put(db, code=THERE, name="xã Đại Đồng", kind="xa")
    return lan


def record_of(world: World, talker: Talker) -> int:
    with world.look() as db:
        person = persons.by_account(db, talker.account_id)
        assert person is not None
        return person.id


def away(world: World, nam: Talker, hung: Talker) -> Absence:
    """They may be away from tomorrow on, for three days."""
    nam.fills("absence_request", from_on=date(2026, 11, 24), until_on=date(2026, 11, 26))
    hung.fills("absence_decision", decision="allowed")
    person = record_of(world, nam)
    with world.look() as db:
        [allowed] = absences.of_person(db, person)
        return allowed


@pytest.mark.parametrize(
    ("form", "reason"), [("end_management", "cleared"), ("end_management", "died"), ("pause_management", "custody")]
)
def test_a_proposed_move_is_called_off_and_the_other_commune_hears_so(
    world: World, hung: Talker, lan: Talker, form: str, reason: str
) -> None:
    nam = world.person()
    hung.fills("transfer", person=nam, to_unit=THERE)
    hung.fills(form, person=nam, reason=reason)
    with world.look() as db:
        [transfer] = transfers.of_person(db, nam)
        assert transfer.state == "withdrawn"
    assert "thôi không chuyển" in told(lan, "transfer")[-1]
    lan.presses(f"do:transfer_accept:{transfer.id}.yes")
    with world.look() as db:
        person = persons.get(db, nam)
        assert person is not None
        assert person.unit == world.deployment.unit


def test_an_absence_ends_with_the_management(world: World, hung: Talker, clock: StandingClock) -> None:
    nam = world.person_with_phone(case_type="suspended")
    person = record_of(world, nam)
    away(world, nam, hung)
    clock.move(days=2)
    hung.fills("end_management", person=person, reason="term_over")
    assert "Trần Văn Nam" not in hung.says("đơn xin vắng")
    with world.look() as db:
        assert [absence.state for absence in absences.of_person(db, person)] == ["over"]


def test_leave_that_has_not_begun_is_withdrawn_with_the_management(world: World, hung: Talker) -> None:
    nam = world.person_with_phone(case_type="suspended")
    person = record_of(world, nam)
    away(world, nam, hung)
    hung.fills("end_management", person=person, reason="term_over")
    with world.look() as db:
        assert [absence.state for absence in absences.of_person(db, person)] == ["withdrawn"]


def test_an_officer_notes_the_way_back_of_somebody_whose_phone_is_gone(
    world: World, hung: Talker, clock: StandingClock
) -> None:
    nam = world.person_with_phone(case_type="suspended")
    person, allowed = record_of(world, nam), away(world, nam, hung)
    assert hung.presses(f"do:absence:{allowed.number}")
    assert "Đã về" not in hung.reply.labels
    clock.move(days=2)
    hung.presses(f"do:absence:{allowed.number}")
    assert "đã về" in hung.chooses("Đã về")
    with world.look() as db:
        [back] = absences.of_person(db, person)
        assert (back.state, back.back_on) == ("back", date(2026, 11, 25))
