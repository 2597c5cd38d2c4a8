"""The service with all platforms as a process to be fuzzed, beside a platform that says yes to everything."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import orjson
from aiohttp import web
from sqlalchemy import func, select

from bench import ours
from bench.fake_api import TOKEN
from bench.fuzzing.surface import SECRET, Surface
from bench.ports import free_port
from bench.process import Bot
from storage.chats import chats
from storage.inbox import inbox
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import outbox
from tests.bot.channels.zalo_oa.fake import APP_ID, APP_SECRET, OA_ID
from tests.bot.channels.zalo_oa.fake.receiving import KEY

DONE = ("setWebhook", "deleteWebhook", "setMyCommands", "answerCallbackQuery")
ITSELF = {"message_id": 7, "id": 5000000001, "is_bot": True, "first_name": "Đồng Hành", "username": "a_bench_bot"}
PROXY = "127.0.0.1"
SETTLES_WITHIN = 60.0


async def _says_yes(request: web.Request) -> web.Response:
    result: object = True if request.path.rpartition("/")[2] in DONE else ITSELF
    body = orjson.dumps({"ok": True, "error": 0, "result": result, "data": result})
    return web.Response(body=body, content_type="application/json")


@asynccontextmanager
async def willing_platform() -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", _says_yes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def environment(folder: Path, port: int, api: str, database: str) -> dict[str, str]:
    official = {"ID": OA_ID, "APP_ID": APP_ID, "APP_SECRET": APP_SECRET, "SECRET": KEY, "REFRESH_TOKEN": "refresh-0"}
    return {
        **ours.environment(folder, port=port, api=api, token=TOKEN, secret=SECRET, database=database),
        "DONGHANH_TRUSTED_PROXIES": PROXY,
        "DONGHANH_ZALO_BOT_TOKEN": TOKEN,
        "DONGHANH_ZALO_BOT_SECRET": SECRET,
        "DONGHANH_ZALO_BOT_MODE": "webhook",
        "DONGHANH_ZALO_BOT_API": api,
        **{f"DONGHANH_ZALO_OA_{name}": value for name, value in official.items()},
        **{f"DONGHANH_ZALO_{name}_API": api for name in ("OA", "ZBS", "OAUTH")},
    }


@asynccontextmanager
async def served(seed: int, folder: Path, kind: str = "sqlite") -> AsyncIterator[tuple[Surface, str]]:
    """Gives the surface of a running service and the address of its database."""
    with ours.database(kind, folder) as url:
        async with willing_platform() as api:
            port = free_port()
            env = environment(folder, port, api, url)
            [guardian, *_] = ours.seeded(env, folder, 12)
            bot = Bot(ours.MODULE, ["serve"], env, port, folder / "service.log")
            await bot.start()
            base = env["DONGHANH_PUBLIC_URL"]
            jar = aiohttp.CookieJar(unsafe=True)
            try:
                async with aiohttp.ClientSession(cookie_jar=jar) as session:
                    surface = Surface(seed, base, bot.log, session)
                    await surface.signs_in(guardian.code, guardian.born)
                    yield surface, url
            finally:
                bot.stop()


async def left_behind(surface: Surface, url: str, folder: Path) -> list[str]:
    """Says what is wrong once everything has come to rest: turns that wait or failed, chats that get no answer."""
    await surface.settled()
    addresses = {address for address in _addresses(url, folder) if address.lstrip("-").isdigit()}
    for address in addresses:
        await surface.says(int(address), "menu")
    end = time.monotonic() + SETTLES_WITHIN
    while (wrong := await asyncio.to_thread(_wrong, url, folder, addresses)) and time.monotonic() < end:
        await asyncio.sleep(0.5)
    return wrong


def _addresses(url: str, folder: Path) -> set[str]:
    store = open_store(url, Keyring.load(folder / "keys.json"))
    try:
        with store.transaction() as db:
            return set(db.execute(select(chats.c.address).where(chats.c.channel == "telegram")).scalars())
    finally:
        store.close()


def _wrong(url: str, folder: Path, addresses: set[str]) -> list[str]:
    store = open_store(url, Keyring.load(folder / "keys.json"))
    try:
        with store.transaction() as db:
            counted = db.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state))
            states = {str(state): int(count) for state, count in counted}
            failures = db.execute(select(inbox.c.failure).where(inbox.c.failure.is_not(None))).scalars().all()
            last_in = select(func.max(inbox.c.id)).where(inbox.c.chat_id == chats.c.id).scalar_subquery()
            answers = select(func.max(outbox.c.id)).where(outbox.c.chat_id == chats.c.id, outbox.c.kind == "reply")
            silent = select(func.count()).where(
                chats.c.channel == "telegram",
                chats.c.address.in_(addresses),
                func.coalesce(answers.scalar_subquery(), 0) < last_in,
            )
            stuck = db.execute(silent).scalar_one()
    finally:
        store.close()
    wrong = [f"{count} messages are {state}" for state, count in states.items() if state != "done"]
    wrong += [f"a turn failed: {failure}" for failure in failures]
    return wrong + ([f"{stuck} chats got no answer"] if stuck else [])
