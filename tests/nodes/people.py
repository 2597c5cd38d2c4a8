"""People on Telegram who link their chats and report visits, however long an answer takes, and if it comes twice."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from handlers.matters import REGISTRY
from handlers.visits.report import visit_report
from tests.bot.channels.telegram.fake import BotMessage, User
from tests.filling import REVIEW, Asked, next_answer

PATIENCE = 30.0
# more questions than linking asks
LONGEST = 20


class InVain(AssertionError):
    """What was waited for did not come; the message tells what was on the screen."""


@dataclass(slots=True)
class Talker:
    user: User
    steps: int = 0

    @property
    def address(self) -> str:
        return str(self.user.id)

    async def asked_after(self, answered: list[str]) -> Asked:
        """What the report asks next; a message that comes twice asks nothing new."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for asked in filter(None, map(shown_by, reversed(self.user.chat))):
                if asked.form.id == visit_report.id and asked.id not in answered:
                    return asked
            await asyncio.sleep(0.02)
        raise InVain(f"after {answered}: {[(one.text, one.labels) for one in self.user.chat[-3:]]}")

    async def reads(self, words: str) -> None:
        end = time.monotonic() + PATIENCE
        while not any(words in text for text in self.everything()):
            if time.monotonic() > end:
                raise InVain(f"{words}: {self.everything()[-4:]}")
            await asyncio.sleep(0.02)

    def everything(self) -> list[str]:
        """Each message and each edit, as it came."""
        return [message.text for message in self.user.person.events]

    def count(self, words: str) -> int:
        return sum(words in text for text in self.everything())

    async def links(self, account: dict[str, Any]) -> None:
        self.user.says(f"/start {account['code']}")
        for _ in range(LONGEST):
            screen = await self.user.hears(PATIENCE)
            if "Khác" in screen.labels:
                return
            if asked := shown_by(screen):
                self.user.presses_data(next_answer(asked, {}).presses[0], screen)
            else:
                self.user.says(str(account["born"]))
        raise InVain(f"not linked: {screen.text}")

    async def reports(self, **stated: Any) -> None:
        """Tells of a visit to the first who is offered."""
        self.user.says("/tham")
        answered: list[str] = []
        while answered[-1:] != [REVIEW]:
            asked = await self.asked_after(answered)
            await self._gives(asked, stated)
            answered.append(asked.id)
        await self.reads("TH-")

    async def _gives(self, asked: Asked, stated: dict[str, Any]) -> None:
        answer = next_answer(asked, stated)
        message = next(one for one in reversed(self.user.chat) if shown_by(one) == asked)
        self.steps += 1
        if not message.inline:
            self.user.says(answer.words)
            return
        for press in answer.presses[:-1]:
            times = message.times
            self.user.presses_data(press, message)
            await self._changes(message, times)
        self.user.presses_data(answer.presses[-1], message)

    async def _changes(self, message: BotMessage, times: int) -> None:
        end = time.monotonic() + PATIENCE
        while message.times == times:
            if time.monotonic() > end:
                raise InVain(f"{message.text} stays as it was")
            await asyncio.sleep(0.02)


def shown_by(message: BotMessage) -> Asked | None:
    """A keyboard carries no data: it asks for a place."""
    if message.inline or not any("request_location" in button.raw for button in message.buttons):
        presses = [button.data for button in message.buttons if button.data]
        return Asked.shown(REGISTRY, presses, presses)
    return Asked(visit_report, next(question for question in visit_report.questions if question.asks == "place"))
