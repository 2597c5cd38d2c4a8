"""Roll-call planned for each who owes one: asked for on days 1 and 4; after day 5 the missing, named and as alerts."""

from datetime import date

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.notify.unreachable import raise_alerts
from handlers.roll_call import setting
from rules import quiet
from rules.case_types import CASE_TYPES
from rules.deadlines import MORNING, next_working_day, reminder_day
from rules.local_time import at
from rules.notices import kind_of
from rules.roll_call import LAST_DAY, LIST_ON, MISSING, REMIND_ON, month_of, owes
from storage import accounts, persons, planning, roll_calls
from storage.database import Db
from storage.due import Due, Planned
from storage.persons import Person

TO_PERSONS = ("roll_call_begins", "roll_call_ends")
OWING = [row.code for row in CASE_TYPES if row.roll_call]
MOST_NAMED = 6


def _plan(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    """Plans the month for whoever owes a roll-call; who came after a day of it is not asked for that day."""
    month = month_of(db.today)
    owing = planning.without_roll_call(db, OWING, "roll_call_list", month, page)
    return [
        Planned(kind, person.person_id, month, at(day, MORNING), person.unit, person.account_id if told else None)
        for person in owing
        for kind, day, told in _days(db.today.replace(day=1), deployment)
        if day >= db.today and (person.account_id or not told)
    ]


def _days(first: date, deployment: Deployment) -> list[tuple[str, date, bool]]:
    """Lists (kind, day, whether the person hears of it); a day of rest passes it on, but not past day 5.

    Where long holidays push both onto one day, the last is enough.
    """
    last = first.replace(day=LAST_DAY)
    begins, ends = (min(reminder_day(first.replace(day=day), deployment.free_days), last) for day in REMIND_ON)
    listing = next_working_day(first.replace(day=LIST_ON), deployment.free_days)
    asked = [(TO_PERSONS[0], begins, True), (TO_PERSONS[1], ends, True)]
    return [*(asked if begins < ends else asked[1:]), ("roll_call_list", listing, False), (MISSING, listing, False)]


DAILY = DailyPlan("roll_calls", planning.persons_page, _plan)


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    people = _still_owing(db, due_rows, batch)
    readers = accounts.several(db, {person.account_id for person in people.values() if person.account_id})
    for row in due_rows:
        person = people.get(row.subject_id)
        if person is None:
            continue
        if kind_of(row.kind).is_too_late(row.at, leaves):
            batch.drop([row], "too late")
        elif person.account_id not in readers:
            batch.drop([row], "no account")
        else:
            with batch.attempt([row]):
                telling = _asking(db, row)
                notices.tell(db, deployment, readers[person.account_id].id, row.kind, telling, subject_id=person.id)


def _asking(db: Db, row: Due) -> notices.Telling:
    key = f"notice.{row.kind}.{'chat' if setting.order_for_chat(db, row.unit) else 'office'}"

    def telling(wording: Wording) -> Outgoing:
        by_chat = Button(
            wording.text("roll_call.now.button"), "go:roll_call", "command", wording.text("roll_call.now.typed")
        )
        return Outgoing(wording.text(key), (by_chat,) if key.endswith("chat") else ())

    return telling


def _still_owing(db: Db, due_rows: list[Due], batch: Batch) -> dict[int, Person]:
    """Gives those who still owe their roll-call of the row's month, and drops the rows of all others."""
    people = persons.several(db, {row.subject_id for row in due_rows})
    called = {month: roll_calls.of_month(db, people, month) for month in {row.period for row in due_rows}}
    still = {}
    for row in due_rows:
        person = people.get(row.subject_id)
        if person is None or person.status != "managed" or not owes(person.case_type):
            batch.drop([row], "no longer so")
        elif row.subject_id in called[row.period]:
            batch.drop([row], "answered")
        else:
            still[row.subject_id] = person
    return still


def tell_officers(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells each commune's officers, in one message, whose roll-call is missing."""
    people = _still_owing(db, due_rows, batch)
    by_unit: dict[str, list[Due]] = {}
    for row in due_rows:
        if row.subject_id in people:
            by_unit.setdefault(row.unit, []).append(row)
    for unit, rows in by_unit.items():
        with batch.attempt(rows):
            _tell_unit(db, deployment, unit, [people[row.subject_id] for row in rows])


def _tell_unit(db: Db, deployment: Deployment, unit: str, people: list[Person]) -> None:
    telling = _missing(people)
    notices.tell_each(db, deployment, accounts.on_call(db, unit), "roll_call_list", lambda _: telling)


def _missing(people: list[Person]) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        named = ", ".join(wording.called(person) for person in people[:MOST_NAMED])
        key = "notice.roll_call_list" if len(people) <= MOST_NAMED else "notice.roll_call_list_more"
        text = wording.text(key, count=len(people), people=named)
        button = Button(
            wording.text("roll_call.list.button"), "do:roll_call_list", "command", wording.text("roll_call.list.typed")
        )
        return Outgoing(text, (button,))

    return telling


def raise_missing(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Raises an alert for each whose roll-call is missing, unless the commune has switched that off."""
    in_time = []
    for row in due_rows:
        if kind_of(row.kind).is_too_late(row.at, db.now):
            batch.drop([row], "too late")
        else:
            in_time.append(row)
    people = _still_owing(db, in_time, batch)
    raise_alerts(db, deployment, [row for row in in_time if row.subject_id in people], batch)
