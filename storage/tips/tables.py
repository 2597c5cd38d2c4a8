"""Tables of tips without a name. Ids are drawn, and of what a sender does only the day is kept."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from storage.columns import Id, Instant, Sealed
from storage.database import metadata

NOT_HANDED = text("NOT handed")
tips = Table(
    "tips",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    # whose officers read it, and which commune it is about
    Column("unit", String(5), nullable=False),
    Column("about", String(5), nullable=False),
    Column("number", Integer),
    Column("state", String(8), nullable=False),
    Column("proof", LargeBinary, nullable=False, unique=True),
    Column("day", Date, nullable=False),
    Column("handed_at", Instant),
    Column("taken_at", Instant),
    Column("taken_by", BigInteger),
    Column("closed_at", Instant),
    Column("outcome", String(12)),
    Index("ix_tips_unit", "unit", "state", "handed_at"),
    Index("ix_tips_number", "unit", "number", unique=True),
    Index("ix_tips_taken_by", "taken_by"),
    Index("ix_tips_day", "day"),
    Index("ix_tips_closed_at", "closed_at"),
)
tip_messages = Table(
    "tip_messages",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("tip_id", BigInteger, ForeignKey("tips.id"), nullable=False),
    Column("place", Integer, nullable=False),
    # empty: the sender
    Column("by", BigInteger),
    Column("text", Sealed("tip_messages.text"), nullable=False),
    Column("day", Date, nullable=False),
    Column("handed", Boolean, nullable=False),
    # of the form it came with, so that it is taken once
    Column("form", LargeBinary, unique=True),
    Index("ix_tip_messages_tip", "tip_id", "place", unique=True),
    Index("ix_tip_messages_not_handed", "id", sqlite_where=NOT_HANDED, postgresql_where=NOT_HANDED),
)
tip_pictures = Table(
    "tip_pictures",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("tip_id", BigInteger, ForeignKey("tips.id"), nullable=False),
    Column("message_id", BigInteger, ForeignKey("tip_messages.id"), nullable=False),
    Column("content", Sealed("tip_pictures.content"), nullable=False),
    Index("ix_tip_pictures_tip", "tip_id"),
    Index("ix_tip_pictures_message", "message_id"),
)
