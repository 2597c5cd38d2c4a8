"""Makes calls with the account's access token; one that is refused is renewed once, and the call made once more."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

from bot.channels.zalo_oa.tokens import Tokens
from bot.channels.zalo_session import Refusal
from storage.zalo_tokens import Pair

Result = TypeVar("Result")
Call = Callable[[str], Coroutine[object, object, Result]]
# a token younger than this is not refused for its age: renewing it would not help
YOUNG = timedelta(minutes=10)


class Asking(Protocol):
    """Makes a call with whatever token there is. Raises Refusal, or what keeps us from asking."""

    async def __call__(self, call: Call[Result]) -> Result: ...


@dataclass(frozen=True, slots=True)
class Renewing:
    """Renews the token when it is refused. `is_of_the_token` says whether a code means that."""

    tokens: Tokens
    is_of_the_token: Callable[[int], bool]

    async def __call__(self, call: Call[Result]) -> Result:
        pair = await self.tokens.current()
        try:
            return await call(pair.access)
        except Refusal as refusal:
            if not self.is_of_the_token(refusal.code) or self._is_young(pair):
                raise
        fresh = await self.tokens.renewed(pair)
        return await call(fresh.access)

    def _is_young(self, pair: Pair) -> bool:
        return pair.renewed_at is not None and self.tokens.store.now() - pair.renewed_at < YOUNG


@dataclass(frozen=True, slots=True)
class AsItIs:
    """Uses the token at hand and never renews it, for whoever only looks."""

    access: str

    async def __call__(self, call: Call[Result]) -> Result:
        return await call(self.access)
