"""How late a due thing may still be done; after that it is dropped, and recorded as dropped."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from rules.local_time import local_day

# what is not named here is for its own day only
LATEST: Mapping[str, timedelta] = {
    "visit_soon": timedelta(days=2),
    "visit_overdue": timedelta(days=3),
    "visit_overdue_officer": timedelta(days=14),
    "visit_busy": timedelta(days=3),
    "check_in": timedelta(days=5),
    "check_in_missing": timedelta(days=14),
}


def too_late(kind: str, meant_for: datetime, leaves: datetime) -> bool:
    """`leaves` is when it could go out now, quiet hours and days off counted."""
    latest = LATEST.get(kind)
    if latest is None:
        return local_day(leaves) > local_day(meant_for)
    return leaves - meant_for > latest
