"""Every query whose table grows has its index: the statements as the functions send them, explained by the database."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, event
from sqlalchemy.dialects import postgresql

from rules.deadlines import Quarter
from rules.retention import DAYS
from storage import (
    absences,
    access,
    account_changes,
    account_pages,
    accounts,
    alerts,
    appointments,
    approvals,
    assignments,
    attachments,
    audit_search,
    broadcasts,
    chats,
    checkin_questions,
    checkins,
    complaints,
    consents,
    conversations,
    covers,
    cuts,
    cutting,
    data_requests,
    document_templates,
    drafts,
    due,
    duty_days,
    fairs,
    family,
    figures,
    figures_by_unit,
    goals,
    guardian_pages,
    help_offers,
    hiring,
    inbox,
    intakes,
    invites,
    job_searches,
    link_requests,
    list_drafts,
    loan_board,
    loan_cases,
    looks,
    made_documents,
    need_board,
    need_steps,
    needs,
    newcomers,
    offer_pages,
    offer_states,
    offers,
    outbox,
    outcomes,
    partner_board,
    pauses,
    people_search,
    people_views,
    person_details,
    person_groups,
    person_pages,
    person_timeline,
    persons,
    planning,
    pledges,
    quarter_facts,
    quarter_pages,
    quarter_reports,
    quotas,
    relays,
    retention,
    roll_calls,
    sessions,
    silences,
    taking_charge,
    tasks,
    threads,
    tips,
    transfers,
    units,
    usage,
    visit_counts,
    visits,
    visits_due,
    volunteers,
    work_board,
    zalo_tokens,
)
from storage.alerts import raise_alert
from storage.broadcasts import audiences, not_reached, tallies
from storage.broadcasts.audiences import Audience
from storage.chats import Chat
from storage.database import Db, Store
from storage.due import Planned
from storage.outbox import by_channel, call_list, holds, message_history, receipts, sending, shown, windows
from storage.outbox.message_history import Filter, Message
from storage.tables import metadata
from tests.storage.broadcasts.test_broadcasts import written
from tests.storage.commune import OTHER_UNIT, UNIT, Commune, who

TODAY = date(2026, 11, 23)
PAGE = planning.Page(1, 10**18, last=True)
PARTIAL = {
    str(index.name)
    for table in metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
# a few rows each, whatever grows
SMALL = {"units", "organisations", "counters", "audit_heads", "leases", "list_drafts"}

# as many pages as there are: the planner takes rows for pages, and tests before may have left empty ones
LARGE = """
    DELETE FROM pg_statistic WHERE starelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace);
    UPDATE pg_class SET reltuples = 1000000,
        relpages = greatest(pg_relation_size(oid) / current_setting('block_size')::integer, 1)
    WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace;
    SET LOCAL session_replication_role = replica;
"""


def message_of(commune: Commune) -> Message:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    return Message(
        *(1, commune.chat, "web", commune.own_account, 2, "digest", None, "dead", 1, False),
        *(moment, moment, moment, None, None, None, None),
    )


def own_chat(db: Db, commune: Commune) -> chats.Chat:
    chat = chats.get(db, commune.chat)
    assert chat is not None
    return chat


def an_alert(db: Db) -> alerts.Alert:
    return alerts.Alert(
        *(1, UNIT, 1, "high", "moved", None, None, None, "closed", db.now, db.now, 0, None, 0),
        *(None, None, None, None, None, db.now, "no_danger", "", None),
    )


def matching_of(state: str) -> "Work":
    return lambda db, _: message_history.matching(db, Filter((state,), "web"), 20)


def counted(state: str) -> "Work":
    return lambda db, _: message_history.how_many(db, Filter((state,), since=db.now, kinds=("alert",)))


def happened(db: Db, commune: Commune) -> object:
    nam = persons.get(db, commune.nam)
    assert nam is not None
    return person_timeline.page(db, nam, person_timeline.KINDS, person_timeline.Place.read("", db.now), 30)


def reports_that_are(state: str) -> "Work":
    return lambda db, _: quarter_pages.reports(db, UNIT, "2026-4", state, last=TODAY, most=50)


Sent = list[tuple[str, Any]]
Work = Callable[[Db, Commune], object]

QUERIES: dict[str, Work] = {
    "accounts.get": lambda db, c: accounts.get(db, c.guardian),
    "accounts.by_phone": lambda db, c: accounts.by_phone(db, "+84901000001"),
    "accounts.officers_of": lambda db, c: accounts.officers_of(db, UNIT),
    "accounts.page_with_role": lambda db, c: accounts.page_with_role(db, UNIT, "guardian", most=8, skipped=8),
    "account_pages.page_of": lambda db, c: account_pages.page_of(
        db, UNIT, account_pages.Wanted(role="guardian"), most=8, skipped=8
    ),
    "account_pages.how_many": lambda db, c: account_pages.how_many(db, UNIT, account_pages.Wanted(in_use=False)),
    "alerts.causes": lambda db, c: alerts.causes(db, 1),
    "alerts.raised_by": lambda db, c: alerts.raised_by(db, UNIT, ["alarm", "fire"], db.now, db.now, 8),
    "duty_days.between": lambda db, c: duty_days.between(db, UNIT, TODAY, TODAY),
    "duty_days.days_of": lambda db, c: duty_days.days_of(db, c.officer, TODAY, TODAY),
    "duty_days.get_request": lambda db, c: duty_days.get_request(db, 1),
    "duty_days.write": lambda db, c: duty_days.write(db, UNIT, TODAY, TODAY, [], c.officer),
    "duty_days.leave": lambda db, c: duty_days.leave(db, c.officer, TODAY),
    "duty_days.open_of": lambda db, c: duty_days.open_of(db, c.officer),
    "guardian_pages.page_of": lambda db, c: guardian_pages.page_of(db, UNIT, after=0, most=50),
    "guardian_pages.loads": lambda db, c: guardian_pages.loads(db, UNIT, [c.guardian, 2]),
    "guardian_pages.in_care_since": lambda db, c: guardian_pages.in_care_since(db, c.guardian),
    "guardian_pages.last_reports": lambda db, c: guardian_pages.last_reports(db, [c.guardian, 2]),
    "guardian_pages.visits_made": lambda db, c: guardian_pages.visits_made(db, [c.guardian, 2], Quarter(2026, 4)),
    "guardian_pages.reports_sent": lambda db, c: guardian_pages.reports_sent(db, [c.guardian, 2], Quarter(2026, 4)),
    "duty_days.waiting_for": lambda db, c: duty_days.waiting_for(db, c.officer),
    "tasks.by_number": lambda db, c: tasks.by_number(db, UNIT, 1),
    "tips.get": lambda db, c: tips.get(db, 1),
    "tips.by_proof": lambda db, c: tips.by_proof(db, b"1"),
    "tips.by_number": lambda db, c: tips.by_number(db, UNIT, 1),
    "tips.page_of": lambda db, c: tips.page_of(db, UNIT, most=8, skipped=8),
    "tips.how_many": lambda db, c: tips.how_many(db, UNIT),
    "tips.messages_of": lambda db, c: tips.messages_of(db, 1),
    "tips.pictures_of": lambda db, c: tips.pictures_of(db, 1),
    "tips.was_sent": lambda db, c: tips.was_sent(db, b"1"),
    "tips.waiting": lambda db, c: tips.waiting(db),
    "tips.give_back": lambda db, c: tips.give_back(db, c.officer),
    "tips.places": lambda db, c: tips.places(db),
    "tasks.of_account": lambda db, c: tasks.of_account(db, c.officer),
    "tasks.of_unit": lambda db, c: tasks.of_unit(db, UNIT),
    "tasks.of_person": lambda db, c: tasks.of_person(db, c.nam),
    "tasks.several": lambda db, c: tasks.several(db, [1, 2]),
    "tasks.end_of": lambda db, c: tasks.end_of(db, c.nam, c.officer),
    "tasks.leave": lambda db, c: tasks.leave(db, c.guardian, c.officer),
    "tasks.move": lambda db, c: tasks.move(db, c.nam, OTHER_UNIT, c.officer),
    "people_search.page": lambda db, c: people_search.page(
        db, UNIT, people_search.Search(hamlet="Xóm 6", alone=True, overdue_on=TODAY), most=50
    ),
    "people_search.page of a guardian": lambda db, c: people_search.page(
        db, UNIT, people_search.Search(guardian_id=c.guardian, group="A", quarter="2026-4", status=""), most=50
    ),
    "people_search.hamlets": lambda db, c: people_search.hamlets(db, UNIT),
    "people_views.of_account": lambda db, c: people_views.of_account(db, c.officer),
    "people_views.remove": lambda db, c: people_views.remove(db, c.officer, 1),
    "people_views.forget": lambda db, c: people_views.forget(db, c.officer),
    "person_timeline.page": happened,
    "person_groups.history": lambda db, c: person_groups.history(db, c.nam),
    "person_groups.in_quarter": lambda db, c: person_groups.in_quarter(db, [c.nam, 2], "2026-4"),
    "person_groups.lists_of": lambda db, c: person_groups.lists_of(db, UNIT, "2026-4"),
    "person_groups.sign_for": lambda db, c: person_groups.sign_for(db, UNIT, 1, "12/CV", c.officer),
    "roll_calls.of_month": lambda db, c: roll_calls.of_month(db, [c.nam, 2], "2026-11"),
    "roll_calls.latest": lambda db, c: roll_calls.latest(db, c.nam),
    "roll_calls.strike": lambda db, c: roll_calls.strike(db, unit=UNIT, person_id=c.nam, month="2026-11", by=c.officer),
    "data_requests.get": lambda db, c: data_requests.get(db, 1),
    "data_requests.by_number": lambda db, c: data_requests.by_number(db, UNIT, 1),
    "data_requests.of_sender": lambda db, c: data_requests.of_sender(db, c.own_account),
    "data_requests.open_of": lambda db, c: data_requests.open_of(db, UNIT),
    "data_requests.how_many_open": lambda db, c: data_requests.how_many_open(db, c.own_account),
    "looks.at_somebody": lambda db, c: looks.at_somebody(db, [c.nam, c.own_account], db.now),
    "visits.how_many_of_guardian": lambda db, c: visits.how_many_of_guardian(db, c.guardian),
    "complaints.several": lambda db, c: complaints.several(db, [1, 2]),
    "data_requests.several": lambda db, c: data_requests.several(db, [1, 2]),
    "loan_cases.several": lambda db, c: loan_cases.several(db, [1, 2]),
    "tips.several": lambda db, c: tips.several(db, [1, 2]),
    "hiring.several": lambda db, c: hiring.several(db, [1, 2]),
    "fairs.of_guests": lambda db, c: fairs.of_guests(db, [1, 2]),
    "complaints.get": lambda db, c: complaints.get(db, 1),
    "complaints.by_number": lambda db, c: complaints.by_number(db, UNIT, 1),
    "complaints.of_sender": lambda db, c: complaints.of_sender(db, c.own_account),
    "complaints.open_of": lambda db, c: complaints.open_of(db, UNIT),
    "absences.get": lambda db, c: absences.get(db, 1),
    "absences.several": lambda db, c: absences.several(db, [1, 2]),
    "absences.by_number": lambda db, c: absences.by_number(db, UNIT, 1),
    "absences.of_person": lambda db, c: absences.of_person(db, c.nam),
    "absences.in_state": lambda db, c: absences.in_state(db, UNIT, "asked", "allowed"),
    "appointments.get": lambda db, c: appointments.get(db, 1),
    "appointments.by_number": lambda db, c: appointments.by_number(db, UNIT, 1),
    "appointments.open_of": lambda db, c: appointments.open_of(db, c.nam),
    "appointments.open_in": lambda db, c: appointments.open_in(db, UNIT),
    "outcomes.of_person": lambda db, c: outcomes.of_person(db, c.nam),
    "outcomes.of_unit": lambda db, c: outcomes.of_unit(db, UNIT),
    "figures.people": lambda db, c: figures.people(db, UNIT),
    "figures.managed": lambda db, c: figures.managed(db, UNIT),
    "figures.ended": lambda db, c: figures.ended(db, UNIT, TODAY, TODAY),
    "figures.grouped": lambda db, c: figures.grouped(db, UNIT, "2026-4"),
    "figures.courses": lambda db, c: figures.courses(db, UNIT, TODAY),
    "figures.visits_made": lambda db, c: figures.visits_made(db, UNIT, TODAY, TODAY),
    "figures.alerts_opened": lambda db, c: figures.alerts_opened(db, UNIT, TODAY, TODAY),
    "figures.needs_opened": lambda db, c: figures.needs_opened(db, UNIT, TODAY, TODAY),
    "figures.loan_steps": lambda db, c: figures.loan_steps(db, UNIT, TODAY, TODAY),
    "figures.needs_met": lambda db, c: figures.needs_met(db, UNIT, TODAY, TODAY, "met"),
    "figures_by_unit.needs_funnel": lambda db, c: figures_by_unit.needs_funnel(db, [UNIT, OTHER_UNIT], TODAY, TODAY),
    "figures.hired": lambda db, c: figures.hired(db, UNIT),
    "figures.roll_called": lambda db, c: figures.roll_called(db, UNIT, TODAY, TODAY),
    "figures.reminded": lambda db, c: figures.reminded(db, [c.nam], "visit_soon"),
    "figures_by_unit.by_unit": lambda db, c: figures_by_unit.by_unit(db, [UNIT], TODAY, TODAY),
    "threads.between": lambda db, c: threads.between(db, c.nam, c.guardian),
    "threads.of_visit": lambda db, c: threads.of_visit(db, 1),
    "threads.of_person": lambda db, c: threads.of_person(db, c.nam),
    "threads.of_guardian": lambda db, c: threads.of_guardian(db, c.guardian),
    "threads.waiting": lambda db, c: threads.waiting(db, UNIT),
    "threads.several": lambda db, c: threads.several(db, [1, 2]),
    "threads.end_of": lambda db, c: threads.end_of(db, c.nam, c.officer),
    "threads.move": lambda db, c: threads.move(db, c.nam, OTHER_UNIT),
    "threads.messages": lambda db, c: threads.messages(db, 1),
    "threads.unread": lambda db, c: threads.unread(db, c.officer, [1, 2]),
    "threads.thread_on_screen": lambda db, c: threads.thread_on_screen(db, c.officer, db.now),
    "threads.thread_of_attachment": lambda db, c: threads.thread_of_attachment(db, 1),
    "visit_counts.of_unit": lambda db, c: visit_counts.of_unit(db, UNIT),
    "visit_counts.how_many_visits": lambda db, c: visit_counts.how_many_visits(db, UNIT, TODAY, TODAY),
    "visits.several": lambda db, c: visits.several(db, [1, 2]),
    "approvals.waiting": lambda db, c: approvals.waiting(db, UNIT),
    "approvals.by_number": lambda db, c: approvals.by_number(db, UNIT, 1),
    "approvals.several": lambda db, c: approvals.several(db, [1, 2]),
    "accounts.how_many_active": lambda db, c: accounts.how_many_active(db, UNIT, "guardian"),
    "chats.at": lambda db, c: chats.at(db, "web", "nam"),
    "usage.people": lambda db, c: usage.people(db, "web"),
    "usage.sent_this_month": lambda db, c: usage.sent_this_month(db, "web"),
    "usage.sent": lambda db, c: usage.sent(db, {"web": 1}),
    "usage.paid": lambda db, c: usage.paid(db, "web", 1, 560),
    "quotas.note": lambda db, c: quotas.note(db, "zbs", "daily", most=500, remaining=499),
    "quotas.of": lambda db, c: quotas.of(db, "zbs", "daily"),
    "quotas.tell_once": lambda db, c: quotas.tell_once(db, "zbs", "daily", 80),
    "usage.tell_once": lambda db, c: usage.tell_once(db, "web", usage.SENT, 80),
    "chats.of_account": lambda db, c: chats.of_account(db, c.own_account),
    "conversations.get": lambda db, c: conversations.get(db, c.own_account, lock=True),
    "conversations.to_nudge": lambda db, c: conversations.to_nudge(db, 20),
    "conversations.to_expire": lambda db, c: conversations.to_expire(db, 20),
    "drafts.take": lambda db, c: drafts.take(db, c.own_account, "visit_report"),
    "drafts.of_form": lambda db, c: drafts.of_form(db, c.own_account, "visit_report"),
    "drafts.of_party": lambda db, c: drafts.of_party(db, c.own_account),
    "drafts.last": lambda db, c: drafts.last(db, c.own_account),
    "drafts.to_nudge": lambda db, c: drafts.to_nudge(db, 20),
    "drafts.to_expire": lambda db, c: drafts.to_expire(db, 20),
    "drafts.next_at": lambda db, c: drafts.next_at(db),
    "chats.reaching": lambda db, c: chats.reaching(db, [c.own_account]),
    "inbox.parties": lambda db, c: inbox.parties(db, "web", ["nam"]),
    "inbox.chats_waiting": lambda db, c: inbox.chats_waiting(db, db.now, 100),
    "inbox.next_of": lambda db, c: inbox.next_of(db, c.chat),
    "inbox.said_by": lambda db, c: inbox.said_by(db, c.chat, 20, after=cuts.last(db, c.chat)),
    "sending.take": lambda db, c: sending.take(db, "web", 0, 20),
    "sending.on_their_way": lambda db, c: sending.on_their_way(db, "web"),
    "sending.still_on_their_way": lambda db, c: sending.still_on_their_way(db, [1, 2]),
    "sending.left_sending": lambda db, c: sending.left_sending(db, "web", 10**18),
    "shown.sent_to": lambda db, c: shown.sent_to(db, own_chat(db, c), 0, 20),
    "access.ended_at": lambda db, _: access.ended_at(db, "web", ["nam", "hung"]),
    "due.clear_for": lambda db, c: due.clear_for(db, c.guardian, ["visit_today"], "account_closed"),
    "holds.drop_for": lambda db, c: holds.drop_for(db, c.own_account, [c.chat], "account_closed"),
    "assignments.ended_since": lambda db, c: assignments.ended_since(db, c.guardian, db.now),
    "family.of_person": lambda db, c: family.of_person(db, c.nam),
    "family.of_account": lambda db, c: family.of_account(db, c.own_account),
    "pauses.of_person": lambda db, c: pauses.of_person(db, c.nam),
    "transfers.several": lambda db, c: transfers.several(db, [1, 2]),
    "transfers.open_of": lambda db, c: transfers.open_of(db, UNIT),
    "transfers.of_person": lambda db, c: transfers.of_person(db, c.nam),
    "covers.several": lambda db, c: covers.several(db, [1, 2]),
    "covers.of_unit": lambda db, c: covers.of_unit(db, UNIT),
    "covers.of_account": lambda db, c: covers.of_account(db, c.guardian),
    "covers.looks_after": lambda db, c: covers.looks_after(db, c.stand_in, c.nam),
    "covers.acting_guardians": lambda db, c: covers.acting_guardians(db, [c.nam]),
    "covers.stood_in_since": lambda db, c: covers.stood_in_since(db, c.stand_in, TODAY),
    "list_drafts.of_account": lambda db, c: list_drafts.of_account(db, c.officer),
    "list_drafts.waiting": lambda db, _: list_drafts.waiting(db, 4),
    "person_details.get": lambda db, c: person_details.get(db, c.nam),
    "person_details.of_unit": lambda db, _: person_details.of_unit(db, UNIT),
    "zalo_tokens.failure_of": lambda db, _: zalo_tokens.failure_of(db, "579745863508352884"),
    "account_changes.of_account": lambda db, c: account_changes.of_account(db, c.guardian),
    "call_list.open_for": lambda db, c: call_list.open_for(db, c.own_account),
    "sending.oldest_waiting": lambda db, c: sending.oldest_waiting(db, "web"),
    "outbox.was_put": lambda db, c: outbox.was_put(db, c.chat, "alert", db.now),
    "outbox.recently_put": lambda db, c: outbox.recently_put(db, [c.chat], ["alert"], db.now),
    "chats.for_templates": lambda db, c: chats.for_templates(db, "web", {"nam": c.officer, "new": c.officer}),
    "persons.by_accounts": lambda db, c: persons.by_accounts(db, [c.own_account]),
    "receipts.delivered": lambda db, c: receipts.delivered(db, ["a1", "a2"], db.now),
    "receipts.seen": lambda db, c: receipts.seen(db, ["a1"], db.now),
    "receipts.take_unconfirmed": lambda db, c: receipts.take_unconfirmed(db, db.now, db.now, 100),
    "receipts.delivered_ours": lambda db, c: receipts.delivered_ours(db, 1, db.now),
    "holds.move": lambda db, c: holds.move(
        db, c.chat, Chat(9, "web", "nam", c.own_account, c.own_account, "active", welcomed=True)
    ),
    "holds.drop": lambda db, c: holds.drop(db, c.chat, "stopped"),
    "holds.waiting_to_join": lambda db, c: holds.waiting_to_join(
        db, [Chat(c.chat, "web", "nam", c.own_account, c.own_account, "active", welcomed=True)], ["interest"], db.now
    ),
    "holds.drop_joined": lambda db, c: holds.drop_joined(db, [1, 2]),
    "holds.withdraw": lambda db, c: holds.withdraw(db, 1, ["visit_today"]),
    "holds.withdraw of one": lambda db, c: holds.withdraw(db, 1, ["visit_today"], c.guardian),
    "shown.sent_about": lambda db, c: shown.sent_about(db, [c.chat], 1, ["visit_today"], timedelta(days=7)),
    "holds.hold": lambda db, c: holds.hold(db, 1, "broadcast", "stopped"),
    "holds.let_go": lambda db, c: holds.let_go(db, 1, "broadcast"),
    "windows.reader_wrote": lambda db, c: windows.reader_wrote(db, c.chat),
    "windows.drop_stale": lambda db, c: windows.drop_stale(db),
    "shown.brought": lambda db, c: shown.brought(db, c.chat, 1),
    "message_history.counts": lambda db, c: message_history.counts(db),
    **{f"message_history.matching of the {state}": matching_of(state) for state in message_history.STATES},
    **{f"message_history.how_many of the {state}": counted(state) for state in message_history.STATES},
    "message_history.reader_of": lambda db, c: message_history.reader_of(db, message_of(c)),
    "message_history.copies_of": lambda db, c: message_history.copies_of(db, message_of(c)),
    "message_history.call_of": lambda db, c: message_history.call_of(db, message_of(c)),
    "message_history.queue_again": lambda db, c: message_history.queue_again(db, 1, db.now, db.now),
    "message_history.drop": lambda db, c: message_history.drop(db, [1, 2]),
    "made_documents.of_chat": lambda db, c: made_documents.of_chat(db, c.chat),
    "attachments.several": lambda db, c: attachments.several(db, [1, 2]),
    "attachments.sent_with": lambda db, c: attachments.sent_with(db, [1, 2]),
    "attachments.file_under": lambda db, c: attachments.file_under(db, 1, about="visit", person_id=c.nam),
    "attachments.to_fetch": lambda db, c: attachments.to_fetch(db, 20),
    "invites.find": lambda db, c: invites.find(db, "7F3K-92QD"),
    "invites.must_wait_until": lambda db, c: invites.must_wait_until(db, invites.Guesser(chat="1", address="2")),
    "sessions.find": lambda db, c: sessions.find(db, "A" * 43),
    "sessions.of_addresses": lambda db, c: sessions.of_addresses(db, ["a", "b"]),
    "sessions.still_open": lambda db, c: sessions.still_open(db, [b"1", b"2"]),
    "sessions.end_all": lambda db, c: sessions.end_all(db, "a"),
    "cutting.cut": lambda db, c: cutting.cut(db, c.chat, None),
    "cutting.links_open": lambda db, c: cutting.links_open(db, c.chat, c.own_account, db.now),
    "holds.move_all": lambda db, c: holds.move_all(
        db, c.chat, Chat(9, "web", "nam", c.own_account, c.own_account, "active", welcomed=True)
    ),
    "holds.drop_all": lambda db, c: holds.drop_all(db, c.chat, "cut"),
    "link_requests.of_account": lambda db, c: link_requests.of_account(db, c.own_account),
    "link_requests.of_chat": lambda db, c: link_requests.of_chat(db, c.chat),
    "link_requests.latest": lambda db, c: link_requests.latest(db, c.own_account),
    "link_requests.show_figures": lambda db, c: link_requests.show_figures(db, 1, c.officer),
    "link_requests.try_figures": lambda db, c: link_requests.try_figures(db, 1, "123456"),
    "invites.withdraw": lambda db, c: invites.withdraw(db, c.guardian),
    "consents.current": lambda db, c: consents.current(db, c.own_account),
    "consents.agreed": lambda db, c: consents.agreed(db, [c.own_account], "jobs"),
    "persons.of_guardian": lambda db, c: persons.of_guardian(db, c.guardian),
    "persons.of_unit": lambda db, c: persons.of_unit(db, UNIT),
    "persons.by_account": lambda db, c: persons.by_account(db, c.own_account),
    "persons.by_phone": lambda db, c: persons.by_phone(db, UNIT, "+84901000002"),
    "visits_due.overdue": lambda db, c: visits_due.overdue(db, UNIT, TODAY, most=8, skipped=8),
    "visits_due.how_many_overdue": lambda db, c: visits_due.how_many_overdue(db, UNIT, TODAY),
    "person_pages.page_of": lambda db, c: person_pages.page_of(db, UNIT, person_pages.Wanted(), most=8),
    "person_pages.page_of a hamlet": lambda db, c: person_pages.page_of(
        db, UNIT, person_pages.Wanted(hamlet="xóm 6", alone=True), most=8, skipped=8
    ),
    "person_pages.page_of a guardian's": lambda db, c: person_pages.page_of(
        db, UNIT, person_pages.Wanted(guardian_id=c.guardian), most=8
    ),
    "person_pages.how_many": lambda db, c: person_pages.how_many(db, UNIT, person_pages.Wanted(alone=True)),
    "person_pages.hamlets": lambda db, c: person_pages.hamlets(db, UNIT, 10),
    "attachments.album_of": lambda db, c: attachments.album_of(db, 1),
    "attachments.after": lambda db, c: attachments.after(db, 1),
    "attachments.expire": lambda db, c: attachments.expire(db, 1),
    "visits_due.counts": lambda db, c: visits_due.counts(db, UNIT, TODAY),
    "assignments.guardian_of": lambda db, c: assignments.guardian_of(db, c.nam),
    "assignments.guardians_of": lambda db, c: assignments.guardians_of(db, [c.nam]),
    "assignments.history": lambda db, c: assignments.history(db, c.nam),
    "assignments.loads": lambda db, c: assignments.loads(db, UNIT),
    "assignments.assign": lambda db, c: assignments.assign(db, c.nam, c.stand_in, c.officer),
    "visits.latest": lambda db, c: visits.latest(db, c.nam, 5),
    "visits.by_number": lambda db, c: visits.by_number(db, UNIT, 1),
    "visits.of_guardian": lambda db, c: visits.of_guardian(db, c.guardian, [c.nam, 2]),
    "visits.versions": lambda db, c: visits.versions(db, 1),
    "visits.correctable": lambda db, c: visits.correctable(db, c.guardian),
    "visits.between": lambda db, c: visits.between(db, UNIT, TODAY, TODAY),
    "visits.add": lambda db, c: visits.add(
        db,
        guardian=who(db, c.guardian),
        person_id=c.nam,
        visited_on=TODAY,
        kind="home",
        outcome="met",
        answers={},
        next_visit_on=TODAY,
        filing="1",
    ),
    "document_templates.of_unit": lambda db, c: document_templates.of_unit(db, UNIT),
    "document_templates.in_use": lambda db, c: document_templates.in_use(db, UNIT, "hcd_08"),
    "document_templates.use_ours": lambda db, c: document_templates.use_ours(db, UNIT, "hcd_08", None),
    "quarter_facts.of_people": lambda db, c: quarter_facts.of_people(db, [c.nam, 2], Quarter(2026, 4)),
    "quarter_reports.begin": lambda db, c: quarter_reports.begin(db, "2026-4", TODAY, PAGE),
    "quarter_reports.guardians_to_remind": lambda db, c: quarter_reports.guardians_to_remind(db, "2026-4", PAGE),
    "quarter_reports.of_person": lambda db, c: quarter_reports.of_person(db, c.nam),
    "quarter_reports.in_states": lambda db, c: quarter_reports.in_states(db, UNIT, "2026-4", ["sent"], most=8),
    "quarter_reports.counts": lambda db, c: quarter_reports.counts(db, UNIT, "2026-4"),
    "quarter_reports.sent_at": lambda db, c: quarter_reports.sent_at(db, UNIT),
    "quarter_reports.to_send": lambda db, c: quarter_reports.to_send(db, [c.guardian, 2]),
    **{
        f"quarter_pages.reports that are {state}": reports_that_are(state)
        for state in ("sent", quarter_pages.NOT_BEGUN)
    },
    "quarter_pages.report_counts": lambda db, c: quarter_pages.report_counts(db, UNIT, "2026-4", TODAY),
    "quarter_pages.groups": lambda db, c: quarter_pages.groups(
        db, UNIT, ["finished"], ("2026-4", "2026-3"), "A", most=50
    ),
    "quarter_pages.group_counts": lambda db, c: quarter_pages.group_counts(db, UNIT, ["finished"], "2026-4"),
    "quarter_pages.roll_call": lambda db, c: quarter_pages.roll_call(
        db, UNIT, ["parole"], "2026-11", ["missing", "late"], most=50
    ),
    "quarter_pages.roll_call_counts": lambda db, c: quarter_pages.roll_call_counts(db, UNIT, ["parole"], "2026-11"),
    "quarter_reports.steps": lambda db, c: quarter_reports.steps(db, 1),
    "loan_cases.get": lambda db, c: loan_cases.get(db, 1),
    "loan_cases.by_number": lambda db, c: loan_cases.by_number(db, UNIT, 1),
    "loan_cases.of_person": lambda db, c: loan_cases.of_person(db, c.nam),
    "loan_cases.in_states": lambda db, c: loan_cases.in_states(db, UNIT, ("to_list", "repaying")),
    "loan_cases.on_list": lambda db, c: loan_cases.on_list(db, UNIT, "2026-12"),
    "loan_cases.steps_of": lambda db, c: loan_cases.steps_of(db, 1),
    "needs.of_person": lambda db, c: needs.of_person(db, c.nam),
    "needs.open_of": lambda db, c: needs.open_of(db, UNIT),
    "need_board.page_of": lambda db, c: need_board.page_of(db, UNIT, most=8, skipped=8),
    "need_board.page_of kind": lambda db, c: need_board.page_of(db, UNIT, "job", most=8),
    "need_board.by_kind": lambda db, c: need_board.by_kind(db, UNIT, db.now),
    "need_board.at_step": lambda db, c: need_board.at_step(
        db, UNIT, "raised", need_board.Wanted(), most=8, after=(db.now, 1)
    ),
    "need_board.at_step narrowed": lambda db, c: need_board.at_step(
        db,
        UNIT,
        "raised",
        need_board.Wanted(kind="job", helper_id=c.partner, opened_before=db.now, due_before=db.now),
        most=8,
    ),
    "need_board.by_step": lambda db, c: need_board.by_step(db, UNIT, need_board.Wanted(), db.now),
    "need_board.helpers": lambda db, c: need_board.helpers(db, UNIT, 30),
    "loan_board.at_step": lambda db, c: loan_board.at_step(
        db, UNIT, "to_list", loan_board.Wanted(), most=8, after=(TODAY, 1)
    ),
    "loan_board.by_step": lambda db, c: loan_board.by_step(
        db, UNIT, ["to_list", "repaying"], loan_board.Wanted(since_before=db.now, due_before=TODAY), TODAY
    ),
    "loan_board.for_purpose": lambda db, c: loan_board.for_purpose(
        db, UNIT, ["to_list", "repaying"], loan_board.Wanted(since_before=db.now, due_before=TODAY), "business"
    ),
    "work_board.page_of": lambda db, c: work_board.page_of(
        db, UNIT, ["new"], most=8, after=(db.now, 1), changed_before=db.now
    ),
    "work_board.by_state": lambda db, c: work_board.by_state(db, UNIT, ["new", "met"]),
    "work_board.open_offers": lambda db, c: work_board.open_offers(db, UNIT, most=8, after=(db.now, 1)),
    "work_board.by_offer": lambda db, c: work_board.by_offer(db, [1, 2], ["new", "met"]),
    "partner_board.pledges_page": lambda db, c: partner_board.pledges_page(db, UNIT, most=8, after=(TODAY, 1)),
    "partner_board.pledged_of": lambda db, c: partner_board.pledged_of(db, UNIT),
    "partner_board.offers_of": lambda db, c: partner_board.offers_of(db, UNIT),
    "need_steps.of_need": lambda db, c: need_steps.of_need(db, 1),
    "needs.of_helper": lambda db, c: needs.of_helper(db, c.partner),
    "needs.loads": lambda db, c: needs.loads(db, [c.partner, 2]),
    "needs.several": lambda db, c: needs.several(db, [1, 2]),
    "help_offers.of_kind": lambda db, c: help_offers.of_kind(db, UNIT, "job"),
    "help_offers.end_of": lambda db, c: help_offers.end_of(db, c.partner),
    "pledges.page_of": lambda db, c: pledges.page_of(db, UNIT, most=8),
    "pledges.of_organisation": lambda db, c: pledges.of_organisation(db, c.works),
    "volunteers.waiting": lambda db, c: volunteers.waiting(db, UNIT, most=8),
    "volunteers.several": lambda db, c: volunteers.several(db, [1, 2]),
    "volunteers.waits": lambda db, c: volunteers.waits(db, chat_id=c.chat),
    "volunteers.waits account": lambda db, c: volunteers.waits(db, account_id=c.partner),
    "needs.how_many": lambda db, c: needs.how_many(db, UNIT),
    "needs.open_need": lambda db, c: needs.open_need(db, c.nam, "job"),
    "taking_charge.facts": lambda db, c: taking_charge.facts(db, [c.nam]),
    "taking_charge.open_of": lambda db, c: taking_charge.open_of(db, UNIT, 400),
    "taking_charge.untouched": lambda db, c: taking_charge.untouched(db, UNIT, TODAY),
    "taking_charge.fresh": lambda db, c: taking_charge.fresh(db, TODAY, 1, 10**18),
    "intakes.latest": lambda db, c: intakes.latest(db, c.nam),
    "goals.of_persons": lambda db, c: goals.of_persons(db, [c.nam]),
    "goals.events": lambda db, c: goals.events(db, 1),
    "checkins.latest": lambda db, c: checkins.latest(db, c.nam),
    "checkin_questions.of_person": lambda db, c: checkin_questions.of_person(db, c.nam),
    "checkin_questions.taken_out": lambda db, c: checkin_questions.taken_out(db, c.nam),
    "checkins.latest_between": lambda db, c: checkins.latest_between(db, UNIT, db.now, db.now, 8),
    "checkins.of_people": lambda db, c: checkins.of_people(db, [c.nam, 2], db.now, db.now),
    "checkins.have_answered": lambda db, c: checkins.have_answered(db, [c.nam], ["2026-11"]),
    "relays.waiting": lambda db, c: relays.waiting(db, UNIT),
    "relays.thread": lambda db, c: relays.thread(db, c.own_account),
    "relays.answer": lambda db, c: relays.answer(
        db, unit=UNIT, person_account=c.own_account, officer_account=c.officer, text="?"
    ),
    "audit_search.last_seq": lambda db, c: audit_search.last_seq(db, UNIT),
    "audit_search.seq_at": lambda db, c: audit_search.seq_at(db, UNIT, db.now),
    "audit_search.before": lambda db, c: audit_search.before(
        db, UNIT, audit_search.Wanted(c.officer, "person"), below=900_000, most=50
    ),
    "broadcasts.page_of": lambda db, c: broadcasts.page_of(db, UNIT, before=900, most=20),
    "not_reached.page": lambda db, c: not_reached.page(db, 1, most=50),
    "account_pages.page_after": lambda db, c: account_pages.page_after(db, UNIT, account_pages.Wanted(), 1, 40),
    "by_channel.of_each": lambda db, c: by_channel.of_each(db, ["web", "telegram"]),
    "visits.latest_between": lambda db, c: visits.latest_between(db, UNIT, TODAY, TODAY, 500),
    "visits.of_people": lambda db, c: visits.of_people(db, [c.nam, 2], TODAY, TODAY),
    "call_list.page_of": lambda db, c: call_list.page_of(db, UNIT, 0, 30),
    "call_list.open_of": lambda db, c: call_list.open_of(db, UNIT),
    "call_list.after the first": lambda db, c: call_list.after(db, UNIT, None),
    "call_list.after one": lambda db, c: call_list.after(
        db, UNIT, call_list.Entry(1, UNIT, c.own_account, "blocked", "open", 1, db.now, None, None)
    ),
    "call_list.waits_since": lambda db, c: call_list.waits_since(db, c.own_account, "asks_to_talk"),
    "call_list.put": lambda db, c: call_list.put(db, unit=UNIT, account_id=c.own_account, reason="blocked"),
    "newcomers.waiting": lambda db, c: newcomers.waiting(db, UNIT),
    "newcomers.page_of": lambda db, c: newcomers.page_of(db, UNIT, most=8, skipped=8),
    "newcomers.how_many_waiting": lambda db, c: newcomers.how_many_waiting(db, UNIT),
    "newcomers.by_number": lambda db, c: newcomers.by_number(db, UNIT, 1),
    "newcomers.asked_since": lambda db, c: newcomers.asked_since(db, UNIT, db.now),
    "offer_states.live_between": lambda db, c: offer_states.live_between(db, 1, 10**18),
    "offers.several": lambda db, c: offers.several(db, [1, 2]),
    "units.several": lambda db, c: units.several(db, [UNIT]),
    "offer_states.held": lambda db, c: offer_states.held(db, UNIT),
    "offer_states.was_ever_seen": lambda db, c: offer_states.was_ever_seen(db, c.works),
    "job_searches.of_person": lambda db, c: job_searches.of_person(db, c.nam),
    "job_searches.several": lambda db, c: job_searches.several(db, [c.nam, 2]),
    "job_searches.with_alerts": lambda db, c: job_searches.with_alerts(db, 1, 10**18),
    "fairs.by_number": lambda db, c: fairs.by_number(db, UNIT, 1),
    "fairs.to_come": lambda db, c: fairs.to_come(db, UNIT),
    "fairs.of_poster": lambda db, c: fairs.of_poster(db, c.officer),
    "fairs.held": lambda db, c: fairs.held(db, UNIT),
    "fairs.guest": lambda db, c: fairs.guest(db, 1, c.nam),
    "fairs.guests": lambda db, c: fairs.guests(db, 1),
    "fairs.how_many_come": lambda db, c: fairs.how_many_come(db, [1]),
    "fairs.of_person": lambda db, c: fairs.of_person(db, c.nam),
    "offers.open_offers": lambda db, c: offers.open_offers(db, UNIT),
    "offers.open_offers in a trade": lambda db, c: offers.open_offers(db, UNIT, "mason"),
    "offers.by_number": lambda db, c: offers.by_number(db, UNIT, 1),
    "offer_pages.page_of": lambda db, c: offer_pages.page_of(
        db, UNIT, offer_pages.Wanted(("job",), "mason", ("xóm 6",)), near=["xóm 6"], most=8, skipped=8
    ),
    "offer_pages.how_many": lambda db, c: offer_pages.how_many(db, UNIT, offer_pages.Wanted(("job",))),
    "offer_pages.trades": lambda db, c: offer_pages.trades(db, UNIT, offer_pages.Wanted(("job",))),
    "offer_pages.places": lambda db, c: offer_pages.places(db, UNIT, offer_pages.Wanted(("job",))),
    "offer_pages.of_organisation": lambda db, c: offer_pages.of_organisation(db, c.works, most=8),
    "offer_pages.how_many_of_organisation": lambda db, c: offer_pages.how_many_of_organisation(db, c.works),
    "offers.interested": lambda db, c: hiring.interested(db, 1),
    "hiring.interests_of": lambda db, c: hiring.interests_of(db, c.nam),
    "alerts.open_of": lambda db, c: alerts.open_of(db, UNIT),
    "alerts.page_of": lambda db, c: alerts.page_of(db, UNIT, alerts.Wanted("high", "xóm 6", c.officer), most=8),
    "alerts.open_after": lambda db, c: alerts.open_after(
        db, UNIT, alerts.Wanted("high", taken_by=c.officer), an_alert(db), most=50
    ),
    "alerts.ended_before": lambda db, c: alerts.ended_before(db, UNIT, alerts.Wanted(), an_alert(db), most=50),
    "alerts.how_many": lambda db, c: alerts.how_many(db, UNIT, alerts.Wanted()),
    "alerts.how_many_nobodys": lambda db, c: alerts.how_many_nobodys(db, UNIT),
    "alerts.nobodys_since": lambda db, c: alerts.nobodys_since(db, UNIT, db.now, 3),
    "alerts.hamlets": lambda db, c: alerts.hamlets(db, UNIT, 10),
    "alerts.of_person": lambda db, c: alerts.of_person(db, c.nam),
    "appointments.several": lambda db, c: appointments.several(db, [1, 2]),
    "alerts.several": lambda db, c: alerts.several(db, [1, 2]),
    "alerts.get_by_number": lambda db, c: alerts.get_by_number(db, UNIT, 1),
    "alerts.to_climb": lambda db, c: alerts.to_climb(db, db.now),
    "alerts.next_climb_at": lambda db, c: alerts.next_climb_at(db),
    "alerts.events": lambda db, c: alerts.events(db, 1),
    "alerts.take": lambda db, c: alerts.take(db, 1, c.officer),
    "alerts.hand_on": lambda db, c: alerts.hand_on(db, 1, by=c.officer, to=c.stand_in),
    "alerts.raise_alert": lambda db, c: raise_alert(
        db, unit=UNIT, level="high", reason="moved", person_id=c.nam, raised_by=None, climb_at=None
    ),
    "due.plan": lambda db, c: due.plan_many(db, [Planned("digest", 1, "p", db.now, UNIT)]),
    "due.take": lambda db, c: due.take(db, db.now),
    "due.take_for": lambda db, c: due.take_for(db, [c.guardian], ["digest"], db.now),
    "due.clear": lambda db, c: due.clear(db, c.nam, ["visit_today", "visit_soon"], "visit"),
    "due.redirect": lambda db, c: due.redirect(db, c.nam, c.guardian, c.stand_in),
    "due.finish": lambda db, c: due.finish(db, [1, 2]),
    "due.is_planned": lambda db, c: due.is_planned(db, "digest", c.nam, "p"),
    "silences.by_day": lambda db, c: silences.by_day(db, UNIT, db.now, db.now),
    "planning.planned_up_to": lambda db, c: planning.planned_up_to(db, "planning_visits", "p"),
    "planning.note_planned": lambda db, c: planning.note_planned(db, "planning_visits", "p", 7, unit=UNIT),
    "planning.accounts_page": lambda db, c: planning.accounts_page(db, 0, 5000),
    "planning.persons_page": lambda db, c: planning.persons_page(db, 0, 5000),
    "planning.with_role_without": lambda db, c: planning.with_role_without(db, "officer", "digest", "p", PAGE),
    "planning.next_visits": lambda db, c: planning.next_visits(db, [c.guardian]),
    "due.how_many": lambda db, c: due.how_many(db, [c.nam], ["visit_soon"]),
    "due.waiting": lambda db, c: due.waiting(db, [c.officer], "digest", "p"),
    "due.last_done": lambda db, c: due.last_done(db, [c.officer], "digest"),
    "alerts.closed_since": lambda db, c: alerts.closed_since(db, UNIT, db.now),
    "alerts.climbed_since": lambda db, c: alerts.climbed_since(db, UNIT, db.now),
    "visits_due.visit_days": lambda db, c: visits_due.visit_days(db, UNIT, db.today),
    "planning.not_asked": lambda db, c: planning.not_asked(db, "p", PAGE),
    "planning.visits_unplanned": lambda db, c: planning.visits_unplanned(db, "visit_today", TODAY, TODAY, PAGE),
    "planning.came_home_between": lambda db, c: planning.came_home_between(db, "questions_3", "p", TODAY, TODAY, PAGE),
    "planning.without_roll_call": lambda db, c: planning.without_roll_call(
        db, ["parole"], "roll_call_list", "2026-11", PAGE
    ),
    "due.next_at": lambda db, c: due.next_at(db),
    "conversations.next_draft_at": lambda db, c: conversations.next_draft_at(db),
    "access.visible_persons": lambda db, c: access.visible_persons(db, who(db, c.officer)),
    "access.applicants": lambda db, c: access.applicants(db, who(db, c.partner)),
    "broadcasts.due": lambda db, c: broadcasts.due(db, 20),
    "broadcasts.next_at": lambda db, c: broadcasts.next_at(db),
    "broadcasts.last_of": lambda db, c: broadcasts.last_of(db, UNIT, 6),
    "broadcasts.by_number": lambda db, c: broadcasts.by_number(db, UNIT, 1),
    "broadcasts.get": lambda db, c: broadcasts.get(db, 1, lock=True),
    "broadcasts.move": lambda db, c: broadcasts.move(db, 1, ("running",), "stopped"),
    "broadcasts.add_readers": lambda db, c: broadcasts.add_readers(db, 1, {c.own_account: "put"}),
    "broadcasts.shown_to": lambda db, c: broadcasts.shown_to(db, 1, c.own_account),
    "broadcasts.add": lambda db, c: broadcasts.add(
        db, written(c), lasts=timedelta(days=3), same_within=timedelta(hours=1)
    ),
    **{
        f"audiences.page of {kind}": lambda db, c, kind=kind: audiences.page(  # type: ignore[misc]
            db, Audience(UNIT, kind, (c.own_account,) if kind == "list" else ("xóm 6",)), 0, 500, before=10**18
        )
        for kind in audiences.BELONGS
    },
    "audiences.not_linked": lambda db, c: audiences.not_linked(db, Audience(UNIT, "person")),
    "audiences.hamlets": lambda db, c: audiences.hamlets(db, UNIT),
    "tallies.tally": lambda db, c: tallies.tally(db, 1),
    "tallies.waiting": lambda db, c: tallies.waiting(db, 1),
    "tallies.why_lost": lambda db, c: tallies.why_lost(db, 1),
    "tallies.receipts": lambda db, c: tallies.receipts(db, 1),
    "tallies.give_up_held": lambda db, c: tallies.give_up_held(db, 1),
    "consents.refused": lambda db, c: consents.refused(db, [c.own_account], "service"),
    "message_history.state_of": lambda db, c: message_history.state_of(db, 1),
    "retention.expire": lambda db, c: retention.expire(db, dict.fromkeys(DAYS, 1)),
    "retention.files_to_delete": lambda db, c: retention.files_to_delete(db),
}
# a queue that sorts reads all that waits before it gives the first
IN_ORDER = (
    "broadcasts.due",
    "due.take",
    "due.next_at",
    "sending.take",
    "inbox.chats_waiting",
    "inbox.next_of",
    "alerts.to_climb",
    "alerts.ended_before",
)


@contextmanager
def statements_of(connection: Connection) -> Iterator[Sent]:
    sent: Sent = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, executemany: bool) -> None:
        sent.append((statement, parameters[0] if executemany else parameters))

    event.listen(connection, "before_cursor_execute", note)
    yield sent
    event.remove(connection, "before_cursor_execute", note)


def plan_of(db: Db, statement: str, parameters: Any) -> list[str]:
    explain = "EXPLAIN QUERY PLAN " if db.store.sqlite else "EXPLAIN "
    rows = db.connection.exec_driver_sql(explain + statement, parameters).all()
    return [str(row[-1]) for row in rows]


def one_row(table: Table) -> str:
    """What is not empty can be said to be large."""
    by_type = {"BYTEA": "'1'", "BOOLEAN": "true", "DATE": "'2026-11-23'", "JSON": "'{}'"}
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    types = [column.type.compile(dialect) for column in table.columns]
    values = ", ".join(by_type.get(kind, "'1'" if kind.startswith("VARCHAR") else "1") for kind in types)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f"INSERT INTO {table.name} ({names}) VALUES ({values}) ON CONFLICT DO NOTHING"


@contextmanager
def as_if_large(db: Db, *ways: str) -> Iterator[None]:
    """A test's tables are small and PostgreSQL would read them whole: it is told of a million rows, and then not."""
    if db.store.sqlite:
        yield
        return
    savepoint = db.connection.begin_nested()
    db.connection.exec_driver_sql(LARGE + ";".join(map(one_row, metadata.tables.values())))
    for way in ways:
        db.connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    yield
    savepoint.rollback()


def slow_steps(db: Db, plan: list[str], in_order: bool) -> list[str]:
    return _slow_in_sqlite(plan, in_order) if db.store.sqlite else _slow_in_postgresql(plan, in_order)


def _slow_in_sqlite(plan: list[str], in_order: bool) -> list[str]:
    scans = [step for step in plan if (found := re.match(r"SCAN (\w+)", step)) and found[1] in metadata.tables]
    slow = [step for step in scans if step.split()[1] not in SMALL and not any(name in step for name in PARTIAL)]
    return slow + [step for step in plan if in_order and "TEMP B-TREE" in step]


def _slow_in_postgresql(plan: list[str], in_order: bool) -> list[str]:
    slow = [step for step in plan if (found := re.search(r"Seq Scan on (\w+)", step)) and found[1] not in SMALL]
    for position, step in enumerate(plan):
        index = re.search(r"Index (?:Only )?Scan (?:Backward )?(?:using|on) (\w+)", step)
        follows = plan[position + 1] if position + 1 < len(plan) else ""
        if index and index[1] not in PARTIAL and "Index Cond" not in follows:
            slow.append(step)
    return slow + [step for step in plan if in_order and re.search(r"^ *(->)? *Sort ", step)]


@pytest.mark.parametrize("name", QUERIES)
def test_it_reads_by_index(store: Store, commune: Commune, name: str) -> None:
    with store.transaction() as db:
        with statements_of(db.connection) as sent:
            QUERIES[name](db, commune)
        asked = [one for one in sent if re.match(r"\s*(SELECT|UPDATE|DELETE|WITH|INSERT)", one[0])]
        assert asked
        with as_if_large(db, "seqscan", *(("sort", "bitmapscan") if name in IN_ORDER else ())):
            for statement, parameters in asked:
                plan = plan_of(db, statement, parameters)
                assert not slow_steps(db, plan, name in IN_ORDER), f"{statement}\n" + "\n".join(plan)


def test_a_query_without_an_index_would_be_found(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        with as_if_large(db, "seqscan", "sort", "bitmapscan"):
            unindexed = "SELECT id FROM persons WHERE visit_every = 7"
            assert slow_steps(db, plan_of(db, unindexed, {} if not store.sqlite else ()), in_order=False)
            unsorted = "SELECT id FROM due WHERE state = 'waiting' ORDER BY period LIMIT 5"
            assert slow_steps(db, plan_of(db, unsorted, {} if not store.sqlite else ()), in_order=True)


def test_taking_due_things_costs_the_same_among_many_that_wait_for_later(store: Store) -> None:
    """Counts rows, not time: what is not due yet, and what is done, is not read."""
    with store.transaction() as db:
        later = db.now + timedelta(days=30)
        due.plan_many(db, [Planned("digest", subject, "later", later, UNIT, subject) for subject in range(2000)])
        due.plan_many(db, [Planned("digest", subject, "now", db.now, UNIT, subject) for subject in range(3)])
        assert len(due.take(db, db.now)) == 3
        if not store.sqlite:
            db.connection.exec_driver_sql("ANALYZE due")
            with statements_of(db.connection) as sent:
                due.take(db, db.now + timedelta(hours=1), 100)
            statement, parameters = sent[0]
            plan = db.connection.exec_driver_sql(f"EXPLAIN (ANALYZE, TIMING OFF) {statement}", parameters).all()
            assert any("ix_due_waiting" in str(row) for row in plan), plan
