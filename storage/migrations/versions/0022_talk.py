"""Threads between guardians and officers, the duty roster, follow-up tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _threads()
    _roster()
    _tasks()


def _threads() -> None:
    op.create_table(
        "threads",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("guardian_id", sa.BigInteger, nullable=False),
        sa.Column("visit_id", sa.BigInteger),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("waits_for", sa.String(8)),
        sa.Column("waits_since", sa.BigInteger),
        sa.Column("officer_id", sa.BigInteger),
        sa.Column("handed_to", sa.BigInteger),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("closed_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_threads"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
        sa.ForeignKeyConstraint(["guardian_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"]),
    )
    _where("uq_threads_talk", ["person_id", "guardian_id"], "visit_id IS NULL", unique=True)
    _where("uq_threads_visit", ["visit_id"], "visit_id IS NOT NULL", unique=True)
    op.create_index("ix_threads_person", "threads", ["person_id", "last_at"])
    op.create_index("ix_threads_guardian", "threads", ["guardian_id", "last_at"])
    op.create_index("ix_threads_handed", "threads", ["handed_to"])
    _where("ix_threads_waiting", ["unit", "waits_since"], "waits_for IS NOT NULL")
    op.create_table(
        "thread_messages",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger, nullable=False),
        sa.Column("from_office", sa.Boolean, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("attachment_id", sa.BigInteger),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_thread_messages"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"]),
    )
    op.create_index("ix_thread_messages_thread", "thread_messages", ["thread_id", "at"])
    op.create_index("ix_thread_messages_attachment", "thread_messages", ["attachment_id"])
    op.create_table(
        "thread_readers",
        sa.Column("thread_id", sa.BigInteger, nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("read_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("thread_id", "account_id", name="pk_thread_readers"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"]),
    )
    op.create_index("ix_thread_readers_account", "thread_readers", ["account_id", "read_at"])


def _roster() -> None:
    op.create_table(
        "duty_days",
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("instead_of", sa.BigInteger),
        sa.PrimaryKeyConstraint("unit", "day", "account_id", name="pk_duty_days"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
    )
    op.create_index("ix_duty_days_account", "duty_days", ["account_id", "day"])
    op.create_index("ix_duty_days_day", "duty_days", ["day"])
    op.create_table(
        "duty_requests",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("asked_by", sa.BigInteger, nullable=False),
        sa.Column("asked_of", sa.BigInteger, nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.Column("return_first", sa.Date),
        sa.Column("return_last", sa.Date),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("decided_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_duty_requests"),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["asked_of"], ["accounts.id"]),
    )
    op.create_index("ix_duty_requests_by", "duty_requests", ["asked_by"])
    op.create_index("ix_duty_requests_of", "duty_requests", ["asked_of"])


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("alert_id", sa.BigInteger),
        sa.Column("what", sa.LargeBinary, nullable=False),
        sa.Column("account_id", sa.BigInteger, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("made_by", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("done_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
    )
    op.create_index("ix_tasks_person", "tasks", ["person_id", "due_on"])
    op.create_index("ix_tasks_alert", "tasks", ["alert_id"])
    _where("ix_tasks_account", ["account_id", "due_on"], "done_at IS NULL", table="tasks")
    _where("ix_tasks_unit", ["unit", "due_on"], "done_at IS NULL", table="tasks")


def _where(name: str, columns: list[str], condition: str, *, unique: bool = False, table: str = "threads") -> None:
    rows = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, sqlite_where=rows, postgresql_where=rows)
