"""The visit report on aiohttp, orjson and sqlite3 alone, and as durable as ours: what those libraries cost at least.

One thread writes: the update, where the chat is, the answer and the mark of the one before in one commit, synced before
the 200. No roles, sealing, audit, texts, limits, retries or second channel; answers are sent once.
"""

import asyncio
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import uvloop
from aiohttp import web
from yarl import URL

from bench.peers import dialogue
from bench.peers.dialogue import CHOICES, NOTE, Answers, Keys

TABLES = """
CREATE TABLE inbox (id INTEGER PRIMARY KEY, chat INTEGER, body BLOB);
CREATE TABLE talk (chat INTEGER PRIMARY KEY, answers BLOB);
CREATE TABLE outbox (id INTEGER PRIMARY KEY, chat INTEGER, body BLOB, state TEXT, platform INTEGER);
CREATE TABLE reports (id INTEGER PRIMARY KEY, chat INTEGER, answers BLOB);
"""
QUESTIONS = {question.id: question for question in CHOICES}
Params = dict[str, Any]


def markup(keys: Keys) -> Params:
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in keys]}


def asked(answers: Answers, done: set[str]) -> Params:
    """Gives the first question without an answer, or the review."""
    for question in CHOICES:
        if question.id not in done:
            ticked = answers.get(question.id)
            keys = dialogue.keys(question, ticked if isinstance(ticked, list) else None)
            return {"text": question.ask, "reply_markup": markup(keys)}
    if "note" not in answers:
        return {"text": NOTE.ask}
    return {"text": dialogue.review(answers), "reply_markup": markup(dialogue.REVIEW_KEYS)}


class Store:
    """The database, used on its one thread."""

    def __init__(self, file: Path):
        self.db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self.db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {TABLES}")

    def take(self, update: Params, sent: list[tuple[int, int]]) -> tuple[int, Params]:
        """Stores an update with its answer. Gives the answer's row and what is to be sent."""
        press = update.get("callback_query")
        chat = (press["message"] if press else update["message"])["chat"]["id"]
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO inbox VALUES (?, ?, ?)", (update["update_id"], chat, orjson.dumps(update)))
        row = db.execute("SELECT answers FROM talk WHERE chat = ?", (chat,)).fetchone()
        answers, done = orjson.loads(row[0]) if row else ({}, [])
        if press:
            out = self._pressed(chat, press["data"], answers, done)
            out["message_id"] = press["message"]["message_id"]
        else:
            text = update["message"]["text"]
            answers, done = ({}, []) if text == "/visit" else (answers | {"note": text}, done)
            out = asked(answers, set(done))
        out["chat_id"] = chat
        db.execute("REPLACE INTO talk VALUES (?, ?)", (chat, orjson.dumps((answers, done))))
        body = orjson.dumps(out)
        number = db.execute("INSERT INTO outbox (chat, body, state) VALUES (?, ?, 'sending')", (chat, body)).lastrowid
        db.executemany("UPDATE outbox SET state = 'sent', platform = ? WHERE id = ?", sent)
        db.execute("COMMIT")
        return number or 0, out

    def _pressed(self, chat: int, press: str, answers: Answers, done: list[str]) -> Params:
        name, _, value = press.partition(":")
        if value == "!send":
            self.db.execute("INSERT INTO reports (chat, answers) VALUES (?, ?)", (chat, orjson.dumps(answers)))
            [count] = self.db.execute("SELECT max(id) FROM reports").fetchone()
            return {"text": dialogue.receipt(count)}
        if QUESTIONS[name].several:
            ticked = answers.get(name, [])
            assert isinstance(ticked, list)
            answers[name] = ticked if value == "!done" else dialogue.toggled(ticked, value)
        else:
            answers[name] = value
        if value == "!done" or not QUESTIONS[name].several:
            done.append(name)
        return asked(answers, set(done))


class BareBot:
    def __init__(self, session: aiohttp.ClientSession):
        self.session = session
        self.store = Store(Path("bare.db"))
        self.thread = ThreadPoolExecutor(1)
        self.sent: list[tuple[int, int]] = []
        self.tasks: set[asyncio.Task[None]] = set()
        self.api = f"{os.environ['BOT_API']}/bot{os.environ['BOT_TOKEN']}"
        self.urls = {name: URL(f"{self.api}/{name}") for name in ("sendMessage", "editMessageText")}

    async def hook(self, request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != os.environ["BOT_SECRET"]:
            raise web.HTTPForbidden
        update = orjson.loads(await request.read())
        sent, self.sent = self.sent, []
        number, out = await asyncio.get_running_loop().run_in_executor(self.thread, self.store.take, update, sent)
        task = asyncio.create_task(self.send(number, out))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        press = update.get("callback_query")
        answer = {"method": "answerCallbackQuery", "callback_query_id": press["id"]} if press else {}
        return web.Response(body=orjson.dumps(answer), content_type="application/json")

    async def send(self, number: int, out: Params) -> None:
        url = self.urls["editMessageText" if "message_id" in out else "sendMessage"]
        async with self.session.post(url, data=orjson.dumps(out)) as response:
            result = orjson.loads(await response.read())["result"]
        self.sent.append((result["message_id"], number))


async def serve() -> None:
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession(headers=headers, cookie_jar=aiohttp.DummyCookieJar()) as session:
        app = web.Application()
        app.router.add_post("/hooks/telegram", BareBot(session).hook)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", int(os.environ["BOT_PORT"])).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(serve())
