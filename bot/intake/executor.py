"""Runs plain work in transactions on the threads of the core."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread
from typing import Any, NamedTuple, TypeVar, TypeVarTuple

from sqlalchemy.exc import SQLAlchemyError

from bot.wake_ups import WakeUps
from storage.database import Db, Store
from storage.outbox.sending import Sending, to_send_at_once
from storage.signals import DOUBT

Result = TypeVar("Result")
Given = TypeVarTuple("Given")


class _Job(NamedTuple):
    """Plain work for a thread, and who waits for it on the event loop."""

    work: Callable[..., Any]
    given: tuple[Any, ...]
    done: "asyncio.Future[Any]"


@dataclass(slots=True)
class Executor:
    """Owns the threads. `send` is called on the event loop with what a committed transaction leaves to be sent.

    Result and messages of a piece of work come to the event loop together: each crossing wakes it, and the loop then
    waits for the interpreter that the thread still holds. A pool of `concurrent.futures` crosses twice.
    """

    store: Store
    send: Callable[[list[Sending]], None]
    wake_ups: WakeUps
    threads: int = 1
    _jobs: "SimpleQueue[_Job | None]" = field(default_factory=SimpleQueue, init=False)
    _collected: deque[Sending] = field(default_factory=deque, init=False)
    _running: list[Thread] = field(default_factory=list, init=False)
    _loop: asyncio.AbstractEventLoop = field(init=False)

    def start(self) -> None:
        """Starts the threads, and remembers the running loop."""
        self._loop = asyncio.get_running_loop()
        # at the end of a process that was not stopped in order nobody waits for them: a commit is whole or not at all
        self._running = [Thread(target=self._serve, name=f"desk_{n}", daemon=True) for n in range(self.threads)]
        for thread in self._running:
            thread.start()

    def stop(self) -> None:
        """Waits for the work that has begun."""
        for _ in self._running:
            self._jobs.put(None)
        for thread in self._running:
            thread.join()

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            result, problem = None, None
            try:
                result = job.work(*job.given)
            except BaseException as raised:  # noqa: BLE001  whoever waits for it is told, whatever it is
                problem = raised
            self._loop.call_soon_threadsafe(self._end, job.done, result, problem)
            del job, result, problem  # what they hold is not kept until the next one comes

    def _end(self, done: "asyncio.Future[Any]", result: Any, problem: BaseException | None) -> None:
        try:
            self._send_collected()
        finally:
            if not done.done():
                done.set_result(result) if problem is None else done.set_exception(problem)

    def _send_collected(self) -> None:
        if self._collected:
            sendings = [self._collected.popleft() for _ in range(len(self._collected))]
            self.send(sendings)

    async def run(self, work: Callable[[Db], Result]) -> Result:
        """Runs one piece of work in one transaction on a thread; what it puts in the outbox leaves at once."""
        return await self.in_thread(self.in_transaction, work)

    async def in_thread(self, work: Callable[[*Given], Result], *given: *Given) -> Result:
        """Runs plain work on a thread, without a transaction of its own."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._jobs.put(_Job(work, given, done))
        try:
            return await done
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
        self.collect(db)
        return result

    def collect(self, db: Db) -> None:
        """Keeps what a transaction has to send, once it is committed, until this work ends. Called on our threads."""
        self._collected.extend(to_send_at_once(db))

    def hand_over(self, db: Db) -> None:
        """Passes what a transaction has to send, once it is committed, to the event loop now: this work goes on."""
        self.collect(db)
        if self._collected:
            self._loop.call_soon_threadsafe(self._send_collected)
