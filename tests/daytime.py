"""A clock that runs, set to a working day at ten in the morning: no test may depend on the hour at which it is run."""

from datetime import UTC, datetime

from bot.clock import Clock

MORNING = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def daytime() -> Clock:
    return Clock(MORNING - datetime.now(UTC))
