"""Telegram's side of a webhook: connections that are kept, and updates as Telegram writes them."""

import asyncio
import time
from typing import Any

import orjson

from bench.fake_api import BOT, Reply

ANSWERS_WITHIN = 30.0


class Hook:
    """At most `most` connections at a time, as setWebhook's max_connections."""

    def __init__(self, port: int, secret: str, most: int = 40):
        self.port = port
        self.most = most
        self._head = (
            "POST /hooks/telegram HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nConnection: keep-alive\r\nContent-Length: %d\r\n\r\n"
        ).encode()
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._slots = asyncio.Semaphore(most)

    async def post(self, update: dict[str, Any]) -> int:
        """Gives the status. Raises ConnectionError when the bot is gone."""
        body = orjson.dumps(update)
        async with self._slots:
            reader, writer = self._kept() or await self._connect()
            try:
                writer.write(self._head % len(body) + body)
                status, keep = await asyncio.wait_for(_answer(reader), ANSWERS_WITHIN)
            except (OSError, EOFError, TimeoutError) as error:
                writer.close()
                raise ConnectionError(str(error)) from None
            if keep:
                self._idle.append((reader, writer))
            else:
                writer.close()
            return status

    def _kept(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """Gives one that the bot has not closed meanwhile, as servers do with those that are idle for long."""
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return None

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    def hang_up(self) -> None:
        for _, writer in self._idle:
            writer.close()
        self._idle.clear()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = head.partition("content-length:")[2].partition("\r\n")[0].strip()
    if length:
        await reader.readexactly(int(length))
    return int(head.split(" ")[1]), "connection: close" not in head


def user(chat_id: int) -> dict[str, Any]:
    return {"id": chat_id, "is_bot": False, "first_name": f"Tư {chat_id}", "language_code": "vi"}


def chat(chat_id: int) -> dict[str, Any]:
    return {"id": chat_id, "first_name": f"Tư {chat_id}", "type": "private"}


def text_update(update_id: int, chat_id: int, message_id: int, text: str) -> dict[str, Any]:
    message = {"message_id": message_id, "from": user(chat_id), "chat": chat(chat_id), "date": int(time.time())}
    message["text"] = text
    if text.startswith("/"):
        message["entities"] = [{"offset": 0, "length": len(text.split(" ")[0]), "type": "bot_command"}]
    return {"update_id": update_id, "message": message}


def press_update(update_id: int, chat_id: int, under: Reply, data: str) -> dict[str, Any]:
    shown = {
        "message_id": under.message_id,
        "from": BOT,
        "chat": chat(chat_id),
        "date": int(time.time()),
        "text": under.text,
        "reply_markup": {"inline_keyboard": [[{"text": label, "callback_data": key}] for label, key in under.buttons]},
    }
    query = {"id": f"{chat_id}{update_id:012d}", "from": user(chat_id), "message": shown, "data": data}
    return {"update_id": update_id, "callback_query": {**query, "chat_instance": f"-{chat_id}9182736"}}
