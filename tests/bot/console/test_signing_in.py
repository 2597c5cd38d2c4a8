"""Who comes to the desk: by a link in their own chat, by a key, and for how long."""

import re

from handlers.desk import passkeys, signing_in
from handlers.desk.seats import seat_of
from storage import accounts, chats, cutting, outbox
from storage import passkeys as stored_keys
from tests.bot.console.conftest import UNIT, Desk
from tests.bot.console.test_pressing import a_phone
from tests.conftest import StandingClock

MARK = "m" * 43


def an_officer(desk: Desk, *roles: str) -> int:
    with desk.store.transaction() as db:
        return next(one.id for one in accounts.of_unit(db, UNIT) if one.roles == (roles or ("officer",)))


def link_sent(desk: Desk) -> str:
    """The link in the last message that waits or has left."""
    with desk.store.transaction() as db:
        rows = db.execute(outbox.outbox.select().order_by(outbox.outbox.c.id.desc())).all()
        texts = (str(row.body.open_json(row.id)["text"]) for row in rows)
        found = next((match for text in texts if (match := re.search(r"/console/link/\S+", text))), None)
    return found[0] if found else ""


def phone_of(desk: Desk, account_id: int) -> str:
    with desk.store.transaction() as db:
        account = accounts.get(db, account_id)
    assert account
    return account.phone or ""


async def test_a_link_asked_for_on_the_page_opens_once_and_in_that_browser_alone(desk: Desk) -> None:
    officer = an_officer(desk)
    a_phone(desk, officer)
    desk.mark = MARK
    said = await (await desk.posts("/console/ask", {"phone": phone_of(desk, officer)})).text()
    nobody = await (await desk.posts("/console/ask", {"phone": "0900000001"})).text()
    assert said == nobody, "the page does not say who is an officer"
    link = link_sent(desk)

    desk.mark = "n" * 43
    assert (await desk.gets(link)).status == 403
    desk.mark = MARK
    assert (await desk.gets(link)).status == 200, "a look does not use it up"
    opened = await desk.posts(link, {})
    assert opened.status == 303
    desk.key = opened.cookies["dh_desk"].value
    assert "Các máy đang dùng" in await desk.sees("/console/devices")
    desk.sends()
    assert (officer, "desk_opened", "4711") in desk.told
    assert (await desk.posts(link, {})).status == 403


async def test_a_link_asked_for_in_the_chat_opens_in_any_browser(desk: Desk) -> None:
    desk.opens("officer")
    await desk.presses("do:desk")
    link, desk.key = link_sent(desk), ""
    assert (await desk.posts(link, {})).status == 303


async def test_an_admins_link_opens_only_the_page_where_keys_are_made_and_the_first_key_waits_for_a_yes(
    desk: Desk,
) -> None:
    admin = an_officer(desk, "officer", "admin")
    a_phone(desk, admin)
    desk.opens_as(admin)
    assert "Quản trị vào bàn làm việc bằng khóa" in await desk.sees("/console")
    assert 'id="talk"' not in await desk.presses("do:alerts")
    with desk.store.transaction() as db:
        made = passkeys.begin_making(db, desk.key, MARK)
        assert made
        assert passkeys.keep(db, desk.deployment, desk.key, MARK, made[1], b"credential", b"key", 0)
        assert signing_in.key_of(db, b"credential") is None
        [key] = stored_keys.of_account(db, admin)
        stored_keys.agree(db, key.id)
        found = signing_in.key_of(db, b"credential")
        assert found
        desk.key = signing_in.open_by_key(db, found, 1) or ""
    assert 'id="talk"' in await desk.presses("do:alerts")


async def test_a_desk_nobody_touches_is_covered_and_says_nothing(desk: Desk, clock_of_desk: StandingClock) -> None:
    desk.opens_as(an_officer(desk))
    assert (await desk.gets("/console/devices")).status == 200
    clock_of_desk.move(minutes=16)
    covered = await desk.gets("/console/devices")
    assert covered.status == 403
    assert "Trang web" not in await covered.text()
    answer = await desk.posts("/console/press", {"press": "do:alerts", "back": "/console/devices"})
    assert "said" not in answer.headers["Location"]


async def test_whoever_is_closed_or_whose_phone_is_cut_sits_there_no_more(desk: Desk) -> None:
    officer = an_officer(desk)
    phone = a_phone(desk, officer)
    desk.opens_as(officer)
    assert (await desk.gets("/console/devices")).status == 200
    with desk.store.transaction() as db:
        chat = chats.at(db, "telegram", phone)
        assert chat
        cutting.cut(db, chat.id, officer)
    assert (await desk.gets("/console/devices")).status == 303
    desk.opens_as(officer)
    with desk.store.transaction() as db:
        accounts.set_status(db, officer, "closed", None)
        assert seat_of(db, desk.key) is None
    assert (await desk.gets("/console/devices")).status == 303


async def test_the_desks_key_opens_no_chat_page_where_nobody_asks_for_a_passkey(desk: Desk) -> None:
    desk.opens_as(an_officer(desk, "officer", "admin"))
    answer = await desk.gets("/chat/history", Cookie=f"dh_session={desk.key}")
    assert answer.status == 409


async def test_a_key_made_at_a_desk_that_is_cut_off_opens_it_no_more(desk: Desk, clock_of_desk: StandingClock) -> None:
    """Whoever had the phone for a minute made a key, and came back by it after «Không phải tôi, cắt máy đó»."""
    officer = an_officer(desk)
    with desk.store.transaction() as db:
        stored_keys.add(db, officer, b"own", b"key", 0, stored_keys.ACTIVE)
    clock_of_desk.move(hours=1)
    desk.opens_as(officer)
    with desk.store.transaction() as db:
        stored_keys.add(db, officer, b"thief's", b"key", 0, stored_keys.ACTIVE)
        cutting.cut(db, chats.desk_of(db, officer).id, officer)
        assert [key.credential for key in stored_keys.of_account(db, officer)] == [b"own"]
    assert (await desk.gets("/console/devices")).status == 303


async def test_leaving_ends_the_session_on_the_server(desk: Desk) -> None:
    desk.opens("officer")
    await desk.posts("/console/leave", {})
    assert (await desk.gets("/console/devices")).status == 303
