"""The tables of threads, of what was said in them, and of who has read how far."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, PrimaryKeyConstraint, String, Table, text

from storage.columns import Id, Instant, Sealed
from storage.database import metadata

IS_TALK = text("visit_id IS NULL")
OF_A_VISIT = text("visit_id IS NOT NULL")
IS_WAITING = text("waits_for IS NOT NULL")

threads = Table(
    "threads",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("guardian_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("visit_id", BigInteger, ForeignKey("visits.id")),
    Column("opened_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("waits_for", String(8)),
    Column("waits_since", Instant),
    Column("officer_id", BigInteger),
    Column("handed_to", BigInteger),
    Column("closed_at", Instant),
    Column("closed_by", BigInteger),
    Index("uq_threads_talk", "person_id", "guardian_id", unique=True, sqlite_where=IS_TALK, postgresql_where=IS_TALK),
    Index("uq_threads_visit", "visit_id", unique=True, sqlite_where=OF_A_VISIT, postgresql_where=OF_A_VISIT),
    Index("ix_threads_person", "person_id", "last_at"),
    Index("ix_threads_guardian", "guardian_id", "last_at"),
    Index("ix_threads_handed", "handed_to"),
    Index("ix_threads_waiting", "unit", "waits_since", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
)
thread_messages = Table(
    "thread_messages",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, ForeignKey("threads.id"), nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("from_office", Boolean, nullable=False),
    Column("text", Sealed("thread_messages.text"), nullable=False),
    Column("attachment_id", BigInteger),
    Column("at", Instant, nullable=False),
    Index("ix_thread_messages_thread", "thread_id", "at"),
    Index("ix_thread_messages_attachment", "attachment_id"),
)
thread_readers = Table(
    "thread_readers",
    metadata,
    Column("thread_id", BigInteger, ForeignKey("threads.id"), nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("read_at", Instant, nullable=False),
    PrimaryKeyConstraint("thread_id", "account_id"),
    Index("ix_thread_readers_account", "account_id", "read_at"),
)
