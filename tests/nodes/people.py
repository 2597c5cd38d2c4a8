"""People on Telegram who link their chats and report visits, however long an answer takes, and if it comes twice."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from tests.bot.channels.telegram.fake import BotMessage, User

PATIENCE = 30.0
CALM = (
    *("visit_report:person:", "visited_on:", "kind:home", "outcome:met", "work:steady", "mood:good"),
    *("concerns:!done", "needs:!done", "note:!skip", "Bỏ qua", "!send"),
)
WORRIED = (*CALM[:6], "concerns:violence", *CALM[6:])


class InVain(AssertionError):
    """What was waited for did not come; the message tells what was on the screen."""


@dataclass(slots=True)
class Talker:
    user: User
    steps: int = 0

    @property
    def address(self) -> str:
        return str(self.user.id)

    async def sees(self, part: str) -> tuple[BotMessage, str]:
        """A message with a button whose data has this part, or with a key that says it; and which it is."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for message in reversed(self.user.chat):
                for button in message.buttons:
                    if part in (button.data if message.inline else button.text):
                        return message, button.data
            await asyncio.sleep(0.02)
        raise InVain(f"{part}: {[(one.text, one.labels) for one in self.user.chat[-3:]]}")

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
        for _ in range(8):
            screen = await self.user.hears(PATIENCE)
            if "Khác" in screen.labels:
                return
            if agree := [label for label in screen.labels if "Đồng ý" in label]:
                self.user.presses(agree[0])
            else:
                self.user.says(str(account["born"]))
        raise InVain(f"not linked: {screen.text}")

    async def reports(self, steps: tuple[str, ...] = CALM) -> None:
        self.user.says("/tham")
        for step in steps:
            message, data = await self.sees(step)
            if message.inline:
                self.user.presses_data(data, message)
            else:
                self.user.says(step)
            self.steps += 1
        await self.reads("TH-")
