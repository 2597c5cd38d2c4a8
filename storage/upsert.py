"""INSERT with ON CONFLICT for both databases: SQLite took it from PostgreSQL, whose construct compiles for either."""

from sqlalchemy.dialects.postgresql import insert

__all__ = ["insert"]
