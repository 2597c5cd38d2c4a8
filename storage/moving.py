"""Moves somebody, and all that is still open about them, from one commune to another, in one transaction.

What has happened stays where it happened, for its figures and its numbers: visits, check-ins, settled alerts. They are
read through the person, so whoever may see the person sees them.
"""

from sqlalchemy import ColumnElement, Table, and_, select, update

from rules.absences import AWAY, WAITING
from rules.alerts import OPEN_STATES
from storage import appointments, loan_cases, needs, tasks, threads
from storage.absences import absences
from storage.accounts import accounts
from storage.alerts.tables import alerts
from storage.data_requests import data_requests
from storage.database import Db
from storage.due import due
from storage.family import helpers
from storage.hiring import interests
from storage.outbox.call_list import call_list
from storage.pauses import pauses
from storage.persons import Person, persons
from storage.relays import relays
from storage.units import next_number


def move_person(db: Db, person: Person, to_unit: str, by: int | None) -> list[int]:
    """Moves the person with their account, needs, dues, calls and messages; gives the ids of the open alerts moved.

    The alerts get numbers of the new commune. Both communes' audits say so.
    """
    _set_unit(db, persons, persons.c.id == person.id, to_unit)
    of_person = needs.needs.c.person_id == person.id
    _set_unit(db, needs.needs, and_(of_person, needs.needs.c.state == "open"), to_unit)
    # whoever had taken one on is of the old commune
    needs.back_to_office(db, person.id, by)
    _set_unit(db, helpers, and_(helpers.c.person_id == person.id, helpers.c.ended_at.is_(None)), to_unit)
    _set_unit(db, pauses, and_(pauses.c.person_id == person.id, pauses.c.ended_at.is_(None)), to_unit)
    _set_unit(db, due, and_(due.c.subject_id == person.id, due.c.state == "waiting"), to_unit)
    asked_for = select(interests.c.id).where(interests.c.person_id == person.id)
    _set_unit(db, due, and_(due.c.subject_id.in_(asked_for), due.c.state == "waiting"), to_unit)
    threads.move(db, person.id, to_unit)
    taken_over = tasks.move(db, person.id, to_unit, by)
    if person.account_id is not None:
        _set_unit(db, accounts, accounts.c.id == person.account_id, to_unit)
        by_person = relays.c.person_account == person.account_id
        _set_unit(db, relays, and_(by_person, relays.c.from_person, relays.c.answered_at.is_(None)), to_unit)
        calls = and_(call_list.c.account_id == person.account_id, call_list.c.state == "open")
        _set_unit(db, call_list, calls, to_unit)
        _set_unit(db, due, and_(due.c.recipient_id == person.account_id, due.c.state == "waiting"), to_unit)
    loan_cases.goes_with(db, person.id, to_unit, by)
    of_leave = and_(absences.c.person_id == person.id, absences.c.state.in_((WAITING, AWAY)))
    with_clocks = (*_renumber(db, absences, "absence", of_leave, to_unit), *taken_over)
    asked = and_(data_requests.c.person_id == person.id, data_requests.c.state == "open")
    with_clocks += tuple(_renumber(db, data_requests, "data_request", asked, to_unit))
    _set_unit(db, due, and_(due.c.subject_id.in_(with_clocks), due.c.state == "waiting"), to_unit)
    # an officer of the old commune has offered these times
    appointments.call_off_all(db, person.id, by)
    still_open = and_(alerts.c.person_id == person.id, alerts.c.state.in_(OPEN_STATES))
    moved = _renumber(db, alerts, "alert", still_open, to_unit)
    detail = f"{person.unit}..{to_unit}"
    db.audit(person.unit, by, "person.moved_out", person.id, detail)
    db.audit(to_unit, by, "person.moved_in", person.id, detail)
    return moved


def _set_unit(db: Db, table: Table, which: ColumnElement[bool], unit: str) -> None:
    db.execute(update(table).where(which).values(unit=unit))


def _renumber(db: Db, table: Table, kind: str, which: ColumnElement[bool], to_unit: str) -> list[int]:
    """Moves records that people see by a number, each under the next number of the new commune; gives their ids."""
    ids = list(db.execute(select(table.c.id).where(which).order_by(table.c.id)).scalars())
    for row_id in ids:
        number = next_number(db, to_unit, kind)
        db.execute(update(table).where(table.c.id == row_id).values(unit=to_unit, number=number))
    return ids
