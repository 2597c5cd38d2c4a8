"""Orders what waits in memory to be sent on a channel: alerts first, the other lanes by weight, each chat in order."""

import heapq
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from bot.delivery.channel import Capabilities
from bot.delivery.rates import TokenBucket
from storage.outbox import ALERT, BROADCAST, REMINDER, REPLY
from storage.outbox.sending import Sending

LANES = range(ALERT, BROADCAST + 1)
# how many of a lane leave for one broadcast while all lanes wait; alerts go before all of them
WEIGHTS = {REPLY: 20, REMINDER: 4, BROADCAST: 1}


@dataclass(slots=True)
class _ChatQueue:
    """The messages of one chat, as a heap of (lane, id, message).

    `held`: the chat stands in `SendQueue._later` until its time comes. `in_flight`: one of its messages is being sent.
    """

    rate: TokenBucket
    waiting: list[tuple[int, int, Sending]] = field(default_factory=list)
    in_flight: bool = False
    held: bool = False


class SendQueue:
    """Gives one message after the other, within the rates of account and chats; times are seconds of a monotonic clock.

    A message is put, taken by `next`, and then done, to be sent again, or put aside; only one of a chat is on its way.
    `_ready`: for each lane a heap of (message id, chat id) of chats whose first message may leave; entries that no
    longer hold are skipped. `_later`: a heap of (moment, chat id). `_turns`: weighted fair queueing, a virtual time for
    each lane.
    """

    def __init__(self, can: Capabilities):
        self._can = can
        # with the rate itself never more than the allowance, wherever the platform's second begins
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
        """Starts with empty buckets: what an earlier holder sent counts too, and is not known here."""
        self._began = now
        self._account.drain(now)

    def _chat_rate(self) -> TokenBucket:
        rate = TokenBucket(self._can.per_chat_second, self._can.burst)
        if self._began is not None:
            rate.drain(self._began)
        return rate

    def room(self, lane: int, most: int) -> int:
        """Gives how many more messages of a lane fit, when it holds `most` at the most."""
        return max(most - self._count[lane], 0)

    def put(self, sendings: Iterable[Sending]) -> None:
        """Adds messages; one that is here already is not added again."""
        for sending in sendings:
            if sending.id in self.known:
                continue
            self.known.add(sending.id)
            self._count[sending.lane] += 1
            chat = self._chats.get(sending.chat_id)
            if chat is None:
                chat = self._chats[sending.chat_id] = _ChatQueue(self._chat_rate())
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
        """Takes the message that leaves now; or gives the seconds to wait for one; or None when nothing waits."""
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
            elif wait := chat.rate.wait(now):
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
        chat.rate.take(now)
        chat.in_flight = True
        return heapq.heappop(chat.waiting)[2]

    def done(self, sending: Sending, now: float) -> None:
        """Forgets a message that needs no more attention; the next of its chat may leave."""
        self._forget(sending)
        chat = self._chats[sending.chat_id]
        chat.in_flight = False
        if chat.waiting:
            self._offer(sending.chat_id, chat)
        elif not chat.held and chat.rate.rested(now):
            del self._chats[sending.chat_id]

    def again(self, sending: Sending, now: float, seconds: float, *, everybody: bool) -> None:
        """Takes a message back as the first of its chat, which waits so many seconds; or the whole account does."""
        chat = self._take_back(sending)
        (self._account if everybody else chat.rate).hold(now, seconds)
        self._offer(sending.chat_id, chat)

    def aside(self, sending: Sending, now: float, seconds: float) -> None:
        """Takes a message back while the account is out of order: other chats are tried before this one is again."""
        self._take_back(sending).held = True
        self._aside.add(sending.chat_id)
        heapq.heappush(self._later, (now + seconds, sending.chat_id))

    def well(self, now: float) -> None:
        """Lets all chats that were put aside go on: the account works again."""
        if not self._aside:
            return
        self._later = [(now if chat_id in self._aside else at, chat_id) for at, chat_id in self._later]
        heapq.heapify(self._later)
        self._aside.clear()

    def _take_back(self, sending: Sending) -> _ChatQueue:
        chat = self._chats[sending.chat_id]
        chat.in_flight = False
        heapq.heappush(chat.waiting, (sending.lane, sending.id, sending))
        return chat

    def empty(self) -> list[Sending]:
        """Takes out every message that is not on its way, to be given back to the store."""
        left = [sending for chat in self._chats.values() for _, _, sending in chat.waiting]
        for chat in self._chats.values():
            chat.waiting.clear()
        for sending in left:
            self._forget(sending)
        return left

    def waiting(self, lane: int) -> list[Sending]:
        """Gives the messages of a lane that are not on their way."""
        return [sending for chat in self._chats.values() for of_lane, _, sending in chat.waiting if of_lane == lane]

    def take_out(self, ids: Set[int]) -> None:
        """Takes out messages by id; one that is on its way stays."""
        for chat_id, chat in self._chats.items():
            gone = [sending for _, _, sending in chat.waiting if sending.id in ids]
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
        """Forgets chats without messages whose bucket is full again."""
        for chat_id, chat in list(self._chats.items()):
            if not (chat.waiting or chat.in_flight or chat.held) and chat.rate.rested(now):
                del self._chats[chat_id]
