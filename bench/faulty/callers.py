"""Updates that come twice, late and in the wrong order, and connections that say half of what they have to say."""

import asyncio
import random
from collections import Counter, deque
from typing import Any

from bench.hook import text_update
from bench.kills import StubbornHook

REMEMBERED = 200
HALF = (
    b"POST /hooks/telegram HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b'Content-Length: 400\r\n\r\n{"update_id": 1, "mess'
)
MOST_HALF_OPEN = 200


class FaultyHook(StubbornHook):
    """Some updates are brought again at once, some long after, when later ones have been taken."""

    def __init__(self, port: int, secret: str, chance: random.Random, repeats: float):
        super().__init__(port, secret, chance, repeats)
        self.faults: Counter[str] = Counter()
        self.late = 0.0
        self._earlier: deque[dict[str, Any]] = deque(maxlen=REMEMBERED)
        self._half_open: deque[asyncio.StreamWriter] = deque()

    async def post(self, update: dict[str, Any]) -> int:
        status = await super().post(update)
        self.faults["updates: brought again at once"] += self.accepted[str(update["update_id"])] - 1
        if self._earlier and self.chance.random() < self.late:
            again = self.chance.choice(self._earlier)
            await self.once_more(again)
            self.faults["updates: brought again after later ones"] += 1
        self._earlier.append(update)
        return status

    async def once_more(self, update: dict[str, Any]) -> None:
        """Brings an update that was taken before; whether it is answered does not matter."""
        name = str(update["update_id"])
        try:
            if await super(StubbornHook, self).post(update) == 200:
                self.accepted[name] = self.accepted.get(name, 0) + 1
        except OSError:
            self.refused["no connection"] += 1

    async def half_open(self) -> None:
        """Opens a connection, says half an update, and leaves it so; the oldest of many is broken off."""
        try:
            _, writer = await self._connect()
        except OSError:
            return
        writer.write(HALF)
        self._half_open.append(writer)
        self.faults["network: half an update, connection left open"] += 1
        if len(self._half_open) > MOST_HALF_OPEN:
            self._half_open.popleft().transport.abort()

    def hang_up(self) -> None:
        super().hang_up()
        while self._half_open:
            self._half_open.popleft().transport.abort()


async def jumble(hook: FaultyHook, chat_id: int, first_update: int, over: asyncio.Event) -> None:
    """Writes a few messages at a time that arrive in another order than they were written, some of them twice."""
    number = first_update
    while not over.is_set():
        updates = [text_update(number + n, chat_id, number + n, "/menu") for n in range(hook.chance.randint(2, 5))]
        number += len(updates)
        hook.chance.shuffle(updates)
        numbers = [update["update_id"] for update in updates]
        late = sum(each < max(numbers[:place]) for place, each in enumerate(numbers) if place)
        await asyncio.gather(*(hook.post(update) for update in updates))
        hook.faults["updates: in the wrong order"] += late
        await asyncio.sleep(hook.chance.uniform(0.1, 0.6))
