"""People on Telegram who link their chats and report visits, however long an answer takes, and if it comes twice."""

from dataclasses import dataclass
from typing import Any

from handlers.matters import REGISTRY
from handlers.visits.report import visit_report
from tests.bot.channels.telegram.fake import BotMessage, User
from tests.filling import REVIEW, Asked, next_answer
from tests.patience import until

# more questions than linking asks
LONGEST = 20


@dataclass(slots=True)
class Talker:
    user: User
    steps: int = 0

    @property
    def address(self) -> str:
        return str(self.user.id)

    async def asked_after(self, answered: list[str]) -> Asked:
        """What the report asks next; a message that comes twice asks nothing new."""

        def open_one() -> Asked | None:
            shown = filter(None, map(shown_by, reversed(self.user.chat)))
            return next((one for one in shown if one.form.id == visit_report.id and one.id not in answered), None)

        await until(open_one, lambda: f"after {answered}: {[(one.text, one.labels) for one in self.user.chat[-3:]]}")
        asked = open_one()
        assert asked is not None
        return asked

    async def reads(self, words: str) -> None:
        await until(lambda: self.count(words), lambda: f"{words}: {self.everything()[-4:]}")

    def everything(self) -> list[str]:
        """Each message and each edit, as it came."""
        return [message.text for message in self.user.person.events]

    def count(self, words: str) -> int:
        return sum(words in text for text in self.everything())

    async def links(self, account: dict[str, Any]) -> None:
        self.user.says(f"/start {account['code']}")
        for _ in range(LONGEST):
            screen = await self.user.hears()
            if "Khác" in screen.labels:
                return
            if asked := shown_by(screen):
                self.user.presses_data(next_answer(asked, {}).presses[0], screen)
            else:
                self.user.says(str(account["born"]))
        raise AssertionError(f"not linked: {screen.text}")

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
        await until(lambda: message.times != times, lambda: f"{message.text} to change")


def shown_by(message: BotMessage) -> Asked | None:
    """A keyboard carries no data: it asks for a place."""
    if message.inline or not any("request_location" in button.raw for button in message.buttons):
        presses = [button.data for button in message.buttons if button.data]
        return Asked.shown(REGISTRY, presses, presses)
    return Asked(visit_report, next(question for question in visit_report.questions if question.asks == "place"))
