"""What officers hear of: missed visits, people without a guardian, guardians who cannot go, the morning digest."""

from collections.abc import Iterable
from functools import partial

from handlers.kit import Button, Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording, capital
from handlers.notify import alerts, notices
from handlers.notify.batch import Batch
from handlers.visits.reminders import Call, still_true
from rules import quiet
from rules.alerts import level_of
from rules.notices import kind_of
from storage import accounts, assignments
from storage.accounts import Account
from storage.database import Db
from storage.due import Due

MOST_NAMED = 6


def warn(db: Db, deployment: Deployment, taken: list[Due], round: Batch) -> None:
    """A visit missed by a week is an alert: those on duty hear of it, and it climbs until somebody takes it."""
    for call in still_true(db, deployment, taken, round):
        reason = kind_of(call.row.kind).alert
        with round.attempt([call.row]):
            alerts.raise_alert(
                db,
                deployment,
                unit=call.person.unit,
                level=level_of(reason),
                reason=reason,
                person_id=call.person.id,
                raised_by=None,
            )


def seek_stand_ins(db: Db, deployment: Deployment, taken: list[Due], round: Batch) -> None:
    """Guardians who said that they cannot go."""
    calls = still_true(db, deployment, taken, round)
    in_care = assignments.guardians_of(db, [call.person.id for call in calls])
    known = accounts.several(db, set(in_care.values()))
    for call in calls:
        guardian = known.get(in_care.get(call.person.id, 0))
        _tell(db, deployment, "notice.officer.busy" if guardian else "notice.officer.alone", [call], round, guardian)


def tell_of_those_alone(db: Db, deployment: Deployment, calls: Iterable[Call], round: Batch) -> None:
    """Visits that fall due while nobody has the person in care: one message for each commune."""
    by_unit: dict[str, list[Call]] = {}
    for call in calls:
        by_unit.setdefault(call.person.unit, []).append(call)
    for own in by_unit.values():
        _tell(db, deployment, "notice.officer.alone", own, round)


def _tell(
    db: Db, deployment: Deployment, key: str, calls: list[Call], round: Batch, guardian: Account | None = None
) -> None:
    officers = on_duty(db, calls[0].person.unit)
    rows = [call.row for call in calls]
    if not officers:
        round.drop(rows, "no officer")
        return

    def telling(wording: Wording) -> Outgoing:
        named = ", ".join(_named(wording, call) for call in calls[:MOST_NAMED])
        text = wording.text(
            key, people=named, count=len(calls), Guardian=capital(wording.called(guardian)) if guardian else ""
        )
        return Outgoing(text, tuple(_assign_button(wording, call) for call in calls[:MOST_NAMED]))

    with round.attempt(rows):
        notices.tell_each(db, deployment, officers, rows[0].kind, lambda _: telling)


def _named(wording: Wording, call: Call) -> str:
    return wording.text("notice.officer.person", person=wording.called(call.person), place=call.person.hamlet)


def _assign_button(wording: Wording, call: Call) -> Button:
    label = wording.text("notice.officer.assign", person=wording.called(call.person))
    return Button(label, f"go:assign:person={call.person.id}", "command", wording.text("notice.officer.assign_typed"))


def on_duty(db: Db, unit: str) -> list[Account]:
    """The roster; if nobody is on it all officers; if there are none those in charge."""
    return accounts.on_call(db, unit) or accounts.with_role(db, unit, "admin")


def send_digests(db: Db, deployment: Deployment, taken: list[Due], round: Batch) -> None:
    from handlers.overview import digest  # officers also plan reminders: the two know each other

    leaves = quiet.earliest_send(db.now, False, deployment.free_days)
    readers = accounts.several(db, {row.subject_id for row in taken})
    for row in taken:
        reader = readers.get(row.subject_id)
        if reader is None or reader.status != "active" or not kind_of(row.kind).is_for(reader.roles):
            round.drop([row], "no longer so")
        elif kind_of(row.kind).is_too_late(row.at, leaves):
            round.drop([row], "too late")
        else:
            with round.attempt([row]):
                out = digest.digest(Wording.to(deployment.texts, reader), db, reader)
                if out is not None:
                    notices.tell(db, deployment, reader.id, row.kind, partial(_ready, out))


def _ready(out: Outgoing, _wording: Wording) -> Outgoing:
    return out
