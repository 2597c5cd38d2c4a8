"""Writes what a plan says, in the caller's transaction, and undoes the last list within a day."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from handlers.enrolment.enrol import Enrolment, add_record, enrol
from handlers.enrolment.facts import Change, Facts, Line, Plan
from handlers.enrolment.matching_accounts import ROLES
from handlers.enrolment.people import keeps_id_numbers
from handlers.notify import duty_planning
from storage import accounts, assignments, chats, corrections, duty_days, list_imports, person_details, persons
from storage.database import Db
from storage.duty_days import DutyDay


def write(db: Db, unit: str, plan: Plan, *, by: int | None, only: Collection[int] | None = None) -> int:
    """Writes the rows that are sure, or of these the chosen; gives how many. What is asked or refused is left."""
    chosen = [line for line in plan.lines if line.is_to_be_written and (only is None or line.row in only)]
    added: list[int] = []
    changed: list[dict[str, Any]] = []
    for line in chosen:
        if line.action == "new":
            added.append(_add(db, unit, plan, line))
        else:
            changed += _change(db, unit, plan, line, by)
    if chosen:
        written = {"added": added, "changed": changed}
        list_imports.add(db, unit=unit, kind=plan.kind, by=by, written=written)
    return len(chosen)


def _add(db: Db, unit: str, plan: Plan, line: Line) -> int:
    facts = line.facts
    wanted = Enrolment(
        unit=unit,
        name=facts.name or "",
        roles=("person",) if plan.kind == "persons" else (ROLES[plan.kind],),
        phone=facts.phone,
        born=facts.year,
        pronoun=facts.pronoun or "neutral",
        organisation=facts.organisation or "",
        kind=facts.organisation_kind or "",
        hamlet=facts.hamlet or "",
        came_home_on=facts.released_on,
        case_type=facts.case_type or "finished",
        guardian_id=line.guardian_id,
    )
    if plan.kind == "persons":
        person_id = add_record(db, wanted)
        _put_beside(db, unit, person_id, facts)
        return person_id
    account_id = enrol(db, wanted)
    if facts.on_duty is False and plan.kind == "officers":
        accounts.set_duty(db, account_id, False, None)
    return account_id


def _put_beside(db: Db, unit: str, person_id: int, facts: Facts) -> None:
    """Writes what a list says beyond the record; an identity card only where the unit keeps them."""
    beside: dict[str, date | str] = {}
    if isinstance(facts.born, date):
        beside["born_on"] = facts.born
    if facts.ends_on:
        beside["ends_on"] = facts.ends_on
    if facts.note:
        beside["note"] = facts.note
    if facts.id_number and keeps_id_numbers(db, unit):
        beside["id_number"] = facts.id_number
    if beside:
        person_details.put(db, person_id, **beside)


def _change(db: Db, unit: str, plan: Plan, line: Line, by: int | None) -> list[dict[str, Any]]:
    subject = line.known_id or 0
    changes = []
    for change in line.changes:
        before: str | int | None = change.old
        if change.fact == "guardian":
            before = assignments.guardian_of(db, subject)
        _set(db, plan.kind == "persons", subject, change.fact, _new_value(line, change), by)
        changes.append({"id": subject, "fact": change.fact, "old": before, "new": _new_value(line, change)})
    db.audit(unit, by, "person.changed" if plan.kind == "persons" else "account.changed", subject, _facts_of(line))
    return changes


def _facts_of(line: Line) -> str:
    return ",".join(change.fact for change in line.changes)


def _new_value(line: Line, change: Change) -> str | int | None:
    return line.guardian_id if change.fact == "guardian" else change.new


def _set(db: Db, of_person: bool, subject: int, fact: str, value: str | int | None, by: int | None) -> None:
    """Writes one fact; none for one that was empty before."""
    if fact == "guardian":
        if value:
            assignments.assign(db, subject, int(value), by)
        else:
            assignments.end(db, subject, by)
    elif fact == "on_duty":
        accounts.set_duty(db, subject, value == "1", by)
    elif fact == "duty_days":
        _set_duty_days(db, subject, str(value), by)
    elif fact == "born" and of_person:
        _set_born(db, subject, str(value or ""))
    elif fact == "ends_on":
        person_details.put(db, subject, ends_on=date.fromisoformat(str(value)) if value else None)
    elif fact in ("id_number", "note"):
        person_details.put(db, subject, **{fact: str(value) if value else None})
    elif fact == "born":
        corrections.set_account_born(db, subject, int(value) if value else None)
    elif fact == "phone":
        corrections.set_person_phone(db, subject, str(value) if value else None)
    elif fact == "released_on" and value:
        persons.change(db, subject, came_home_on=date.fromisoformat(str(value)))
    elif value:
        persons.change(db, subject, **{fact: value})


def _set_duty_days(db: Db, account_id: int, change: str, by: int | None) -> None:
    """Adds (+) or takes back (-) days of the roster; the officer is reminded on the morning of the first in a row."""
    days = [date.fromisoformat(day) for day in change[1:].split()]
    account = accounts.get(db, account_id)
    if account is None:
        return
    if change.startswith("+"):
        duty_days.add(db, account.unit, account_id, days, by)
        duty_planning.plan(db, account.unit, [DutyDay(day, account_id, None) for day in days])
    else:
        duty_days.take_back(db, account.unit, account_id, days, by)


def _set_born(db: Db, person_id: int, said: str) -> None:
    """Writes a year, or a day and its year; what was a day before and is now a year is no day any more."""
    corrections.set_person_born(db, person_id, int(said[:4]) if said else None)
    person_details.put(db, person_id, born_on=date.fromisoformat(said) if len(said) > 4 else None)


def undo(db: Db, unit: str, *, by: int | None) -> tuple[int, int] | None:
    """Takes back the last list of the unit: how many rows, and how many were left since more hangs on them.

    None where there is none, or it is more than a day old.
    """
    entry = list_imports.last(db, unit)
    if entry is None or not entry.can_be_undone(db.now):
        return None
    written, of_persons = entry.written, entry.kind == "persons"
    done = left = 0
    for change in reversed(written["changed"]):
        is_as_written = _is_as_written(db, of_persons, change)
        if is_as_written:
            _set(db, of_persons, change["id"], change["fact"], change["old"], by)
        done, left = done + is_as_written, left + (not is_as_written)
    for subject in written["added"]:
        taken = _take_out(db, unit, subject, by) if of_persons else _close(db, subject, by)
        done, left = done + taken, left + (not taken)
    list_imports.undone(db, unit, entry.id, by)
    return done, left


def _is_as_written(db: Db, of_persons: bool, change: dict[str, Any]) -> bool:
    """Says whether a fact is still what the list has written: what somebody has put right since is theirs."""
    fact, subject = change["fact"], change["id"]
    if fact == "duty_days":
        return True
    if not of_persons:
        account = accounts.get(db, subject)
        now: Any = account and (int(account.on_duty) if fact == "on_duty" else account.born)
    elif fact == "guardian":
        now = assignments.guardian_of(db, subject)
    else:
        person, details = persons.get(db, subject), person_details.get(db, subject)
        now = {
            "born": details.born_on or (person and person.born),
            "released_on": person and person.came_home_on,
            "ends_on": details.ends_on,
            "id_number": details.id_number,
            "note": details.note,
        }.get(fact) or getattr(person, fact, None)
    return str(now) == str(change["new"])


def _take_out(db: Db, unit: str, person_id: int, by: int | None) -> bool:
    person = persons.get(db, person_id)
    if person is None:
        return True
    if person.account_id is not None or person.last_met_on is not None:
        return False
    try:
        with db.whole_or_not():
            corrections.remove_person(db, unit, person_id, by)
    except IntegrityError:
        return False
    return True


def _close(db: Db, account_id: int, by: int | None) -> bool:
    """Closes an account that nobody has written from or hangs on: its entries in the audit stay true."""
    if chats.of_account(db, account_id) or assignments.in_care_of(db, account_id):
        return False
    accounts.set_status(db, account_id, "closed", by, why="list undone")
    return True
