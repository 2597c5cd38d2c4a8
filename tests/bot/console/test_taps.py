"""Ten jobs at the desk, played by clicking what the pages show; docs/taps.md says how many clicks each takes."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.bot.console.conftest import Desk
from tests.bot.console.test_pressing import a_phone, an_alert
from tests.taps_of_desk import DESK

BUTTON = re.compile(r'name="press" value="([^"]+)"')
LINK = re.compile(r'href="(/console/[^"#]*)"')


@dataclass(slots=True)
class Hand:
    """Somebody at the desk who clicks only what is on the page, and how often they did."""

    desk: Desk
    place: str = "/console/today"
    page: str = ""
    clicks: int = 0
    typed: int = 0

    async def begins(self) -> "Hand":
        self.page = await self.desk.sees(self.place)
        return self

    async def presses(self, start: str) -> None:
        press = next((one for one in BUTTON.findall(self.page) if one.startswith(start)), "")
        assert press, (start, self.place, BUTTON.findall(self.page))
        self.clicks += 1
        self.page = await self.desk.presses(press, self.place)

    async def fills(self, form: str) -> None:
        """Chooses the first of what each question offers, and sends."""
        while offered := [one for one in BUTTON.findall(self.page) if one.startswith(f"{form}:")]:
            send = f"{form}:*:!send"
            await self.presses(send if send in offered else offered[0])

    async def opens(self, start: str) -> None:
        link = next((one for one in LINK.findall(self.page) if one.startswith(start)), "")
        assert link, (start, self.place, LINK.findall(self.page))
        self.clicks += 1
        self.place = link.replace("&amp;", "&")
        answer = await self.desk.gets(self.place)
        assert answer.status == 200, (link, answer.status)
        self.page = "" if ".xlsx" in link else await answer.text()

    async def searches(self, words: str) -> None:
        assert 'action="/console/people"' in self.page
        self.typed, self.clicks, self.place = self.typed + 1, self.clicks + 1, f"/console/people?q={words}"
        self.page = await self.desk.sees(self.place)


async def takes_an_alert(hand: Hand) -> None:
    await hand.presses("do:alert_take:")
    assert "nhận" in hand.page


async def closes_an_alert(hand: Hand) -> None:
    await hand.presses("go:alert_close:")
    await hand.fills("alert_close")


async def finds_somebody(hand: Hand) -> None:
    await hand.searches("Dung")
    assert "Nguyễn Thị Dung" in hand.page


async def opens_somebody(hand: Hand) -> None:
    await hand.opens("/console/people/")


async def reminds_a_guardian(hand: Hand) -> None:
    await hand.presses("do:overdue_remind:")


async def notes_a_call(hand: Hand) -> None:
    await hand.presses("do:call_number:")
    await hand.presses("do:call_done:")


async def gives_a_guardian(hand: Hand) -> None:
    await hand.presses("go:assign:")
    await hand.fills("assign")


async def takes_people_home(hand: Hand) -> None:
    await hand.opens("/console/people")
    await hand.opens("/console/people.xlsx")


async def sees_the_roster(hand: Hand) -> None:
    await hand.opens("/console/roster")


async def cuts_a_device_off(hand: Hand) -> None:
    hand.clicks += 1  # one's own name, which opens without asking the service
    await hand.opens("/console/devices")
    await hand.presses("do:device_cut:")
    await hand.presses("do:device_cut:")


PLAYED: dict[str, Callable[[Hand], Awaitable[None]]] = {
    "Take an alert": takes_an_alert,
    "Close an alert with its outcome": closes_an_alert,
    "Find a person": finds_somebody,
    "Open a person's page": opens_somebody,
    "Remind a guardian of a late visit": reminds_a_guardian,
    "Note that somebody was called": notes_a_call,
    "Give somebody a guardian": gives_a_guardian,
    "The people of the commune as Excel": takes_people_home,
    "Who is on duty this week": sees_the_roster,
    "Cut off a lost phone": cuts_a_device_off,
}


async def test_the_ten_jobs_take_as_many_clicks_as_the_page_says(desk: Desk) -> None:
    desk.opens("officer")
    a_phone(desk, desk.account_id)
    an_alert(desk)
    played = {}
    for name, play in PLAYED.items():
        hand = await Hand(desk).begins()
        await play(hand)
        played[name] = (hand.clicks, hand.typed)
    assert played == {name: (clicks, typed) for name, clicks, typed in DESK}
