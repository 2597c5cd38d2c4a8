"""Whether the platform still lets us write: two days free, to the seventh paid, then not before the reader writes."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.channels import Down, WindowClosed
from storage import chats
from storage.database import Store

FREE = timedelta(hours=48)
LAST = timedelta(days=7)
REMEMBERED = 20_000


@dataclass(slots=True)
class Windows:
    """`heard`: who wrote lately, as this process saw it; `spent`: whose free replies the platform says are used up."""

    store: Store
    channel: str
    heard: OrderedDict[str, datetime] = field(default_factory=OrderedDict)
    spent: dict[str, datetime] = field(default_factory=dict)

    def note(self, address: str, at: datetime) -> None:
        """Somebody did something here: the window is open anew."""
        self.heard[address] = max(at, self.heard.pop(address, at))
        self.spent.pop(address, None)
        if len(self.heard) > REMEMBERED:
            self.heard.popitem(last=False)

    def told(self, address: str, quota: object) -> None:
        """What an answer says of the replies that are left."""
        if isinstance(quota, dict) and _is_spent(quota):
            self.spent[address] = self.store.now()

    async def check(self, address: str) -> None:
        """Raises WindowClosed where asking the platform would be in vain."""
        now = self.store.now()
        spent_at = self.spent.get(address)
        last = self.heard.get(address)
        if last is None or now - last > FREE or spent_at:
            last = await self._read(address)
        if spent_at and last and last > spent_at:
            self.spent.pop(address, None)
        elif spent_at and now - spent_at < FREE:
            raise WindowClosed("replies_spent")
        if last is not None and now - last > LAST:
            raise WindowClosed("silent_for_7_days")

    async def _read(self, address: str) -> datetime | None:
        """Another process may have heard what this one has not."""
        try:
            return await asyncio.to_thread(self._last_in, address)
        except SQLAlchemyError as problem:
            raise Down(f"store_{type(problem).__name__}"[:40]) from None

    def _last_in(self, address: str) -> datetime | None:
        with self.store.transaction() as db:
            chat = chats.at(db, self.channel, address)
        return chat.last_in_at if chat else None


def _is_spent(quota: dict[str, Any]) -> bool:
    """Its fields vary: only a reply quota that says nought is taken for what it says."""
    return "reply" in str(quota.get("quota_type", "")) and str(quota.get("remain", "")) == "0"
