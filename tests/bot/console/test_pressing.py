"""What is pressed at the desk is the officer's own message, and what the service tells them goes to their phone."""

import asyncio

from handlers.notify import alerts
from storage import alerts as stored_alerts
from storage import chats, persons
from tests.bot.console.conftest import UNIT, Desk
from tests.patience import PATIENCE


def a_phone(desk: Desk, account_id: int) -> str:
    """Gives the officer a chat on a phone, written in long before the desk was opened."""
    with desk.store.transaction() as db:
        chat = chats.add(db, "telegram", "4711")
        chats.link(db, chat.id, account_id)
    return "4711"


def an_alert(desk: Desk) -> None:
    with desk.store.transaction() as db:
        person = persons.of_unit(db, UNIT)[0]
        alerts.raise_alert(
            db, desk.deployment, unit=UNIT, level="high", reason="violence", person_id=person.id, raised_by=None
        )


async def test_a_press_is_answered_on_the_page_it_came_from(desk: Desk) -> None:
    desk.opens("officer")
    page = await desk.presses("do:alerts")
    assert 'id="talk"' in page
    assert "cảnh báo" in page
    assert ("desk.opened", "devices") in desk.audited()


async def test_an_open_question_stands_on_every_page_until_it_is_answered(desk: Desk) -> None:
    desk.opens("officer")
    asked = await desk.presses("go:find_person")
    assert 'name="text"' in asked
    elsewhere = await desk.sees("/console/devices")
    assert 'id="talk"' in elsewhere
    assert "Tìm người" in elsewhere.partition('id="talk"')[2]
    found = await desk.says("Hùng")
    assert found != asked
    assert 'id="talk"' in found


async def test_an_alert_goes_to_the_officers_phone_also_after_a_click_at_the_desk(desk: Desk) -> None:
    desk.opens("officer")
    phone = a_phone(desk, desk.account_id)
    await desk.presses("do:menu")
    desk.told.clear()
    an_alert(desk)
    desk.sends()
    assert {address for account, kind, address in desk.told if account == desk.account_id} == {phone}


async def test_the_word_stop_at_the_desk_closes_nothing(desk: Desk) -> None:
    desk.opens("officer")
    await desk.says("dừng")
    assert "cảnh báo" in await desk.presses("do:alerts")


async def test_pages_of_the_commune_hear_of_a_change_and_of_no_more(desk: Desk) -> None:
    desk.opens("officer")
    stream = await desk.gets("/console/events")
    an_alert(desk)
    line = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), PATIENCE)
    stream.close()
    assert line == b"event: changed\ndata: alert\n\n"


async def test_what_has_come_is_told_without_a_name_and_to_those_alone_who_may_open_alerts(desk: Desk) -> None:
    an_alert(desk)
    with desk.store.transaction() as db:
        name = persons.of_unit(db, UNIT)[0].name
    desk.opens("officer")
    told = await (await desk.gets("/console/alerts/came?since=0")).text()
    assert "Cảnh báo mới C" in told
    assert name not in told
    desk.opens("province")
    assert (await desk.gets("/console/alerts/came?since=0")).status == 404


async def test_a_look_at_an_alert_is_noted_as_the_first_and_one_that_renews_itself_is_none(desk: Desk) -> None:
    desk.opens("officer")
    an_alert(desk)
    with desk.store.transaction() as db:
        alert = max(stored_alerts.open_of(db, UNIT), key=lambda one: one.id)
    address = f"/console/alerts/{alert.id}"
    assert (await desk.gets(address, **{"X-Desk-Renews": "1"})).status == 200
    assert alert_now(desk, alert.id).seen_by is None
    page = await desk.sees(address)
    assert 'href="/console/alerts" aria-current="true"' in page
    assert (alert_now(desk, alert.id).state, alert_now(desk, alert.id).seen_by) == ("seen", desk.account_id)


def alert_now(desk: Desk, alert_id: int) -> stored_alerts.Alert:
    with desk.store.transaction() as db:
        alert = stored_alerts.get(db, alert_id)
    assert alert
    return alert
