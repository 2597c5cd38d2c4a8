"""What every test of a channel starts from."""

import pytest

from bot.scheduler import Scheduler


@pytest.fixture(autouse=True)
def _nothing_falls_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves the demo commune's own reminders untold: they would come between what is said in a test."""

    async def nothing_due(_: Scheduler) -> int:
        return 0

    monkeypatch.setattr(Scheduler, "run_due", nothing_due)
