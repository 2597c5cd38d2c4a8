"""The stream of a page: nothing missed, nothing told twice, nobody else's."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.channels.web.streams import MOST_PAGES, MOST_WAITING, Event, Streams
from bot.web.chat import events
from handlers.kit import Button, Outgoing
from tests.bot.web.conftest import ADDRESS, Client, Service
from tests.patience import PATIENCE


class Stream:
    def __init__(self, response: ClientResponse):
        self.response = response

    async def next(self, kind: str = "message") -> dict[str, Any]:
        """The data of the next event of this kind, with its id."""
        while True:
            fields = dict[str, str]()
            while (line := (await asyncio.wait_for(self.response.content.readline(), PATIENCE)).decode().strip()) != "":
                name, _, value = line.partition(": ")
                fields[name] = value
            if fields["event"] == kind:
                return {**json.loads(fields["data"]), "event_id": fields.get("id", "")}


@asynccontextmanager
async def listening(client: Client, after: str = "", **headers: str) -> AsyncIterator[Stream]:
    async with client.get(f"/chat/events{after}", headers=headers) as response:
        assert response.status == 200
        stream = Stream(response)
        await stream.next("hello")
        yield stream


async def test_a_message_is_told_as_it_is_sent(client: Client, service: Service) -> None:
    async with listening(client) as stream:
        out = Outgoing("Bác vừa ghé thăm ai ạ?", (Button("Anh Nam", "visit:person:1"),), asks="place")
        message_id = await service.say(out)
        told = await stream.next()
    assert told["id"] == told["event_id"] == str(message_id)
    assert (told["text"], told["asks"]) == ("Bác vừa ghé thăm ai ạ?", "place")
    assert told["buttons"] == [{"label": "Anh Nam", "press": "visit:person:1", "role": "option", "number": 1}]


async def test_what_was_missed_is_told_after_coming_back(client: Client, service: Service) -> None:
    async with listening(client) as stream:
        await service.say(Outgoing("Một"))
        last = (await stream.next())["event_id"]
    service.write(Outgoing("Hai"))
    service.write(Outgoing("Ba"))
    async with listening(client, **{"Last-Event-ID": last}) as stream:
        told = [(await stream.next())["text"] for _ in range(3)]
    assert told[-2:] == ["Hai", "Ba"]


async def test_a_page_just_opened_is_not_told_again_what_it_read(client: Client, service: Service) -> None:
    service.write(Outgoing("Một"))
    cursor = (await (await client.get("/chat/history")).json())["cursor"]
    service.write(Outgoing("Hai"))
    async with listening(client, after=f"?after={cursor}") as stream:
        assert (await stream.next())["text"] == "Hai"


async def test_a_message_both_in_the_store_and_handed_over_is_told_once(client: Client, service: Service) -> None:
    async with listening(client) as stream:
        out = Outgoing("Một")
        message_id = service.write(out)
        await service.channel.send(ADDRESS, out, message_id)
        await service.channel.send(ADDRESS, out, message_id)
        await service.say(Outgoing("Hai"))
        assert [(await stream.next())["text"] for _ in range(2)] == ["Một", "Hai"]


async def test_nobody_hears_anothers_messages(client: Client, service: Service) -> None:
    async with listening(client) as stream:
        await service.say(Outgoing("Riêng người khác"), address="b" * 64)
        await service.say(Outgoing("Của tôi"))
        assert (await stream.next())["text"] == "Của tôi"


async def test_a_second_page_shows_what_was_said_on_the_first(client: Client, service: Service) -> None:
    async with listening(client) as stream:
        body = {"id": "11111111-1111-4111-8111-111111111111", "text": "Chào"}
        await client.post("/chat/messages", json=body)
        said = await stream.next("said")
    assert (said["id"], said["side"], said["text"]) == (body["id"], "me", "Chào")


async def test_another_nodes_messages_are_found_in_the_store(
    client: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOOK", 0.05)
    monkeypatch.setattr(type(service.store), "sqlite", False)
    service.write(Outgoing("Trước"))
    cursor = (await (await client.get("/chat/history")).json())["cursor"]
    async with listening(client, after=f"?after={cursor}") as stream:
        monkeypatch.undo()
        service.write(Outgoing("Từ máy khác"))
        assert (await stream.next())["text"] == "Từ máy khác"


async def test_a_quiet_stream_gives_a_sign_of_life(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "BEAT", 0.05)
    async with listening(client) as stream:
        assert (await stream.next("beat"))["now"] == "2026-11-23T07:30:00.000Z"


async def test_open_streams_end_with_the_service(client: Client, service: Service) -> None:
    async with listening(client) as stream:
        await service.channel.stop()
        assert await asyncio.wait_for(stream.response.content.read(), PATIENCE) == b""
    assert service.channel.streams.count == 0


async def test_one_chat_has_so_many_pages_and_no_more(client: Client, service: Service) -> None:
    pages = [service.channel.streams.open(ADDRESS) for _ in range(MOST_PAGES)]
    async with listening(client):
        assert [pages[0].get_nowait().kind for _ in range(2)] == ["elsewhere", "end"]
        assert service.channel.streams.count == MOST_PAGES


@pytest.mark.parametrize("limit", ["most", "of_reader"])
async def test_where_too_many_listen_a_page_is_told_when_to_come_again(
    client: Client, service: Service, limit: str
) -> None:
    setattr(service.channel.streams, limit, 1)
    service.channel.streams.open("b" * 64, "127.0.0.1")
    answer = await client.get("/chat/events")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "30")
    assert (await client.get("/chat/history")).status == 200


@pytest.mark.parametrize("word", ["abc", "-1", "9" * 40, "1e9", "²"])
async def test_a_strange_last_id_counts_as_none(client: Client, service: Service, word: str) -> None:
    service.write(Outgoing("Một"))
    async with listening(client, after=f"?after={word}&again=1") as stream:
        assert (await stream.next())["text"] == "Một"


def test_a_page_that_stopped_reading_is_let_go() -> None:
    streams = Streams()
    page = streams.open("a")
    for _ in range(MOST_WAITING):
        streams.publish("a", Event("message", {}))
    assert streams.publish("a", Event("message", {})) == 0
    assert streams.count == 0
    waiting = [page.get_nowait() for _ in range(page.qsize())]
    assert waiting[-1].data is None


async def test_a_stream_has_no_head(client: Client, service: Service) -> None:
    """What it wrote would stand where the connection's next answer belongs."""
    assert (await client.head("/chat/events")).status == 405
    assert service.channel.streams.count == 0
    assert (await client.get("/chat/history")).status == 200
