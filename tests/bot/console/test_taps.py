"""Ten jobs at the desk, played by what the pages show; docs/taps.md says how many clicks and keys each takes."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from seeds import demo_quarter
from tests.bot.console.conftest import UNIT, Desk
from tests.bot.console.key_strokes import strokes
from tests.bot.console.test_pressing import a_phone, an_alert
from tests.taps_of_desk import DESK

BUTTON = re.compile(r'name="press" value="([^"]+)"')
LINK = re.compile(r'href="(/console/[^"#]*)"')
TICK = re.compile(r'<input type="(hidden|checkbox)" name="tick" value="([^"]+)"( checked)?')

# Tab past the way to the page, the mark, the search and its button
OWN_NAME = 6


@dataclass(slots=True)
class Hand:
    """Somebody at the desk who clicks only what is on the page; how often, and how many keys do the same."""

    desk: Desk
    place: str = "/console/today"
    page: str = ""
    clicks: int = 0
    keys: int = 0
    typed: int = 0

    async def begins(self) -> "Hand":
        self.page = await self.desk.sees(self.place)
        return self

    async def presses(self, start: str) -> None:
        press = next((one for one in BUTTON.findall(self.page) if one.startswith(start)), "")
        assert press, (start, self.place, BUTTON.findall(self.page))
        self.clicks, self.keys = self.clicks + 1, self.keys + strokes(self.page, press)
        self.page = await self.desk.presses(press, self.place)

    async def fills(self, form: str) -> None:
        """Chooses the first of what each question offers, and sends."""
        while offered := [one for one in BUTTON.findall(self.page) if one.startswith(f"{form}:")]:
            send = f"{form}:*:!send"
            await self.presses(send if send in offered else offered[0])

    async def opens(self, start: str) -> None:
        link = next((one for one in LINK.findall(self.page) if one.startswith(start)), "")
        assert link, (start, self.place, LINK.findall(self.page))
        self.place = link.replace("&amp;", "&")
        self.clicks, self.keys = self.clicks + 1, self.keys + strokes(self.page, self.place)
        answer = await self.desk.gets(self.place)
        assert answer.status == 200, (link, answer.status)
        self.page = "" if ".xlsx" in link else await answer.text()

    async def searches(self, words: str) -> None:
        assert 'action="/console/search/people"' in self.page
        found = await self.desk.posts("/console/search/people", {"q": words})
        self.typed, self.clicks, self.place = self.typed + 1, self.clicks + 1, found.headers["Location"]
        self.keys += len(("/", "Enter"))
        self.page = await self.desk.sees(self.place)

    async def ticks(self, days: int) -> None:
        """Ticks so many free days of the first officer of the grid, and saves."""
        ticked = [(value, bool(checked) or kind == "hidden") for kind, value, checked in TICK.findall(self.page)]
        free = [value for value, is_on in ticked if not is_on][:days]
        assert len(free) == days, ticked
        self.clicks += days + 1
        # from one day to the next by Tab, each by Space; Enter in a box sends its form
        self.keys += strokes(self.page, free[0]) + 2 * (days - 1) + 1
        sent = [("tick", value) for value, is_on in ticked if is_on or value in free]
        answer = await self.desk.posts("/console/tick", [*sent, ("press", "do:duty_days"), ("back", self.place)])
        self.page = await self.desk.sees(answer.headers["Location"])


async def takes_an_alert(hand: Hand) -> None:
    await hand.presses("do:alert_take:")
    assert "nhận" in hand.page


async def closes_an_alert(hand: Hand) -> None:
    await hand.presses("go:alert_close:")
    await hand.fills("alert_close")


async def finds_somebody(hand: Hand) -> None:
    await hand.searches("Dung")
    assert "Nguyễn Thị Dung" in hand.page


async def accepts_a_report(hand: Hand) -> None:
    await hand.opens("/console/quarter/reports/")
    await hand.presses("do:quarter_accept:")
    assert "nhận" in hand.page


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


async def sets_the_duty_of_a_week(hand: Hand) -> None:
    await hand.opens("/console/roster")
    following = re.search(r'href="([^"]+)" rel="next"', hand.page)
    assert following
    await hand.opens(following[1])
    await hand.ticks(7)
    assert 'id="talk"' in hand.page


async def cuts_a_device_off(hand: Hand) -> None:
    # one's own name, which opens without asking the service
    hand.clicks, hand.keys = hand.clicks + 1, hand.keys + OWN_NAME
    hand.page = hand.page.replace('<details class="me">', '<details class="me" open>')
    await hand.opens("/console/devices")
    await hand.presses("do:device_cut:")
    await hand.presses("do:device_cut:")


PLAYED: dict[str, Callable[[Hand], Awaitable[None]]] = {
    "Take an alert": takes_an_alert,
    "Close an alert with its outcome": closes_an_alert,
    "Find a person": finds_somebody,
    "Accept a report of the quarter": accepts_a_report,
    "Remind a guardian of a late visit": reminds_a_guardian,
    "Note that somebody was called": notes_a_call,
    "Give somebody a guardian": gives_a_guardian,
    "The people of the commune as Excel": takes_people_home,
    "Set who is on duty next week": sets_the_duty_of_a_week,
    "Cut off a lost phone": cuts_a_device_off,
}


async def test_the_ten_jobs_take_as_many_clicks_as_the_page_says(desk: Desk) -> None:
    desk.opens("officer")
    a_phone(desk, desk.account_id)
    an_alert(desk)
    with desk.store.transaction() as db:
        demo_quarter.write_quarter(db, UNIT)
    played = {}
    for name, play in PLAYED.items():
        hand = await Hand(desk).begins()
        await play(hand)
        played[name] = (hand.clicks, hand.keys, hand.typed)
    assert played == {name: (clicks, keys, typed) for name, clicks, keys, typed in DESK}
