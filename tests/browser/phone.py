"""A chat page as its reader uses it: presses what is offered, writes, and waits for what is said."""

import re
from dataclasses import dataclass

from playwright.async_api import FrameLocator, Locator, Page, expect


@dataclass(slots=True)
class Phone:
    place: Page | FrameLocator

    @property
    def log(self) -> Locator:
        return self.place.get_by_role("log")

    def offered(self, label: str | re.Pattern[str]) -> Locator:
        return self.log.get_by_role("button", name=label).last

    async def begins(self) -> None:
        await self.place.get_by_role("button", name="Bắt đầu").click()

    async def goes_to_the_menu(self) -> None:
        await self.place.get_by_role("button", name="Về menu").first.click()

    async def presses(self, *labels: str | re.Pattern[str]) -> None:
        """Each as soon as it is offered by a message that came after the press before."""
        for label in labels:
            button = self.offered(label)
            await expect(button).to_be_enabled()
            said = await self.said()
            await button.click()
            await self.hears_after(said)

    async def said(self) -> str:
        return await self.log.inner_text()

    async def hears_after(self, said: str) -> None:
        """Something was answered: the dots are gone and the talk is another."""
        await expect(self.log.locator(".waiting")).to_have_count(0)
        await expect(self.log).not_to_have_text(said)

    async def writes(self, text: str) -> None:
        field = self.place.get_by_role("textbox")
        await field.fill(text)
        await field.press("Enter")

    async def sees(self, text: str | re.Pattern[str]) -> None:
        await expect(self.log.get_by_text(text).last).to_be_visible()

    async def count(self, text: str) -> int:
        return await self.log.locator(".bubble p", has_text=text).count()


def in_demo(page: Page, n: int) -> Phone:
    return Phone(page.frame_locator(f"#phone-{n} iframe"))
