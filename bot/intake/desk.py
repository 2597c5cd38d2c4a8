"""Queues accepted messages and settles them in batches: many in one commit, each chat's in order."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import InitVar, dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.intake import sent_marks, turns
from bot.intake.executor import Executor
from bot.intake.sent_journal import SentJournal, SentMark
from bot.intake.sent_marks import SentMarks
from bot.intake.turn_taker import AWAY, TurnTaker
from bot.supervision import Part, Supervisor, cancelled
from bot.wake_ups import WakeUps
from handlers.kit import Incoming
from handlers.kit.deployment import Deployment
from storage import inbox
from storage.database import Db, Store
from storage.outbox.sending import Sending
from storage.signals import CLOCK

log = structlog.get_logger()
Result = TypeVar("Result")
MOST_AT_ONCE = 200
# large, so that chats whose turns fail cannot crowd out all others
MOST_WAITING = 20_000
# seconds: Zalo wants its answer within two
PATIENCE = 1.8
LATE = timedelta(seconds=3)
LOOK_FOR_LEFT = LATE.total_seconds() + 1.0
MARKS_AGAIN = 0.5
LONGEST_END = 10.0


class Unavailable(Exception):
    """The message could not be stored in time. The platform is told so and brings it again."""


class Unstorable(Exception):
    """The message itself cannot be stored, now or ever; bringing it again would not help."""


@dataclass(slots=True)
class _Accepted:
    """A message whose webhook waits for the commit."""

    message: Incoming
    stored: asyncio.Future[None]

    @property
    def chat(self) -> tuple[str, str]:
        return self.message.channel, self.message.address

    def succeed(self) -> None:
        if not self.stored.done():
            self.stored.set_result(None)

    def fail(self, problem: Exception) -> None:
        if not self.stored.done():
            self.stored.set_exception(problem)


@dataclass(slots=True)
class Desk:
    """Takes messages in: `accept` returns when one is stored; its turn rides in the same commit when nothing waits.

    `marks` are those of messages that left, written with the next commit soon after, and noted in the `journal` of an
    embedded database meanwhile; `supervisor` keeps all parts of the service; `wake_ups` wakes those that wait for what
    a commit brings.
    """

    store: Store
    deployment: Deployment
    send: InitVar[Callable[[list[Sending]], None]]
    threads: InitVar[int] = 1
    supervisor: Supervisor = field(default_factory=Supervisor)
    journal: SentJournal | None = None
    executor: Executor = field(init=False)
    wake_ups: WakeUps = field(init=False)
    marks: SentMarks = field(init=False)
    _turns: TurnTaker = field(init=False)
    _queue: deque[_Accepted] = field(default_factory=deque, init=False)
    _busy: set[tuple[str, str]] = field(default_factory=set, init=False)
    _wake: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _workers: list[asyncio.Task[None]] = field(default_factory=list, init=False)
    _stopping: bool = field(default=False, init=False)
    _marks_are_due: bool = field(default=False, init=False)

    def __post_init__(self, send: Callable[[list[Sending]], None], threads: int) -> None:
        self.wake_ups = WakeUps(self.store)
        self.executor = Executor(self.store, send, self.wake_ups, threads)
        self._turns = TurnTaker(self.executor, self.deployment)
        self.marks = SentMarks(self._write_marks, self.journal)

    async def start(self) -> None:
        self.executor.start()
        self.wake_ups.start()
        await self._write_left_over()
        # one that is done has been told to stop
        parts = [Part(f"desk.{number}", self._work, ends=True) for number in range(self.executor.threads)]
        self._workers = [self.supervisor.start(part) for part in parts]

    async def stop(self) -> None:
        """Finishes what was taken; webhooks that still wait are told to come again."""
        self._stopping = True
        self._wake.set()
        await asyncio.wait(self._workers, timeout=LONGEST_END)
        await cancelled(self._workers)
        for accepted in self._queue:
            accepted.fail(Unavailable("stopping"))
        if marks := self.marks.take():
            await self._write(marks)
        if self.journal is not None:
            self.journal.close()
        self.wake_ups.stop()
        self.executor.stop()

    async def accept(self, message: Incoming) -> None:
        """Waits until a message is stored. Raises Unavailable when that is not known after 1.8 seconds."""
        if self._stopping:
            raise Unavailable("stopping")
        loop = asyncio.get_running_loop()
        accepted = _Accepted(message, loop.create_future())
        self._queue.append(accepted)
        self._wake.set()
        timer = loop.call_later(PATIENCE, accepted.fail, Unavailable("late"))
        try:
            await accepted.stored
        finally:
            timer.cancel()

    def mark(
        self, message_id: int, platform_id: str, at: datetime, *, counts_for: str = "", patient: bool = False
    ) -> None:
        """Notes with the next commit, or soon in one of its own, that a message left.

        `patient`: of what nobody asks the store about so soon. Where a commit is about to come, that takes it along.
        """
        self.marks.add(SentMark(message_id, platform_id, at, counts_for), patient=patient and not self._queue)
        if len(self.marks) >= MOST_AT_ONCE:
            self._write_marks()

    def _write_marks(self) -> None:
        """Has a worker write the marks that no commit has taken along."""
        self._marks_are_due = True
        self._wake.set()

    async def run(self, work: Callable[[Db], Result]) -> Result:
        """Runs one piece of work in one transaction on a thread; what it puts in the outbox leaves at once."""
        return await self.executor.run(work)

    async def catch_up(self, *, everything: bool = False) -> int:
        """Takes turns that were stored and not taken: after a start all of them, later those that are 3 seconds old.

        Gives how many chats had any.
        """
        before = self.store.now() if everything else self.store.now() - LATE
        chats = await self.run(lambda db: inbox.chats_waiting(db, before, MOST_WAITING))
        await self._answer(chats)
        return len(chats)

    async def _work(self) -> None:
        self._wake.set()  # one that died may have left something
        while True:
            await self._wake.wait()
            self._wake.clear()
            while batch := self._next_batch():
                await self._settle(batch)
            if self._marks_are_due:
                await self._try_marks()
            if self._stopping:
                return

    def _next_batch(self) -> list[_Accepted]:
        """Takes the oldest waiting messages, one of each chat: a chat's next comes when the one before is done."""
        batch: list[_Accepted] = []
        held: list[_Accepted] = []
        while self._queue and len(batch) < MOST_AT_ONCE:
            accepted = self._queue.popleft()
            chat = accepted.chat
            if chat in self._busy:
                held.append(accepted)
                continue
            self._busy.add(chat)
            batch.append(accepted)
        self._queue.extendleft(reversed(held))
        return batch

    async def _settle(self, batch: list[_Accepted]) -> None:
        """Stores a batch with the marks that wait, answers its webhooks, then takes the turns that were left."""
        marks, self._marks_are_due = self.marks.take(), False
        try:
            waiting = await self.executor.in_thread(self._turns.take, [accepted.message for accepted in batch], marks)
        except AWAY as problem:
            await log.awarning("desk.store_away", failure=type(problem).__name__, messages=len(batch))
            self.marks.put_back(marks)
            for accepted in batch:
                accepted.fail(Unavailable(type(problem).__name__))
        except Exception as problem:  # noqa: BLE001  a worker that dies would answer nobody any more
            await log.aerror("desk.not_stored", failure=type(problem).__name__, messages=len(batch))
            self.marks.put_back(marks)
            await self._store_each(batch)
        else:
            self.marks.written(marks)
            for accepted in batch:
                accepted.succeed()
            await self._answer(waiting)
        finally:
            self._busy.difference_update(accepted.chat for accepted in batch)
            self._wake.set()

    async def _store_each(self, batch: list[_Accepted]) -> None:
        """Stores messages one by one: one that the store will not have must not keep out the others."""
        for accepted in batch:
            try:
                waiting = await self.run(partial(turns.store, messages=[accepted.message]))
            except AWAY as away:
                accepted.fail(Unavailable(type(away).__name__))
            except Exception as refused:  # noqa: BLE001  whatever it is, it is this message's
                channel = accepted.message.channel
                await log.aerror("desk.unstorable", channel=channel, failure=type(refused).__name__)
                accepted.fail(Unstorable(type(refused).__name__))
            else:
                accepted.succeed()
                await self._answer(waiting)

    async def _answer(self, chat_ids: list[int]) -> None:
        """Takes the turns of stored messages: nobody who brought one waits for that."""
        if chat_ids:
            self.wake_ups.wake_later(CLOCK, LOOK_FOR_LEFT)
        for chat_id in chat_ids:
            try:
                await self.executor.in_thread(self._turns.answer_waiting, chat_id)
            except Exception as problem:  # noqa: BLE001  the messages are stored; the clock comes back to them
                await log.awarning("desk.turn_waits", chat=chat_id, failure=type(problem).__name__)

    async def _try_marks(self) -> None:
        self._marks_are_due = False
        marks = self.marks.take()
        if not marks:
            return
        try:
            await self._write(marks)
        except SQLAlchemyError as problem:
            self.marks.put_back(marks)
            await log.awarning("desk.marks_wait", failure=type(problem).__name__, marks=len(marks))
            await asyncio.sleep(MARKS_AGAIN)
            self._write_marks()

    async def _write_left_over(self) -> None:
        """Writes what an earlier process has noted and not written, before anybody sends that once more."""
        if self.journal is not None:
            if left_over := self.journal.read():
                await self.run(lambda db: sent_marks.write_left_over(db, left_over))
            self.journal.empty()

    async def _write(self, marks: list[SentMark]) -> None:
        await self.run(lambda db: sent_marks.write(db, marks))
        self.marks.written(marks)
