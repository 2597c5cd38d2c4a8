"""The tables that the service began with: a function for each, grouped by subject."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    communes()
    accounts_and_their_chats()
    messages_in_and_out()
    people_in_care()
    alerts_and_what_falls_due()
    offers_of_partners()
    messages_to_many()
    unsure_choices()
    channels_and_processes()
    audit()
    audit_heads()


def _partial_index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    """Indexes only the rows that the condition fits."""
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def communes() -> None:
    units()
    organisations()
    counters()


def units() -> None:
    op.create_table(
        "units",
        sa.Column("code", sa.String(5), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("parent", sa.String(5)),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_units"),
    )
    op.create_index("ix_units_parent", "units", ["parent"])


def organisations() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("phone", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
    )
    op.create_index("ix_organisations_unit", "organisations", ["unit", "kind"])


def counters() -> None:
    op.create_table(
        "counters",
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("unit", "kind", name="pk_counters"),
    )


def accounts_and_their_chats() -> None:
    accounts()
    invites()
    attempts()
    consents()
    chats()
    newcomers()
    conversations()
    drafts()


def accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("organisation_id", sa.BigInteger),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("phone", sa.LargeBinary),
        sa.Column("phone_index", sa.LargeBinary),
        sa.Column("born", sa.LargeBinary),
        sa.Column("pronoun", sa.String(12), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("roles", sa.String, nullable=False),
        sa.Column("on_duty", sa.Boolean, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("phone_index", name="uq_accounts_phone_index"),
    )
    op.create_index("ix_accounts_page", "accounts", ["unit", "id"])
    op.create_index(
        "ix_accounts_roster",
        "accounts",
        ["unit"],
        sqlite_where=sa.text("on_duty = 1"),
        postgresql_where=sa.text("on_duty"),
    )
    op.create_index("ix_accounts_unit", "accounts", ["unit"])


def invites() -> None:
    op.create_table(
        "invites",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("code_index", sa.LargeBinary, nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger),
        sa.Column("used_chat_id", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_invites"),
        sa.UniqueConstraint("code_index", name="uq_invites_code_index"),
    )
    op.create_index("ix_invites_account", "invites", ["account_id"])


def attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("scope_key", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("scope_key", name="pk_attempts"),
    )
    op.create_index("ix_attempts_until", "attempts", ["until"])


def consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("version", sa.String(12), nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("ix_consents_account", "consents", ["account_id", "purpose", "at"])


def chats() -> None:
    op.create_table(
        "chats",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("address", sa.String(128), nullable=False),
        sa.Column("account_id", sa.BigInteger),
        sa.Column("party_id", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("welcomed_at", sa.BigInteger),
        sa.Column("last_in_at", sa.BigInteger),
        sa.Column("hushed_until", sa.BigInteger),
        sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
    )
    op.create_index("ix_chats_account", "chats", ["account_id"])
    op.create_index("ix_chats_address", "chats", ["channel", "address"], unique=True)


def newcomers() -> None:
    op.create_table(
        "newcomers",
        sa.Column("chat_id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer),
        sa.Column("language", sa.String(2)),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("asked_at", sa.BigInteger),
        sa.Column("taken_at", sa.BigInteger),
        sa.Column("taken_by", sa.BigInteger),
        sa.Column("phone", sa.LargeBinary),
        sa.Column("about", sa.LargeBinary),
        sa.PrimaryKeyConstraint("chat_id", name="pk_newcomers"),
    )
    op.create_index("ix_newcomers_asked", "newcomers", ["unit", "asked_at"])
    op.create_index("ix_newcomers_number", "newcomers", ["unit", "number"], unique=True)
    op.create_index("ix_newcomers_waiting", "newcomers", ["unit", "state", "asked_at"])


def conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("party_id", ID, autoincrement=False, nullable=False),
        sa.Column("form", sa.String(40)),
        sa.Column("state", sa.LargeBinary),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("chat_id", sa.BigInteger),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("nudge_at", sa.BigInteger),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("minute_count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("party_id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_expiry", "conversations", ["expires_at"])
    op.create_index("ix_conversations_nudge", "conversations", ["nudge_at"])


def drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("party_id", sa.BigInteger, nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("answers", sa.LargeBinary, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("nudge_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_expiry", "drafts", ["expires_at"])
    op.create_index("ix_drafts_nudge", "drafts", ["nudge_at"])
    op.create_index("ix_drafts_party", "drafts", ["party_id", "form"])


def messages_in_and_out() -> None:
    inbox()
    outbox()
    call_list()
    attachments()


def inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("external_id", sa.String(128), nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failure", sa.String(80)),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_chat", "inbox", ["chat_id", "id"])
    _partial_index("ix_inbox_chat_waiting", "inbox", ["chat_id"], "state = 'waiting'")
    op.create_index("ix_inbox_once", "inbox", ["channel", "external_id"], unique=True)
    _partial_index("ix_inbox_waiting", "inbox", ["id"], "state = 'waiting'")


def outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("account_id", sa.BigInteger),
        sa.Column("lane", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.BigInteger),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("tried", sa.JSON),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("resent", sa.Boolean, nullable=False),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.BigInteger),
        sa.Column("platform_id", sa.String(64)),
        sa.Column("failure", sa.String(80)),
        sa.Column("delivered_at", sa.BigInteger),
        sa.Column("seen_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    _partial_index("ix_outbox_broadcast", "outbox", ["subject_id", "account_id", "state"], "kind = 'broadcast'")
    op.create_index("ix_outbox_chat", "outbox", ["chat_id", "id"])
    _partial_index("ix_outbox_ended", "outbox", ["state", "id"], "state IN ('dead', 'dropped')")
    _partial_index("ix_outbox_held", "outbox", ["chat_id", "expires_at"], "state = 'held'")
    _partial_index("ix_outbox_held_subject", "outbox", ["subject_id"], "state = 'held' AND subject_id IS NOT NULL")
    _partial_index("ix_outbox_next", "outbox", ["channel", "lane", "not_before", "id"], "state = 'queued'")
    _partial_index(
        "ix_outbox_platform", "outbox", ["platform_id"], "channel IN ('zalo_oa', 'zbs') AND platform_id IS NOT NULL"
    )
    _partial_index("ix_outbox_sending", "outbox", ["channel", "id"], "state = 'sending'")
    _partial_index("ix_outbox_subject", "outbox", ["subject_id"], "state = 'queued' AND subject_id IS NOT NULL")
    _partial_index(
        "ix_outbox_unconfirmed", "outbox", ["sent_at"], "channel = 'zbs' AND state = 'sent' AND delivered_at IS NULL"
    )


def call_list() -> None:
    op.create_table(
        "call_list",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("account_id", sa.BigInteger, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("done_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_call_list"),
    )
    op.create_index("ix_call_list_account", "call_list", ["account_id"])
    op.create_index("ix_call_list_unit", "call_list", ["unit", "state", "at"])
    _partial_index("uq_call_list_open", "call_list", ["account_id", "reason"], "state = 'open'", unique=True)


def attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("ref", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("type", sa.String(60)),
        sa.Column("size", sa.Integer),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("fetched_at", sa.BigInteger),
        sa.Column("account_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("about", sa.String(8)),
        sa.Column("person_id", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_message", "attachments", ["message_id"])
    op.create_index("ix_attachments_state", "attachments", ["state", "created_at"])


def people_in_care() -> None:
    persons()
    assignments()
    visits()
    visit_versions()
    needs()
    checkins()
    relays()


def persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("account_id", sa.BigInteger, sa.ForeignKey("accounts.id")),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("given", sa.LargeBinary, nullable=False),
        sa.Column("pronoun", sa.String(12), nullable=False),
        sa.Column("phone", sa.LargeBinary),
        sa.Column("phone_index", sa.LargeBinary),
        sa.Column("born", sa.LargeBinary),
        sa.Column("hamlet", sa.String(60), nullable=False),
        sa.Column("case_type", sa.String(12), nullable=False),
        sa.Column("came_home_on", sa.Date, nullable=False),
        sa.Column("visit_every", sa.Integer),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("next_visit_on", sa.Date),
        sa.Column("last_met_on", sa.Date),
        sa.Column("ended_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
        sa.UniqueConstraint("account_id", name="uq_persons_account_id"),
    )
    op.create_index("ix_persons_next_visit", "persons", ["unit", "status", "next_visit_on"])
    op.create_index("ix_persons_phone", "persons", ["phone_index"])


def assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("guardian_id", sa.BigInteger, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("started_by", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("ended_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_guardian", "assignments", ["guardian_id", "ended_at"])
    op.create_index("ix_assignments_person", "assignments", ["person_id", "started_at"])
    _partial_index("uq_assignments_in_care", "assignments", ["person_id"], "ended_at IS NULL", unique=True)


def visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("guardian_id", sa.BigInteger, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("visited_on", sa.Date, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("filed_at", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("filing", sa.String(80)),
        sa.Column("answers", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
        sa.UniqueConstraint("filing", name="uq_visits_filing"),
        sa.UniqueConstraint("unit", "number", name="uq_visits_unit_number"),
    )
    op.create_index("ix_visits_guardian", "visits", ["guardian_id", "filed_at"])
    op.create_index("ix_visits_person", "visits", ["person_id", "visited_on"])
    op.create_index("ix_visits_unit_day", "visits", ["unit", "visited_on"])


def visit_versions() -> None:
    op.create_table(
        "visit_versions",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("visit_id", sa.BigInteger, sa.ForeignKey("visits.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("visited_on", sa.Date, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("answers", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visit_versions"),
        sa.UniqueConstraint("visit_id", "version", name="uq_visit_versions_visit_id_version"),
    )


def needs() -> None:
    op.create_table(
        "needs",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("visit_id", sa.BigInteger, sa.ForeignKey("visits.id")),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("closed_by", sa.BigInteger),
        sa.Column("outcome", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_needs"),
    )
    op.create_index("ix_needs_person", "needs", ["person_id", "opened_at"])
    op.create_index("ix_needs_unit", "needs", ["unit", "state", "opened_at"])
    op.create_index("ix_needs_visit", "needs", ["visit_id"])
    _partial_index("uq_needs_open", "needs", ["person_id", "kind"], "state = 'open'", unique=True)


def checkins() -> None:
    op.create_table(
        "checkins",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("filing", sa.String(80)),
        sa.Column("answers", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checkins"),
        sa.UniqueConstraint("filing", name="uq_checkins_filing"),
    )
    op.create_index("ix_checkins_person", "checkins", ["person_id", "at"])


def relays() -> None:
    op.create_table(
        "relays",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("person_account", sa.BigInteger, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("officer_account", sa.BigInteger, sa.ForeignKey("accounts.id")),
        sa.Column("from_person", sa.Boolean, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("attachment_id", sa.BigInteger),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("answered_at", sa.BigInteger),
        sa.Column("answered_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_relays"),
    )
    op.create_index("ix_relays_officer", "relays", ["officer_account"])
    op.create_index("ix_relays_thread", "relays", ["person_account", "at"])
    _partial_index("ix_relays_waiting", "relays", ["unit", "at"], "from_person AND answered_at IS NULL")


def alerts_and_what_falls_due() -> None:
    alerts()
    alert_events()
    due()


def alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id")),
        sa.Column("about", sa.String(40)),
        sa.Column("raised_by", sa.BigInteger),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("repeats", sa.Integer, nullable=False),
        sa.Column("climb_at", sa.BigInteger),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("seen_by", sa.BigInteger),
        sa.Column("seen_at", sa.BigInteger),
        sa.Column("taken_by", sa.BigInteger),
        sa.Column("taken_at", sa.BigInteger),
        sa.Column("closed_by", sa.BigInteger),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("outcome", sa.String(24)),
        sa.Column("hamlet", sa.String(60), nullable=False),
        sa.Column("note", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint("unit", "number", name="uq_alerts_unit_number"),
    )
    _partial_index("ix_alerts_climb", "alerts", ["climb_at"], "climb_at IS NOT NULL")
    op.create_index("ix_alerts_person", "alerts", ["person_id", "opened_at"])
    op.create_index("ix_alerts_state", "alerts", ["unit", "state"])


def alert_events() -> None:
    op.create_table(
        "alert_events",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("alert_id", sa.BigInteger, sa.ForeignKey("alerts.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("detail", sa.String(24), nullable=False),
        sa.Column("note", sa.LargeBinary),
        sa.Column("attachment_id", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_alert_events"),
    )
    op.create_index("ix_alert_events_alert", "alert_events", ["alert_id"])


def due() -> None:
    op.create_table(
        "due",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.BigInteger, nullable=False),
        sa.Column("period", sa.String(24), nullable=False),
        sa.Column("recipient_id", sa.BigInteger),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("try_at", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("reason", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_due"),
        sa.UniqueConstraint("subject_id", "kind", "period", name="uq_due_subject_id_kind_period"),
    )
    op.create_index("ix_due_done", "due", ["done_at"])
    _partial_index("ix_due_recipient", "due", ["recipient_id", "try_at"], "state = 'waiting'")
    _partial_index("ix_due_waiting", "due", ["try_at", "recipient_id"], "state = 'waiting'")


def offers_of_partners() -> None:
    offers()
    interests()


def offers() -> None:
    op.create_table(
        "offers",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.BigInteger, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("trade", sa.String(24), nullable=False),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("place", sa.String(160), nullable=False),
        sa.Column("hours", sa.String(160), nullable=False),
        sa.Column("pay_from", sa.BigInteger),
        sa.Column("pay_to", sa.BigInteger),
        sa.Column("pay_per", sa.String(5), nullable=False),
        sa.Column("places", sa.Integer),
        sa.Column("details", sa.String(2000), nullable=False),
        sa.Column("closes_on", sa.Date),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("opened_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
        sa.UniqueConstraint("unit", "number", name="uq_offers_unit_number"),
    )
    op.create_index("ix_offers_open", "offers", ["unit", "state", "trade"])
    op.create_index("ix_offers_organisation", "offers", ["organisation_id"])


def interests() -> None:
    op.create_table(
        "interests",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("offer_id", sa.BigInteger, sa.ForeignKey("offers.id"), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interests"),
        sa.UniqueConstraint("offer_id", "person_id", name="uq_interests_offer_id_person_id"),
    )
    op.create_index("ix_interests_person", "interests", ["person_id"])


def messages_to_many() -> None:
    broadcasts()
    broadcast_readers()


def broadcasts() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("by_account", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("attachment_id", sa.BigInteger),
        sa.Column("audience", sa.String(12), nullable=False),
        sa.Column("whom", sa.LargeBinary),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("why", sa.String(12)),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("foreseen", sa.Integer, nullable=False),
        sa.Column("put", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("to_call", sa.Integer, nullable=False),
        sa.Column("reached_up_to", sa.BigInteger, nullable=False),
        sa.Column("all_put", sa.Boolean, nullable=False),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("began_at", sa.BigInteger),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("shown_id", sa.BigInteger),
        sa.Column("told_id", sa.BigInteger),
        sa.Column("told_at", sa.BigInteger),
        sa.Column("told", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
    )
    op.create_index("ix_broadcasts_attachment", "broadcasts", ["attachment_id"])
    op.create_index("ix_broadcasts_fingerprint", "broadcasts", ["fingerprint", "created_at"])
    _partial_index("ix_broadcasts_going", "broadcasts", ["next_at"], "state IN ('draft', 'running', 'stopped')")
    op.create_index("ix_broadcasts_unit", "broadcasts", ["unit", "number"], unique=True)


def broadcast_readers() -> None:
    op.create_table(
        "broadcast_readers",
        sa.Column("broadcast_id", sa.BigInteger, nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("broadcast_id", "account_id", name="pk_broadcast_readers"),
    )


def unsure_choices() -> None:
    op.create_table(
        "unsure_choices",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("chosen", sa.String(24), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unsure_choices"),
    )
    op.create_index("ix_unsure_choices_day", "unsure_choices", ["day"])


def channels_and_processes() -> None:
    usage()
    quotas()
    zalo_tokens()
    leases()


def usage() -> None:
    op.create_table(
        "usage",
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("what", sa.String(12), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("channel", "month", "what", name="pk_usage"),
    )


def quotas() -> None:
    op.create_table(
        "quotas",
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("what", sa.String(12), nullable=False),
        sa.Column("most", sa.Integer),
        sa.Column("remaining", sa.Integer),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("channel", "what", name="pk_quotas"),
    )


def zalo_tokens() -> None:
    op.create_table(
        "zalo_tokens",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("oa_id", sa.String(32), nullable=False),
        sa.Column("consent", sa.LargeBinary, nullable=False),
        sa.Column("access", sa.LargeBinary),
        sa.Column("refresh", sa.LargeBinary, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("renewed_at", sa.BigInteger),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("claimed_until", sa.BigInteger),
        sa.Column("lost_at", sa.BigInteger),
        sa.Column("failure", sa.String(40)),
        sa.Column("told_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_zalo_tokens"),
    )
    op.create_index("ix_zalo_tokens_consent", "zalo_tokens", ["consent"], unique=True)
    op.create_index("ix_zalo_tokens_oa_id", "zalo_tokens", ["oa_id", "id"])


def leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(120), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


def audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.BigInteger),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.BigInteger),
        sa.Column("detail", sa.String(200), nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_chain", "audit", ["unit", "seq"], unique=True)
    op.create_index("ix_audit_subject", "audit", ["subject", "at"])


def audit_heads() -> None:
    op.create_table(
        "audit_heads",
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("unit", name="pk_audit_heads"),
    )
