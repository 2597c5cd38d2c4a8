"""Calls with the account's access token: one that is refused is exchanged once, and the call made once more."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import TypeVar

from bot.channels.zalo_oa_request import Refusal
from bot.channels.zalo_tokens import Tokens
from storage.zalo_tokens import Pair

Result = TypeVar("Result")
# a token so young that is refused all the same is refused for another reason: one more would not help
YOUNG = timedelta(minutes=10)


async def with_token(
    tokens: Tokens, call: Callable[[str], Coroutine[object, object, Result]], is_of_the_token: Callable[[int], bool]
) -> Result:
    """`is_of_the_token`: whether a code means that the token is refused. Raises Refusal, or what keeps us from one."""
    pair = await tokens.current()
    try:
        return await call(pair.access)
    except Refusal as refusal:
        if not is_of_the_token(refusal.code) or _is_young(tokens, pair):
            raise
    fresh = await tokens.renewed(pair)
    return await call(fresh.access)


def _is_young(tokens: Tokens, pair: Pair) -> bool:
    return pair.renewed_at is not None and tokens.store.now() - pair.renewed_at < YOUNG
