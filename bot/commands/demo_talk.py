"""The demo commune's talk and duty: the roster of each week, and what guardians and officers ask each other."""

from datetime import date

from bot.commands.demo_commune import Commune, managed
from rules.local_time import WEEK
from storage import assignments, threads
from storage.threads import Thread

MONDAY = 0
ASKS = 20  # day of the month
QUESTION = "Dạo này người ấy hay đi đêm, tôi có nên sang nói chuyện với gia đình không?"
ANSWER = "Bác cứ sang hỏi thăm, mai tôi cũng ghé nhà."
LAST_WORD = "Tôi đã sang, gia đình yên tâm rồi."


def set_roster(commune: Commune, day: date, began_on: date) -> None:
    """Lets an officer set the roster of the rest of the first week and of the next, then each as the week before."""
    if day != began_on and day.weekday() != MONDAY:
        return
    if day - began_on < WEEK:
        officers = [
            str(account_id) for account_id, player in commune.players.items() if "officer" in player.account.roles
        ]
        commune.officer.fills("go:duty_week:week=0", {"officers": officers})
    else:
        commune.officer.presses("do:duty_copy:0")
    commune.note("weeks of the roster")


def talk(commune: Commune, day: date) -> None:
    """Lets a guardian ask the officers about one person each month, an officer answer, and the guardian close it."""
    if day.day != ASKS:
        return
    with commune.stage.store.transaction() as db:
        guardians = assignments.guardians_of(db, [person.id for person in managed(db, commune.unit)])
    person_id, guardian_id = commune.chance.choice(sorted(guardians.items()))
    guardian = commune.players[guardian_id]
    guardian.fills(f"go:thread_write:to=p{person_id}", {"words": QUESTION})
    thread = _between(commune, person_id, guardian_id)
    commune.officer.presses(f"do:thread_read:{thread.id}")
    commune.officer.fills(f"go:thread_write:to=t{thread.id}", {"words": ANSWER})
    guardian.presses(f"do:thread_read:{thread.id}")
    guardian.fills(f"go:thread_close:thread={thread.id}", {"word": LAST_WORD})
    commune.note("talks")


def _between(commune: Commune, person_id: int, guardian_id: int) -> Thread:
    with commune.stage.store.transaction() as db:
        thread = threads.between(db, person_id, guardian_id)
    assert thread is not None, "what was asked has its thread"
    return thread
