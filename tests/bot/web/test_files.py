"""Pictures and voice notes on the page: for the chat that was shown them, as long as its reader may look."""

import io
from datetime import date
from typing import Any

import pytest
from PIL import Image

from bot.web.demo.page import phone_address
from handlers.kit import Incoming, Media, Outgoing
from storage import accounts, attachments, chats, inbox, persons
from tests.bot.web.conftest import ADDRESS, Client, Service, signed_in

UNIT = "17791"
OGG = b"OggS" + bytes(range(200))


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (20, 10), (200, 180, 120)).save(file, "JPEG")
    return file.getvalue()


def officer(service: Service, address: str = ADDRESS, unit: str = UNIT) -> int:
    """Somebody whose chat this is."""
    with service.store.transaction() as db:
        account_id = accounts.add(db, unit=unit, name="Lê Văn Hùng", roles=("officer",))
        chat = inbox.parties(db, "web", [address])[address].chat
        chats.link(db, chat.id, account_id)
    return account_id


def kept(service: Service, content: bytes, media_type: str, *, chat_id: int = 1, **sent: Any) -> int:
    """An attachment about a person of the commune, with its file."""
    with service.store.transaction() as db:
        found = attachments.expect(db, chat_id=chat_id, channel="web", kind="photo", ref="upload:1", size=9, **sent)
        person = persons.add(
            db,
            unit=UNIT,
            name="Trần Văn Nam",
            hamlet="xóm 6",
            case_type="finished",
            came_home_on=date(2026, 1, 10),
        )
        attachments.file_under(db, found, about="visit", person_id=person)
        attachments.stored(db, found, media_type=media_type, size=len(content))
    service.attachments.files.keep(found, content)
    return found


def show(service: Service, attachment_id: int, address: str = ADDRESS, shows: str = "photo") -> int:
    """An answer that shows it has left for the chat."""
    out = Outgoing("Ảnh bác Tư gửi", attachment=attachment_id, shows=shows)  # type: ignore[arg-type]
    return service.write(out, address, subject_id=attachment_id)


async def status(client: Client, attachment_id: int | str, base: str = "/chat") -> int:
    async with client.get(f"{base}/files/{attachment_id}") as answer:
        return answer.status


async def test_what_was_shown_is_served_with_careful_headers(client: Client, service: Service) -> None:
    officer(service)
    photo = kept(service, jpeg(), "image/jpeg")
    show(service, photo)
    async with client.get(f"/chat/files/{photo}") as answer:
        assert (answer.status, await answer.read()) == (200, jpeg())
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "img-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "media-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_a_paper_is_taken_along_and_not_opened_in_the_page(client: Client, service: Service) -> None:
    officer(service)
    paper = kept(service, b"%PDF-1.7", "application/pdf")
    show(service, paper, shows="file")
    async with client.get(f"/chat/files/{paper}") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("asked", "status", "place", "content"),
    [
        ("bytes=0-3", 206, "bytes 0-3/204", b"OggS"),
        ("bytes=200-", 206, "bytes 200-203/204", OGG[200:]),
        ("bytes=-4", 206, "bytes 200-203/204", OGG[200:]),
        ("bytes=0-9999", 206, "bytes 0-203/204", OGG),
        ("bytes=204-", 416, "bytes */204", None),
        ("bytes=9-2", 416, "bytes */204", None),
        ("lines=1", 416, "bytes */204", None),
    ],
)
async def test_a_player_gets_the_part_it_asks_for(
    client: Client, service: Service, asked: str, status: int, place: str, content: bytes | None
) -> None:
    officer(service)
    voice = kept(service, OGG, "audio/ogg")
    show(service, voice, shows="voice")
    async with client.get(f"/chat/files/{voice}", headers={"Range": asked}) as answer:
        assert (answer.status, answer.headers["Content-Range"]) == (status, place)
        if content is not None:
            assert await answer.read() == content


class TestNobodyElse:
    async def test_not_before_it_was_shown_in_this_very_chat(self, client: Client, service: Service) -> None:
        """The right to look is not enough: a look that nobody asked for is written down nowhere."""
        officer(service)
        photo = kept(service, jpeg(), "image/jpeg")
        assert await status(client, photo) == 404
        officer(service, "b" * 64)
        show(service, photo, "b" * 64)
        assert await status(client, photo) == 404

    async def test_not_a_chat_of_nobody_nor_of_another_commune(self, client: Client, service: Service) -> None:
        photo = kept(service, jpeg(), "image/jpeg")
        show(service, photo)
        assert await status(client, photo) == 404
        officer(service, unit="17792")
        assert await status(client, photo) == 404

    async def test_not_whoever_has_left_the_office_since(self, client: Client, service: Service) -> None:
        account = officer(service)
        photo = kept(service, jpeg(), "image/jpeg")
        show(service, photo)
        assert await status(client, photo) == 200
        with service.store.transaction() as db:
            accounts.set_status(db, account, "closed", by=None)
        assert await status(client, photo) == 404

    async def test_no_browser_without_its_cookie_and_no_odd_ids(self, client: Client, service: Service) -> None:
        officer(service)
        photo = kept(service, jpeg(), "image/jpeg")
        show(service, photo)
        for odd in ("0", "x", "-1", "9" * 19, "9" * 25, f"{photo}/..", f"{photo}.jpg"):
            assert await status(client, odd) == 404
        signed_in(service.store, "C" * 43, "c" * 64)
        async with client.get(f"/chat/files/{photo}", headers={"Cookie": f"dh_session={'C' * 43}"}) as answer:
            assert answer.status == 404
        async with client.get(f"/chat/files/{photo}", headers={"Cookie": ""}) as answer:
            assert answer.status == 409

    async def test_a_phone_of_the_demo_shows_its_own_only(self, client: Client, service: Service) -> None:
        officer(service, phone_address(31))
        photo = kept(service, jpeg(), "image/jpeg")
        show(service, photo, phone_address(31))
        assert await status(client, photo, "/demo/phone/3") == 200
        assert await status(client, photo, "/demo/phone/1") == 404
        assert await status(client, photo) == 404


async def test_what_is_not_kept_any_more_is_not_found(client: Client, service: Service) -> None:
    officer(service)
    expired, lost = (kept(service, jpeg(), "image/jpeg") for _ in range(2))
    for photo in (expired, lost):
        show(service, photo)
    with service.store.transaction() as db:
        attachments.expire(db, expired)
    service.attachments.files.delete([lost])
    assert [await status(client, photo) for photo in (expired, lost)] == [404, 404]


async def test_the_talk_names_what_it_shows_and_the_plain_page_has_it(client: Client, service: Service) -> None:
    officer(service)
    photo, voice = kept(service, jpeg(), "image/jpeg"), kept(service, OGG, "audio/ogg")
    show(service, photo)
    show(service, voice, shows="voice")
    async with client.get("/chat/history") as answer:
        lines = (await answer.json())["messages"]
        assert [line["attachment"] for line in lines] == [
            {"id": str(photo), "kind": "photo"},
            {"id": str(voice), "kind": "voice"},
        ]
    async with client.get("/chat/plain") as answer:
        page = await answer.text()
    assert f'<img src="/chat/files/{photo}" alt="Xem ảnh lớn" loading="lazy">' in page
    assert f'<audio src="/chat/files/{voice}" controls preload="none"' in page


async def test_ones_own_photo_is_in_the_talk_once_it_is_kept(client: Client, service: Service) -> None:
    account = officer(service)
    media = Media("upload:1", "photo", 9)
    await service.accept(Incoming("web", f"{ADDRESS[:16]}:page-1", ADDRESS, "photo", media=media))
    with service.store.transaction() as db:
        chat = chats.at(db, "web", ADDRESS)
        assert chat is not None
        [(message_id, *_)] = inbox.said_by(db, chat.id, 1)
    photo = kept(service, jpeg(), "image/jpeg", chat_id=chat.id, account_id=account, message_id=message_id)
    async with client.get("/chat/history") as answer:
        [line] = (await answer.json())["messages"]
        assert line["attachment"] == {"id": str(photo), "kind": "photo"}
    assert await status(client, photo) == 200
