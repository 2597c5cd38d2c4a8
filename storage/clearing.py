"""Deletes who and what was entered for trying, before a commune runs for real; agencies, officers and audit stay."""

from sqlalchemy import ColumnElement, and_, delete, func, select, update

from storage import installation
from storage.accounts import accounts
from storage.attachments import attachments
from storage.chats import chats
from storage.conversations import conversations
from storage.database import Db
from storage.sessions import web_sessions
from storage.tables import metadata
from storage.units import organisations

# children before those they hang on
WHOLE = (
    *("goal_events", "goals", "intakes", "charge_steps"),
    *("absences", "appointments", "roll_calls", "person_groups", "group_lists", "guidance_votes", "people_views"),
    *("desk_tickets", "checkin_questions"),
    *("covers", "helpers", "pauses", "transfers", "fair_guests", "fairs", "job_searches"),
    *("quarter_report_steps", "quarter_reports"),
    *(
        "thread_readers",
        "thread_messages",
        "threads",
        "tasks",
        "duty_days",
        "duty_requests",
        "alert_causes",
        "outcomes",
    ),
    *("loan_case_steps", "loan_cases", "complaints", "data_requests"),
    *("need_steps", "help_offers", "pledges", "volunteers"),
    *("alert_events", "visit_versions", "needs", "interests", "work_profiles", "checkins", "assignments"),
    *("visits", "visit_counts", "alerts", "relays"),
    *(
        "call_list",
        "persons",
        "offers",
        "approvals",
        "broadcast_readers",
        "broadcasts",
        "cuts",
        "drafts",
    ),
    *("drill_readers", "drills", "due", "inbox", "invites", "link_requests", "newcomers", "outbox", "unsure_choices"),
    *(
        "tip_pictures",
        "tip_messages",
        "tips",
        "uploads",
        "attempts",
        "counters",
        "list_drafts",
        "list_imports",
        "person_details",
    ),
)
# of these, what belongs to officers and admins stays
PICKED = (
    "accounts",
    "account_changes",
    "attachments",
    "chats",
    "consents",
    "conversations",
    "organisations",
    "passkeys",
    "web_sessions",
)
AGENCIES = ("police", "border", "committee")


class RunsForReal(Exception):
    """What is here is not for trying: the commune runs for real, or there are several in this database."""


def clear(db: Db, unit: str) -> int:
    """Deletes all of it and says how many accounts and persons that were. Raises RunsForReal."""
    if not installation.may_be_cleared(db) or _has_other_units(db, unit):
        raise RunsForReal
    stays = accounts.c.roles.has("officer") | accounts.c.roles.has("admin")
    leaving = list(db.execute(select(accounts.c.id).where(~stays)).scalars())
    people = _count(db, "persons") + len(leaving)
    for name in WHOLE:
        db.execute(delete(metadata.tables[name]))
    kept = select(accounts.c.id).where(stays)
    _forget_chats(db, chats.c.account_id.in_(kept))
    # by the account, or by the chat where nobody is known
    db.execute(delete(conversations).where(conversations.c.party_id.not_in(kept)))
    db.execute(update(conversations).values(form=None, state=None, expires_at=None, nudge_at=None))
    for name in ("account_changes", "consents"):
        table = metadata.tables[name]
        db.execute(delete(table).where(table.c.account_id.not_in(kept)))
    db.execute(delete(accounts).where(~stays))
    db.execute(delete(organisations).where(organisations.c.kind.not_in(AGENCIES)))
    # the daily work deletes their files
    db.execute(update(attachments).values(state="expired"))
    for account_id in leaving:
        db.audit(unit, None, "account.cleared", account_id)
    db.audit(unit, None, "setup.cleared", None, f"people={people}")
    return people


def _has_other_units(db: Db, unit: str) -> bool:
    return db.execute(select(accounts.c.id).where(accounts.c.unit != unit).limit(1)).first() is not None


def _count(db: Db, table: str) -> int:
    return int(db.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one())


def _forget_chats(db: Db, stays: ColumnElement[bool]) -> None:
    """Deletes the chats of all others, and their browsers."""
    gone = select(chats.c.id).where(~and_(chats.c.account_id.is_not(None), stays))
    addresses = select(chats.c.address).where(chats.c.channel == "web", chats.c.id.in_(gone))
    db.execute(delete(web_sessions).where(web_sessions.c.address.in_(addresses)))
    db.execute(delete(chats).where(chats.c.id.in_(gone)))
