"""What officers hear of: missed visits, people without a guardian, guardians who cannot go."""

from collections.abc import Iterable

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording, capital
from handlers.notify import alerts, digest_readers, notices
from handlers.visits.reminders import TO_GUARDIANS, Call, remind, still_true
from rules import quiet
from rules.deadlines import next_working_morning, officer_hears
from rules.notices import kind_of
from storage import accounts, assignments, due
from storage.accounts import Account
from storage.database import Db
from storage.due import Due, Planned

MOST_NAMED = 6


def remind_or_tell_officers(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Reminds the guardians; of people who have none an officer hears."""
    tell_of_those_alone(db, deployment, remind(db, deployment, due_rows, batch), batch)


def warn(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Raises an alert for a visit that nobody reports, once the guardian has been reminded often enough."""
    calls = still_true(db, deployment, due_rows, batch)
    too_early = _still_to_be_nudged(db, calls)
    tomorrow = next_working_morning(db.now, deployment.free_days)
    due.plan_many(
        db, [Planned(call.row.kind, call.person.id, call.row.period, tomorrow, call.row.unit) for call in too_early]
    )
    for call in calls:
        if call in too_early:
            continue
        reason = kind_of(call.row.kind).alert
        with batch.attempt([call.row]):
            alerts.raise_silence(db, deployment, call.person, reason)


def _still_to_be_nudged(db: Db, calls: list[Call]) -> list[Call]:
    """Finds the visits whose guardian has not been reminded often enough yet."""
    people = [call.person.id for call in calls]
    in_care = assignments.guardians_of(db, people)
    nudges = due.how_many(db, people, TO_GUARDIANS)
    return [
        call
        for call in calls
        if call.person.id in in_care
        and not officer_hears(
            nudges[call.person.id, call.row.period, "done"], nudges[call.person.id, call.row.period, "waiting"]
        )
    ]


def seek_stand_ins(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells officers of guardians who said that they cannot go."""
    calls = still_true(db, deployment, due_rows, batch)
    in_care = assignments.guardians_of(db, [call.person.id for call in calls])
    guardians = accounts.several(db, set(in_care.values()))
    for call in calls:
        guardian = guardians.get(in_care.get(call.person.id, 0))
        _tell(db, deployment, "notice.officer.busy" if guardian else "notice.officer.alone", [call], batch, guardian)


def tell_of_those_alone(db: Db, deployment: Deployment, calls: Iterable[Call], batch: Batch) -> None:
    """Tells of visits that fall due while nobody has the person in care: one message for each commune."""
    by_unit: dict[str, list[Call]] = {}
    for call in calls:
        by_unit.setdefault(call.person.unit, []).append(call)
    for of_unit in by_unit.values():
        _tell(db, deployment, "notice.officer.alone", of_unit, batch)


def _tell(
    db: Db, deployment: Deployment, key: str, calls: list[Call], batch: Batch, guardian: Account | None = None
) -> None:
    unit = calls[0].person.unit
    officers = on_duty(db, unit)
    rows = [call.row for call in calls]
    if not officers:
        batch.drop(rows, "no officer")
        return
    if guardian is None:
        leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
        hearing = digest_readers.officers_told_by_digest(db, deployment, officers, unit, leaves)
        officers = [officer for officer in officers if officer.id not in hearing]

    def telling(wording: Wording) -> Outgoing:
        named = ", ".join(_named(wording, call) for call in calls[:MOST_NAMED])
        text = wording.text(
            key, people=named, count=len(calls), Guardian=capital(wording.called(guardian)) if guardian else ""
        )
        return Outgoing(text, tuple(_assign_button(wording, call) for call in calls[:MOST_NAMED]))

    with batch.attempt(rows):
        about = calls[0].person.id if len(calls) == 1 else None
        notices.tell_each(db, deployment, officers, rows[0].kind, lambda _: telling, subject_id=about)


def _named(wording: Wording, call: Call) -> str:
    return wording.text("notice.officer.person", person=wording.called(call.person), place=call.person.hamlet)


def _assign_button(wording: Wording, call: Call) -> Button:
    label = wording.text("notice.officer.assign", person=wording.called(call.person))
    return Button(label, f"go:assign:person={call.person.id}", "command", wording.text("notice.officer.assign_typed"))


def on_duty(db: Db, unit: str) -> list[Account]:
    """Lists the roster; if nobody is on it all officers; if there are none those in charge."""
    return accounts.on_call(db, unit) or accounts.with_role(db, unit, "admin")
