"""Plain calls of the fake Bot API, for what no client would send."""

from typing import Any

import aiohttp

from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram


async def call(api: FakeTelegram, method: str, token: str = TOKEN, **params: Any) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{api.url}/bot{token}/{method}", json=params) as response:
            return response.status, await response.json()


def one_button(**button: object) -> dict[str, object]:
    return {"inline_keyboard": [[button]]}
