"""Calls the Bot API: sends, edits, fetches files, sets the webhook, polls."""

import asyncio
from collections.abc import Awaitable
from typing import Any, NamedTuple, TypeVar

import structlog
from telegram import Bot, WebhookInfo
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.answers import number
from bot.channels.telegram.limits import CAPABILITIES, at_rate
from bot.channels.telegram.request import AiohttpRequest, Nonsense, Upload
from bot.delivery.channel import TOKEN, Blocked, Down, Receipt, Rejected, Retry, SendFailed
from bot.files.attachments import Attachments, Content, NotThere
from handlers.kit import Button, Outgoing

log = structlog.get_logger()
Result = TypeVar("Result")
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
GONE = (
    "chat not found",
    "user is deactivated",
    "bot was blocked",
    "have no rights",
    "bot can't initiate",
    "peer_id_invalid",
)
COMMANDS_IN_A_ROW = 3
POLL_PATIENCE = 40
ACKNOWLEDGE_PATIENCE = 10
# update ids stay below 2^31; an offset beyond it would skip every later update
LARGEST_UPDATE_ID = 2**53
# type of what is sent → method, parameter, name; whatever else, and what is refused as such, goes as a document
SHOWN = {
    "image/jpeg": ("sendPhoto", "photo", "photo.jpg"),
    "audio/ogg": ("sendVoice", "voice", "voice.ogg"),
    "audio/mpeg": ("sendVoice", "voice", "voice.mp3"),
    "audio/mp4": ("sendVoice", "voice", "voice.m4a"),
}
REFUSED_AS_SUCH = ("photo_", "image_", "voice_")


class Update(NamedTuple):
    """An update as it came, with its id, up to which all can be confirmed."""

    id: int
    content: dict[str, Any]


class Telegram:
    """One bot. `attachments`: where photos to be shown are taken from. `rate`: what a stand-in takes a second."""

    name = "telegram"
    capabilities = CAPABILITIES

    def __init__(self, token: str, api: str, attachments: Attachments | None = None, rate: int | None = None):
        if rate is not None:
            self.capabilities = at_rate(rate)
        self.attachments = attachments
        self.request = AiohttpRequest()
        self.bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self.request,
            get_updates_request=AiohttpRequest(timeout=40, connections=2),
        )
        self._method = f"{self.bot.base_url}/"

    async def start(self) -> None:
        await self.request.initialize()

    async def stop(self) -> None:
        await self.request.shutdown()

    async def send(self, address: str, out: Outgoing, outbox_id: int) -> Receipt:
        try:
            if out.attachment:
                return await self._show(address, out)
            if out.edits and not out.asks:
                return await self._edit(address, out)
            return await self._send(address, out)
        except TelegramError as problem:
            raise failure_of(problem) from None

    async def _send(self, address: str, out: Outgoing) -> Receipt:
        parameters: dict[str, Any] = {"chat_id": int(address), "text": out.text}
        if markup := keyboard(out):
            parameters["reply_markup"] = markup
        message = await self.request.call(f"{self._method}sendMessage", parameters)
        return _receipt(message)

    async def _show(self, address: str, out: Outgoing) -> Receipt:
        """Uploads an attachment, each time anew: the platform's own id for it would outlive our copy."""
        try:
            file = await self._take_down(out.attachment)
        except NotThere:
            await log.awarning("telegram.attachment_lost", attachment=out.attachment)
            return await self._send(address, out)
        parameters: dict[str, Any] = {"chat_id": int(address), "caption": out.text}
        if not file.is_to_be_edited:
            parameters["protect_content"] = True
        if markup := keyboard(out):
            parameters["reply_markup"] = markup
        method, field, name = SHOWN.get(file.type, ("sendDocument", "document", file.name))
        try:
            return await self._upload(method, parameters, Upload(field, name, file.type, file.content))
        except BadRequest as problem:
            if not any(word in problem.message.lower() for word in REFUSED_AS_SUCH):
                raise
            parameters["disable_content_type_detection"] = True
            return await self._upload("sendDocument", parameters, Upload("document", name, file.type, file.content))

    async def _take_down(self, attachment_id: int) -> Content:
        if self.attachments is None:
            raise NotThere(str(attachment_id))
        return await self.attachments.open(attachment_id)

    async def _upload(self, method: str, parameters: dict[str, Any], file: Upload) -> Receipt:
        message = await self.request.upload(f"{self._method}{method}", parameters, file)
        return _receipt(message)

    async def _edit(self, address: str, out: Outgoing) -> Receipt:
        parameters: dict[str, Any] = {"chat_id": int(address), "message_id": int(out.edits), "text": out.text}
        if markup := keyboard(out):
            parameters["reply_markup"] = markup
        try:
            await self.request.call(f"{self._method}editMessageText", parameters)
        except BadRequest as problem:
            if "not modified" in problem.message.lower():
                return Receipt(out.edits)
            if "message" in problem.message.lower() and "edit" in problem.message.lower():
                return Receipt(out.edits) if out.only_edits else await self._send(address, out)
            raise
        return Receipt(out.edits)

    async def fetch(self, ref: str, most: int) -> bytes:
        try:
            file = await _typed(self.bot.get_file(ref))
            if not isinstance(file.file_path, str) or (number(file.file_size) or 0) > most:
                raise Rejected("too_large")
            content = await self.request.download(file.file_path, most)
        except TelegramError as problem:
            raise failure_of(problem) from None
        if content is None:
            raise Rejected("too_large")
        return content

    async def acknowledge(self, query_id: str) -> None:
        """Stops the little clock on a pressed button; if it fails nothing is lost."""
        try:
            async with asyncio.timeout(ACKNOWLEDGE_PATIENCE):
                await self.request.call(f"{self._method}answerCallbackQuery", {"callback_query_id": query_id})
        except (TelegramError, TimeoutError) as problem:
            await log.adebug("telegram.acknowledge", failure=type(problem).__name__)

    async def username(self) -> str:
        """Gives the bot's name. Raises TelegramError."""
        name: object = (await _typed(self.bot.get_me())).username  # which the library does not check
        if not isinstance(name, str) or not name:
            raise Nonsense("no_name")
        return name

    async def webhook(self) -> WebhookInfo:
        """Gives what is set. Raises TelegramError."""
        hook = await _typed(self.bot.get_webhook_info())
        said: tuple[object, object] = hook.url, hook.pending_update_count  # which the library does not check
        if not isinstance(said[0], str) or number(said[1]) is None:
            raise Nonsense("no_webhook")
        return hook

    async def drop_webhook(self) -> None:
        """Removes the webhook: polling works only without one."""
        _check_done(await _typed(self.bot.delete_webhook()))

    async def set_webhook(self, url: str, secret: str) -> None:
        """Asks Telegram to bring updates to `url`."""
        called = self.bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES, max_connections=100)
        _check_done(await _typed(called))

    async def updates(self, offset: int) -> list[Update]:
        """Gives updates from `offset` on, as they came; waits up to 25 seconds for one. Raises TelegramError."""
        parameters = {"offset": offset, "timeout": 25, "allowed_updates": UPDATES}
        try:
            # not wait_for: on Python 3.11 it swallows a cancellation that comes together with the answer
            async with asyncio.timeout(POLL_PATIENCE):
                result = await self.request.call(f"{self._method}getUpdates", parameters)
        except TimeoutError:
            return []
        return updates_of(result)


async def _typed(call: Awaitable[Result]) -> Result:
    """Awaits a method of python-telegram-bot, which stumbles over a result of another shape than it expects."""
    try:
        return await call
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError):
        raise Nonsense("no_answer_200") from None


def _check_done(result: object) -> None:
    if result is not True:
        raise Nonsense("no_answer_200")


def _receipt(message: object) -> Receipt:
    message_id = number(message.get("message_id")) if isinstance(message, dict) else None
    if message_id is None:
        raise Nonsense("no_message_id")
    return Receipt(str(message_id))


def updates_of(result: object) -> list[Update]:
    """Gives the updates in a result, each with its id. Odd ones are passed over; raises Nonsense if all are odd."""
    if not isinstance(result, list):
        raise Nonsense("no_updates")
    updates = [
        Update(update_id, update)
        for update in result
        if isinstance(update, dict) and (update_id := number(update.get("update_id"))) is not None
        if 0 <= update_id < LARGEST_UPDATE_ID
    ]
    if len(updates) < len(result):
        log.warning("poll.not_an_update", channel="telegram", updates=len(result) - len(updates))
        if not updates:
            raise Nonsense("no_updates")
    return updates


def failure_of(problem: TelegramError) -> SendFailed:
    code = type(problem).__name__
    if isinstance(problem, RetryAfter):
        seconds = problem.retry_after
        return Retry(seconds if isinstance(seconds, int) else seconds.total_seconds(), "429")
    if isinstance(problem, Forbidden):
        return Blocked(code)
    if isinstance(problem, BadRequest):
        words = problem.message.lower()
        return Blocked(code) if any(gone in words for gone in GONE) else Rejected(code)
    if isinstance(problem, InvalidToken):
        return Down(TOKEN)
    if isinstance(problem, Nonsense):
        return Down(problem.code)
    if isinstance(problem, NetworkError):
        return Down(code)
    return Rejected(code)


def keyboard(out: Outgoing) -> dict[str, Any] | None:
    if out.asks:
        return _asking_keyboard(out)
    if not out.buttons:
        return None
    rows = [[_inline(button)] for button in out.buttons if button.role == "option"]
    commands = [_inline(button) for button in out.buttons if button.role == "command"]
    rows += [commands[i : i + COMMANDS_IN_A_ROW] for i in range(0, len(commands), COMMANDS_IN_A_ROW)]
    return {"inline_keyboard": rows}


def _inline(button: Button) -> dict[str, str]:
    return {"text": button.label, "callback_data": button.press}


def _asking_keyboard(out: Outgoing) -> dict[str, Any]:
    """Makes the reply keyboard that asks for contact or location; the commands stand beside as words."""
    ask: dict[str, Any] = {"text": "☎️" if out.asks == "contact" else "📍"}
    ask["request_contact" if out.asks == "contact" else "request_location"] = True
    rows = [[ask], *([{"text": button.label}] for button in out.buttons)]
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}
