"""What strangers may send: nothing before a person has answered them, then so much; and never what fills the disk."""

import uuid
from io import BytesIO

import pytest
from aiohttp import ClientResponse

from bot.intake.bodies import ALWAYS, HELD, Held
from handlers.texts import Texts
from rules import uploads as limits
from storage import chats, inbox, newcomers, uploads
from storage.uploads import TooMuch
from tests.bot.web.conftest import ADDRESS, Client, Service, signed_in

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 200
BIG = JPEG + bytes(100_000)
UNIT = "17791"


def stranger(service: Service, address: str = ADDRESS, *, answered: bool = True) -> int:
    """Somebody who has written, and whom an officer has answered or not yet."""
    with service.store.transaction() as db:
        chat = inbox.parties(db, "web", [address])[address].chat
        newcomers.arrive(db, chat.id, UNIT)
        if answered:
            newcomers.answered(db, chat.id)
    return chat.id


async def send(client: Client, content: bytes = JPEG, **headers: str) -> ClientResponse:
    form = {"id": str(uuid.uuid4()), "file": BytesIO(content)}
    return await client.post("/chat/files", data=form, headers=headers)


async def refusal(answer: ClientResponse) -> tuple[int, str]:
    return answer.status, (await answer.json())["code"]


def kept(service: Service) -> int:
    return len(service.channel.uploads.blobs.names())


async def test_a_stranger_sends_files_after_the_first_answer_of_an_officer(client: Client, service: Service) -> None:
    assert await refusal(await send(client)) == (403, "files_later")
    chat_id = stranger(service, answered=False)
    assert await refusal(await send(client)) == (403, "files_later")
    assert kept(service) == 0
    with service.store.transaction() as db:
        newcomers.answered(db, chat_id)
    assert (await send(client)).status == 202
    assert kept(service) == 1


async def test_whoever_comes_in_with_a_code_sends_files_at_once_and_uncounted(
    client: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_OF_SESSION", 100)
    service.link()
    assert (await send(client)).status == 202
    with service.store.transaction() as db:
        assert uploads.used_today(db) == 0


async def test_a_session_and_all_strangers_together_have_their_share(
    client: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_OF_SESSION", 2 * len(BIG))
    monkeypatch.setattr(uploads, "MOST_OF_ALL", 3 * len(BIG))
    stranger(service)
    with service.store.transaction() as db:
        chat = chats.at(db, "web", ADDRESS)
        assert chat is not None
        uploads.take(db, chat.id, 2 * len(BIG))
    assert await refusal(await send(client, BIG)) == (429, "files_spent")
    other = "b" * 64
    stranger(service, other)
    signed_in(service.store, "B" * 43, other)
    answer = await send(client, BIG, Cookie=f"dh_session={'B' * 43}")
    assert await refusal(answer) == (429, "files_tomorrow")
    assert 0 < int(answer.headers["Retry-After"]) <= 86_400
    assert kept(service) == 0


async def test_a_file_that_came_to_nothing_is_not_counted(client: Client, service: Service) -> None:
    stranger(service)
    service.away = True
    assert (await send(client)).status == 503
    assert (await send(client, b"MZ" + JPEG)).status == 415
    with service.store.transaction() as db:
        assert uploads.used_today(db) == 0
    assert kept(service) == 0


async def test_a_disk_that_is_nearly_full_takes_no_file(
    client: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.link()
    monkeypatch.setattr("bot.files.blobs.leaves_room", lambda size, free, disk: False)
    assert await refusal(await send(client)) == (507, "disk_full")
    assert (await client.post("/chat/messages", json={"id": str(uuid.uuid4()), "text": "Chào"})).status == 202


@pytest.mark.parametrize(
    ("free", "disk", "room"),
    [(1500, 100_000, True), (1000, 100_000, False), (900, 8000, True), (790, 8000, False)],
)
def test_a_gigabyte_stays_free_or_a_tenth_of_a_small_disk(free: int, disk: int, room: bool) -> None:
    size = limits.LARGEST
    assert limits.leaves_room(size, free=free * limits.MEGABYTE, disk=disk * limits.MEGABYTE) is room


async def test_a_file_may_have_ten_megabytes(client: Client, service: Service) -> None:
    service.link()
    assert (await send(client, b"\xff\xd8\xff" + bytes(limits.LARGEST))).status == 413


async def test_the_plain_page_keeps_the_words_and_says_kindly_why_the_file_must_wait(
    client: Client, service: Service
) -> None:
    stranger(service, answered=False)
    form = {"text": "Cho tôi hỏi việc làm", "file": BytesIO(JPEG), "id": str(uuid.uuid4())}
    answer = await client.post("/chat/say", data=form, headers={"Accept": "text/html"})
    assert answer.status == 403
    assert Texts.load().find("vi", "page.problem.files_later.next") in await answer.text()
    assert [one.text for one in service.accepted] == ["Cho tôi hỏi việc làm"]


class TestMemory:
    async def test_bodies_beyond_the_bound_wait_and_short_ones_are_always_read(
        self, client: Client, service: Service
    ) -> None:
        service.link()
        held = client.app[HELD]
        held.bytes = held.most
        assert (await send(client, JPEG + bytes(2 * ALWAYS))).status == 503
        assert (await client.post("/chat/messages", json={"id": str(uuid.uuid4()), "text": "Chào"})).status == 202
        assert (held.turned_away, held.bytes) == (1, held.most)

    def test_what_is_done_with_is_held_no_longer(self) -> None:
        held = Held(most=100_000)
        with held.share() as share:
            share.add(60_000)
            assert held.bytes == 60_000
        assert (held.bytes, held.peak) == (0, 60_000)


def test_two_nodes_never_fill_the_same_place(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_OF_ALL", 100)
    chat_ids = [stranger(service, f"{n}" * 64) for n in range(3)]
    taken = []
    for chat_id in chat_ids:
        try:
            with service.store.transaction() as db:
                uploads.take(db, chat_id, 40)
            taken.append(chat_id)
        except TooMuch:
            break
    assert taken == chat_ids[:2]
    with service.store.transaction() as db:
        assert uploads.used_today(db) == 80
        assert uploads.used(db, str(chat_ids[2])) == 0
