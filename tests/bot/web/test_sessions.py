"""Web sessions, played with a thief who has copied the cookie; and what becomes of a chat when its page is left."""

import asyncio
import hashlib
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.web.chat import live_sessions
from handlers.kit import Outgoing
from storage import accounts, chats, cutting, inbox, outbox, sessions
from tests.bot.web.conftest import ADDRESS, COOKIE, NOW, Client, Service, signed_in
from tests.patience import PATIENCE

HTML = {"Accept": "text/html"}
PAGES = ("/chat/history", "/chat/events", "/chat/plain", "/chat/files/7")


def showing(key: str) -> dict[str, str]:
    return {"Cookie": f"dh_session={key}"}


async def opens(client: Client, key: str) -> bool:
    async with client.get("/chat/history", headers=showing(key)) as answer:
        return answer.status == 200


async def writes(client: Client, key: str = COOKIE, text: str = "Chào") -> str:
    """Sends a message; gives the key that came with the answer, if any."""
    body = {"id": str(uuid.uuid4()), "text": text}
    async with client.post("/chat/messages", json=body, headers=showing(key)) as answer:
        assert answer.status == 202
        cookie = answer.cookies.get("dh_session")
        return cookie.value if cookie else ""


def linked(service: Service, *roles: str, address: str = ADDRESS) -> int:
    with service.store.transaction() as db:
        account = accounts.add(db, unit="17791", name="Trần Văn Tư", roles=roles or ("guardian",))
        chats.link(db, inbox.parties(db, "web", [address])[address].chat.id, account)
    return account


def idle_for(service: Service, **time: float) -> None:
    with service.store.transaction() as db:
        db.execute(update(sessions.web_sessions).values(used_at=NOW - timedelta(**time)))


async def test_a_first_visit_gets_a_session_of_its_own(client: Client, service: Service) -> None:
    async with client.get("/chat", headers={"Cookie": ""}) as answer:
        cookie = answer.cookies["dh_session"]
        page = await answer.text()
    assert (cookie["path"], cookie["samesite"], cookie["httponly"], cookie["secure"]) == ("/", "Lax", True, "")
    assert cookie["max-age"] == "2592000"
    assert await opens(client, cookie.value)
    assert hashlib.sha256(cookie.value.encode()).hexdigest()[:12] not in page, "the address follows from no cookie"


@pytest.mark.parametrize("public_url", ["https://dh.example"])
async def test_over_https_the_cookie_is_for_this_host_and_https_alone(client: Client) -> None:
    async with client.get("/chat", headers={"Cookie": ""}) as answer:
        cookie = answer.cookies["__Host-dh_session"]
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")
    assert (cookie["secure"], cookie["httponly"]) == (True, True)
    assert not await opens(client, cookie.value), "the plain name is not read over https: others can set it"


async def test_a_known_browser_keeps_its_key_and_its_chat(client: Client) -> None:
    async with client.get("/chat") as answer:
        assert answer.cookies["dh_session"].value == COOKIE
        assert f'data-chat="{ADDRESS[:12]}"' in await answer.text()


async def test_a_key_made_up_by_somebody_is_never_taken_over(client: Client) -> None:
    async with client.get("/chat", headers=showing("X" * 43)) as answer:
        assert answer.cookies["dh_session"].value != "X" * 43
    assert not await opens(client, "X" * 43)


@pytest.mark.parametrize("path", PAGES)
async def test_a_copied_cookie_opens_nothing_after_the_page_was_left(
    client: Client, service: Service, path: str
) -> None:
    linked(service)
    assert (await client.post("/chat/leave", allow_redirects=False)).status == 303
    async with client.get(path, headers=showing(COOKIE)) as answer:
        assert answer.status == 409
    body = {"id": str(uuid.uuid4()), "text": "Tôi là bác Tư"}
    async with client.post("/chat/messages", json=body, headers=showing(COOKIE)) as answer:
        assert answer.status == 409
    assert service.accepted == []


async def test_leaving_takes_everything_off_the_device(client: Client) -> None:
    async with client.post("/chat/leave", allow_redirects=False) as answer:
        assert answer.status == 303
        assert answer.cookies["dh_session"]["max-age"] == "0"
        assert '"storage"' in answer.headers["Clear-Site-Data"]
    async with client.post("/chat/leave", allow_redirects=False) as answer:
        assert answer.status == 303, "twice is as good as once"


async def test_what_waits_for_a_page_that_was_left_goes_to_the_other_chat(client: Client, service: Service) -> None:
    account = linked(service)
    with service.store.transaction() as db:
        other = chats.add(db, "telegram", "42")
        chats.link(db, other.id, account)
        here = chats.at(db, "web", ADDRESS)
        assert here is not None
        later = db.now + timedelta(hours=1)
        outbox.put(db, here, Outgoing("Mai đi thăm").to_json(), lane=2, kind="visit_soon", expires_at=later)
    await client.post("/chat/leave", allow_redirects=False)
    with service.store.transaction() as db:
        row = db.execute(outbox.outbox.select()).one()
        assert (row.chat_id, row.channel) == (other.id, "telegram")
        here = chats.at(db, "web", ADDRESS)
        assert here is not None
        assert here.account_id is None


async def test_who_stays_away_for_thirty_days_is_signed_out(client: Client, service: Service) -> None:
    idle_for(service, days=29)
    assert await opens(client, COOKIE)
    idle_for(service, days=31)
    assert not await opens(client, COOKIE)


async def test_coming_back_lengthens_the_life_of_the_cookie(client: Client, service: Service) -> None:
    idle_for(service, days=20)
    async with client.get("/chat/history") as answer:
        assert (answer.cookies["dh_session"].value, answer.cookies["dh_session"]["max-age"]) == (COOKIE, "2592000")
    async with client.get("/chat/history") as answer:
        assert "dh_session" not in answer.cookies


async def test_linking_gives_a_new_key_and_the_copied_one_dies(client: Client, service: Service) -> None:
    assert await writes(client) == ""
    linked(service)
    fresh = await writes(client)
    assert fresh
    assert await opens(client, COOKIE), "the answer with the new key may be lost on its way"
    assert await opens(client, fresh)
    assert not await opens(client, COOKIE)
    assert await writes(client, fresh) == "", "once"
    history = await (await client.get("/chat/history", headers=showing(fresh))).json()
    assert len(history["messages"]) == 3, "the chat and what was said in it stay"


async def test_other_roles_give_a_new_key(client: Client, service: Service) -> None:
    account = linked(service)
    key = await writes(client)
    assert await writes(client, key) == ""
    with service.store.transaction() as db:
        accounts.set_roles(db, account, ("guardian", "officer"), None)
    fresh = await writes(client, key)
    assert await opens(client, fresh)
    assert not await opens(client, key)


async def test_a_look_gives_no_new_key_to_whoever_copied_the_old_one(client: Client, service: Service) -> None:
    linked(service)
    for path in ("/chat", "/chat/history", "/chat/plain"):
        async with client.get(path) as answer:
            cookie = answer.cookies.get("dh_session")
            assert cookie is None or cookie.value == COOKIE


async def test_two_messages_at_once_bring_the_same_new_key(client: Client, service: Service) -> None:
    linked(service)
    keys = await asyncio.gather(*(writes(client, text=text) for text in ("Một", "Hai")))
    assert len(set(keys)) == 1
    assert await opens(client, keys[0])


async def test_two_browsers_end_each_for_itself(client: Client, service: Service) -> None:
    account = linked(service)
    signed_in(service.store, "B" * 43, "b" * 64)
    with service.store.transaction() as db:
        chats.link(db, inbox.parties(db, "web", ["b" * 64])["b" * 64].chat.id, account)
    await client.post("/chat/leave", headers=showing("B" * 43), allow_redirects=False)
    assert await opens(client, COOKIE)
    assert not await opens(client, "B" * 43)


@pytest.mark.parametrize("how", ["left", "cut", "renewed"])
async def test_a_thief_who_listens_is_cut_off(
    client: Client, service: Service, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_sessions, "LOOK", 0.0)
    linked(service)
    async with client.get("/chat/events", headers=showing(COOKIE)) as thief:
        assert thief.status == 200
        if how == "left":
            await client.post("/chat/leave", allow_redirects=False)
        elif how == "cut":
            with service.store.transaction() as db:
                chat = chats.at(db, "web", ADDRESS)
                assert chat is not None
                cutting.cut(db, chat.id, None)
        else:
            assert await opens(client, await writes(client))
        await service.say(Outgoing("Chỉ cho chủ máy"))
        heard = await asyncio.wait_for(thief.content.read(), PATIENCE)
    assert "Chỉ cho chủ máy" not in heard.decode()


async def test_an_old_cookie_is_carried_over_once_and_opens_nothing_after(client: Client, service: Service) -> None:
    old = "O" * 43
    address = hashlib.sha256(old.encode()).hexdigest()
    service.write(Outgoing("Từ năm ngoái"), address)
    account = linked(service, address=address)
    async with client.get("/chat", headers={"Cookie": f"dh_chat={old}"}) as answer:
        key = answer.cookies["dh_session"].value
        assert (answer.cookies["dh_chat"]["max-age"], answer.cookies["dh_chat"]["path"]) == ("0", "/chat")
    history = await (await client.get("/chat/history", headers=showing(key))).json()
    assert [message["text"] for message in history["messages"]] == ["Từ năm ngoái"]
    async with client.get("/chat", headers={"Cookie": f"dh_chat={old}"}) as answer:
        thiefs = answer.cookies["dh_session"].value
    history = await (await client.get("/chat/history", headers=showing(thiefs))).json()
    assert history["messages"] == []
    with service.store.transaction() as db:
        assert len(chats.of_account(db, account)) == 1


async def test_a_page_that_was_left_says_so_to_who_reads_without_scripts(client: Client) -> None:
    await client.post("/chat/leave", allow_redirects=False)
    async with client.get("/chat/plain", headers=HTML) as answer:
        assert answer.status == 409
        assert "Máy này đã thoát" in await answer.text()


async def test_the_page_of_ones_phones_shows_them_without_addresses_and_cuts_through_the_chat(
    client: Client, service: Service
) -> None:
    assert "chưa vào bằng tên ai" in await (await client.get("/chat/devices")).text()
    account = linked(service)
    with service.store.transaction() as db:
        other = chats.add(db, "telegram", "4242424242")
        chats.link(db, other.id, account)
    page = await (await client.get("/chat/devices")).text()
    assert "Telegram" in page
    assert "4242424242" not in page
    assert ADDRESS not in page
    assert page.count("Cắt máy này") == 1
    await client.post("/chat/say", data={"press": f"do:device_cut:{other.id}"}, allow_redirects=False)
    assert [message.press for message in service.accepted] == [f"do:device_cut:{other.id}"]
