"""A Bot API that costs next to nothing: it says yes to everything and tells the driver what was said to whom."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qsl

import orjson

SPOKEN = ("sendMessage", "editMessageText", "editMessageReplyMarkup")
BOT = {"id": 5000000001, "is_bot": True, "first_name": "Đồng Hành", "username": "donghanh_bench_bot"}
TOKEN = "5000000001:AAFakeTokenForTheBench-0123456789abcde"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a chat sees after a message or an edit. Buttons are (label, data); keys are those of a reply keyboard."""

    chat_id: int
    message_id: int
    text: str
    buttons: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    edited: bool


def _key(key: Any) -> str:
    """Gives what a key of the reply keyboard says when pressed; nothing for those that send a number or a place."""
    if isinstance(key, str):
        return key
    return "" if "request_contact" in key or "request_location" in key else str(key["text"])


class FakeApi:
    """`heard` is called with every reply."""

    def __init__(self, heard: Callable[[Reply], None]):
        self.heard = heard
        self.calls: Counter[str] = Counter()
        self.texts: dict[tuple[int, int], str] = {}
        self.last_id = 0
        self.url = ""
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self.connection, "127.0.0.1", 0, backlog=512)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()

    def connection(self) -> "Connection":
        return Connection(self)

    def answer(self, method: str, params: dict[str, Any]) -> object:
        self.calls[method] += 1
        if method in SPOKEN:
            return self._say(method, params)
        if method == "getMe":
            return BOT
        if method == "getWebhookInfo":
            return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        return [] if method in ("getUpdates", "getMyCommands") else True

    def _say(self, method: str, params: dict[str, Any]) -> object:
        chat_id = int(params["chat_id"])
        if method == "sendMessage":
            self.last_id += 1
            message_id = self.last_id
        else:
            message_id = int(params["message_id"])
        text = params.get("text") or self.texts.get((chat_id, message_id), "")
        self.texts[chat_id, message_id] = text
        markup = params.get("reply_markup") or {}
        if isinstance(markup, str):
            markup = orjson.loads(markup)
        rows = markup.get("inline_keyboard") or []
        buttons = tuple((key["text"], key.get("callback_data", "")) for row in rows for key in row)
        keys = tuple(_key(key) for row in markup.get("keyboard") or [] for key in row)
        self.heard(Reply(chat_id, message_id, text, buttons, keys, method != "sendMessage"))
        message = {"message_id": message_id, "from": BOT, "date": int(time.time()), "text": text}
        message["chat"] = {"id": chat_id, "first_name": "Tư", "type": "private"}
        return {**message, "reply_markup": {"inline_keyboard": rows}} if rows else message


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive and a Content-Length, or chunks; nothing else."""

    def __init__(self, api: FakeApi):
        self.api = api
        self.buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (request := self._next()) is not None:
            path, kind, body = request
            self.serve(path.rpartition("/")[2].partition("?")[0], params_of(kind, body))

    def serve(self, method: str, params: dict[str, Any]) -> None:
        self.write(200, orjson.dumps({"ok": True, "result": self.api.answer(method, params)}))

    def write(self, status: int, body: bytes) -> None:
        head = b"HTTP/1.1 %d .\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
        if self.transport is not None:
            self.transport.write(head + body)

    def _next(self) -> tuple[str, str, bytes] | None:
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        first, *lines = self.buffer[:end].decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body, rest = _body(headers, self.buffer[end + 4 :])
        if body is None:
            if headers.get("expect") and self.transport is not None:
                self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            return None
        self.buffer = rest
        return first.split(" ")[1], headers.get("content-type", ""), body


def _body(headers: dict[str, str], data: bytes) -> tuple[bytes | None, bytes]:
    if headers.get("transfer-encoding") != "chunked":
        length = int(headers.get("content-length", "0"))
        return (data[:length], data[length:]) if len(data) >= length else (None, data)
    whole = b""
    while True:
        size, found, data = data.partition(b"\r\n")
        if not found:
            return None, data
        length = int(size, 16)
        if len(data) < length + 2:
            return None, data
        whole, data = whole + data[:length], data[length + 2 :]
        if not length:
            return whole, data


def params_of(kind: str, body: bytes) -> dict[str, Any]:
    if kind.startswith("application/json"):
        params: dict[str, Any] = orjson.loads(body) if body else {}
        return params
    if kind.startswith("multipart/"):
        boundary = kind.partition("boundary=")[2].strip('"').encode()
        return dict(_part(part) for part in body.split(b"--" + boundary)[1:-1])
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _part(part: bytes) -> tuple[str, str]:
    head, _, value = part.partition(b"\r\n\r\n")
    name = head.decode().partition('name="')[2].partition('"')[0]
    return name, value[:-2].decode(errors="replace")
