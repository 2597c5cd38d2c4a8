"""Plays many chats at once against one bot: an update, its reply, the next update; and measures what it cost."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bench.fake_api import Reply
from bench.hook import Hook, press_update, text_update
from bench.pace import Pace
from bench.phone import Act, Follower

REPLIES_WITHIN = 20.0
LONGEST_DIALOGUE = 60


class NoReply(RuntimeError):
    """A chat waited in vain."""


class LostTheThread(RuntimeError):
    """A chat came to no end: led in circles, or left without a question."""


@dataclass(slots=True)
class Chat:
    id: int
    follower: Follower
    heard: asyncio.Queue[tuple[float, Reply]] = field(default_factory=asyncio.Queue)
    shown: Reply | None = None


class Load:
    """Chats, the fake API they hear through, and the webhook they speak through."""

    def __init__(self, hook: Hook, chats: Sequence[Chat]):
        self.hook = hook
        self.chats = {chat.id: chat for chat in chats}
        self.latencies: list[float] = []
        self.pace = Pace()
        self.last_update = 100_000
        self.orphans = 0
        self.passes_over_notices = True
        self.in_vain = 0
        self.confused = 0
        self.patience = REPLIES_WITHIN

    def heard(self, reply: Reply) -> None:
        chat = self.chats.get(reply.chat_id)
        if chat is None:
            self.orphans += 1
        else:
            chat.heard.put_nowait((time.perf_counter(), reply))

    async def does(self, chat: Chat, act: Act, *, in_form: bool = False) -> Reply:
        """Sends one update, and waits until it was taken and its reply has been seen."""
        async with self.pace.act():
            return await self._does(chat, act, in_form=in_form)

    async def _does(self, chat: Chat, act: Act, *, in_form: bool) -> Reply:
        self.last_update += 1
        if act.press:
            assert chat.shown is not None
            update = press_update(self.last_update, chat.id, chat.shown, act.press)
        else:
            update = text_update(self.last_update, chat.id, self.last_update, act.text)
        while not chat.heard.empty():
            chat.shown = chat.heard.get_nowait()[1]
        began = time.perf_counter()
        status = await self.hook.post(update)
        if status != 200:
            raise NoReply(f"the webhook answered {status}")
        try:
            async with asyncio.timeout(self.patience):
                at, shown = await chat.heard.get()
                while in_form and self.passes_over_notices and not asks(shown):
                    at, shown = await chat.heard.get()
        except TimeoutError:
            raise NoReply(f"chat {chat.id} did {act} under {chat.shown}") from None
        chat.shown = shown
        self.latencies.append(at - began)
        return shown

    async def report(self, chat: Chat, first: Act) -> Reply:
        """Plays a form from the first act to the reply to the one that sends it."""
        shown, sent = await self.dialogue(chat, first, in_form=True)
        if not sent:
            raise LostTheThread(f"chat {chat.id} came to no review: {shown}")
        return shown

    async def dialogue(self, chat: Chat, first: Act, *, in_form: bool = False) -> tuple[Reply, bool]:
        """Follows the questions to their end; true if the last act sent a form."""
        shown = await self.does(chat, first, in_form=in_form)
        for _ in range(LONGEST_DIALOGUE):
            act = chat.follower.next(shown)
            if act is None:
                return shown, False
            last = act.press.endswith("!send")
            shown = await self.does(chat, act, in_form=in_form and not last)
            if last:
                return shown, True
        raise LostTheThread(f"chat {chat.id} never came to an end: {shown}")

    async def everybody(self, play: Callable[[Chat], Awaitable[object]]) -> None:
        async with asyncio.TaskGroup() as group:
            for chat in self.chats.values():
                group.create_task(_as_coroutine(play(chat)))


def asks(reply: Reply) -> bool:
    """Tells a question of a form, or its review, from a notice that came in between."""
    forms = [press for _, press in reply.buttons if not press.startswith(("go:", "do:"))]
    return bool(forms or reply.keys or not reply.buttons)


async def _as_coroutine(awaited: Awaitable[object]) -> None:
    await awaited
