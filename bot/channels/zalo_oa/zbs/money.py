"""Notes what templates cost (đồng) and how many may still leave, as soon as it is known."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.intake.reading import count
from handlers.notify.template_use import BOUGHT, CHANNEL, DAILY
from storage import quotas, usage
from storage.database import Db, Store

log = structlog.get_logger()


@dataclass(slots=True)
class Till:
    """Counts sales and quotas; what could not be noted, the store being away, is noted with what comes next."""

    store: Store
    _messages: int = field(default=0, init=False)
    _dong: int = field(default=0, init=False)
    _quotas: dict[str, tuple[int | None, int | None]] = field(default_factory=dict, init=False)
    _one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def sold(self, dong: int, quota: object) -> None:
        self._messages += 1
        self._dong += dong
        self.note_quota(quota)
        await self.write()

    def note_quota(self, quota: object) -> None:
        """Takes in a quota of either shape: the day's by phone, what was bought by user id."""
        if not isinstance(quota, dict):
            return
        most, left = of_the_day(quota)
        if left is not None or most is not None:
            self._quotas[DAILY] = (most, left)
        elif (bought := count(quota.get("remain"))) is not None:
            self._quotas[BOUGHT] = (None, bought)

    async def write(self) -> None:
        async with self._one_by_one:
            messages, dong, said = self._messages, self._dong, dict(self._quotas)
            if not messages and not said:
                return
            try:
                await asyncio.to_thread(self._write, messages, dong, said)
            except SQLAlchemyError as problem:
                await log.awarning("zbs.not_counted", failure=type(problem).__name__, messages=messages)
                return
            self._messages -= messages
            self._dong -= dong
            self._quotas = {what: now for what, now in self._quotas.items() if said.get(what) != now}

    def _write(self, messages: int, dong: int, said: dict[str, tuple[int | None, int | None]]) -> None:
        with self.store.transaction() as db:
            if messages:
                usage.paid(db, CHANNEL, messages, dong)
            _note(db, said)


def of_the_day(quota: Mapping[str, object]) -> tuple[int | None, int | None]:
    """Gives (how many may leave in a day, how many of them still may)."""
    return count(quota.get("dailyQuota")), count(quota.get("remainingQuota"))


def _note(db: Db, said: dict[str, tuple[int | None, int | None]]) -> None:
    for what, (most, remaining) in sorted(said.items()):
        quotas.note(db, CHANNEL, what, most=most, remaining=remaining)
