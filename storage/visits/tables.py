"""The tables of visit reports and of how they read before they were corrected."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.columns import Id, Instant, Sealed
from storage.database import metadata

visits = Table(
    "visits",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("guardian_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("visited_on", Date, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("filed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("filing", String(80), unique=True),
    Column("answers", Sealed("visits.answers"), nullable=False),
    UniqueConstraint("unit", "number"),
    Index("ix_visits_person", "person_id", "visited_on"),
    Index("ix_visits_guardian", "guardian_id", "filed_at"),
    Index("ix_visits_unit_day", "unit", "visited_on"),
)
visit_versions = Table(
    "visit_versions",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("visit_id", BigInteger, ForeignKey("visits.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("visited_on", Date, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("answers", Sealed("visit_versions.answers"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", BigInteger, nullable=False),
    UniqueConstraint("visit_id", "version"),
)
