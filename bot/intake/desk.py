"""The desk: takes accepted messages, each party's in order, many in one commit, on the threads of the core."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.intake import turns
from handlers.kit import Incoming
from handlers.kit.deployment import Deployment
from storage import inbox
from storage.database import Db, Store
from storage.outbox.sending import Sending, to_send_at_once

log = structlog.get_logger()
Result = TypeVar("Result")
MOST_AT_ONCE = 200
# so many that those whose turns fail cannot stand in front of all others
MOST_WAITING = 20_000
# Zalo wants its answer within two seconds
PATIENCE = 1.8
LATE = timedelta(seconds=3)
# the store's own troubles, whatever the message
AWAY = (OperationalError, InterfaceError, InternalError, NoConnection)


class Unavailable(Exception):
    """The message could not be stored in time. The platform is told so and brings it again."""


class Unstorable(Exception):
    """The message itself cannot be stored, now or ever; bringing it again would not help."""


@dataclass(slots=True)
class Mark:
    """A message that left: noted with the next commit. `counts_for`: the channel whose allowance it uses."""

    message_id: int
    platform_id: str
    at: datetime
    counts_for: str = ""


@dataclass(slots=True)
class _Piece:
    """A message whose webhook waits for the commit."""

    message: Incoming
    stored: asyncio.Future[None]


@dataclass(slots=True)
class Desk:
    """`accept` returns when the message is stored; its turn rides in the same commit when nothing else waits.

    `unmarked`: messages that left and of which the store does not know so yet.
    """

    store: Store
    deployment: Deployment
    send: Callable[[list[Sending]], None]
    threads: int = 1
    _pool: ThreadPoolExecutor = field(init=False)
    _pieces: deque[_Piece] = field(default_factory=deque, init=False)
    unmarked: set[int] = field(default_factory=set, init=False)
    _marks: list[Mark] = field(default_factory=list, init=False)
    _busy: set[tuple[str, str]] = field(default_factory=set, init=False)
    _wake: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _workers: list[asyncio.Task[None]] = field(default_factory=list, init=False)
    _stopping: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="desk")

    async def start(self) -> None:
        self._workers = [asyncio.create_task(self._work(), name=f"desk-{n}") for n in range(self.threads)]

    async def stop(self) -> None:
        """Finishes what was taken; webhooks that still wait are told to come again."""
        self._stopping = True
        self._wake.set()
        await asyncio.gather(*self._workers)
        for piece in self._pieces:
            _fail(piece, Unavailable("stopping"))
        await self.write_marks()
        self._pool.shutdown()

    async def accept(self, message: Incoming) -> None:
        """Raises Unavailable when the message is not known to be stored after a short while."""
        if self._stopping:
            raise Unavailable("stopping")
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pieces.append(_Piece(message, stored))
        self._wake.set()
        timer = asyncio.get_running_loop().call_later(PATIENCE, _give_up, stored)
        try:
            await stored
        finally:
            timer.cancel()

    def mark(self, message_id: int, platform_id: str, at: datetime, *, counts_for: str = "") -> None:
        self._marks.append(Mark(message_id, platform_id, at, counts_for))
        self.unmarked.add(message_id)
        self._wake.set()

    async def run(self, work: Callable[[Db], Result]) -> Result:
        """One piece of work in one transaction on a thread; what it puts in the outbox leaves at once."""
        return await self._in_thread(self._in_transaction, work)

    async def write_marks(self) -> None:
        marks, self._marks = self._marks, []
        if marks:
            await self._in_thread(self._in_transaction, lambda db: turns.write_marks(db, marks))
            self._marked(marks)

    def _marked(self, marks: list[Mark]) -> None:
        self.unmarked.difference_update(mark.message_id for mark in marks)

    def _in_transaction(self, work: Callable[[Db], Result]) -> Result:
        with self.store.transaction() as db:
            result = work(db)
        self._hand_over(to_send_at_once(db))
        return result

    async def _in_thread(self, work: Callable[..., Result], *arguments: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)

    def _hand_over(self, sendings: list[Sending]) -> None:
        if sendings:
            self._loop().call_soon_threadsafe(self.send, sendings)

    def _loop(self) -> asyncio.AbstractEventLoop:
        return self._workers[0].get_loop()

    async def _work(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while batch := self._next_batch():
                await self._settle(batch)
            if self._marks:
                await self._try_marks()
            if self._stopping:
                return

    def _next_batch(self) -> list[_Piece]:
        """The oldest waiting messages, one of each chat: a chat's next is taken when the one before is done."""
        batch: list[_Piece] = []
        held: list[_Piece] = []
        while self._pieces and len(batch) < MOST_AT_ONCE:
            piece = self._pieces.popleft()
            chat = (piece.message.channel, piece.message.address)
            if chat in self._busy:
                held.append(piece)
                continue
            self._busy.add(chat)
            batch.append(piece)
        self._pieces.extendleft(reversed(held))
        return batch

    async def _settle(self, batch: list[_Piece]) -> None:
        marks, self._marks = self._marks, []
        try:
            waiting = await self._in_thread(self._take, [piece.message for piece in batch], marks)
        except AWAY as problem:
            await log.awarning("desk.store_away", failure=type(problem).__name__, messages=len(batch))
            self._marks = marks + self._marks
            for piece in batch:
                _fail(piece, Unavailable(type(problem).__name__))
        except Exception as problem:  # noqa: BLE001  a worker that dies would answer nobody any more
            await log.aerror("desk.not_stored", failure=type(problem).__name__, messages=len(batch))
            self._marks = marks + self._marks
            await self._store_each(batch)
        else:
            self._marked(marks)
            for piece in batch:
                _stored(piece)
            await self._answer(waiting)
        finally:
            self._busy.difference_update((piece.message.channel, piece.message.address) for piece in batch)
            self._wake.set()

    async def _store_each(self, batch: list[_Piece]) -> None:
        """A message that the store will not have must not keep out the others."""
        for piece in batch:
            try:
                waiting = await self._in_thread(self._in_transaction, partial(turns.store, messages=[piece.message]))
            except AWAY as away:
                _fail(piece, Unavailable(type(away).__name__))
            except Exception as refused:  # noqa: BLE001  whatever it is, it is this message's
                await log.aerror("desk.unstorable", channel=piece.message.channel, failure=type(refused).__name__)
                _fail(piece, Unstorable(type(refused).__name__))
            else:
                _stored(piece)
                await self._answer(waiting)

    async def _answer(self, chats: list[int]) -> None:
        """The turns of what is stored: nobody who brought a message waits for them."""
        for chat_id in chats:
            try:
                await self._in_thread(self.answer_waiting, chat_id)
            except Exception as problem:  # noqa: BLE001  the messages are stored; the clock comes back to them
                await log.awarning("desk.turn_waits", chat=chat_id, failure=type(problem).__name__)

    async def _try_marks(self) -> None:
        marks, self._marks = self._marks, []
        try:
            await self._in_thread(self._in_transaction, lambda db: turns.write_marks(db, marks))
            self._marked(marks)
        except SQLAlchemyError as problem:
            self._marks = marks + self._marks
            await log.awarning("desk.marks_wait", failure=type(problem).__name__, marks=len(marks))
            await asyncio.sleep(0.5)

    def _take(self, messages: list[Incoming], marks: list[Mark]) -> list[int]:
        """All in one commit; if that fails, they are only stored. Gives the chats whose turns are still to be taken."""
        try:
            with self.store.transaction() as db:
                turns.write_marks(db, marks)
                waiting = turns.take(db, self.deployment, messages)
            self._hand_over(to_send_at_once(db))
        except Exception as problem:  # noqa: BLE001  whatever one turn raises must not keep the others waiting
            log.warning("desk.batch_failed", failure=type(problem).__name__, messages=len(messages))
            with self.store.transaction() as db:
                turns.write_marks(db, marks)
                waiting = turns.store(db, messages)
        return waiting

    def answer_waiting(self, chat_id: int) -> None:
        """Takes the turns of a chat's waiting messages, one by one, until none is left or one must wait longer."""
        while True:
            outcome = turns.Outcome.NOTHING
            try:
                with self.store.transaction() as db:
                    outcome = turns.take_next(db, self.deployment, chat_id)
                self._hand_over(to_send_at_once(db))
            except Exception as problem:  # noqa: BLE001  the message stays, counted, and is set aside after a few tries
                outcome = self._failed(chat_id, problem)
            if outcome is not turns.Outcome.DONE:
                return

    def _failed(self, chat_id: int, problem: Exception) -> turns.Outcome:
        log.error("desk.turn_failed", chat=chat_id, failure=type(problem).__name__, where=turns.where(problem))
        with self.store.transaction() as db:
            outcome = turns.failed(db, self.deployment, chat_id, problem)
        self._hand_over(to_send_at_once(db))
        return outcome

    async def catch_up(self, *, everything: bool = False) -> int:
        """Takes what was stored and not answered: after a start everything, later what has waited too long."""
        before = self.store.now() if everything else self.store.now() - LATE
        chats = await self.run(lambda db: inbox.chats_waiting(db, before, MOST_WAITING))
        await self._answer(chats)
        return len(chats)


def _give_up(stored: asyncio.Future[None]) -> None:
    if not stored.done():
        stored.set_exception(Unavailable("late"))


def _stored(piece: _Piece) -> None:
    if not piece.stored.done():
        piece.stored.set_result(None)


def _fail(piece: _Piece, problem: Exception) -> None:
    if not piece.stored.done():
        piece.stored.set_exception(problem)
