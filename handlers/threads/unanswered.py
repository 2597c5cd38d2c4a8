"""What nobody answers in the unit's time: a guardian's goes back to those on duty, the office hears of its own."""

from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.threads.telling import officers_for, owner_of, tell
from rules.threads import answer_due, answer_hours
from storage import access, accounts, due, persons, threads, units
from storage.database import Db
from storage.due import Due, Planned
from storage.threads import Thread

UNANSWERED = "thread_unanswered"


def wait(db: Db, deployment: Deployment, thread_id: int) -> None:
    """Plans the moment at which an answer is late, counted from the first word that waits for it."""
    thread = threads.get(db, thread_id)
    if thread is None or thread.waits_since is None:
        return
    unit = units.get(db, thread.unit)
    moment = answer_due(thread.waits_since, answer_hours(unit.settings if unit else {}), deployment.free_days)
    settled(db, thread.id)
    due.plan_many(db, [Planned(UNANSWERED, thread.id, _period(thread), moment, thread.unit)], again=True)


def _period(thread: Thread) -> str:
    """Names the wait by its side and its beginning, to the minute."""
    return f"{thread.waits_for} {thread.waits_since:%y%m%d%H%M}"


def settled(db: Db, thread_id: int) -> None:
    """Calls off what was planned: there is an answer, or none is waited for."""
    due.clear(db, thread_id, [UNANSWERED], "answered")


def ask_again(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Asks those on duty, where a guardian waits; tells the office, where the guardian has not answered."""
    waiting = threads.several(db, {row.subject_id for row in due_rows})
    people = persons.several(db, {thread.person_id for thread in waiting.values()})
    guardians = accounts.several(db, {thread.guardian_id for thread in waiting.values()})
    for row in due_rows:
        thread = waiting.get(row.subject_id)
        if thread is None or thread.waits_for is None or _period(thread) != row.period:
            batch.drop([row], "no longer so")
            continue
        person = people.get(thread.person_id)
        if person is None or person.status != "managed":
            batch.drop([row], "no longer so")
            continue
        guardian = guardians.get(thread.guardian_id)
        key = "back" if thread.waits_for == "office" else "no_answer"
        if key == "no_answer" and (guardian is None or not access.cares_for(db, guardian, person)):
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            if key == "back" and owner_of(db, thread) is not None:
                threads.release(db, thread.id)
                thread = threads.get(db, thread.id) or thread
            for officer in officers_for(db, thread):
                tell(db, deployment, thread, officer, person, key, guardian)
