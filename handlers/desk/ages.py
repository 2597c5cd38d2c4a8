"""How long something has waited, in a word: «12 phút», «3 giờ», «2 ngày»."""

from datetime import datetime, timedelta

from handlers.kit.scope import Scope
from rules.local_time import DAY, HOUR, MINUTE


def age(scope: Scope, since: datetime) -> str:
    """Words the time since then, in the largest unit of which there are two, or in minutes."""
    waited = max(scope.now - since, timedelta())
    if waited >= 2 * DAY:
        return scope.text("desk.age.days", count=waited // DAY)
    if waited >= 2 * HOUR:
        return scope.text("desk.age.hours", count=waited // HOUR)
    if waited >= MINUTE:
        return scope.text("desk.age.minutes", count=waited // MINUTE)
    return scope.text("desk.age.now")
