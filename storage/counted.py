"""Figures kept in memory for some minutes: a page that is looked at again does not read all visits again."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import TypeVar

from storage.database import Db

LASTS = timedelta(minutes=10)
# as many as some officers look at in that time; counts are small
MOST = 500
Counted = TypeVar("Counted")


def lately(db: Db, what: Hashable, count: Callable[[], Counted]) -> tuple[Counted, datetime]:
    """Gives what was counted in the last minutes, or counts it now; and the moment of the count.

    `what` names everything that the count depends on but the rows themselves.
    """
    kept: dict[Hashable, tuple[datetime, Counted]] = db.store.counted
    at, counted = kept.get(what, (None, None))
    if at is not None and counted is not None and timedelta() <= db.now - at < LASTS:
        return counted, at
    fresh = count()
    if len(kept) >= MOST:
        kept.clear()
    kept[what] = (db.now, fresh)
    return fresh, db.now
