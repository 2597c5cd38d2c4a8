"""What goes at once when somebody leaves the service: what was kept to help, and not for a duty."""

from sqlalchemy import ColumnElement, Table, delete, select, update

from storage import consents
from storage.attachments import attachments
from storage.checkin_questions import checkin_questions
from storage.checkins import checkins
from storage.database import Db
from storage.fairs import fair_guests
from storage.goals import goal_events, goals
from storage.intakes import intakes
from storage.job_searches import job_searches
from storage.outcomes import outcomes
from storage.relays import relays


def forget_help(db: Db, account_id: int, person_id: int | None, *, but_checkins: bool) -> None:
    """Deletes what somebody told of themself and wrote to the office, with what was sent along.

    `but_checkins`: those are the monthly reports of somebody who owes them.
    """
    sent = attachments.c.account_id == account_id
    db.execute(update(attachments).where(sent, attachments.c.about.in_(("relay", "checkin"))).values(state="expired"))
    _delete(db, relays, relays.c.person_account == account_id)
    if person_id is None:
        return
    own_goals = select(goals.c.id).where(goals.c.person_id == person_id)
    _delete(db, goal_events, goal_events.c.goal_id.in_(own_goals))
    told = () if but_checkins else (checkins,)
    for table in (checkin_questions, fair_guests, goals, intakes, job_searches, outcomes, *told):
        _delete(db, table, table.c.person_id == person_id)


def _delete(db: Db, table: Table, which: ColumnElement[bool]) -> None:
    db.execute(delete(table).where(which))


def withdraw_consents(db: Db, account_id: int, version: str) -> None:
    """Notes a no to everything that was agreed to."""
    for purpose, given in consents.current(db, account_id).items():
        if given:
            consents.record(db, account_id, purpose, False, version=version)
