"""Whatever ends a part, it is named, counted and started again; only its owner ends it for good."""

import asyncio
import time

import pytest

from bot import supervision
from bot.supervision import Part, Supervisor, ails, beat, cancelled
from tests.patience import until


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(supervision, "STEADY", 0.1)


async def never() -> None:
    await asyncio.Event().wait()


class Frail:
    """Ends in these ways, one after the other, then runs on."""

    def __init__(self, *ends: BaseException | None):
        self.ends = list(ends)
        self.starts = 0

    async def run(self) -> None:
        self.starts += 1
        await asyncio.sleep(0)
        if not self.ends:
            await never()
        if end := self.ends.pop(0):
            raise end


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        (KeyError("result"), "KeyError"),
        (RecursionError(), "RecursionError"),
        (asyncio.CancelledError(), "CancelledError"),
        (None, "Ended"),
    ],
)
async def test_a_part_that_ends_is_named_and_started_again_until_it_is_steady(
    end: BaseException | None, kind: str
) -> None:
    supervisor, frail = Supervisor(), Frail(end, end)
    task = supervisor.start(Part("telegram.updates", frail.run, channel="telegram"))
    await until(lambda: frail.starts == 2)
    assert supervisor.troubles() == {"telegram.updates": f"failing: {kind}"}
    assert supervisor.ailing("telegram") == f"failing: {kind}"
    await until(lambda: frail.starts == 3 and not supervisor.troubles())
    assert supervisor.restarts() == {("telegram.updates", kind): 2}
    assert not supervisor.ailing("telegram")
    await cancelled([task])
    assert task.cancelled()


async def test_a_part_that_keeps_failing_is_tried_at_growing_pauses() -> None:
    supervisor, frail = Supervisor(), Frail(*[ValueError()] * 100)
    task = supervisor.start(Part("fetcher", frail.run))
    began = time.monotonic()
    await until(lambda: frail.starts >= 5)
    assert time.monotonic() - began >= 0.15 / 2, "0.02, 0.04, 0.08, 0.16 seconds, each half of that at least"
    assert supervisor.troubles() == {"fetcher": "failing: ValueError"}
    await cancelled([task])


async def test_a_call_at_the_start_is_done_when_it_returns_and_forgotten_as_a_trouble() -> None:
    supervisor, frail = Supervisor(), Frail(ValueError(), None)
    await supervisor.start(Part("telegram.name", frail.run, ends=True))
    assert (frail.starts, supervisor.troubles()) == (2, {})


async def test_a_part_that_says_nothing_for_too_long_is_stuck_until_it_beats_again() -> None:
    supervisor, goes_on = Supervisor(), asyncio.Event()

    async def work() -> None:
        await goes_on.wait()
        while True:
            beat()
            await asyncio.sleep(0.01)

    task = supervisor.start(Part("fetcher", work, silence=0.1))
    assert supervisor.troubles() == {}
    await until(lambda: supervisor.troubles() == {"fetcher": "silent"})
    goes_on.set()
    await until(lambda: not supervisor.troubles())
    await cancelled([task])


async def test_what_a_platform_does_to_a_part_ails_its_channel_and_is_no_trouble_of_ours() -> None:
    supervisor = Supervisor()

    async def work() -> None:
        ails("no_updates")
        await never()

    task = supervisor.start(Part("telegram.updates", work, channel="telegram"))
    await until(lambda: supervisor.ailing("telegram") == "no_updates")
    assert supervisor.troubles() == {}
    assert not supervisor.ailing("zalo_bot")
    await cancelled([task])
