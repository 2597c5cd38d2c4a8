"""What is sent along to mislead, and what is too long or strange, on both of Zalo's channels with the whole service."""

import asyncio
import ipaddress
import socket
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ThreadedResolver, web
from sqlalchemy import select

from bot.channels.zalo_oa.channel import ZaloOa
from bot.delivery.render import fit
from handlers.kit import Outgoing
from rules.message_lengths import cut, units
from storage.attachments import attachments
from storage.inbox import inbox
from tests.bot.channels.zalo_bot import test_end_to_end as on_bot
from tests.bot.channels.zalo_bot.fake import FakeZaloBot
from tests.bot.channels.zalo_bot.fake.user import ZaloUser
from tests.bot.channels.zalo_oa import test_end_to_end as on_oa
from tests.bot.channels.zalo_oa.fake import FakeZaloOa
from tests.bot.channels.zalo_oa.fake.user import OaUser
from tests.patience import until

Town = on_bot.Town | on_oa.Town
User = ZaloUser | OaUser
INSIDE = "http://10.0.0.7/photo.jpg"


@pytest.fixture(params=["bot", "oa"])
async def town(
    request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Town]:
    monkeypatch.setattr("bot.files.fetcher.PAUSE", 0.05)
    if request.param == "bot":
        monkeypatch.setattr("bot.channels.zalo_bot.channel.ZaloBot.capabilities", on_bot.fast())
        async with FakeZaloBot() as bot, on_bot.town_on(sqlite_url, tmp_path, bot, "webhook") as town:
            yield town
    else:
        fast = replace(ZaloOa.capabilities, per_second=200, per_chat_second=100, burst=50)
        monkeypatch.setattr(ZaloOa, "capabilities", fast)
        async with FakeZaloOa() as oa, on_oa.town_on(sqlite_url, tmp_path, oa) as account:
            yield account


async def guardian_of(town: Town) -> User:
    return await (town.guardian() if isinstance(town, on_bot.Town) else town.linked("guardian"))


async def sends(town: Town, *, content: bytes | None = None, url: str = "") -> User:
    """A photo in the middle of a report, where it is wanted."""
    guardian = await guardian_of(town)
    guardian.says("/tham")
    await guardian.hears()
    guardian.sends_photo(content, url=url)
    await guardian.hears()
    return guardian


def fetched(town: Town) -> list[tuple[str, str | None]]:
    with town.service.store.transaction() as db:
        return [(row.state, row.reason) for row in db.execute(select(attachments))]


async def is_refused(town: Town, reason: str) -> None:
    await until(lambda: fetched(town) == [("refused", reason)])
    kept = [path for path in (town.service.settings.folder / "files").rglob("*") if path.is_file()]
    assert kept == [], "nothing of it is stored"


class Neighbour:
    """A server that leads whoever asks to another address."""

    def __init__(self, leads_to: str):
        self.leads_to = leads_to
        self.asked = 0

    async def answer(self, _request: web.Request) -> web.Response:
        self.asked += 1
        return web.Response(status=302, headers={"Location": self.leads_to})


@asynccontextmanager
async def standing(neighbour: Neighbour) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/{name}", neighbour.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/photo.jpg"
    finally:
        await runner.cleanup()


class TestAddressesThatPointInside:
    async def test_the_address_itself(self, town: Town) -> None:
        await sends(town, url=INSIDE)
        await is_refused(town, "private_address")

    async def test_where_a_server_leads_to(self, town: Town) -> None:
        neighbour = Neighbour(INSIDE)
        async with standing(neighbour) as url:
            await sends(town, url=url)
            await is_refused(town, "private_address")
        assert neighbour.asked == 1

    async def test_where_a_name_leads_to(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        resolve = ThreadedResolver.resolve

        async def inside(self: ThreadedResolver, host: str, port: int = 0, family: Any = socket.AF_INET) -> Any:
            if host != "photos.example.vn":
                return await resolve(self, host, port, family)
            common = {"hostname": host, "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0}
            return [{**common, "host": str(ipaddress.ip_address("192.168.1.1"))}]

        monkeypatch.setattr(ThreadedResolver, "resolve", inside)
        await sends(town, url="http://photos.example.vn/photo.jpg")
        await is_refused(town, "private_address")


def bomb() -> bytes:
    """A few bytes that would become ten gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes(50 * 1024 * 1024), "too_large"),
        (b"<html><script>alert(1)</script></html>", "not_a_picture"),
        (b"MZ" + bytes(400), "not_a_picture"),
        (bomb(), "too_many_pixels"),
    ],
    ids=["fifty megabytes", "a page", "a program", "a bomb"],
)
async def test_what_is_no_photo_is_not_kept_and_the_report_goes_on(town: Town, content: bytes, reason: str) -> None:
    guardian = await sends(town, content=content)
    await is_refused(town, reason)
    guardian.says("menu")
    assert (await guardian.hears()).text


@pytest.mark.parametrize(
    "text",
    ["a" * 2001, "😀" * 1001, "👨‍👩‍👧‍👦" * 400, "e\u0302\u0301" * 900, "🇻🇳" * 600, "\u202e" + "x" * 3000, "đ " * 5000],
    ids=["2001", "emoji", "families", "decomposed", "flags", "turned round", "10000"],
)
async def test_what_is_too_long_or_strange_is_answered_once(town: Town, text: str) -> None:
    guardian = await guardian_of(town)
    guardian.says(text)
    assert (await guardian.hears()).text
    await guardian.hears_nothing()
    guardian.says("menu")
    assert (await guardian.hears()).text


async def test_unknown_events_and_missing_fields_leave_nothing_behind(town: Town) -> None:
    guardian = await guardian_of(town)
    before = town.count(inbox)
    if isinstance(town, on_bot.Town):
        events: tuple[dict[str, Any], ...] = ({"event_name": "message.dance.received"}, {"message": {"text": "a"}})
        url, headers = f"{town.service.settings.public_url}/hooks/zalo-bot", {on_bot.HEADER: on_bot.SECRET}
        async with ClientSession(headers=headers) as session:
            for event in events:
                async with session.post(url, json=event) as answer:
                    assert answer.status == 400
    else:
        for name in ("user_dance", "user_send_text", "user_send_image", "anonymous_send_text", "follow"):
            town.api.receiving.put({"event_name": name})
        await town.api.delivered()
    await asyncio.sleep(0.2)
    assert town.count(inbox) == before
    guardian.says("menu")
    assert (await guardian.hears()).text


@pytest.mark.parametrize("sign", ["😀", "👨‍👩‍👧‍👦", "🇻🇳", "👍🏽", "e\u0302\u0301", "✍️"])
async def test_no_sign_is_cut_in_two_on_its_way_out(town: Town, sign: str) -> None:
    channel = town.service.channels["zalo_bot" if isinstance(town, on_bot.Town) else "zalo_oa"]
    whole = sign * 2100
    for limit in (channel.capabilities.text, *range(40, 60)):
        shorter = cut(whole, limit)
        assert units(shorter) <= limit
        assert shorter.removesuffix("…").replace(sign, "") == ""
        shorter.encode("utf-8")


async def test_what_goes_out_is_what_the_platform_takes(town: Town) -> None:
    guardian = await guardian_of(town)
    channel = town.service.channels["zalo_bot" if isinstance(town, on_bot.Town) else "zalo_oa"]
    for number, text in enumerate(("a" * 2001, "😀" * 1500, "👨‍👩‍👧‍👦 " * 700)):
        await channel.send(guardian.id, fit(Outgoing(text), channel.capabilities), number)
        assert units((await guardian.hears()).text) <= 2000
