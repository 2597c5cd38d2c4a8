"""The desk tried by addresses that no page of it writes, behind its cover, and by the hasty."""

import asyncio
import re

from bot.console.door_limits import DoorLimits
from handlers.desk import passkeys
from storage import accounts
from storage import passkeys as stored_keys
from tests.bot.console.conftest import NOW, Desk
from tests.conftest import StandingClock
from tests.patience import PATIENCE

MARK = "m" * 43


async def test_no_address_or_place_to_come_back_to_breaks_a_page(desk: Desk) -> None:
    """They broke off the answer, or led to a page that was asked for in no link."""
    desk.opens("admin")
    for back in ("/console\n", "/console/people?q=a\n", "/console/../chat", "//evil.example", "/console//evil.example"):
        answer = await desk.posts("/console/press", {"text": "", "back": back})
        assert (answer.status, answer.headers["Location"]) == (303, "/console"), back
    overflowing = (
        "devices?said=9999999999999999999",
        "audit?since=0001-01-01&until=9999-12-31",
        "quarter?quarter=0000-1",
        "quarter?quarter=9999-4",
    )
    assert {(await desk.gets(f"/console/{path}")).status for path in overflowing} == {200}
    switched = await desk.gets("/console/people/a%3Fb?lang=en")
    assert switched.headers["Location"] == "/console/people/a%3Fb"
    desk.key = ""
    asked = await desk.gets("/console/people?q=%C3%81nh&status=any")
    assert asked.headers["Location"] == "/console?back=%2Fconsole%2Fpeople%3Fq%3D%25C3%2581nh%26status%3Dany"
    assert (await desk.gets("/console/people/%0d%0aX-Evil:1")).status == 303


async def test_no_key_is_added_at_a_covered_desk_with_a_ticket_from_before(
    desk: Desk, clock_of_desk: StandingClock
) -> None:
    officer = desk.of_role("officer")
    desk.opens_as(officer)
    clock_of_desk.move(minutes=14)
    with desk.store.transaction() as db:
        begun = passkeys.begin_making(db, desk.key, MARK)
    assert begun
    clock_of_desk.move(minutes=2)
    with desk.store.transaction() as db:
        assert not passkeys.keep(db, desk.deployment, desk.key, MARK, begun[1], b"credential", b"public", 0)
        assert stored_keys.of_account(db, officer) == []


async def test_a_double_click_says_its_words_once(desk: Desk) -> None:
    """The second click answered the question that came after."""
    desk.opens("officer")
    page = await desk.presses("go:find_person")
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once
    words = {"text": "Hùng", "back": "/console/devices", "once": once[1]}
    first, second = [(await desk.posts("/console/say", words)).headers["Location"] for _ in range(2)]
    assert "said=" in first
    assert first == second
    again = await desk.posts("/console/say", words | {"once": "of-the-next-page"})
    assert again.headers["Location"] != first


async def test_what_goes_wrong_is_said_in_the_words_of_the_desk_and_its_door_opens_as_a_page(desk: Desk) -> None:
    """A page that is not there led to the chat; within the desk the door lacked its scripts."""
    desk.opens("officer")
    missing = await (await desk.gets("/console/nowhere/at/all")).text()
    assert "Về bàn làm việc" in missing
    assert "nhắn tin" not in missing
    desk.key = ""
    door = await desk.gets("/console?back=/console/people", **{"HX-Request": "true"})
    assert door.headers["HX-Redirect"] == "/console?back=/console/people"
    desk.opens("officer")
    assert (await desk.gets("/console?back=/console/people")).headers["Location"] == "/console/people"


async def test_whoever_loses_the_role_hears_nothing_more_of_the_commune(desk: Desk) -> None:
    """An open page went on being told what kind of thing was changed there."""
    officer = desk.of_role("officer")
    desk.opens_as(officer)
    stream = await desk.gets("/console/events")
    with desk.store.transaction() as db:
        accounts.set_roles(db, officer, ("volunteer",), None)
    told = await asyncio.wait_for(stream.content.read(), PATIENCE)
    assert told == b"event: ended\ndata: 1\n\n"


def test_whoever_asks_at_the_door_without_end_shuts_it_for_nobody_else() -> None:
    """All had one limit together: a stranger with a loop kept every officer from their link and their key."""
    limits = DoorLimits()
    while limits.take("203.0.113.9", NOW):
        pass
    assert limits.take("203.0.113.10", NOW)
