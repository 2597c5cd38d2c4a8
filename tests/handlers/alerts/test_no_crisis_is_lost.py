"""Whatever happens in whatever order: a crisis that is not over has a clock and officers to hear it; else a human ended
it."""

from datetime import timedelta
from random import Random

from sqlalchemy import select

from handlers.alerts.aftercare import waits_since
from handlers.notify import reminders
from rules import aftercare
from rules.alerts import OUTCOMES
from storage import access, accounts, alerts, due
from tests.conftest import StandingClock
from tests.handlers.accounts.ending import closes
from tests.handlers.commune import run_all
from tests.person import Talker, World

DESPAIR = ("tôi không muốn sống nữa", "em muốn chết")
PRESSES = ("take", "give_back", "called", "no_answer")
STEPS = 90
ENDED = ("closed", "false_alarm")


def waits(world: World, clock: StandingClock, chance: Random) -> None:
    clock.move(minutes=chance.choice((5, 40, 70, 300, 1500)))
    with world.store.transaction() as db:
        reminders.climb_alerts(db, world.deployment)
    run_all(world)


def presses(talker: Talker, chance: Random, number: int) -> None:
    what = chance.choice((*PRESSES, *PRESSES, "end", "false"))
    if what == "end":
        talker.says(f"dong C{number}: đã gặp tận nơi")
        talker.presses(f"alert_close:outcome:{chance.choice(OUTCOMES)}")
    elif what == "false":
        talker.says(f"bao nham C{number}")
        talker.says("1")
    else:
        talker.presses(f"do:alert_{what}:{alert_id(talker.world, number)}")


def alert_id(world: World, number: int) -> int:
    with world.look() as db:
        alert = alerts.get_by_number(db, world.deployment.unit, number)
        return alert.id if alert else 0


def crises(world: World) -> int:
    """Sees each crisis, and counts those that are over."""
    over = 0
    with world.look() as db:
        numbers = range(1, 100)
        told = [alerts.get_by_number(db, world.deployment.unit, number) for number in numbers]
        for alert in filter(None, told):
            if alert.reason not in aftercare.FOLLOWED:
                continue
            if alert.state in ENDED:
                over += 1
                assert alert.closed_by is not None, "a human ends it"
                assert alert.state == "false_alarm" or alert.outcome in OUTCOMES
                continue
            of_alert = due.due.c.subject_id == alert.id, due.due.c.state == "waiting"
            clocks = {row.kind: row.at for row in db.execute(select(due.due.c.kind, due.due.c.at).where(*of_alert))}
            assert clocks.get(aftercare.OPEN), "nobody would ever hear that it has no end"
            assert waits_since(db, alert) is None or clocks.get(aftercare.CALL), "nobody would hear of it"
            assert min(clocks.values()) <= db.now + timedelta(days=4)
            owner = accounts.get(db, alert.taken_by)
            assert access.acts(owner) if owner else accounts.on_call(db, alert.unit), "somebody has it"
    return over


def test_no_crisis_is_ever_without_owner_or_end(world: World, clock: StandingClock) -> None:
    chance = Random(15)
    hung, nam = world.officer(), world.person_with_phone()
    officers = [hung, world.officer("Đỗ Thị Hoa"), world.officer("Lê Văn Lực")]
    over = number = 0
    for step in range(STEPS):
        move = chance.random()
        if step % 30 == 0 or move < 0.1:
            nam.says(chance.choice(DESPAIR))
        elif move < 0.5:
            waits(world, clock, chance)
        elif move < 0.6:
            nam.fills("how_today", face=chance.choice(("fair", "low", "bad")), call=chance.choice(("yes", "no")))
        else:
            with world.look() as db:
                open_now = [alert.number for alert in alerts.open_of(db, world.deployment.unit)]
            number = chance.choice(open_now or [1])
            presses(chance.choice(officers), chance, number)
        if step == STEPS // 2:
            closes(world, officers.pop())
        over = crises(world)
    assert over > 1, "nothing was seen to end"
