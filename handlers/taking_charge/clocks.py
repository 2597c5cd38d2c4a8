"""The clocks of the steps, told to officers before they end and once they have, and how each step stands in words."""

from datetime import date, timedelta

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.notify.charge_planning import CHARGE_DUE, to_tell
from rules import quiet, taking_charge
from rules.deadlines import next_working_day
from rules.notices import kind_of
from rules.taking_charge import FRESH_DAYS, PRESENT_WITHIN_DAYS, Open
from storage import accounts, persons, planning
from storage import taking_charge as storage
from storage.database import Db
from storage.due import Due, Planned
from storage.persons import Person

MOST_NAMED = 6


def _plan_unmet(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    """Plans, for those who have just come home, that an officer is told if no first meeting gets noted."""
    fresh = storage.fresh(db, db.today - timedelta(days=FRESH_DAYS), page.start, page.end)
    rows = []
    for person in fresh:
        wanted = max(person.came_home_on + timedelta(days=PRESENT_WITHIN_DAYS), db.today)
        rows.append(to_tell(person, "met", next_working_day(wanted, deployment.free_days)))
    return rows


DAILY = DailyPlan("charges", planning.persons_page, _plan_unmet)


def tell(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells the officers of each commune, in one message, which steps are still to be noted."""
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    people = persons.several(db, {row.subject_id for row in due_rows})
    noted = storage.facts(db, people)
    by_unit: dict[str, list[tuple[Due, Person, Open]]] = {}
    for row in due_rows:
        person = people.get(row.subject_id)
        open_step = _still_open(deployment, row, person, noted) if person else None
        if person is None or open_step is None:
            batch.drop([row], "no longer so")
        elif kind_of(row.kind).is_too_late(row.at, leaves):
            batch.drop([row], "too late")
        else:
            by_unit.setdefault(person.unit, []).append((row, person, open_step))
    for unit, told in by_unit.items():
        _tell_unit(db, deployment, unit, told, batch)


def _still_open(
    deployment: Deployment, row: Due, person: Person, noted: dict[int, dict[str, storage.Fact]]
) -> Open | None:
    """Finds the step that a row is about; None once it is noted, or done on paper."""
    of_person = noted.get(person.id, {})
    if person.status != "managed" or taking_charge.DONE in of_person:
        return None
    code, days = row.period.partition(":")[0], storage.days_of(of_person)
    left = taking_charge.open_steps(person.case_type, person.came_home_on, days, deployment.free_days)
    return next((item for item in left if item.step.code == code), None)


def _tell_unit(db: Db, deployment: Deployment, unit: str, told: list[tuple[Due, Person, Open]], batch: Batch) -> None:
    rows = [row for row, _, _ in told]
    officers = accounts.on_call(db, unit)
    if not officers:
        batch.drop(rows, "no officer")
        return

    def telling(wording: Wording) -> Outgoing:
        lines = [_line(wording, person, item, db.today) for _, person, item in told[:MOST_NAMED]]
        more = [wording.text("notice.charge.more", count=len(told) - MOST_NAMED)] if len(told) > MOST_NAMED else []
        text = "\n".join([wording.text("notice.charge"), *lines, *more])
        typed = wording.text("notice.charge.typed")
        return Outgoing(text, (Button(wording.text("notice.charge.button"), "do:charge_list", "command", typed),))

    with batch.attempt(rows):
        about = told[0][1].id if len(told) == 1 else None
        notices.tell_each(db, deployment, officers, CHARGE_DUE, lambda _: telling, subject_id=about)


def _line(wording: Wording, person: Person, item: Open, today: date) -> str:
    """Says a step that is still to come: «Anh Nam: mở hồ sơ, trễ 2 ngày»."""
    who = capital(wording.called(person))
    return f"{who}: {how_it_stands(wording, person, item, today)}"


def how_it_stands(wording: Wording, person: Person, item: Open, today: date) -> str:
    step = wording.text(f"charge.step.{item.step.code}")
    if item.ends_on is None:
        key = "charge.unmet" if item.step.code == "met" else "charge.no_clock"
        return wording.text(key, step=step, day=wording.day(person.came_home_on, today))
    if late := item.days_late(today):
        return wording.text("charge.late", step=step, days=late)
    return wording.text("charge.by", step=step, day=wording.day(item.ends_on, today))
