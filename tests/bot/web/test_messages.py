"""What a page may send, and what becomes of it."""

import uuid
from io import BytesIO
from typing import Any

import pytest

from bot.channels.web.uploads import NoSuchUpload
from handlers.kit import Button, Outgoing
from tests.bot.web.conftest import ADDRESS, NOW, Client, Service, signed_in

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 200
FIRST = "11111111-1111-4111-8111-111111111111"


def message(**fields: Any) -> dict[str, Any]:
    return {"id": FIRST, "at": NOW.isoformat(), **fields}


async def test_a_text_is_stored_before_it_is_answered(client: Client, service: Service) -> None:
    answer = await client.post("/chat/messages", json=message(text="Chào"))
    assert answer.status == 202
    (stored,) = service.accepted
    assert (stored.kind, stored.text, stored.address, stored.sent_at) == ("text", "Chào", ADDRESS, NOW)
    assert await said(client) == ["Chào"]


async def said(client: Client) -> list[str]:
    history = await (await client.get("/chat/history")).json()
    return [line["text"] for line in history["messages"] if line["side"] == "me"]


async def test_the_same_id_twice_is_one_message(client: Client) -> None:
    for _ in range(2):
        assert (await client.post("/chat/messages", json=message(text="Chào"))).status == 202
    assert await said(client) == ["Chào"]


async def test_two_chats_may_use_the_same_id(client: Client, service: Service) -> None:
    await client.post("/chat/messages", json=message(text="Một"))
    signed_in(service.store, "B" * 43, "b" * 64)
    other = {"Cookie": f"dh_session={'B' * 43}"}
    await client.post("/chat/messages", json=message(text="Hai"), headers=other)
    assert len({one.external_id for one in service.accepted}) == 2
    assert await said(client) == ["Một"]


async def test_a_press_is_shown_by_its_label(client: Client, service: Service) -> None:
    asked = service.write(Outgoing("Có gặp được không?", (Button("Có gặp", "visit:outcome:met"),)))
    press = message(press="visit:outcome:met", message=str(asked))
    assert (await client.post("/chat/messages", json=press)).status == 202
    assert (service.accepted[0].kind, service.accepted[0].pressed_message) == ("press", str(asked))
    assert await said(client) == ["Có gặp"]


async def test_a_changed_message_stays_in_its_place_and_the_press_leaves_no_line(
    client: Client, service: Service
) -> None:
    asked = service.write(Outgoing("Lo gì?", (Button("Rượu", "visit:concerns:alcohol"),)))
    await client.post("/chat/messages", json=message(press="visit:concerns:alcohol", message=str(asked)))
    service.write(Outgoing("Lo gì? Rượu", (Button("Xong", "visit:*:!done"),), edits=str(asked)))
    service.write(Outgoing("Sau"))
    history = await (await client.get("/chat/history")).json()
    assert [(line["id"] == str(asked), line["text"]) for line in history["messages"]] == [
        (True, "Lo gì? Rượu"),
        (False, "Sau"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "left"),
    [
        ("/start", "start", ""),
        ("/start 7F3K-92QD", "start", "7F3K-92QD"),
        ("/started", "text", "/started"),
        ("a\0b\ud800c", "text", "abc"),
    ],
)
async def test_texts_as_they_are_taken(client: Client, service: Service, text: str, kind: str, left: str) -> None:
    assert (await client.post("/chat/messages", json=message(text=text))).status == 202
    assert (service.accepted[0].kind, service.accepted[0].text) == (kind, left)


async def test_a_place(client: Client, service: Service) -> None:
    assert (await client.post("/chat/messages", json=message(place={"lat": 18.7, "lon": 105.5}))).status == 202
    assert (service.accepted[0].kind, service.accepted[0].place) == ("place", (18.7, 105.5))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ([], 400),
        ({"id": "1", "text": "a"}, 400),
        (message(), 400),
        (message(text="   "), 400),
        (message(text=5), 400),
        (message(text={"a": 1}), 400),
        (message(press="x" * 65), 413),
        (message(text="x" * 30_000), 413),
        (message(place={"lat": 91, "lon": 0}), 400),
        (message(place={"lat": True, "lon": 0}), 400),
        (message(place={"lat": float("nan"), "lon": 0}), 400),
        (message(place=[1, 2]), 400),
        (message(text="a", chat="ffffffffffff"), 409),
    ],
)
async def test_what_is_not_a_message_is_refused(client: Client, service: Service, body: Any, status: int) -> None:
    assert (await client.post("/chat/messages", json=body)).status == status
    assert service.accepted == []


async def test_a_body_may_have_one_mebibyte(client: Client) -> None:
    body = b'{"text": "' + b"a" * (1 << 20) + b'"}'
    headers = {"Content-Type": "application/json"}
    assert (await client.post("/chat/messages", data=BytesIO(body), headers=headers)).status == 413


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000])
async def test_broken_json(client: Client, body: bytes) -> None:
    answer = await client.post("/chat/messages", data=body, headers={"Content-Type": "application/json"})
    assert answer.status == 400


@pytest.mark.parametrize("at", ["yesterday", "2026-11-23T07:30:00", "2036-01-01T00:00:00Z", "1999-01-01T00:00:00Z", 5])
async def test_a_device_with_a_wrong_clock_is_heard_all_the_same(client: Client, service: Service, at: object) -> None:
    assert (await client.post("/chat/messages", json=message(text="a", at=at))).status == 202
    assert service.accepted[0].sent_at is None


async def test_with_the_database_away_the_answer_is_503(client: Client, service: Service) -> None:
    service.away = True
    answer = await client.post("/chat/messages", json=message(text="Chào"))
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    service.away = False
    assert (await client.post("/chat/messages", json=message(text="Chào"))).status == 202
    assert await said(client) == ["Chào"]


async def test_a_photo_is_kept_sealed_and_handed_on_by_reference(client: Client, service: Service) -> None:
    service.link()
    answer = await client.post("/chat/files", data={"id": FIRST, "file": BytesIO(JPEG)})
    assert answer.status == 202
    media = service.accepted[0].media
    assert media is not None
    assert (service.accepted[0].kind, media.kind, media.size) == ("photo", "photo", len(JPEG))
    place = service.channel.uploads.blobs
    (kept,) = place.names()
    assert JPEG not in place.get(kept)
    assert await service.channel.fetch(media.ref, 1000) == JPEG


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"MZ" + b"x" * 50, 415), (b"<svg/>", 415), (b"", 415), (b"\xff\xd8\xff" + b"x" * (10 << 20), 413)],
)
async def test_other_files_are_refused(client: Client, service: Service, content: bytes, status: int) -> None:
    service.link()
    answer = await client.post("/chat/files", data={"id": FIRST, "file": BytesIO(content)})
    assert answer.status == status
    assert service.channel.uploads.blobs.names() == []


async def test_a_file_that_could_not_be_noted_is_not_kept(client: Client, service: Service) -> None:
    service.link()
    service.away = True
    assert (await client.post("/chat/files", data={"id": FIRST, "file": BytesIO(JPEG)})).status == 503
    assert service.channel.uploads.blobs.names() == []


@pytest.mark.parametrize("ref", ["upload:../../etc/passwd", "upload:" + "0" * 32, "x"])
def test_a_reference_that_is_none_of_ours(service: Service, ref: str) -> None:
    with pytest.raises(NoSuchUpload):
        service.channel.uploads.read(ref)


async def test_the_plain_form(client: Client, service: Service) -> None:
    answer = await client.post("/chat/say", data={"id": FIRST, "text": "Chào"}, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/chat/plain#say")
    again = {"id": FIRST, "text": "Chào"}
    await client.post("/chat/say", data=again, allow_redirects=False)
    page = await (await client.get("/chat/plain")).text()
    assert page.count("<p>Chào</p>") == 1


async def test_the_plain_form_takes_a_button_and_a_photo(client: Client, service: Service) -> None:
    service.link()
    asked = service.write(Outgoing("Có gặp được không?", (Button("Có gặp", "visit:outcome:met"),)))
    page = await (await client.get("/chat/plain")).text()
    assert '<button type="submit" name="press" value="visit:outcome:met">1. Có gặp</button>' in page
    await client.post("/chat/say", data={"press": "visit:outcome:met", "message": str(asked)}, allow_redirects=False)
    form = {"id": str(uuid.uuid4()), "text": "Đây", "file": BytesIO(JPEG)}
    await client.post("/chat/say", data=form, allow_redirects=False)
    assert [one.kind for one in service.accepted] == ["press", "text", "photo"]
