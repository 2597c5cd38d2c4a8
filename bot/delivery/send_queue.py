"""What waits to be sent on a channel, in memory: alerts first, the rest by weight, a chat's one at a time in order."""

import heapq
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from bot.delivery.channel import Capabilities
from bot.delivery.rates import TokenBucket
from storage.outbox import ALERT, BROADCAST, REMINDER, REPLY
from storage.outbox.sending import Sending

LANES = range(ALERT, BROADCAST + 1)
# how many of each leave for one of the last, while all of them wait; an alert waits for none of them
WEIGHTS = {REPLY: 20, REMINDER: 4, BROADCAST: 1}


@dataclass(slots=True)
class _ChatQueue:
    """`held`: it stands among those whose time has not come."""

    pace: TokenBucket
    waiting: list[tuple[int, int, Sending]] = field(default_factory=list)
    in_flight: bool = False
    held: bool = False


class SendQueue:
    """`next` gives what may leave now, or how long to wait. Times are seconds of a monotonic clock."""

    def __init__(self, can: Capabilities):
        self._can = can
        # together never more than the allowance, wherever the platform begins to count its second
        at_once = max(can.per_second * 0.1, 1.0)
        self._account = TokenBucket(max(can.per_second - at_once, can.per_second / 2), at_once)
        self._chats: dict[int, _ChatQueue] = {}
        self._ready: dict[int, list[tuple[int, int]]] = {lane: [] for lane in LANES}
        self._turns = dict.fromkeys(WEIGHTS, 0.0)
        self._turn = 0.0
        self._later: list[tuple[float, int]] = []
        self._aside: set[int] = set()
        self.known: set[int] = set()
        self._began: float | None = None
        self._count: Counter[int] = Counter()

    def __len__(self) -> int:
        return len(self.known)

    def begin_after_another(self, now: float) -> None:
        """What the one before has sent counts, and we don't know it: nothing is saved up, in any chat."""
        self._began = now
        self._account.drain(now)

    def _pace(self) -> TokenBucket:
        pace = TokenBucket(self._can.per_chat_second, self._can.burst)
        if self._began is not None:
            pace.drain(self._began)
        return pace

    def room(self, lane: int, most: int) -> int:
        """How many more of a lane are wanted here."""
        return max(most - self._count[lane], 0)

    def put(self, sendings: Iterable[Sending]) -> None:
        for sending in sendings:
            if sending.id in self.known:
                continue
            self.known.add(sending.id)
            self._count[sending.lane] += 1
            chat = self._chats.get(sending.chat_id)
            if chat is None:
                chat = self._chats[sending.chat_id] = _ChatQueue(self._pace())
            heapq.heappush(chat.waiting, (sending.lane, sending.id, sending))
            self._offer(sending.chat_id, chat)

    def _offer(self, chat_id: int, chat: _ChatQueue) -> None:
        if chat.waiting and not chat.in_flight and not chat.held:
            lane, message_id, _ = chat.waiting[0]
            if lane != ALERT and not self._ready[lane]:
                # a lane that was empty has saved up nothing
                self._turns[lane] = max(self._turns[lane], self._turn)
            heapq.heappush(self._ready[lane], (message_id, chat_id))

    def _next_lane(self) -> int | None:
        if self._ready[ALERT]:
            return ALERT
        return min((lane for lane in WEIGHTS if self._ready[lane]), key=lambda lane: self._turns[lane], default=None)

    def next(self, now: float) -> Sending | float | None:
        """The next message to leave; seconds to wait; or None when nothing waits."""
        while self._later and self._later[0][0] <= now:
            _, chat_id = heapq.heappop(self._later)
            self._aside.discard(chat_id)
            self._chats[chat_id].held = False
            self._offer(chat_id, self._chats[chat_id])
        while (lane := self._next_lane()) is not None:
            ready = self._ready[lane]
            message_id, chat_id = ready[0]
            chat = self._chats.get(chat_id)
            if chat is None or not self._stands_first(chat, lane, message_id):
                heapq.heappop(ready)
            elif wait := chat.pace.wait(now):
                heapq.heappop(ready)
                chat.held = True
                heapq.heappush(self._later, (now + wait, chat_id))
            elif wait := self._account.wait(now):
                return wait
            else:
                heapq.heappop(ready)
                return self._start(chat, lane, now)
        return max(self._later[0][0] - now, 0.001) if self._later else None

    @staticmethod
    def _stands_first(chat: _ChatQueue, lane: int, message_id: int) -> bool:
        free = not chat.in_flight and not chat.held and bool(chat.waiting)
        return free and chat.waiting[0][:2] == (lane, message_id)

    def _start(self, chat: _ChatQueue, lane: int, now: float) -> Sending:
        if lane != ALERT:
            self._turn = self._turns[lane]
            self._turns[lane] += 1 / WEIGHTS[lane]
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
        chat = self._back(sending)
        (self._account if everybody else chat.pace).hold(now, seconds)
        self._offer(sending.chat_id, chat)

    def aside(self, sending: Sending, now: float, seconds: float) -> None:
        """The account ails: others of its chats may try before this one does again."""
        self._back(sending).held = True
        self._aside.add(sending.chat_id)
        heapq.heappush(self._later, (now + seconds, sending.chat_id))

    def well(self, now: float) -> None:
        """The account is well: nobody stands aside any longer."""
        if not self._aside:
            return
        self._later = [(now if chat_id in self._aside else at, chat_id) for at, chat_id in self._later]
        heapq.heapify(self._later)
        self._aside.clear()

    def _back(self, sending: Sending) -> _ChatQueue:
        chat = self._chats[sending.chat_id]
        chat.in_flight = False
        heapq.heappush(chat.waiting, (sending.lane, sending.id, sending))
        return chat

    def empty(self) -> list[Sending]:
        """Takes out everything that is not on its way, to be given back to the store."""
        left = [sending for chat in self._chats.values() for _, _, sending in chat.waiting]
        for chat in self._chats.values():
            chat.waiting.clear()
        for sending in left:
            self._forget(sending)
        return left

    def waiting(self, lane: int) -> list[Sending]:
        """What of a lane has not started."""
        return [one for chat in self._chats.values() for of_lane, _, one in chat.waiting if of_lane == lane]

    def take_out(self, ids: Set[int]) -> None:
        """What somebody else sees to. What is on its way stays."""
        for chat_id, chat in self._chats.items():
            gone = [one for _, _, one in chat.waiting if one.id in ids]
            if gone:
                chat.waiting = [entry for entry in chat.waiting if entry[1] not in ids]
                heapq.heapify(chat.waiting)
                for sending in gone:
                    self._forget(sending)
                self._offer(chat_id, chat)

    def _forget(self, sending: Sending) -> None:
        self.known.discard(sending.id)
        self._count[sending.lane] -= 1

    def sweep(self, now: float) -> None:
        """Forgets chats that have rested long enough for their pace to be full again."""
        for chat_id, chat in list(self._chats.items()):
            if not (chat.waiting or chat.in_flight or chat.held) and chat.pace.rested(now):
                del self._chats[chat_id]
