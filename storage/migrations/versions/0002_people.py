"""People who have come home, who looks after them, and how their visits went."""

import sqlalchemy as sa
from alembic import op

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    persons()
    assignments()
    visits()
    visit_versions()
    needs()
    checkins()
    relays()
    consents()
    invites()
    attempts()


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
    op.create_index(
        "uq_assignments_in_care",
        "assignments",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


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
    op.create_index(
        "uq_needs_open",
        "needs",
        ["person_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


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
    op.create_index("ix_checkins_period", "checkins", ["unit", "period"])
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
    op.create_index(
        "ix_relays_waiting",
        "relays",
        ["unit", "at"],
        sqlite_where=sa.text("from_person AND answered_at IS NULL"),
        postgresql_where=sa.text("from_person AND answered_at IS NULL"),
    )


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
