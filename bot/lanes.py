"""What waits to be sent on a channel, in memory: the most urgent first, each chat's messages one at a time in order."""

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.channels import Capabilities
from bot.pace import Bucket
from storage.departures import Sending


@dataclass(slots=True)
class _ChatQueue:
    """`held`: it stands among those whose time has not come."""

    pace: Bucket
    waiting: list[tuple[int, int, Sending]] = field(default_factory=list)
    in_flight: bool = False
    held: bool = False


class Lanes:
    """`next` gives what may leave now, or how long to wait. Times are seconds of a monotonic clock."""

    def __init__(self, can: Capabilities):
        self._can = can
        # together never more than the allowance, wherever the platform begins to count its second
        at_once = max(can.per_second * 0.1, 1.0)
        self._account = Bucket(max(can.per_second - at_once, can.per_second / 2), at_once)
        self._chats: dict[int, _ChatQueue] = {}
        self._ready: list[tuple[int, int, int]] = []
        self._later: list[tuple[float, int]] = []
        self._known: set[int] = set()
        self._count: Counter[int] = Counter()

    def room(self, lane: int, most: int) -> int:
        """How many more of a lane are wanted here."""
        return max(most - self._count[lane], 0)

    def put(self, sendings: Iterable[Sending]) -> None:
        for sending in sendings:
            if sending.id in self._known:
                continue
            self._known.add(sending.id)
            self._count[sending.lane] += 1
            chat = self._chats.get(sending.chat_id)
            if chat is None:
                chat = self._chats[sending.chat_id] = _ChatQueue(Bucket(self._can.per_chat_second, self._can.burst))
            heapq.heappush(chat.waiting, (sending.lane, sending.id, sending))
            self._offer(sending.chat_id, chat)

    def _offer(self, chat_id: int, chat: _ChatQueue) -> None:
        if chat.waiting and not chat.in_flight and not chat.held:
            lane, message_id, _ = chat.waiting[0]
            heapq.heappush(self._ready, (lane, message_id, chat_id))

    def next(self, now: float) -> Sending | float | None:
        """The next message to leave; seconds to wait; or None when nothing waits."""
        while self._later and self._later[0][0] <= now:
            _, chat_id = heapq.heappop(self._later)
            self._chats[chat_id].held = False
            self._offer(chat_id, self._chats[chat_id])
        while self._ready:
            lane, message_id, chat_id = self._ready[0]
            chat = self._chats.get(chat_id)
            if chat is None or not self._stands_first(chat, lane, message_id):
                heapq.heappop(self._ready)
            elif wait := chat.pace.wait(now):
                heapq.heappop(self._ready)
                chat.held = True
                heapq.heappush(self._later, (now + wait, chat_id))
            elif wait := self._account.wait(now):
                return wait
            else:
                heapq.heappop(self._ready)
                return self._start(chat, now)
        return max(self._later[0][0] - now, 0.001) if self._later else None

    @staticmethod
    def _stands_first(chat: _ChatQueue, lane: int, message_id: int) -> bool:
        free = not chat.in_flight and not chat.held and bool(chat.waiting)
        return free and chat.waiting[0][:2] == (lane, message_id)

    def _start(self, chat: _ChatQueue, now: float) -> Sending:
        self._account.take(now)
        chat.pace.take(now)
        chat.in_flight = True
        return heapq.heappop(chat.waiting)[2]

    def done(self, sending: Sending, now: float) -> None:
        self._forget(sending)
        chat = self._chats[sending.chat_id]
        chat.in_flight = False
        if chat.waiting:
            self._offer(sending.chat_id, chat)
        elif not chat.held and chat.pace.rested(now):
            del self._chats[sending.chat_id]

    def again(self, sending: Sending, now: float, seconds: float, *, everybody: bool) -> None:
        """To be sent once more: it stays the first of its chat, which waits; or everybody does."""
        chat = self._chats[sending.chat_id]
        chat.in_flight = False
        (self._account if everybody else chat.pace).hold(now, seconds)
        heapq.heappush(chat.waiting, (sending.lane, sending.id, sending))
        self._offer(sending.chat_id, chat)

    def empty(self) -> list[Sending]:
        """Takes out everything that is not on its way, to be given back to the store."""
        left = [sending for chat in self._chats.values() for _, _, sending in chat.waiting]
        for chat in self._chats.values():
            chat.waiting.clear()
        for sending in left:
            self._forget(sending)
        return left

    def _forget(self, sending: Sending) -> None:
        self._known.discard(sending.id)
        self._count[sending.lane] -= 1

    def sweep(self, now: float) -> None:
        """Forgets chats that have rested long enough for their pace to be full again."""
        for chat_id, chat in list(self._chats.items()):
            if not (chat.waiting or chat.in_flight or chat.held) and chat.pace.rested(now):
                del self._chats[chat_id]
