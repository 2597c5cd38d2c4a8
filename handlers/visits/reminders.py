"""Visits that fall due: one message for each guardian, however many they are to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.notify.visit_planning import reminders_of
from rules import quiet
from rules.notices import kind_of, of_visits, withdrawn_by
from storage import accounts, chats, covers, due, persons, planning
from storage.accounts import Account
from storage.database import Db
from storage.due import Due, Planned
from storage.persons import Person

TO_GUARDIANS = tuple(kind for kind, visit in of_visits() if visit.reader == "guardian")
AFTER_ITS_DAY = tuple(kind for kind, visit in of_visits() if visit.reader == "guardian" and visit.days > 0)
MOST_NAMED = 6
MOST_BUTTONS = 2
LOOK_BACK = timedelta(days=14)
LOOK_AHEAD = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to be visited, and the reminder that says so."""

    row: Due
    person: Person

    @property
    def stage(self) -> int:
        return withdrawn_by("visit").index(self.row.kind)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.row.period)


def _plan_forgotten(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    """Plans visits that no report and no assignment has planned, as after an import."""
    first, last = db.today - LOOK_BACK, db.today + LOOK_AHEAD
    return [
        reminder
        for visit in planning.visits_unplanned(db, "visit_overdue_officer", first, last, page)
        for reminder in reminders_of(
            visit.person_id, visit.unit, visit.next_visit_on, visit.guardian_id, deployment.free_days
        )
    ]


DAILY = DailyPlan("visits", planning.persons_page, _plan_forgotten)


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> list[Call]:
    """Tells the guardians; gives back the calls of those who have none, for an officer to hear of."""
    recipients = {row.recipient_id for row in due_rows if row.recipient_id is not None}
    rows = [*due_rows, *due.take_for(db, recipients, TO_GUARDIANS, db.now)]
    calls = still_true(db, deployment, rows, batch)
    guardians = covers.acting_guardians(db, [call.person.id for call in calls])
    readers = accounts.several(db, set(guardians.values()))
    reachable = chats.reaching(db, readers)
    by_guardian: dict[int, list[Call]] = {}
    alone: list[Call] = []
    for call in calls:
        reader = readers.get(guardians.get(call.person.id, 0))
        if reader is None or reader.status != "active":
            alone.append(call)
        else:
            by_guardian.setdefault(reader.id, []).append(call)
    for guardian_id, own_calls in by_guardian.items():
        _tell(db, deployment, readers[guardian_id], reachable.get(guardian_id), own_calls, batch)
    return alone


def still_true(db: Db, deployment: Deployment, rows: Iterable[Due], batch: Batch) -> list[Call]:
    """Gives those not too late and not overtaken: by a report, a move, or a later reminder of the same visit."""
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    people = persons.several(db, {row.subject_id for row in rows})
    latest: dict[int, Call] = {}
    for row in rows:
        person = people.get(row.subject_id)
        if person is None or person.status != "managed" or str(person.next_visit_on) != row.period:
            batch.drop([row], "no longer so")
        elif kind_of(row.kind).is_too_late(row.at, leaves):
            batch.drop([row], "too late")
        else:
            call = Call(row, person)
            before = latest.get(person.id)
            if before is not None:
                call, before = (call, before) if call.stage > before.stage else (before, call)
                batch.drop([before.row], "overtaken")
            latest[person.id] = call
    return sorted(latest.values(), key=lambda call: (-call.stage, call.day, call.person.id))


def _tell(
    db: Db, deployment: Deployment, reader: Account, chat: chats.Chat | None, calls: list[Call], batch: Batch
) -> None:
    rows = [call.row for call in calls]
    kind = calls[0].row.kind
    if chat is None:
        with batch.attempt(rows):
            notices.without_chats(db, deployment, [reader], kind, subject_id=_only(calls))
        return
    with batch.attempt(rows, writes=False):
        wording = Wording.to(deployment.texts, reader)
        out = notices.covered(reminder(wording, calls, db.today), wording, reader.roles)
        notices.put(db, deployment, chat, out, kind, subject_id=_only(calls))


def _only(calls: list[Call]) -> int | None:
    return calls[0].person.id if len(calls) == 1 else None


def reminder(wording: Wording, calls: list[Call], today: date) -> Outgoing:
    """Words one visit in a sentence of its own; several as a list, those not heard of first."""
    if len(calls) == 1:
        text = _about_one(wording, calls[0], today)
    else:
        named = ", ".join(_named(wording, call, today) for call in calls[:MOST_NAMED])
        more = len(calls) - MOST_NAMED
        key = "notice.visits_more" if more > 0 else "notice.visits"
        text = wording.text(key, count=len(calls), people=named, more=more)
    return Outgoing(text, _buttons(wording, calls))


def _about_one(wording: Wording, call: Call, today: date) -> str:
    name = wording.called(call.person)
    return wording.text(f"notice.{call.row.kind}", person=name, Person=capital(name), day=wording.day(call.day, today))


def _named(wording: Wording, call: Call, today: date) -> str:
    name = wording.called(call.person)
    return wording.text(f"notice.visits.{call.row.kind}", person=name, day=wording.day(call.day, today))


def _buttons(wording: Wording, calls: list[Call]) -> tuple[Button, ...]:
    """Offers to report the two most pressing; of one alone that waits for days, to say that one cannot go."""
    buttons = []
    for call in calls[:MOST_BUTTONS]:
        name = wording.called(call.person)
        press = f"go:visit_report:person={call.person.id}"
        label = wording.text("notice.button.report", person=name)
        buttons.append(Button(label, press, "command", wording.text("guardian.typed.visit")))
        if len(calls) == 1 and call.row.kind in AFTER_ITS_DAY:
            busy, typed = wording.text("notice.button.busy"), wording.text("guardian.typed.busy")
            buttons.append(Button(busy, f"do:busy:{call.person.id}", "command", typed))
    return tuple(buttons)
