"""Knows whether the platform lets us write: two days free, to the seventh paid, then not before the reader writes."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.zalo_oa.limits import FREE_FOR, OPEN_FOR
from bot.channels.zalo_oa.quota import Quota
from bot.delivery.channel import Down, WindowClosed
from storage import chats
from storage.database import Store

REMEMBERED = 20_000


@dataclass(slots=True)
class Windows:
    """All readers' windows. `heard`: who wrote lately, by this process; `spent`: whose free replies are used up."""

    store: Store
    channel: str
    quota: Quota
    heard: OrderedDict[str, datetime] = field(default_factory=OrderedDict)
    spent: dict[str, datetime] = field(default_factory=dict)

    def note(self, address: str, at: datetime) -> None:
        """Opens a reader's window anew: they did something here."""
        self.heard[address] = max(at, self.heard.pop(address, at))
        self.spent.pop(address, None)
        self.quota.forget(address)
        if len(self.heard) > REMEMBERED:
            self.heard.popitem(last=False)

    def note_quota(self, address: str, quota: object) -> None:
        """Notes what an answer says of the replies that are left."""
        if isinstance(quota, dict) and _is_spent(quota):
            self.spent[address] = self.store.now()

    async def check(self, address: str) -> bool:
        """Says whether a message will have to be paid for. Raises WindowClosed where sending would be in vain.

        Whom we have just heard is answered without asking anybody.
        """
        if self._is_sure(address, self.heard.get(address)):
            return False
        last = await self._read(address)
        if self._is_sure(address, last):
            return False
        said = await self.quota.of(address)
        last = max((moment for moment in (last, said.last) if moment), default=None)
        now = self.store.now()
        if last is not None and now - last > OPEN_FOR:
            raise WindowClosed("silent_for_7_days")
        is_free = last is not None and now - last <= FREE_FOR
        if (last is None or is_free) and self._has_spent(address, said.spent, now):
            raise WindowClosed("replies_spent")
        return last is not None and not is_free

    def _is_sure(self, address: str, last: datetime | None) -> bool:
        """Says whether the reader wrote within the free time, and after we were told that no reply is left."""
        if last is None or self.store.now() - last > FREE_FOR:
            return False
        spent_at = self.spent.get(address)
        if spent_at and last > spent_at:
            del self.spent[address]
        return address not in self.spent

    def _has_spent(self, address: str, said: bool | None, now: datetime) -> bool:
        """Says whether the free replies are used up: by the platform's word, or by an earlier answer without one."""
        spent_at = self.spent.get(address)
        if said is None:
            return spent_at is not None and now - spent_at < FREE_FOR
        if not said:
            self.spent.pop(address, None)
        return said

    async def _read(self, address: str) -> datetime | None:
        """Reads from the store when the reader wrote last: another process may have heard it."""
        try:
            return await asyncio.to_thread(self._last_in, address)
        except SQLAlchemyError as problem:
            raise Down(f"store_{type(problem).__name__}"[:40]) from None

    def _last_in(self, address: str) -> datetime | None:
        with self.store.transaction() as db:
            chat = chats.at(db, self.channel, address)
        return chat.last_in_at if chat else None


def _is_spent(quota: dict[str, Any]) -> bool:
    """Says whether a quota, whose fields vary, is one of replies with nothing left."""
    return "reply" in str(quota.get("quota_type", "")) and str(quota.get("remain", "")) == "0"
