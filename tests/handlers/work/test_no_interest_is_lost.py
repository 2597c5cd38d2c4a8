"""Whatever the two do in whatever order, what is open has an owner and a clock, and what is over has none."""

import random

import pytest

from handlers.notify.interests import CLOCK
from rules.hiring import STAGES
from storage import due, hiring, persons
from tests.conftest import StandingClock
from tests.handlers.commune import run_all
from tests.handlers.work.offering import offers_a_job, partner_of, wants
from tests.person import Talker, World

STEPS = 14
PERSON_DEEDS = ("invited_yes", "invited_no", "take_back", "at_work_fine", "at_work_trouble", "at_work_left")
ANSWERS = ("invite", "met", "missed", "taken_on", "turned_down")


@pytest.mark.parametrize("seed", range(4))
def test_what_is_open_has_an_owner_and_a_clock_and_what_is_over_has_none(
    world: World, clock: StandingClock, seed: int
) -> None:
    chance = random.Random(seed)
    world.officer()
    nam = world.person_with_phone(born=1992, hamlet="xóm 4")
    hong, organisation = partner_of(world)
    job = offers_a_job(world, organisation)
    wants(nam, job)
    for _ in range(STEPS):
        _something_happens(chance, world, clock, nam, hong, job)
        _holds(world, nam)
    for _ in range(25):
        clock.move(days=5)
        run_all(world)
    _holds(world, nam)
    assert _asked(world, nam).state not in STAGES


def _something_happens(
    chance: random.Random, world: World, clock: StandingClock, nam: Talker, hong: Talker, job: int
) -> None:
    now = _asked(world, nam)
    match chance.choice(("days", "days", "partner", "partner", "partner", "person", "person", "again", "close")):
        case "days":
            clock.move(days=chance.randint(1, 9))
            run_all(world)
        case "partner":
            hong.answers(hong.presses(f"do:applicant_say:{now.id}.{chance.choice(ANSWERS)}"))
        case "person":
            deed = chance.choice(PERSON_DEEDS)
            nam.presses(f"do:{deed}:{now.id if deed.startswith('at_work') else job}")
        case "again":
            nam.answers(nam.presses(f"do:interest:{job}"))
        case "close" if chance.random() < 0.2:
            hong.presses(f"do:offer_closed:{job}")


def _asked(world: World, nam: Talker) -> hiring.Interest:
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        [asked] = hiring.interests_of(db, person.id)
        return asked


def _holds(world: World, nam: Talker) -> None:
    now = _asked(world, nam)
    with world.look() as db:
        waiting = [key for key, count in due.how_many(db, [now.id], CLOCK).items() if key[2] == "waiting" and count]
    assert bool(waiting) == (now.state in STAGES), (now.state, waiting)
    assert (now.due_on is not None) == (now.state in STAGES)
