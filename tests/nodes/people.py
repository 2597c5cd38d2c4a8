"""People on Telegram who link their chats and report visits, however long an answer takes, and if it comes twice."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from handlers.matters import REGISTRY
from handlers.visits.report import visit_report
from tests.bot.channels.telegram.fake import BotMessage, User
from tests.filling import Asked, next_answer

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

    async def asked_after(self, question: str) -> Asked:
        """What is asked once the answer to this question has been taken."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            asked = next(filter(None, map(shown_by, reversed(self.user.chat))), None)
            if asked and asked.id != question:
                return asked
            await asyncio.sleep(0.02)
        raise InVain(f"after {question}: {[(one.text, one.labels) for one in self.user.chat[-3:]]}")

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
        asked = await self.asked_after("")
        while asked.question:
            self._gives(asked, stated)
            asked = await self.asked_after(asked.id)
        self._gives(asked, stated)
        await self.reads("TH-")

    def _gives(self, asked: Asked, stated: dict[str, Any]) -> None:
        """Several presses at once: they are taken in their order."""
        answer = next_answer(asked, stated)
        message = next(one for one in reversed(self.user.chat) if shown_by(one) == asked)
        if not message.inline:
            self.user.says(answer.words)
        for press in answer.presses if message.inline else ():
            self.user.presses_data(press, message)
        self.steps += 1


def shown_by(message: BotMessage) -> Asked | None:
    """A keyboard carries no data: it asks for a place."""
    if message.inline or not any("request_location" in button.raw for button in message.buttons):
        presses = [button.data for button in message.buttons if button.data]
        return Asked.shown(REGISTRY, presses, presses)
    return Asked(visit_report, next(question for question in visit_report.questions if question.asks == "place"))
