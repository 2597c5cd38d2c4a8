"""The pages of whoever's account has ended: nothing of before, no file, no stream, from that second on."""

import asyncio
import re
from datetime import timedelta

import pytest

from bot.files.signed_links import document_names
from bot.web.chat import events
from handlers.kit import Outgoing
from storage import accounts, attachments, chats, outbox
from storage.outbox import sending
from tests.bot.web.conftest import ADDRESS, Client, Service
from tests.bot.web.test_events import Stream, listening
from tests.bot.web.test_files import jpeg, kept, officer, show, status
from tests.patience import PATIENCE

OF_BEFORE = "Hồ sơ Trần Văn Nam · xóm 6"


def close(service: Service, account_id: int, status: str = "closed") -> int:
    """Closes the account, and says so as the service does; gives the id of the message."""
    with service.store.transaction() as db:
        accounts.set_status(db, account_id, status, by=None)
        chat = chats.at(db, "web", ADDRESS)
        assert chat is not None
        out = Outgoing("Tài khoản này khép lại từ hôm nay.", last_word=True)
        end = db.now + timedelta(days=1)
        message_id = outbox.put(db, chat, out.to_json(), lane=outbox.REPLY, kind="account_closed", expires_at=end)
    with service.store.transaction() as db:
        sending.sent(db, [(message_id, str(message_id), db.now)])
    return message_id


async def test_nothing_of_before_stands_on_the_page(client: Client, service: Service) -> None:
    account = officer(service)
    service.write(Outgoing(OF_BEFORE))
    assert OF_BEFORE in await (await client.get("/chat/history")).text()
    close(service, account)
    history = await (await client.get("/chat/history")).json()
    assert [line["text"] for line in history["messages"]] == ["Tài khoản này khép lại từ hôm nay."]
    assert OF_BEFORE not in await (await client.get("/chat/plain")).text()


@pytest.mark.parametrize("new_status", ["closed", "moved"])
async def test_no_file_and_no_paper_opens(client: Client, service: Service, new_status: str) -> None:
    account = officer(service)
    photo = kept(service, jpeg(), "image/jpeg")
    show(service, photo)
    with service.store.transaction() as db:
        chat = chats.at(db, "web", ADDRESS)
        assert chat is not None
        found = attachments.get(db, photo)
        assert found is not None
        paper = attachments.ask_for(db, chat, "person_page", account_id=account, person_id=found.person_id or 0)
        attachments.stored(db, paper, media_type="application/pdf", size=4)
    service.attachments.files.keep(paper, b"%PDF")
    link = f"/papers/{document_names(service.store).of(paper)}"
    assert (await client.get(link)).status == 200
    close(service, account, new_status)
    assert await status(client, photo) == 404
    assert (await client.get(link)).status == 404
    assert (await client.post(link)).status == 404


async def test_an_open_stream_says_the_last_word_and_ends(client: Client, service: Service) -> None:
    account = officer(service)
    async with listening(client) as stream:
        message_id = close(service, account)
        out = Outgoing("Tài khoản này khép lại từ hôm nay.", last_word=True)
        await service.channel.send(ADDRESS, out, message_id)
        rest = (await asyncio.wait_for(stream.response.content.read(), PATIENCE)).decode()
    assert rest.count("event: message") == 1
    assert service.channel.streams.count == 0
    assert (await client.get(f"/chat/events?after={message_id}&again=1")).status == 204


async def test_a_stream_on_another_node_ends_too(
    client: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = officer(service)
    monkeypatch.setattr(events, "LOOK", 0.05)
    async with listening(client) as stream:
        close(service, account)
        rest = (await asyncio.wait_for(stream.response.content.read(), PATIENCE)).decode()
    assert re.findall(r"event: (\w+)", rest) == ["message"]


async def test_whoever_comes_later_hears_the_last_word_alone(client: Client, service: Service) -> None:
    account = officer(service)
    service.write(Outgoing(OF_BEFORE))
    close(service, account)
    async with client.get("/chat/events", headers={"Last-Event-ID": "1"}) as response:
        assert (await Stream(response).next("message"))["text"] == "Tài khoản này khép lại từ hôm nay."


async def test_what_another_account_was_told_in_this_chat_is_not_shown(client: Client, service: Service) -> None:
    officer(service)
    service.write(Outgoing(OF_BEFORE))
    with service.store.transaction() as db:
        chat = chats.at(db, "web", ADDRESS)
        assert chat is not None
        fresh = accounts.add(db, unit="17791", name="Trần Văn Nam", roles=("person",))
        chats.link(db, chat.id, fresh)
    service.write(Outgoing("Chào anh Nam"))
    history = await (await client.get("/chat/history")).json()
    assert [line["text"] for line in history["messages"]] == ["Chào anh Nam"]
