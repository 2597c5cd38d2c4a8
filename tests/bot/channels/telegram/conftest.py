"""A fake without limits, for most tests of the fakes."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.channels.telegram.fake import FakeTelegram, Limits


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(limits=Limits.none()) as fake:
        yield fake
