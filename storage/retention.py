"""What has served its purpose goes: each table by its own rule, a limited number of rows at a time; the audit stays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, Table, and_, delete, func, select, update

from rules.local_time import local_day
from rules.retention import DAYS, cutoff
from storage.absences import absences
from storage.account_changes import account_changes
from storage.alerts.tables import alert_causes, alert_events, alerts
from storage.appointments import appointments
from storage.approvals import approvals
from storage.assignments import assignments
from storage.attachments import DOCUMENT, LIST, attachments
from storage.broadcasts.tables import broadcast_readers, broadcasts
from storage.chats import chats
from storage.checkin_questions import checkin_questions
from storage.checkins import checkins
from storage.complaints import complaints
from storage.conversations import conversations
from storage.covers import covers
from storage.cuts import cuts
from storage.data_requests import data_requests
from storage.database import Db
from storage.desk_tickets import desk_tickets
from storage.document_templates import document_templates
from storage.drafts import drafts
from storage.due import due
from storage.duty_days import duty_days, duty_requests
from storage.fairs import fair_guests, fairs
from storage.family import helpers
from storage.goals import goal_events, goals
from storage.guidance_votes import guidance_votes
from storage.hiring import interests
from storage.ids import Ids
from storage.inbox import inbox
from storage.intakes import intakes
from storage.invites import attempts, invites
from storage.job_searches import job_searches
from storage.link_requests import link_requests
from storage.list_drafts import list_drafts
from storage.list_imports import list_imports
from storage.loan_cases import loan_case_steps, loan_cases
from storage.need_steps import need_steps
from storage.needs import needs
from storage.newcomers import newcomers
from storage.outbox import outbox
from storage.outbox.call_list import call_list
from storage.outcomes import outcomes
from storage.passkeys import passkeys
from storage.pauses import pauses
from storage.people_views import people_views
from storage.person_details import person_details
from storage.person_groups import group_lists, person_groups
from storage.persons import persons
from storage.quarter_reports.tables import quarter_report_steps, quarter_reports
from storage.relays import relays
from storage.roll_calls import roll_calls
from storage.sessions import web_sessions
from storage.taking_charge import charge_steps
from storage.tasks import tasks
from storage.threads.tables import thread_messages, thread_readers, threads
from storage.tips.tables import tip_messages, tip_pictures, tips
from storage.transfers import transfers
from storage.unsure_choices import unsure_choices
from storage.uploads import uploads
from storage.visits.tables import visit_versions, visits
from storage.volunteers import volunteers
from storage.work_profiles import work_profiles

Rule = Callable[[datetime], ColumnElement[bool]]

# what goes with a row, by the column that names it
GOES_WITH: Mapping[str, Sequence[tuple[Table, str]]] = {
    "chats": ((conversations, "party_id"), (drafts, "party_id"), (newcomers, "chat_id"), (volunteers, "chat_id")),
    "alerts": ((alert_events, "alert_id"), (alert_causes, "alert_id"), (tasks, "alert_id")),
    "broadcasts": ((broadcast_readers, "broadcast_id"),),
    "visits": ((visit_versions, "visit_id"), (needs, "visit_id"), (alert_causes, "visit_id"), (threads, "visit_id")),
    "quarter_reports": ((quarter_report_steps, "report_id"),),
    "fairs": ((fair_guests, "fair_id"),),
    "loan_cases": ((loan_case_steps, "case_id"),),
    "goals": ((goal_events, "goal_id"),),
    "volunteers": ((due, "subject_id"),),
    "needs": ((need_steps, "need_id"), (due, "subject_id")),
    "tips": ((tip_pictures, "tip_id"), (tip_messages, "tip_id"), (due, "subject_id")),
    "threads": ((thread_messages, "thread_id"), (thread_readers, "thread_id")),
    "persons": (
        (quarter_reports, "person_id"),
        (charge_steps, "person_id"),
        (intakes, "person_id"),
        (goals, "person_id"),
        (threads, "person_id"),
        (outcomes, "person_id"),
        (tasks, "person_id"),
        (alerts, "person_id"),
        (visits, "person_id"),
        (needs, "person_id"),
        (checkins, "person_id"),
        (checkin_questions, "person_id"),
        (interests, "person_id"),
        (job_searches, "person_id"),
        (fair_guests, "person_id"),
        (work_profiles, "person_id"),
        (assignments, "person_id"),
        (person_details, "person_id"),
        (person_groups, "person_id"),
        (roll_calls, "person_id"),
        (absences, "person_id"),
        (data_requests, "person_id"),
        (appointments, "person_id"),
        (helpers, "person_id"),
        (pauses, "person_id"),
        (transfers, "person_id"),
        (loan_cases, "person_id"),
        (due, "subject_id"),
    ),
}


@dataclass(frozen=True, slots=True)
class Spent:
    """Rows of a table that nobody needs any more, once they are older than the rule `what` keeps them."""

    what: str
    table: Table
    when: Rule


def _made_before(table: Table, moment: datetime) -> ColumnElement[bool]:
    """Ids grow with time: this reads the old end of the table only. The day allows for clocks that differ."""
    return table.c.id < Ids.at(moment + timedelta(days=1))


def _old(table: Table, column: str, *others: ColumnElement[bool]) -> Rule:
    return lambda moment: and_(_made_before(table, moment), table.c[column] < moment, *others)


def _long_unused(moment: datetime) -> ColumnElement[bool]:
    return and_(_made_before(passkeys, moment), func.coalesce(passkeys.c.used_at, passkeys.c.made_at) < moment)


def _never_written_in(moment: datetime) -> ColumnElement[bool]:
    its_chat = select(chats.c.id).where(chats.c.channel == "web", chats.c.address == web_sessions.c.address)
    return and_(web_sessions.c.used_at < moment, ~its_chat.exists())


NOT_USED = document_templates.c.state == "tried"
ALL_SPENT = (
    Spent("inbox", inbox, _old(inbox, "received_at", inbox.c.state.in_(("done", "dead")))),
    Spent("outbox", outbox, _old(outbox, "created_at", outbox.c.state.in_(("sent", "dead", "dropped")))),
    Spent("conversations", drafts, lambda moment: drafts.c.expires_at < moment),
    Spent("attempts", attempts, lambda moment: attempts.c.until < moment),
    Spent("invites", invites, _old(invites, "expires_at")),
    Spent("approvals", approvals, _old(approvals, "expires_at")),
    Spent("due", due, lambda moment: and_(due.c.done_at < moment, due.c.state != "waiting")),
    Spent("call_list", call_list, _old(call_list, "done_at")),
    Spent("guidance_votes", guidance_votes, lambda moment: guidance_votes.c.month < f"{local_day(moment):%Y-%m}"),
    Spent("unsure_choices", unsure_choices, lambda moment: unsure_choices.c.day < local_day(moment)),
    Spent("broadcasts", broadcasts, _old(broadcasts, "ended_at")),
    Spent("relays", relays, _old(relays, "at")),
    Spent("covers", covers, _old(covers, "asked_at")),
    Spent("checkins", checkins, _old(checkins, "at")),
    Spent("interests", interests, _old(interests, "changed_at")),
    Spent("fairs", fairs, _old(fairs, "starts_at")),
    Spent("work_profiles", work_profiles, lambda moment: work_profiles.c.at < moment),
    Spent("unused_templates", document_templates, _old(document_templates, "at", NOT_USED)),
    Spent("uploads", uploads, lambda moment: uploads.c.at < moment),
    Spent("visitors", chats, lambda moment: and_(chats.c.account_id.is_(None), chats.c.last_in_at < moment)),
    Spent("web_sessions", web_sessions, lambda moment: web_sessions.c.used_at < moment),
    Spent("unused_sessions", web_sessions, _never_written_in),
    Spent("link_requests", link_requests, _old(link_requests, "expires_at")),
    Spent("list_imports", list_imports, _old(list_imports, "at")),
    Spent("list_imports", list_drafts, _old(list_drafts, "at")),
    Spent("cuts", cuts, _old(cuts, "at")),
    Spent("alerts", alerts, _old(alerts, "closed_at")),
    Spent("threads", threads, _old(threads, "last_at")),
    Spent("tips", tips, lambda moment: tips.c.closed_at < moment),
    Spent("unclosed_tips", tips, lambda moment: and_(tips.c.state != "closed", tips.c.day < local_day(moment))),
    Spent("tasks", tasks, _old(tasks, "done_at")),
    Spent("duty_days", duty_requests, _old(duty_requests, "at")),
    Spent("volunteers", volunteers, _old(volunteers, "asked_at", volunteers.c.state != "asked")),
    Spent("visits", visits, _old(visits, "filed_at")),
    Spent("person_groups", person_groups, _old(person_groups, "at")),
    Spent("group_lists", group_lists, _old(group_lists, "made_at")),
    Spent("roll_calls", roll_calls, _old(roll_calls, "at")),
    Spent("absences", absences, _old(absences, "asked_at")),
    Spent("appointments", appointments, _old(appointments, "made_at")),
    Spent("data_requests", data_requests, _old(data_requests, "ended_at")),
    Spent("complaints", complaints, _old(complaints, "answered_at")),
    Spent("loan_cases", loan_cases, _old(loan_cases, "ended_at")),
    Spent("persons", persons, _old(persons, "ended_at", persons.c.status != "managed")),
    Spent("desk_tickets", desk_tickets, _old(desk_tickets, "made_at")),
    Spent("passkeys", passkeys, _long_unused),
    Spent("people_views", people_views, _old(people_views, "made_at")),
    Spent("account_changes", account_changes, _old(account_changes, "at", account_changes.c.why.is_not(None))),
)


def expire(db: Db, days: Mapping[str, int] = DAYS, limit: int = 1000) -> dict[str, int]:
    """Deletes at most `limit` rows of each kind and says how many; call it again until nothing is left."""
    gone: dict[str, int] = {}
    for spent in ALL_SPENT:
        moment = cutoff(spent.what, db.now, days)
        if moment is not None:
            ripe = select(_key(spent.table)).where(spent.when(moment)).limit(limit)
            gone[spent.what] = gone.get(spent.what, 0) + _delete(db, spent.table, list(db.execute(ripe).scalars()))
    gone["duty_days"] = gone.get("duty_days", 0) + _past_duty(db, cutoff("duty_days", db.now, days))
    gone["conversations"] = gone.get("conversations", 0) + _blank_drafts(db, cutoff("conversations", db.now, days))
    gone["attachments"] = _let_go_of_files(db, cutoff("attachments", db.now, days), limit)
    of_nobody = attachments.c.person_id.is_(None)
    gone["unfiled"] = _let_go_of_files(db, cutoff("unfiled", db.now, days), limit, of_nobody)
    of_documents = attachments.c.about.in_((DOCUMENT, LIST))
    gone["documents"] = _let_go_of_files(db, cutoff("documents", db.now, days), limit, of_documents)
    return {what: count for what, count in gone.items() if count}


def _key(table: Table) -> Column[int]:
    return next(iter(table.primary_key))


def _delete(db: Db, table: Table, ids: list[int]) -> int:
    if not ids:
        return 0
    for child, column in GOES_WITH.get(table.name, ()):
        belonging = select(_key(child)).where(child.c[column].in_(ids)).distinct()
        _delete(db, child, list(db.execute(belonging).scalars()))
    return db.execute(delete(table).where(_key(table).in_(ids))).rowcount


def _past_duty(db: Db, moment: datetime | None) -> int:
    """Deletes days of the roster; a few for each commune and day."""
    if moment is None:
        return 0
    return db.execute(delete(duty_days).where(duty_days.c.day < local_day(moment))).rowcount


def _blank_drafts(db: Db, moment: datetime | None) -> int:
    """Empties old dialogues of what was answered; their rows stay, for a turn locks them."""
    if moment is None:
        return 0
    old = update(conversations).where(conversations.c.expires_at < moment)
    return db.execute(old.values(form=None, state=None, expires_at=None, nudge_at=None)).rowcount


def _let_go_of_files(db: Db, moment: datetime | None, limit: int, *only: ColumnElement[bool]) -> int:
    """Marks them; the row goes after the file, so that no file is forgotten."""
    if moment is None:
        return 0
    old = and_(_made_before(attachments, moment), attachments.c.created_at < moment, attachments.c.state != "expired")
    ripe = select(attachments.c.id).where(old, *only).limit(limit)
    return db.execute(update(attachments).where(attachments.c.id.in_(ripe)).values(state="expired")).rowcount


def files_to_delete(db: Db, limit: int = 200) -> list[int]:
    """Lists the attachments whose files are to be deleted; say with `files_deleted` when they are."""
    expired = select(attachments.c.id).where(attachments.c.state == "expired").order_by(attachments.c.created_at)
    return list(db.execute(expired.limit(limit)).scalars())


def files_deleted(db: Db, ids: Sequence[int]) -> None:
    """Deletes the rows of attachments whose files are gone."""
    db.execute(delete(attachments).where(attachments.c.id.in_(ids), attachments.c.state == "expired"))
