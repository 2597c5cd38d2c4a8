"""The tables of the reports of a quarter, and of the states that each went through."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.columns import Id, Instant, Sealed
from storage.database import metadata

quarter_reports = Table(
    "quarter_reports",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("quarter", String(7), nullable=False),
    Column("state", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("guardian_id", BigInteger),
    Column("sent_at", Instant),
    Column("decided_at", Instant),
    Column("decided_by", BigInteger),
    Column("content", Sealed("quarter_reports.content")),
    Column("question", Sealed("quarter_reports.question")),
    UniqueConstraint("person_id", "quarter"),
    Index("ix_quarter_reports_quarter", "quarter", "state"),
)
quarter_report_steps = Table(
    "quarter_report_steps",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("report_id", BigInteger, ForeignKey("quarter_reports.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", BigInteger),
    Column("words", Sealed("quarter_report_steps.words"), nullable=False),
    Index("ix_quarter_report_steps_report", "report_id", "id"),
)
