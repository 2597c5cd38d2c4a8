"""Runs plain work in transactions on the threads of the core."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar, TypeVarTuple

from sqlalchemy.exc import SQLAlchemyError

from bot.wake_ups import WakeUps
from storage.database import Db, Store
from storage.outbox.sending import Sending, to_send_at_once
from storage.signals import DOUBT

Result = TypeVar("Result")
Given = TypeVarTuple("Given")


@dataclass(slots=True)
class Executor:
    """Owns the threads. `send` is called on the event loop with what a committed transaction leaves to be sent."""

    store: Store
    send: Callable[[list[Sending]], None]
    wake_ups: WakeUps
    threads: int = 1
    _pool: ThreadPoolExecutor = field(init=False)
    _loop: asyncio.AbstractEventLoop = field(init=False)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="desk")

    def start(self) -> None:
        """Remembers the running loop; comes before any work that puts something into the outbox."""
        self._loop = asyncio.get_running_loop()

    def stop(self) -> None:
        """Waits for the work that has begun."""
        self._pool.shutdown()

    async def run(self, work: Callable[[Db], Result]) -> Result:
        """Runs one piece of work in one transaction on a thread; what it puts in the outbox leaves at once."""
        return await self.in_thread(self.in_transaction, work)

    async def in_thread(self, work: Callable[[*Given], Result], *given: *Given) -> Result:
        """Runs plain work on a thread, without a transaction of its own."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)
        except SQLAlchemyError:
            self.wake_ups.wake((DOUBT,))
            raise

    def doubt(self) -> None:
        """Has those look who find what a commit left whose answer was lost. Called on any thread."""
        self.wake_ups.wake_soon((DOUBT,))

    def in_transaction(self, work: Callable[[Db], Result]) -> Result:
        """Runs work in one transaction on this thread."""
        with self.store.transaction() as db:
            result = work(db)
        self.hand_over(db)
        return result

    def hand_over(self, db: Db) -> None:
        """Passes what a transaction has to send, once it is committed, to the event loop. Called on any thread."""
        sendings = to_send_at_once(db)
        if sendings:
            self._loop.call_soon_threadsafe(self.send, sendings)
