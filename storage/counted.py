"""Figures kept in memory for some minutes: a page that is looked at again does not read all visits again."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from storage.database import Db

LASTS = timedelta(minutes=10)
# entries kept: as many as some officers look at in that time
MOST = 500
Counted = TypeVar("Counted")


def lately(db: Db, what: Hashable, count: Callable[[], Counted]) -> tuple[Counted, datetime]:
    """Gives what was counted in the last minutes, or counts it now; and the moment of the count.

    `what` names everything that the count depends on but the rows themselves.
    """
    kept: tuple[Counted, datetime] | None = kept_for(db, what, LASTS)
    return kept or keep(db, what, count())


def kept_for(db: Db, what: Hashable, lasts: timedelta) -> Any:
    """Gives what was counted no longer ago than this, and when; None otherwise."""
    at, counted = db.store.counted.get(what, (None, None))
    return (counted, at) if at is not None and timedelta() <= db.now - at < lasts else None


def keep(db: Db, what: Hashable, counted: Counted) -> tuple[Counted, datetime]:
    """Keeps what was counted now; gives it with the moment."""
    if len(db.store.counted) >= MOST:
        db.store.counted.clear()
    db.store.counted[what] = (db.now, counted)
    return counted, db.now
