"""The tables of alerts and of what happened to each."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from storage.columns import Id, Instant, Sealed
from storage.database import metadata

MAY_CLIMB = text("climb_at IS NOT NULL")
ENDED = text("closed_at IS NOT NULL")

alerts = Table(
    "alerts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("level", String(8), nullable=False),
    Column("reason", String(24), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id")),
    Column("about", String(40)),
    Column("raised_by", BigInteger),
    Column("state", String(12), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("climb_at", Instant),
    Column("step", Integer, nullable=False),
    Column("seen_by", BigInteger),
    Column("seen_at", Instant),
    Column("taken_by", BigInteger),
    Column("taken_at", Instant),
    Column("closed_by", BigInteger),
    Column("closed_at", Instant),
    Column("outcome", String(24)),
    Column("hamlet", String(60), nullable=False),
    Column("note", Sealed("alerts.note")),
    UniqueConstraint("unit", "number"),
    Index("ix_alerts_state", "unit", "state"),
    Index("ix_alerts_person", "person_id", "opened_at"),
    Index("ix_alerts_climb", "climb_at", sqlite_where=MAY_CLIMB, postgresql_where=MAY_CLIMB),
    Index("ix_alerts_ended", "unit", "closed_at", "id", sqlite_where=ENDED, postgresql_where=ENDED),
)
alert_events = Table(
    "alert_events",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("alert_id", BigInteger, ForeignKey("alerts.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", BigInteger),
    Column("kind", String(12), nullable=False),
    Column("detail", String(24), nullable=False),
    Column("note", Sealed("alert_events.note")),
    Column("attachment_id", BigInteger),
    Index("ix_alert_events_alert", "alert_id"),
)
alert_causes = Table(
    "alert_causes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("alert_id", BigInteger, ForeignKey("alerts.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("rule", String(32), nullable=False),
    Column("visit_id", BigInteger, ForeignKey("visits.id")),
    Index("ix_alert_causes_alert", "alert_id"),
    Index("ix_alert_causes_visit", "visit_id"),
)
